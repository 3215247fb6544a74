"""Language packages on the shelf: whole or not there, whoever installs, however it ends."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from newsroom.translate import packages
from newsroom.translate.package_archive import Refused, digest
from tests.blockade import Blockade
from tests.newsroom.translate.making import SHIPPED, files, package

ROOT = Path(__file__).parents[3]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "packages"


def test_shipped_package_is_the_one_pinned() -> None:
    assert digest(SHIPPED) == packages.SHIPPED_SHA256


def test_installed_package_is_found_and_described(shelf: Path) -> None:
    receipt = packages.install(SHIPPED, shelf)
    assert receipt.fresh
    assert packages.installed(shelf) == [receipt.package]
    assert receipt.package.label == "translate-fr_en 0.1 cdc686273254"
    assert not packages.damage(receipt.package)


def test_argos_itself_finds_what_was_installed(shelf: Path) -> None:
    from argostranslate.package import get_installed_packages

    packages.install(SHIPPED, shelf)
    (found,) = get_installed_packages([shelf])
    assert (found.from_code, found.to_code, found.package_version) == ("fr", "en", "0.1")


def test_twice_is_once(shelf: Path) -> None:
    assert packages.install(SHIPPED, shelf).fresh
    again = packages.install(SHIPPED, shelf)
    assert not again.fresh
    assert packages.installed(shelf) == [again.package]


def test_nothing_lies_beside_the_shelf_afterwards(shelf: Path) -> None:
    packages.install(SHIPPED, shelf)
    assert sorted(path.name for path in shelf.parent.iterdir()) == ["packages", "packages.lock"]


def test_nothing_is_left_of_a_refused_package(tmp_path: Path, shelf: Path) -> None:
    members = files()
    del members["made/sentencepiece.model"]
    with pytest.raises(Refused, match=r"neither sentencepiece.model nor bpe.model"):
        packages.install(package(tmp_path / "a.argosmodel", members), shelf)
    assert list(shelf.iterdir()) == []


def test_package_without_a_model_is_refused(tmp_path: Path, shelf: Path) -> None:
    members = files()
    del members["made/model/model.bin"]
    with pytest.raises(Refused, match=r"holds no model/model.bin"):
        packages.install(package(tmp_path / "a.argosmodel", members), shelf)


def test_newest_version_is_used(tmp_path: Path, shelf: Path) -> None:
    for version in ("1.9", "1.10", "0.2"):
        packages.install(package(tmp_path / version, package_version=version), shelf)
    newest = packages.newest(shelf, "fr", "en")
    assert newest
    assert newest.version == "1.10"


def test_other_pair_is_kept_and_does_not_serve(tmp_path: Path, shelf: Path) -> None:
    packages.install(package(tmp_path / "a", from_code="de"), shelf)
    assert len(packages.installed(shelf)) == 1
    assert packages.newest(shelf, "fr", "en") is None


def test_damaged_package_gives_way_to_the_next(tmp_path: Path, shelf: Path) -> None:
    older = packages.install(package(tmp_path / "a", package_version="1.0"), shelf).package
    newer = packages.install(package(tmp_path / "b", package_version="2.0"), shelf).package
    (newer.folder / "model" / "model.bin").write_bytes(b"changed" * 100)
    assert packages.damage(newer) == "model/model.bin is not as it was installed"
    assert packages.newest(shelf, "fr", "en") == older


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        ("rm model/model.bin", "model/model.bin is missing"),
        ("cut model/model.bin", "model/model.bin has not the size it was installed with"),
        ("rm passerelle.json", "passerelle.json is missing"),
        ("cut passerelle.json", "its record passerelle.json cannot be read"),
    ],
)
def test_broken_package_is_named_and_not_used(
    tmp_path: Path, shelf: Path, spoil: str, reason: str
) -> None:
    folder = packages.install(package(tmp_path / "a"), shelf).package.folder
    act, name = spoil.split()
    (folder / name).unlink() if act == "rm" else (folder / name).write_bytes(b"{}")
    assert packages.broken(shelf) == [packages.Broken(folder, reason)]
    assert packages.installed(shelf) == []


@pytest.mark.parametrize("record", ["[]", "null", '{"files": 3}', "\x00", "{}"])
def test_no_record_is_strange_enough_to_crash(tmp_path: Path, shelf: Path, record: str) -> None:
    folder = packages.install(package(tmp_path / "a"), shelf).package.folder
    (folder / "passerelle.json").write_text(record)
    assert [each.folder for each in packages.broken(shelf)] == [folder]


def test_broken_package_is_mended_by_installing_it_again(tmp_path: Path, shelf: Path) -> None:
    path = package(tmp_path / "a")
    folder = packages.install(path, shelf).package.folder
    shutil.rmtree(folder / "model")
    assert packages.install(path, shelf).fresh
    assert packages.broken(shelf) == []


def test_removed_package_is_gone(shelf: Path) -> None:
    folder = packages.install(SHIPPED, shelf).package.folder
    assert packages.remove("fr_en", shelf) == [folder.name]
    assert packages.installed(shelf) == []
    assert packages.remove("fr_en", shelf) == []


def test_broken_package_is_removed_by_its_name(shelf: Path) -> None:
    (shelf / "half").mkdir(parents=True)
    assert packages.remove("half", shelf) == ["half"]
    assert packages.broken(shelf) == []


def test_shipped_package_is_not_forced_on_who_removed_it(shelf: Path) -> None:
    weights = settings.WEIGHTS_DIR
    assert packages.install_shipped(weights, shelf)
    packages.remove("fr_en", shelf)
    assert packages.install_shipped(weights, shelf) is None
    packages.install(SHIPPED, shelf)
    assert packages.may_install_shipped(weights, shelf)


def test_damaged_shipped_file_is_refused(tmp_path: Path, shelf: Path) -> None:
    package(tmp_path / "fr_en.argosmodel")
    with pytest.raises(Refused, match="the shipped package is damaged: fetch the file anew"):
        packages.install_shipped(tmp_path, shelf)
    assert packages.installed(shelf) == []


def test_many_processes_install_it_once(shelf: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(4) as pool:
        receipts = pool.starmap(packages.install, [(SHIPPED, shelf)] * 4)
    assert sum(receipt.fresh for receipt in receipts) == 1
    assert packages.broken(shelf) == []


def test_killed_installation_leaves_nothing_half_installed(shelf: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from newsroom.translate import packages\n"
        "def slow(piece): print('wrote', flush=True); time.sleep(60)\n"
        "packages.install(Path(sys.argv[1]), Path(sys.argv[2]), on_bytes=slow)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(SHIPPED), str(shelf)], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert list(shelf.iterdir()) == []
    assert packages.install(SHIPPED, shelf).fresh


def test_who_lists_meanwhile_sees_it_whole_or_not_at_all(shelf: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=packages.install, args=(SHIPPED, shelf))
    process.start()
    seen = set()
    while process.is_alive():
        assert packages.broken(shelf) == []
        seen.add(len(packages.installed(shelf)))
        time.sleep(0.001)
    process.join()
    assert seen <= {0, 1}
    assert len(packages.installed(shelf)) == 1


def test_installing_asks_nobody_on_the_network(shelf: Path, no_network: Blockade) -> None:
    packages.install(SHIPPED, shelf)
    assert no_network.attempts == []


def test_record_holds_what_is_on_disk(shelf: Path) -> None:
    folder = packages.install(SHIPPED, shelf).package.folder
    said = json.loads((folder / "passerelle.json").read_text())
    there = {
        os.path.relpath(path, folder)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "passerelle.json"
    }
    assert set(said["files"]) == there
