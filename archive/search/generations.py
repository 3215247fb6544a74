"""The folder of this host's index: its generations, and small files that say how it stands.

`g-…` holds one generation, `current` is a link to the one in use. Beside a generation's data lie
its version and its cursor, which says how much of the outbox it has applied. Three locks: `lock`
is held to write into the generation in use or to change it for another, `building` to fill a new
one, and `keeper` by the host's indexer for as long as it runs.
"""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from archive.search.locks import is_held
from archive.search.outbox import Cursor, Lost


def folder() -> Path:
    """Where the index of this host lies."""
    return Path(settings.SEARCH_DIR)


def writing() -> Path:
    """The lock of whoever writes."""
    return folder() / "lock"


def building() -> Path:
    """The lock of whoever builds."""
    return folder() / "building"


def keeping() -> Path:
    """The lock of the keeper."""
    return folder() / "keeper"


def current() -> Path | None:
    """The generation in use, if one was ever built."""
    link = folder() / "current"
    return link.resolve() if link.exists() else None


def begin() -> Path:
    """The folder of a new generation; what builders that were killed have left is removed."""
    _remove_all_but(current())
    place = folder() / f"g-{uuid.uuid4().hex}"
    (place / "data").mkdir(parents=True)
    return place


def switch(place: Path) -> None:
    """Point `current` at the new generation in one step, and remove the ones before."""
    fresh = folder() / f"current-{uuid.uuid4().hex}"
    fresh.symlink_to(place.name)
    fresh.replace(folder() / "current")
    _remove_all_but(place)


def _remove_all_but(place: Path | None) -> None:
    for old in folder().glob("g-*"):
        if place is None or old.name != place.name:
            shutil.rmtree(old, ignore_errors=True)


def size(place: Path) -> int:
    """Bytes on disk; files that go while they are counted do not count."""
    return sum(each.stat().st_size for each in place.rglob("*") if each.is_file())


def version(place: Path) -> str:
    """What the generation was made by; nothing where it does not say."""
    try:
        return (place / "version").read_text(encoding="utf-8")
    except OSError:
        return ""


def cursor(place: Path) -> Cursor:
    """How much of the outbox the generation has applied. Raises Lost where it does not say."""
    try:
        kept = json.loads((place / "cursor").read_text(encoding="utf-8"))
        return Cursor(kept["xid"], kept["pk"], datetime.fromisoformat(kept["at"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Lost(f"the cursor cannot be read: {error}") from error


def write_cursor(place: Path, at: Cursor) -> None:
    """Keep how much of the outbox is applied; after a crash the old cursor or the new stands."""
    _write(place / "cursor", {"xid": at.xid, "pk": at.pk, "at": at.at.isoformat()})


def _write(path: Path, kept: object) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(kept), encoding="utf-8")
    fresh.replace(path)


def say_progress(done: int, total: int) -> None:
    """Let the other processes of the host know how far the new generation is."""
    _write(folder() / "progress", [done, total])


def progress() -> tuple[int, int] | None:
    """How many of how many articles are in the generation being built, while one is."""
    try:
        done, total = json.loads((folder() / "progress").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return None
    return (int(done), int(total)) if is_held(building()) else None


def say_reconciled() -> None:
    """Keep that the index was just now compared with the database, or made from it."""
    _write(folder() / "reconciled", timezone.now().isoformat())


def reconciled_at() -> datetime | None:
    """When that was last."""
    try:
        kept = json.loads((folder() / "reconciled").read_text(encoding="utf-8"))
        return datetime.fromisoformat(kept)
    except (OSError, ValueError, TypeError):
        return None


def doubt() -> None:
    """Keep that a reader found files it could not read; where nothing can be written, nothing."""
    try:
        (folder() / "doubtful").touch()
    except OSError:
        return


def is_doubtful() -> bool:
    """Whether a reader found files that it could not read."""
    return (folder() / "doubtful").exists()


def trust() -> None:
    """Forget the doubt."""
    (folder() / "doubtful").unlink(missing_ok=True)
