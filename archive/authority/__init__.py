"""What editors do to authority records. Each act is whole in one transaction, and written down.

Every act tells search of the articles it concerns. An act that changes nothing writes nothing;
one that cannot be done raises `Refused` with a sentence. Acts done together share a `batch`, and
`undo` takes them back together.
"""

from archive.authority.holding import RETAG, Refused, new_batch
from archive.authority.merging import merge
from archive.authority.pairs import dismiss, reopen
from archive.authority.records import hide, rename, review, unhide, unreview
from archive.authority.splitting import split_off
from archive.authority.stopping import stop, unstop
from archive.authority.undoing import Past, Undone, past, undo
from archive.authority.unmerging import undo_merge

__all__ = [
    "RETAG",
    "Past",
    "Refused",
    "Undone",
    "dismiss",
    "hide",
    "merge",
    "new_batch",
    "past",
    "rename",
    "reopen",
    "review",
    "split_off",
    "stop",
    "undo",
    "undo_merge",
    "unhide",
    "unreview",
    "unstop",
]
