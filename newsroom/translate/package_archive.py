"""Reading an Argos package file: what it says of itself, and unpacking it without trusting it."""

import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

MOST_BYTES = 4 * 2**30  # unpacked; the largest package of Argos' index has a tenth of it
CHUNK = 2**20
CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z]{2,8})?")
VERSION = re.compile(r"[0-9][\w.+-]{0,30}")

OnBytes = Callable[[int], None]


class Refused(Exception):
    """Why a file cannot be installed as a language package: one plain sentence."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Archive:
    """A package file that may be unpacked. `size` counts the bytes it unpacks to."""

    path: Path
    sha256: str
    top: str
    source: str
    target: str
    version: str
    size: int

    @property
    def folder(self) -> str:
        """The folder's name once installed: the same bytes always have the same."""
        version = self.version.replace(".", "_")
        return f"translate-{self.source}_{self.target}-{version}-{self.sha256[:12]}"


def inspect(path: Path) -> Archive:
    """Read what the file says of itself; nothing is written. Raises Refused."""
    with _opened(path) as archive:
        members = _members(archive, path)
        top = _top(members, path)
        said = _metadata(archive, f"{top}/metadata.json", path)
        return Archive(
            path=path,
            sha256=digest(path),
            top=top,
            source=_said(said, "from_code", CODE, path),
            target=_said(said, "to_code", CODE, path),
            version=_said(said, "package_version", VERSION, path),
            size=sum(member.file_size for member in members),
        )


def unpack(archive: Archive, folder: Path, on_bytes: OnBytes) -> dict[str, list[int | str]]:
    """Write the package's files into the folder, safe on disk; return each one's size and SHA-256.

    `on_bytes` hears of every piece written. Raises Refused.
    """
    with _opened(archive.path) as opened:
        files: dict[str, list[int | str]] = {}
        for member in _members(opened, archive.path):
            name = member.filename.removeprefix(archive.top + "/")
            with opened.open(member) as packed:
                files[name] = _write(packed, folder / name, on_bytes)
        return files


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe against a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The file as a zip archive; whatever is wrong with it becomes one sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise Refused(f"{path}: there is no such file.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refused(f"{path}: not a language package: it is no whole zip archive.") from error
    except NotImplementedError as error:
        raise Refused(f"{path}: packed in a way that cannot be read here: {error}.") from error
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}.") from error


def _members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The files to unpack. Raises Refused where one would land outside or is no plain file."""
    members = [each for each in archive.infolist() if not each.is_dir()]
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise Refused(f"{path}: the archive holds one file twice.")
    for member in members:
        if not _is_plain(member):
            raise Refused(f"{path}: {member.filename!r} in the archive is not a plain file.")
        if _leaves(member.filename):
            raise Refused(f"{path}: {member.filename!r} in the archive would land elsewhere.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused(f"{path}: it would unpack to more than {MOST_BYTES // 2**30} GB.")
    return members


def _is_plain(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG) and not member.flag_bits & 1  # bit 0: encrypted


def _leaves(name: str) -> bool:
    """Whether a member's name leads out of the folder it is unpacked into."""
    place = PurePosixPath(name)
    return place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name


def _top(members: list[zipfile.ZipInfo], path: Path) -> str:
    tops = {PurePosixPath(member.filename).parts[0] for member in members}
    top = tops.pop() if len(tops) == 1 else ""
    if f"{top}/metadata.json" not in {member.filename for member in members}:
        raise Refused(f"{path}: not a language package: no metadata.json in its one folder.")
    return top


def _metadata(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, object]:
    try:
        said = json.loads(archive.read(name))
    except ValueError as error:
        raise Refused(f"{path}: its metadata.json cannot be read.") from error
    if not isinstance(said, dict) or said.get("type", "translate") != "translate":
        raise Refused(f"{path}: its metadata.json describes no translation package.")
    return said


def _said(said: dict[str, object], key: str, form: re.Pattern[str], path: Path) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Refused(f"{path}: its metadata.json has no usable {key}.")
    return value


def _write(packed: IO[bytes], path: Path, on_bytes: OnBytes) -> list[int | str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    running, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        while piece := packed.read(CHUNK):
            file.write(piece)
            running.update(piece)
            size += len(piece)
            on_bytes(len(piece))
        file.flush()
        os.fsync(file.fileno())
    return [size, running.hexdigest()]
