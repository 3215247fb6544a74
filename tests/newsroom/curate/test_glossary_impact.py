"""What a change of the glossary would do, before it is done."""

import pytest
from django.contrib.auth.models import User

from archive.models import Translation
from newsroom.curate import glossary_impact as impact
from newsroom.curate.glossary_impact import Counts, look
from newsroom.curate.terms import Change
from tests.factories import make_article
from tests.newsroom.curate.worded import GREVE, OTHER, STRIKE, article, articles, persons

pytestmark = pytest.mark.django_db
ADDED = [Change(None, STRIKE)]


def fates() -> list[tuple[str, str]]:
    return [(row.english, row.fate) for row in look(ADDED, Counts()).rows]


def test_sentences_are_counted_by_what_becomes_of_them(edith: User) -> None:
    articles(2, GREVE, OTHER)
    for text in ("The walkout.", "The strike."):
        persons(article(GREVE).segments.get(), text, edith)
    make_article(title=None, body=[[GREVE]])
    counts = look(ADDED, Counts()).counts
    assert (counts.articles, counts.machine, counts.persons, counts.flagged, counts.others) == (
        (5, 2, 2, 1, 1)
    )
    assert counts.sentences == 5
    assert counts.over


def test_each_sentence_says_what_becomes_of_it(edith: User) -> None:
    persons(article(GREVE).segments.get(), "The walkout.", edith)
    persons(article(GREVE).segments.get(), "The strike.", edith)
    make_article(title=None, body=[[GREVE]])
    assert fates() == [("The walkout.", impact.FLAGGED), ("The strike.", impact.KEPT),
                       ("", impact.WAITS)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fate"), [("The strike.", impact.REMEMBERED), ("The walkout.", impact.AGAIN)]
)
def test_wording_from_memory_stays_where_it_is_right(text: str, fate: str) -> None:
    article(GREVE)
    Translation.objects.update(origin="memory", text=text)
    assert fates() == [(text, fate)]


def test_likely_wording_is_the_one_put_right() -> None:
    article(GREVE)
    (row,) = look(ADDED, Counts()).rows
    assert row.likely == row.english.replace("everg", "strike")


def test_nothing_touched_is_told() -> None:
    article(OTHER)
    found = look(ADDED, Counts())
    assert (found.counts.sentences, found.counts.over, found.rows) == (0, True, [])


def test_what_is_counted_is_not_counted_again() -> None:
    article(GREVE)
    over = Counts(articles=7, machine=9, over=True)
    assert look(ADDED, over).counts == over


@pytest.mark.parametrize("told", ["", "x", "[]", "{}", '{"last": 1}'])
def test_counts_that_are_none_begin_anew(told: str) -> None:
    assert Counts.read(told) == Counts()


def test_counts_are_carried_whole() -> None:
    counts = Counts(1, 2, 3, 4, 5, 6)
    assert Counts.read(counts.as_text()) == counts


def test_carried_changes_come_back() -> None:
    told = impact.given(impact.carried(ADDED))
    assert told[0]["after"]["french"] == "grève"
    assert impact.given("{") is None
