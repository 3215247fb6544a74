"""`manage.py language_package`: what it says and how it ends."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from newsroom.translate import packages
from tests.newsroom.translate.index import entry, serving, write_index
from tests.newsroom.translate.making import SHIPPED, package


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "var" / "packages"
    settings.PACKAGES_DIR = folder
    return folder


def said(*words: str | Path) -> list[str]:
    out = StringIO()
    call_command("language_package", *map(str, words), stdout=out)
    return out.getvalue().splitlines()


def refused(*words: str | Path) -> str:
    with pytest.raises(CommandError) as caught:
        said(*words)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_install_says_what_it_installed() -> None:
    assert said("install", SHIPPED) == ["Installed fr → en 0.1, 11.2 MB, cdc686273254."]


def test_install_twice_says_that_it_was_there() -> None:
    said("install", SHIPPED)
    assert said("install", SHIPPED) == ["Already installed: fr → en 0.1, 11.2 MB, cdc686273254."]


def test_install_shows_its_progress(capsys: pytest.CaptureFixture[str]) -> None:
    said("install", SHIPPED)
    assert "Installing" in capsys.readouterr().err


def test_other_pair_is_installed_and_said_to_be_of_no_use(tmp_path: Path) -> None:
    path = package(tmp_path / "a", from_code="en", to_code="de")
    assert said("install", path)[1:] == [
        "It does not serve French to English, so the archive will not use it."
    ]


def test_older_version_is_said_to_stand_back(tmp_path: Path) -> None:
    said("install", package(tmp_path / "a", package_version="2.0"))
    path = package(tmp_path / "b", package_version="1.0")
    assert said("install", path)[1:] == ["A newer one is installed and stays in use."]


def test_missing_file_ends_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "none.argosmodel"
    assert refused("install", path) == f"{path}: there is no such file."


def test_what_is_no_zip_ends_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "text.argosmodel"
    path.write_text("Bonjour")
    expected = f"{path}: not a language package: it is no whole zip archive."
    assert refused("install", path) == expected


def test_package_without_metadata_ends_with_one_line(tmp_path: Path) -> None:
    path = package(tmp_path / "a", {"made/model/model.bin": b""})
    expected = f"{path}: not a language package: no metadata.json in its one folder."
    assert refused("install", path) == expected


def test_shelf_that_cannot_be_written_ends_with_one_line(shelf: Path) -> None:
    shelf.parent.mkdir()
    shelf.write_text("a file")
    assert refused("install", SHIPPED) == f"{shelf}: File exists."


def test_install_wants_a_path_or_the_network() -> None:
    expected = "Say either the path of an .argosmodel file or --online."
    assert refused("install") == expected
    assert refused("install", SHIPPED, "--online") == expected


def test_list_names_what_is_in_use_and_what_is_broken(tmp_path: Path, shelf: Path) -> None:
    said("install", SHIPPED)
    said("install", package(tmp_path / "a", package_version="1.9"))
    newer = packages.serving(shelf, "fr", "en")[0].folder
    (newer / "model" / "model.bin").write_bytes(b"changed" * 100)
    (shelf / "half").mkdir()
    assert said("list") == [
        "translate-fr_en-0_1-cdc686273254: fr → en 0.1, 11.2 MB, cdc686273254, in use",
        f"{newer.name}: broken: model/model.bin is not as it was installed",
        "half: broken: passerelle.json is missing",
        "1 package, 2 broken. French to English is translate-fr_en 0.1 cdc686273254.",
    ]


def test_list_of_an_empty_shelf_says_what_follows(settings: Settings, tmp_path: Path) -> None:
    assert said("list") == [
        "0 packages, 0 broken. The shipped French to English package is installed on first use."
    ]
    settings.WEIGHTS_DIR = tmp_path
    assert said("list") == [
        "0 packages, 0 broken. There is none for French to English: articles wait."
    ]


def test_remove_says_what_is_gone_and_what_follows() -> None:
    said("install", SHIPPED)
    assert said("remove", "fr_en") == [
        "Removed translate-fr_en-0_1-cdc686273254.",
        "Articles now wait until a French to English package is installed.",
    ]
    assert said("list")[-1].endswith("There is none for French to English: articles wait.")


def test_remove_of_what_is_not_there_ends_with_one_line() -> None:
    assert refused("remove", "de_en") == (
        "No installed package is called de_en: `manage.py language_package list` shows their names."
    )


@pytest.fixture
def online(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, str]]:
    from argostranslate import settings

    folder = tmp_path / "online"
    folder.mkdir()
    with serving(folder) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}index.json")
        yield folder, address


def test_online_installs_what_the_index_offers(online: tuple[Path, str], shelf: Path) -> None:
    folder, address = online
    package(folder / "fr_en.argosmodel", package_version="1.9")
    write_index(folder, entry(f"{address}fr_en.argosmodel", package_version="1.9"))
    assert said("install", "--online")[0].startswith("Installed fr → en 1.9, ")
    assert packages.newest(shelf, "fr", "en")


def test_online_without_a_network_ends_with_one_line(online: tuple[Path, str]) -> None:
    expected = f"The network refused: Argos' index at {online[1]}index.json could not be fetched."
    assert refused("install", "--online").startswith(expected)
