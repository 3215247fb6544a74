"""System checks: what an operator is told, with an id and a hint."""

from pathlib import Path

import pytest
from django.core.checks import CheckMessage, run_checks
from django.test import Client
from pytest_django import Settings

from newsroom.translate import packages
from tests.newsroom.translate.making import SHIPPED


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, settings: Settings) -> Path:
    settings.TRANSLATION_ENGINE = "argos"
    folder = tmp_path / "packages"
    settings.PACKAGES_DIR = folder
    return folder


def found() -> list[CheckMessage]:
    return [each for each in run_checks() if str(each.id).startswith("newsroom.")]


def test_fresh_checkout_has_nothing_to_mend() -> None:
    assert found() == []


def test_installed_package_has_nothing_to_mend(shelf: Path) -> None:
    packages.install(SHIPPED, shelf)
    assert found() == []


def test_missing_package_is_a_warning_with_a_hint(settings: Settings, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    (message,) = found()
    assert (message.id, message.is_serious()) == ("newsroom.W001", False)
    assert message.msg == (
        "No French to English language package is installed: articles wait untranslated."
    )
    assert message.hint == "Run `manage.py language_package install PATH`, or `install --online`."


def test_removed_package_is_missed(shelf: Path) -> None:
    packages.install(SHIPPED, shelf)
    packages.remove("fr_en", shelf)
    assert [message.id for message in found()] == ["newsroom.W001"]


def test_broken_package_is_a_warning_with_a_hint(shelf: Path) -> None:
    folder = packages.install(SHIPPED, shelf).package.folder
    (folder / "sentencepiece.model").unlink()
    (message,) = found()
    assert message.id == "newsroom.W002"
    assert message.msg == (
        "The language package translate-fr_en-0_1-cdc686273254 is broken: "
        "sentencepiece.model is missing."
    )
    assert message.hint == (
        "Run `manage.py language_package remove translate-fr_en-0_1-cdc686273254` "
        "and install it again."
    )


def test_unknown_engine_is_an_error(settings: Settings) -> None:
    settings.TRANSLATION_ENGINE = "babel"
    (message,) = found()
    assert (message.id, message.is_serious()) == ("newsroom.E001", True)
    assert message.msg == "TRANSLATION_ENGINE is 'babel': there is no such engine."
    assert message.hint == "Known are: argos, toy."


def test_other_engine_asks_for_no_package(settings: Settings, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    settings.TRANSLATION_ENGINE = "toy"
    assert found() == []


@pytest.mark.django_db
def test_site_answers_with_a_broken_package(shelf: Path, client: Client) -> None:
    (shelf / "half").mkdir(parents=True)
    assert [message.id for message in found()] == ["newsroom.W002"]
    assert client.get("/").status_code < 500
