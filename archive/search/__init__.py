"""Search: one rebuildable index per host; its one face is `search()`."""

from archive.search.index import Unavailable
from archive.search.query import Typed, parse
from archive.search.results import Hit, Results, Sort, related
from archive.search.results import run as search

__all__ = ["Hit", "Results", "Sort", "Typed", "Unavailable", "parse", "related", "search"]
