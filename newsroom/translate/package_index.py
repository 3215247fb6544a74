"""Fetching a package from Argos' index. Nothing but `language_package install --online` does."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from packaging.version import InvalidVersion, Version

from newsroom.translate.package_archive import CHUNK, Refused

PATIENCE = 30.0  # seconds without a byte
OnBytes = Callable[[int, int], None]


def fetch(source: str, target: str, folder: Path, on_bytes: OnBytes) -> Path:
    """Download the newest package for the pair into the folder and return the file's path.

    `on_bytes` hears the bytes of each piece and of the whole (0 where unknown). Raises Refused.
    """
    with _patient():
        links = _links(source, target)
        for link in links:
            try:
                return _download(link, folder / f"{source}_{target}.argosmodel", on_bytes)
            except (OSError, urllib.error.URLError) as error:
                reason = getattr(error, "reason", error)
    raise Refused(f"The package could not be downloaded from {links[-1]}: {reason}.")


def _links(source: str, target: str) -> list[str]:
    """Where the index says that the newest package for the pair lies."""
    # Argos is imported only by who installs: importing it reads its settings and makes folders.
    from argostranslate import package, settings  # noqa: PLC0415

    settings.local_package_index.unlink(missing_ok=True)
    package.update_package_index()
    # A failed update is only logged by Argos, and reading an absent index would ask for ever.
    if not settings.local_package_index.is_file():
        raise Refused(
            f"The network refused: Argos' index at {settings.remote_package_index} could not be "
            "fetched. Download the .argosmodel file elsewhere and install it by its path."
        )
    try:
        available = package.get_available_packages()
    except (ValueError, AttributeError) as error:
        raise Refused(f"{settings.remote_package_index} is no index of packages.") from error
    fitting = [each for each in available if (each.from_code, each.to_code) == (source, target)]
    links = max(fitting, key=_version).links if fitting else []
    links = [link for link in links if urlsplit(link).scheme in {"http", "https"}]
    if not links:
        raise Refused(f"Argos' index offers no package from {source} to {target}.")
    return links


def _version(available: object) -> Version:
    try:
        return Version(str(getattr(available, "package_version", "0")))
    except InvalidVersion:
        return Version("0")


def _download(link: str, path: Path, on_bytes: OnBytes) -> Path:
    # Argos' hosts turn away the standard library's name.
    request = urllib.request.Request(link, headers={"User-Agent": "ArgosTranslate"})  # noqa: S310
    with urllib.request.urlopen(request) as answer, path.open("wb") as file:  # noqa: S310
        whole = int(answer.headers.get("Content-Length") or 0)
        while piece := answer.read(CHUNK):
            file.write(piece)
            on_bytes(len(piece), whole)
    return path


@contextmanager
def _patient() -> Iterator[None]:
    """Argos sets no time limit of its own: without one a black-holed network hangs for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
