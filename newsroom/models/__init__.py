"""What the newsroom alone keeps. All that readers are told of is the archive's."""

from newsroom.models.devices import Authenticator, RecoveryCode, RecoverySheet
from newsroom.models.host import Host
from newsroom.models.term import Term, TermChange
from newsroom.models.work import Presence, SavedFilter

__all__ = [
    "Authenticator",
    "Host",
    "Presence",
    "RecoveryCode",
    "RecoverySheet",
    "SavedFilter",
    "Term",
    "TermChange",
]
