"""One real file's way, with the real package: from the inbox to the reader's page."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from archive import ledger
from archive.checks import findings
from archive.models import Article
from archive.numerals import FRENCH_FIGURE
from newsroom.tag import naming
from tests.blockade import Blockade

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent / "samples" / "000_d51d13384d74c1f2.txt"


@pytest.fixture
def article(settings: Settings, no_network: Blockade) -> Article:
    """The sample, stored and translated with every way out closed."""
    settings.TRANSLATION_ENGINE = "argos"
    call_command("ingest", str(SAMPLE), verbosity=0)
    while ledger.run_due("translate"):
        pass
    assert no_network.attempts == []
    return Article.objects.get()


def test_sample_becomes_an_english_page(
    article: Article, client: Client, no_network: Blockade
) -> None:
    page = client.get(article.get_absolute_url()).content.decode()
    facts = client.get(f"/articles/{article.pk}.json").json()
    assert facts["published_on"] == "2024-10-23"
    assert facts["date_basis"] == "inferred"
    assert len(facts["segments"]) == 13
    for segment in facts["segments"]:
        assert segment["english"]
        assert f'id="s{segment["uid"]}"' in page
    assert no_network.attempts == []


def test_sentences_stand_in_the_files_order(article: Article, client: Client) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    facts = client.get(f"/articles/{article.pk}.json").json()
    assert [segment["french"] for segment in facts["segments"]] == lines[:13]
    assert lines[13] == "Votre commentaire"


def test_every_number_stands_in_the_english_or_is_flagged(article: Article, client: Client) -> None:
    facts = client.get(f"/articles/{article.pk}.json").json()
    numbered = [each for each in facts["segments"] if FRENCH_FIGURE.search(each["french"])]
    assert numbered
    for segment in numbered:
        figures = re.findall(r"\d+", segment["french"])
        flagged = any(check["code"] == "number" for check in segment["checks"])
        assert flagged or all(figure in segment["english"] for figure in figures)


def test_stored_checks_are_those_of_the_stored_wording(article: Article, client: Client) -> None:
    facts = client.get(f"/articles/{article.pk}.json").json()
    names = naming.names_of([article.pk])
    pks = dict(article.segments.values_list("uid", "pk"))
    for segment in facts["segments"]:
        known = names.get(pks[segment["uid"]], ())
        found = findings(segment["french"], segment["english"], known)
        assert segment["checks"] == [each.as_json() for each in found]


def test_a_name_spelt_differently_is_seen(article: Article, client: Client) -> None:
    facts = client.get(f"/articles/{article.pk}.json").json()
    for segment in facts["segments"]:
        if "Pezeshkian" in segment["french"] and "Pezeshkian" not in segment["english"]:
            assert any(check["code"] == "name" for check in segment["checks"]), segment


def test_same_file_twice_changes_nothing(article: Article, client: Client) -> None:
    before = client.get(f"/articles/{article.pk}.json").json()
    call_command("ingest", str(SAMPLE), verbosity=0)
    assert ledger.run_due("translate") == 0
    assert client.get(f"/articles/{article.pk}.json").json() == before
