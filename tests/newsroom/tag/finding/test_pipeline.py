"""The spaCy pipeline: found, loaded once, and done without where it is missing or broken."""

import logging
import shutil
import threading
from pathlib import Path

import pytest

from archive.models import Tag
from newsroom.tag.finding.pipeline import NONE, Entity, Pipeline, flaw, load
from tests.blockade import Blockade
from tests.house import ROOT

SHIPPED = ROOT / "newsroom/weights/fr_ner"
FRENCH = "Octave Berthier vit à Grenoble."
READ = [Entity(0, 15, Tag.Kind.PERSON), Entity(22, 30, Tag.Kind.PLACE)]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped pipeline in a folder that a test may break."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "copied"))


def read(loaded: Pipeline | None) -> list[Entity]:
    assert loaded
    (entities,) = loaded.read([FRENCH])
    return entities


def test_shipped_pipeline_reads_names_without_network(no_network: Blockade) -> None:
    assert flaw(str(SHIPPED)) == ""
    assert read(load(str(SHIPPED))) == READ
    assert no_network.attempts == []


def test_pipeline_is_loaded_once_for_all_threads(copied: Path) -> None:
    found: list[Pipeline | None] = []
    threads = [threading.Thread(target=lambda: found.append(load(str(copied)))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0]
    assert found == found[:1] * 3


def test_threads_read_the_same_as_one() -> None:
    loaded, found = load(str(SHIPPED)), list[list[Entity]]()
    threads = [threading.Thread(target=lambda: found.append(read(loaded))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [READ] * 4


def test_none_asks_for_no_pipeline() -> None:
    assert (flaw(NONE), load(NONE)) == ("", None)


@pytest.mark.parametrize("wanted", ["/nowhere", "no_such_package", "json; import os"])
def test_missing_pipeline_is_done_without(wanted: str) -> None:
    assert flaw(wanted) == f"there is no spaCy pipeline at {wanted}"
    assert load(wanted) is None


def test_folder_that_lacks_files_is_done_without(copied: Path) -> None:
    (copied / "config.cfg").unlink()
    assert flaw(str(copied)) == f"{copied} lacks config.cfg"
    assert load(str(copied)) is None


@pytest.mark.parametrize("file", ["config.cfg", "meta.json", "ner/model", "tokenizer"])
def test_broken_pipeline_is_done_without_and_logged(
    file: str, copied: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("newsroom"), "propagate", True)
    (copied / file).write_bytes(b"\x93 no model")
    assert load(str(copied)) is None
    assert f"found by the gazetteer alone: {copied} is broken" in caplog.text


def test_installed_package_is_no_pipeline_unless_spacy_can_load_it() -> None:
    assert flaw("json") == ""
    assert load("json") is None
