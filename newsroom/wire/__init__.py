"""The wire: feeds and addresses come in by themselves. It stands before ingest and may use it."""
