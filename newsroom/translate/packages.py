"""Language packages in Argos' format: installed whole or not at all, found, described, removed.

Argos opens every folder it finds and fails on the first that is not whole. So a package is made
ready beside the shelf, on the same disk, and moved there in one step; its folder carries a record
of every file's size and SHA-256. The shelf holds Argos' own layout, so Argos reads it too.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from packaging.version import InvalidVersion, Version

from newsroom.translate.package_archive import (
    Archive,
    OnBytes,
    Refused,
    digest,
    inspect,
    sync_folder,
    unpack,
)

SHIPPED = "fr_en.argosmodel"
SHIPPED_SHA256 = "cdc686273254128fbe12940b0961f3a71050aece1d020e71d1f160e602d26118"
RECORD = "passerelle.json"
REMOVED = "removed.txt"  # digests of packages taken away on purpose: not installed by themselves


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package. `size` is in bytes on disk, `sha256` that of the file it came in."""

    folder: Path
    source: str
    target: str
    version: str
    size: int
    sha256: str
    installed_at: str
    files: dict[str, list[int | str]] = field(hash=False)

    @property
    def label(self) -> str:
        """Package, version and the first of its digest: the engine's name."""
        return f"translate-{self.source}_{self.target} {self.version} {self.sha256[:12]}"

    def age_key(self) -> tuple[Version, str]:
        """Sorts the newest last: by version, then by day of installation."""
        try:
            return Version(self.version), self.installed_at
        except InvalidVersion:
            return Version("0"), self.installed_at


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder on the shelf that is no whole package, and why."""

    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an installation did: `fresh` is False where the very same package was there."""

    package: Package
    fresh: bool


def installed(root: Path) -> list[Package]:
    """The whole packages, newest first. Sizes are compared, not contents: see `damage`."""
    found = [each for each in _shelf(root) if isinstance(each, Package)]
    return sorted(found, key=Package.age_key, reverse=True)


def broken(root: Path) -> list[Broken]:
    """The folders that are no whole package."""
    return [each for each in _shelf(root) if isinstance(each, Broken)]


def serving(root: Path, source: str, target: str) -> list[Package]:
    """The packages for the pair of language codes, newest first."""
    return [each for each in installed(root) if (each.source, each.target) == (source, target)]


def newest(root: Path, source: str, target: str) -> Package | None:
    """The newest package for the pair whose every byte is as it was installed."""
    return next((each for each in serving(root, source, target) if not damage(each)), None)


def damage(package: Package) -> str:
    """What is wrong with the package's contents; empty if every byte is as installed."""
    for name, (_, sha256) in package.files.items():
        try:
            if digest(package.folder / name) != sha256:
                return f"{name} is not as it was installed"
        except OSError as error:
            return f"{name} cannot be read: {error.strerror}"
    return ""


def _shelf(root: Path) -> list[Package | Broken]:
    folders = sorted(each for each in root.iterdir() if each.is_dir()) if root.is_dir() else []
    return [_read(folder) for folder in folders]


def _read(folder: Path) -> Package | Broken:
    try:
        said = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        package = Package(folder=folder, **said)
        for name, (size, _) in package.files.items():
            if (folder / name).stat().st_size != size:
                return Broken(folder, f"{name} has not the size it was installed with")
    except FileNotFoundError as error:
        return Broken(folder, f"{Path(error.filename).relative_to(folder)} is missing")
    except (OSError, ValueError, TypeError, AttributeError):
        return Broken(folder, f"its record {RECORD} cannot be read")
    return package


def install(path: Path, root: Path, *, on_bytes: OnBytes = lambda _: None) -> Receipt:
    """Install a package file; any number of processes may do so at once. Raises Refused."""
    archive = inspect(path)
    with _locked(root) as incoming:
        _write_removed(root, _removed(root) - {archive.sha256})
        there = _read(root / archive.folder)
        if isinstance(there, Package) and not damage(there):
            return Receipt(there, fresh=False)
        folder = incoming / archive.folder
        _make(archive, folder, on_bytes)
        if (root / archive.folder).exists():
            (root / archive.folder).rename(incoming / "replaced")
        folder.rename(root / archive.folder)
        sync_folder(root)
    package = _read(root / archive.folder)
    if isinstance(package, Broken):
        raise Refused(f"{path}: it was installed and is broken already: {package.reason}.")
    return Receipt(package, fresh=True)


