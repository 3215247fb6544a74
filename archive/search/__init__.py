"""Search: one rebuildable index per host; its one face is `search()`."""
