"""The files behind the paths of a command."""

import io
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.ingest.inbox import Found, files
from newsroom.ingest.story import Refusal, Story
from tests.newsroom.ingest.texts import FRENCH


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[None]:
    """Run as a user without rights where the tests run as root, who may read everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def refs(*arguments: object) -> list[str]:
    return [found.ref or found.refusal for found in files([str(each) for each in arguments])]


def refusals(found: Found) -> list[str]:
    return [each.reason for each in found.stories("auto") if isinstance(each, Refusal)]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(FRENCH, encoding="utf-8")


def test_folder_is_read_in_order_with_what_lies_below(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/2.txt", "a/1.txt", "c.txt")
    assert refs(tmp_path) == ["a/1.txt", "a/2.txt", "b.txt", "c.txt"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, ".a.txt", ".git/b.txt", "c.txt")
    assert refs(tmp_path) == ["c.txt"]


def test_file_has_the_same_reference_alone_as_in_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert refs(tmp_path / "a.txt") == refs(tmp_path) == ["a.txt"]


def test_same_file_twice_is_no_refusal(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert refs(tmp_path, tmp_path / "a.txt") == ["a.txt", "a.txt"]


def test_two_files_with_one_reference_are_not_mixed_up(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt")
    assert refs(tmp_path / "a", tmp_path / "b") == [
        "x.txt",
        "Another file given has the same reference; give the folder that holds both.",
    ]


def test_absent_file_is_refused(tmp_path: Path) -> None:
    assert refs(tmp_path / "nope.txt") == ["It does not exist."]


def test_folder_that_leads_back_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert refs(tmp_path) == ["It leads back into a folder that holds it.", "a/x.txt"]


def test_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l").symlink_to(tmp_path / "l")
    assert refs(tmp_path) == ["It cannot be read: too many levels of symbolic links."]


def test_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refs(tmp_path) == ["It is neither a file nor a folder."]


def test_forbidden_file_is_refused(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    write(tmp_path, "a.txt")
    found = next(files([str(tmp_path / "a.txt")]))
    (tmp_path / "a.txt").chmod(0)
    request.getfixturevalue("stranger")
    assert refusals(found) == ["It cannot be read: permission denied."]


def test_forbidden_folder_is_refused(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "a").chmod(0)
    request.getfixturevalue("stranger")
    assert refs(tmp_path / "a") == ["It cannot be read: permission denied."]
    if os.getuid():
        (tmp_path / "a").chmod(0o700)  # or pytest could not clear it away


def test_file_that_vanished_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    found = next(files([str(tmp_path)]))
    (tmp_path / "a.txt").unlink()
    assert refusals(found) == ["It does not exist."]


def test_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2**30)
    (found,) = files([str(tmp_path)])
    assert len(found.bytes()) == 5 * 1024 * 1024 + 1
    assert refusals(found) == ["It is larger than 5 MB."]


def test_name_that_is_no_utf8_is_spelt_out(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xe9t\xe9.txt")).write_text(FRENCH, encoding="utf-8")
    assert refs(tmp_path) == ["\\xe9t\\xe9.txt"]


def test_standard_input_is_known_by_its_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FRENCH.encode())))
    (found,) = files(["-"])
    (story,) = found.stories("auto")
    assert isinstance(story, Story)
    assert (story.ref[:7], len(story.ref), story.name) == ("sha256:", 71, "standard input")
