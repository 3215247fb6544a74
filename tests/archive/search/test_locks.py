"""Locks between processes: one holds each, and it ends with its process."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.search.locks import is_held, locked

HOLD = """
import sys
from pathlib import Path
from archive.search.locks import locked
with locked(Path(sys.argv[1]), wait=True):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process, which holds the lock."""
    code = f"import newsroom.wsgi\n{HOLD}"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_lock_of_a_killed_process_is_free(other: subprocess.Popen[str], tmp_path: Path) -> None:
    assert is_held(tmp_path / "lock")
    with locked(tmp_path / "lock", wait=False) as mine:
        assert not mine
    other.kill()
    other.communicate()
    assert not is_held(tmp_path / "lock")
    with locked(tmp_path / "lock", wait=False) as mine:
        assert mine


def test_lock_whose_folder_is_removed_is_made_again(tmp_path: Path) -> None:
    lock = tmp_path / "folder" / "lock"
    with locked(lock, wait=True):
        shutil.rmtree(tmp_path / "folder")
        assert not is_held(lock)
        with locked(lock, wait=False) as again:
            assert again


def test_nobody_holds_what_is_not_there(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")
