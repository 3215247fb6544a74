"""Package files: what is read of them, and every way of refusing one."""

import stat
import zipfile
from pathlib import Path

import pytest

from newsroom.translate.package_archive import Refused, digest, inspect, unpack
from tests.newsroom.translate.making import SHIPPED, files, metadata, package


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        unpack(inspect(path), path.parent / "unpacked", lambda _: None)
    return str(caught.value).removeprefix(f"{path}: ")


def test_shipped_package_says_what_it_is() -> None:
    archive = inspect(SHIPPED)
    assert (archive.source, archive.target, archive.version) == ("fr", "en", "0.1")
    assert archive.folder == "translate-fr_en-0_1-cdc686273254"


def test_unpacking_gives_every_byte_and_says_so(tmp_path: Path) -> None:
    heard: list[int] = []
    archive = inspect(SHIPPED)
    unpacked = unpack(archive, tmp_path / "here", heard.append)
    assert sum(heard) == archive.size
    for name, (size, sha256) in unpacked.items():
        path = tmp_path / "here" / name
        assert (path.stat().st_size, digest(path)) == (size, sha256)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.argosmodel") == "there is no such file."


def test_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "Is a directory."


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.argosmodel"
    path.write_text("Bonjour")
    assert refusal(path) == "not a language package: it is no whole zip archive."


def test_cut_off_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half.argosmodel"
    path.write_bytes(SHIPPED.read_bytes()[:5_000_000])
    assert refusal(path) == "not a language package: it is no whole zip archive."


def test_spoiled_contents_are_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.argosmodel")
    path.write_bytes(path.read_bytes().replace(b"weights", b"weighed", 1))
    assert refusal(path) == "not a language package: it is no whole zip archive."


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"made/model.bin": b""}, "not a language package: no metadata.json in its one folder."),
        ({"metadata.json": metadata()}, "not a language package: no metadata.json in its one fold"),
        ({**files(), "other/a": b""}, "not a language package: no metadata.json in its one folder"),
        ({}, "not a language package: no metadata.json in its one folder."),
        ({**files(), "made/metadata.json": b"{"}, "its metadata.json cannot be read."),
        ({**files(), "made/metadata.json": b"[]"}, "its metadata.json describes no translation pa"),
        (files(type="sbd"), "its metadata.json describes no translation package."),
        (files(from_code=""), "its metadata.json has no usable from_code."),
        (files(to_code="../x"), "its metadata.json has no usable to_code."),
        (files(package_version="a/b"), "its metadata.json has no usable package_version."),
    ],
)
def test_package_without_sense_is_refused(
    tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    assert refusal(package(tmp_path / "a.argosmodel", members)).startswith(reason)


@pytest.mark.parametrize(
    "name", ["../evil", "made/../../evil", "/evil", "made\\..\\..\\evil", "C:/evil"]
)
def test_file_that_would_land_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    path = package(inner / "a.argosmodel", {**files(), name: b"evil"})
    assert refusal(path) == f"{name!r} in the archive would land elsewhere."
    assert not (tmp_path / "evil").exists()


def test_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.argosmodel")
    link = zipfile.ZipInfo("made/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path) == "'made/link' in the archive is not a plain file."


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "a.argosmodel")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("made/metadata.json", metadata())
    assert refusal(path) == "the archive holds one file twice."


def test_what_would_fill_the_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.translate.package_archive.MOST_BYTES", 500)
    path = package(tmp_path / "a.argosmodel")
    assert refusal(path) == "it would unpack to more than 0 GB."
