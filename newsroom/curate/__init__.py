"""Curation: what editors do, and the desk that does it for them."""