def unpacked_size(path: Path) -> int:
    """How many bytes an installation will write. Raises Refused."""
    return inspect(path).size


def _make(archive: Archive, folder: Path, on_bytes: OnBytes) -> None:
    """Unpack into a folder beside the shelf, prove it whole, and write its record."""
    files = unpack(archive, folder, on_bytes)
    said = {
        "source": archive.source,
        "target": archive.target,
        "version": archive.version,
        "size": archive.size,
        "sha256": archive.sha256,
        "installed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": files,
    }
    flaw = damage(Package(folder=folder, **said)) or _flaw(folder)  # type: ignore[arg-type]
    if flaw:
        raise Refused(f"{archive.path}: {flaw}.")
    (folder / RECORD).write_text(json.dumps(said, indent=1), encoding="utf-8")
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_folder(each)


def _flaw(folder: Path) -> str:
    """Why Argos could not use the unpacked package; empty if it can."""
    # Importing Argos reads its settings and makes its folders: only who installs pays for that.
    from argostranslate.package import Package as ArgosPackage  # noqa: PLC0415

    if not (folder / "model" / "model.bin").is_file():
        return "the package holds no model/model.bin"
    try:
        opened = ArgosPackage(folder)
    except (OSError, ValueError, AttributeError) as error:
        return f"Argos cannot open the package: {error}"
    if not hasattr(opened, "tokenizer"):
        return "the package holds neither sentencepiece.model nor bpe.model"
    return ""


def may_install_shipped(weights: Path, root: Path) -> bool:
    """Whether the shipped package's file is there and was not removed on purpose."""
    return (weights / SHIPPED).is_file() and SHIPPED_SHA256 not in _removed(root)


def install_shipped(weights: Path, root: Path) -> Package | None:
    """Install the package that ships with the project; None where that may not be.

    Raises Refused if its file is damaged.
    """
    path = weights / SHIPPED
    if not may_install_shipped(weights, root):
        return None
    if digest(path) != SHIPPED_SHA256:
        raise Refused(f"{path}: the shipped package is damaged: fetch the file anew.")
    return install(path, root).package


def remove(name: str, root: Path) -> list[str]:
    """Take away every package of that name or pair (« fr_en »); return their folders' names."""
    with _locked(root) as incoming:
        chosen = [each for each in _shelf(root) if _is_called(each, name)]
        digests = {each.sha256 for each in chosen if isinstance(each, Package)}
        _write_removed(root, _removed(root) | digests)
        for each in chosen:
            each.folder.rename(incoming / each.folder.name)
    return [each.folder.name for each in chosen]


def _is_called(each: Package | Broken, name: str) -> bool:
    names = {each.folder.name}
    if isinstance(each, Package):
        pair = f"{each.source}_{each.target}"
        names |= {pair, f"translate-{pair}", each.label}
    return name in names


@contextmanager
def _locked(root: Path) -> Iterator[Path]:
    """Hold the shelf alone; gives an empty folder on the same disk, cleared afterwards."""
    root.mkdir(parents=True, exist_ok=True)
    incoming = root.with_name(f"{root.name}.incoming")
    with root.with_name(f"{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(incoming, ignore_errors=True)  # what a killed installation left
        incoming.mkdir()
        try:
            yield incoming
        finally:
            shutil.rmtree(incoming, ignore_errors=True)


def _removed(root: Path) -> set[str]:
    path = root / REMOVED
    return set(path.read_text(encoding="ascii").split()) if path.is_file() else set()


def _write_removed(root: Path, digests: set[str]) -> None:
    if digests != _removed(root):
        (root / REMOVED).write_text("\n".join(sorted(digests)), encoding="ascii")
