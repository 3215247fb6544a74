"""Fetching from Argos' index: the newest that fits, and one sentence where it cannot be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.translate import package_index
from newsroom.translate.package_archive import Refused
from tests.blockade import Blockade
from tests.newsroom.translate.index import entry, serving, write_index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    from argostranslate import settings

    with serving(folder) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}index.json")
        yield address


def fetched(folder: Path) -> bytes:
    (folder / "to").mkdir()
    return package_index.fetch("fr", "en", folder / "to", lambda piece, whole: None).read_bytes()


def refusal(folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        fetched(folder)
    return str(caught.value)


def test_newest_package_of_the_pair_is_fetched(folder: Path, address: str) -> None:
    for name in ("old", "new", "other"):
        (folder / name).write_text(name)
    write_index(
        folder,
        entry(f"{address}old", package_version="1.9"),
        entry(f"{address}new", package_version="1.10"),
        entry(f"{address}other", package_version="3.0", from_code="de"),
    )
    assert fetched(folder) == b"new"


def test_progress_hears_of_every_byte(folder: Path, address: str) -> None:
    (folder / "a").write_bytes(b"x" * 3_000_000)
    write_index(folder, entry(f"{address}a"))
    heard: list[tuple[int, int]] = []
    package_index.fetch("fr", "en", folder, lambda piece, whole: heard.append((piece, whole)))
    assert sum(piece for piece, _ in heard) == 3_000_000
    assert {whole for _, whole in heard} == {3_000_000}


def test_second_link_is_tried_where_the_first_fails(folder: Path, address: str) -> None:
    (folder / "here").write_text("here")
    write_index(folder, entry(f"{address}gone", f"{address}here"))
    assert fetched(folder) == b"here"


def test_dead_link_is_refused(folder: Path, address: str) -> None:
    write_index(folder, entry(f"{address}gone"))
    assert (
        refusal(folder)
        == f"The package could not be downloaded from {address}gone: File not found."
    )


def test_index_without_the_pair_is_refused(folder: Path, address: str) -> None:
    write_index(folder, entry(f"{address}a", to_code="es"))
    assert refusal(folder) == "Argos' index offers no package from fr to en."


def test_link_to_a_local_file_is_not_followed(folder: Path, address: str) -> None:
    write_index(folder, entry("file:///etc/hostname"))
    assert refusal(folder) == "Argos' index offers no package from fr to en."


def test_index_that_is_no_index_is_refused(folder: Path, address: str) -> None:
    (folder / "index.json").write_text("<html>")
    assert refusal(folder) == f"{address}index.json is no index of packages."


def test_network_that_refuses_is_said_plainly(
    folder: Path, no_network: Blockade, caplog: pytest.LogCaptureFixture
) -> None:
    from argostranslate import settings

    assert refusal(folder) == (
        f"The network refused: Argos' index at {settings.remote_package_index} could not be "
        "fetched. Download the .argosmodel file elsewhere and install it by its path."
    )
    assert no_network.attempts
