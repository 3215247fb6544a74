"""What the pages of the glossary show."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import ledger
from archive.models import Batch
from newsroom.curate import glossary, glossary_page
from newsroom.curate.glossary_page import Deed, Wanted
from newsroom.curate.terms import Change, Facts
from newsroom.models import Term
from tests.newsroom.curate.worded import GREVE, OTHER, add, article, change, persons, term, work

pytestmark = pytest.mark.django_db


def test_terms_are_in_the_order_of_their_french(edith: User) -> None:
    for french in ("zone", "Été", "abri"):
        term(edith, Facts(french, "x"))
    assert [row.french for row in glossary_page.terms(Wanted(), None)] == ["abri", "Été", "zone"]


def test_nonsense_asked_for_is_left_out() -> None:
    assert Wanted.of({"q": " a\x00  b ", "part": "pronoun"}) == Wanted("a b", "")


def test_change_is_told_in_words(edith: User) -> None:
    batch = add(edith, *(Facts(f"mot {n}", "word") for n in range(7)))
    assert Deed(batch).words == "Added “mot 0”, “mot 1”, “mot 2”, “mot 3”, “mot 4” and 2 more"
    row = Term.objects.get(french="mot 0")
    assert Deed(change(row, edith, None)).words == "Removed “mot 0”"
    row = Term.objects.get(french="mot 1")
    both = glossary.apply(
        [Change(Facts.of(row), None, row.pk), Change(None, Facts("mot 9", "word"))], edith
    )
    assert Deed(both).words == "1 added, 1 removed: “mot 1”, “mot 9”"


def test_undo_is_offered_while_there_is_time(edith: User) -> None:
    batch = add(edith)
    assert Deed(batch).can_be_undone
    batch.undo_until = timezone.now() - timedelta(seconds=1)
    assert not Deed(batch).can_be_undone


def test_progress_follows_the_work(edith: User) -> None:
    article(GREVE)
    batch = add(edith)
    assert not glossary_page.progress(batch).found
    work()
    batch.refresh_from_db()
    found = glossary_page.progress(batch)
    assert (found.found, found.working, found.total, found.done) == (True, False, 1, 1)


def test_each_touched_sentence_has_its_before_and_after(edith: User) -> None:
    held = article(GREVE, OTHER)
    batch = add(edith)
    work()
    (row,) = glossary_page.articles(batch, None)
    (sentence,) = row.sentences
    assert row.article == held
    assert sentence.french == GREVE
    assert [piece.text for piece in sentence.before if piece.changed] == ["everg"]
    assert [piece.text for piece in sentence.after if piece.changed] == ["strike"]


def test_waiting_sentence_has_no_after_yet(edith: User) -> None:
    article(GREVE)
    batch = add(edith)
    ledger.run_due(glossary.GLOSSARY)
    (row,) = glossary_page.articles(batch, None)
    assert row.sentences[0].before
    assert not row.sentences[0].after


def test_persons_wording_is_shown_as_left(edith: User) -> None:
    persons(article(GREVE).segments.get(), "The walkout goes on.", edith)
    batch = add(edith)
    work()
    (row,) = glossary_page.articles(batch, None)
    assert row.sentences[0].by_person
    assert row.sentences[0].is_the_same


def test_undone_change_shows_what_stands_now(edith: User) -> None:
    article(GREVE)
    batch = add(edith)
    work()
    glossary.undo(batch.pk, edith)
    work()
    (row,) = glossary_page.articles(Batch.objects.get(), None)
    assert row.sentences[0].is_the_same
    assert row.sentences[0].before


def test_many_terms_are_listed_up_to_a_number(edith: User) -> None:
    batch = add(edith, *(Facts(f"mot {n}", "word") for n in range(53)))
    listed, more = glossary_page.changed_terms(batch)
    assert (len(listed), more) == (50, 3)


def test_last_changes_come_first(edith: User) -> None:
    add(edith)
    last = add(edith, Facts("pont", "bridge"))
    assert glossary_page.past()[0].batch == last
