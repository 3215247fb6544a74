"""Terms on the line: the real engine held to the glossary, and what stands beside its wordings."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import Settings

from archive import ledger
from archive.models import Article, Segment, Translation
from newsroom import line
from newsroom.curate.terms import Facts
from newsroom.translate import desk, glossary
from tests.factories import make_article, make_translation
from tests.newsroom.curate.worded import GREVE, STRIKE, add, article, english, persons, term, work

SAMPLE = Path(__file__).parents[1] / "samples" / "000_d51d13384d74c1f2.txt"
pytestmark = pytest.mark.django_db


def test_real_engine_writes_what_the_glossary_says(edith: User, settings: Settings) -> None:
    settings.TRANSLATION_ENGINE = "argos"
    settings.NER_PIPELINE = "none"
    call_command("ingest", str(SAMPLE), verbosity=0)
    work()
    before, count = english(), Translation.objects.count()
    facts = Facts("président", "head of state", ("president",))
    add(edith, Facts("réunion", "gathering", ("meeting",)), facts)
    work()
    after = english()
    holding = {
        (segment.article_id, segment.uid)
        for segment in Segment.objects.alive()
        if glossary.terms_in(segment.text)
    }
    assert len(holding) > 3
    assert {key for key in after if after[key] != before[key]} <= holding
    assert Translation.objects.count() == count + len(holding)
    right = re.compile("gatherings?|heads? of state", re.IGNORECASE)
    kept = [key for key in holding if right.search(after[key])]
    flagged = Segment.objects.filter(translations__checks__icontains="The glossary has").distinct()
    assert holding == {*kept, *flagged.values_list("article", "uid")}
    assert len(kept) > len(holding) / 2


def test_term_is_counted_in_what_a_wording_is_made_of(edith: User) -> None:
    held = article(GREVE)
    assert desk.lacking([held.pk], "toy 1", line.known_in([held.pk])) == []
    term(edith)
    assert desk.lacking([held.pk], "toy 1", line.known_in([held.pk])) == list(held.segments.all())


def test_persons_wording_is_never_lacking(edith: User) -> None:
    held = article(GREVE)
    persons(held.segments.get(), "The walkout goes on.", edith)
    term(edith)
    assert desk.lacking([held.pk], "toy 1", line.known_in([held.pk])) == []


@pytest.mark.parametrize(("text", "lacks"), [("The strike.", False), ("The walkout.", True)])
def test_wording_from_memory_holds_while_it_has_the_terms(
    edith: User, text: str, *, lacks: bool
) -> None:
    term(edith)
    held = make_article(title=None, body=[[GREVE]])
    make_translation(held.segments.get(), text, origin="memory", engine="memory 1")
    assert bool(desk.lacking([held.pk], "toy 1", line.known_in([held.pk]))) == lacks


def test_wording_set_aside_leaves_the_one_before_it_standing(edith: User) -> None:
    """And nothing is lacking, though the engine's last wording is another."""
    held = article(GREVE)
    segment = held.segments.get()
    make_translation(segment, "Aside.", engine="toy 1", state="rejected")
    assert desk.lacking([held.pk], "toy 1", line.known_in([held.pk])) == []


def test_wording_that_a_person_rejected_is_not_made_again() -> None:
    held = article(GREVE)
    Translation.objects.update(state="rejected")
    assert desk.lacking([held.pk], "toy 1", line.known_in([held.pk])) == []


def test_new_article_is_worded_with_the_terms(edith: User) -> None:
    term(edith, STRIKE)
    held: Article = article(GREVE)
    assert "strike" in english(held)[held.pk, held.segments.get().uid]
    assert ledger.oldest_due() is None
