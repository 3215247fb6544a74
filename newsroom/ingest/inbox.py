"""The files behind the paths of a command: found in order, read one at a time within bounds."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from newsroom.ingest.reading import LIMIT, read
from newsroom.ingest.story import Refusal, Story

STANDARD_INPUT = "-"
NAMED_INPUT = "standard input"
ABSENT = "It does not exist."
NO_FILE = "It is neither a file nor a folder."
LOOP = "It leads back into a folder that holds it."
TWICE = "Another file given has the same reference; give the folder that holds both."


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read, or why it cannot be. `ref` is its path relative to the argument given."""

    name: str
    ref: str = ""
    path: Path | None = None
    refusal: str = ""

    def bytes(self) -> bytes:
        """What the file holds; one byte above the limit shows that it is too large."""
        if self.path is None:
            return sys.stdin.buffer.read(LIMIT + 1)
        with self.path.open("rb") as file:
            return file.read(LIMIT + 1)

    def stories(self, kind: str) -> Iterator[Story | Refusal]:
        """Its stories and refusals, one after the other; nothing is raised."""
        if self.refusal:
            yield Refusal(self.refusal)
            return
        try:
            raw = self.bytes()
        except OSError as error:
            yield Refusal(unreadable(error))
            return
        ref = self.ref or f"sha256:{sha256(raw).hexdigest()}"
        yield from read(raw, ref=ref, name=self.name, kind=kind)


@dataclass(frozen=True, slots=True)
class _Place:
    """Something on the way to be looked at; `above` are the folders that hold it."""

    path: Path
    name: str
    ref: str
    above: frozenset[tuple[int, int]] = field(default=frozenset())


def files(arguments: Iterable[str]) -> Iterator[Found]:
    """Every file behind the arguments, folders in order of their names, hidden ones left out."""
    seen: dict[str, str] = {}
    for argument in arguments:
        if argument == STANDARD_INPUT:
            yield Found(NAMED_INPUT)
            continue
        for found in _under(argument):
            real = os.path.realpath(found.path) if found.path else ""
            if real and seen.setdefault(found.ref, real) != real:
                found = Found(found.name, refusal=TWICE)
            yield found


def _under(argument: str) -> Iterator[Found]:
    path = Path(argument)
    waiting = [_Place(path, _written(path), _written(Path(path.name or path.resolve().name)))]
    is_argument = True
    while waiting:
        place = waiting.pop()
        try:
            status = place.path.stat()
            if stat.S_ISDIR(status.st_mode):
                waiting += reversed(_inside(place, status, is_argument=is_argument))
            elif stat.S_ISREG(status.st_mode):
                yield Found(place.name, place.ref, place.path)
            else:
                yield Found(place.name, refusal=NO_FILE)
        except Refusal as refusal:
            yield Found(place.name, refusal=refusal.reason)
        except (OSError, ValueError) as error:
            yield Found(place.name, refusal=unreadable(error))
        is_argument = False


def _inside(folder: _Place, status: os.stat_result, *, is_argument: bool) -> Sequence[_Place]:
    identity = (status.st_dev, status.st_ino)
    if identity in folder.above:
        raise Refusal(LOOP)
    above = folder.above | {identity}
    prefix = "" if is_argument else f"{folder.ref}/"
    names = sorted(each.name for each in folder.path.iterdir() if not each.name.startswith("."))
    children = [(folder.path / name, _written(Path(name))) for name in names]
    return [
        _Place(path, f"{folder.name}/{name}", f"{prefix}{name}", above) for path, name in children
    ]


def unreadable(error: Exception) -> str:
    """The sentence for an error that the system gives when a file is opened or read."""
    if isinstance(error, FileNotFoundError):
        return ABSENT
    if isinstance(error, OSError) and error.strerror:
        return f"It cannot be read: {error.strerror[:1].lower()}{error.strerror[1:]}."
    return "It cannot be read."


def _written(path: Path) -> str:
    """A path as text: bytes that are no UTF-8 are spelt out, as no database could hold them."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
