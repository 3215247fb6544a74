"""What the review page shows of each sentence."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive import editions
from archive.models import Article, Dismissal, Doubt
from newsroom.curate import review_page
from newsroom.curate.review_page import Insertion, Level, Line, Match
from newsroom.models import Term
from tests.archive.discuss.mending import suggested
from tests.factories import (
    make_article,
    make_capture,
    make_segment,
    make_translation,
    publish,
    sha256,
)

pytestmark = pytest.mark.django_db
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}


@pytest.fixture
def article() -> Article:
    """A headline, a plain sentence, one with a failed check, and a quotation."""
    found = make_article()
    publish(found, {MOIS: {"checks": [NUMBER]}})
    return Article.objects.for_lists().get(pk=found.pk)


def line(article: Article, uid: int) -> Line:
    (found,) = review_page.lines(article, [uid])
    return found


def person(article: Article, uid: int, state: str = "edited", text: str = "By hand.") -> None:
    origin = "editor" if state == "edited" else "machine"
    make_translation(article.segments.get(uid=uid), text, state=state, origin=origin)


def test_each_level_has_its_word(article: Article) -> None:
    person(article, 1)
    person(article, 2, "approved")
    make_segment(article, "Neuve.")
    levels = [each.level for each in review_page.page(article, None)]
    assert levels == [Level.EDITED, Level.APPROVED, Level.UNSURE, Level.MACHINE, Level.MISSING]


def test_dismissed_check_is_shown_and_counts_no_more(article: Article, edith: User) -> None:
    Dismissal.objects.create(french_sha256=sha256(MOIS), **NUMBER, reason="Spelt out.", by=edith)
    found = line(article, 3)
    assert (found.level, found.open, found.is_clean) == (Level.MACHINE, [], True)
    (check,) = found.checks
    assert check.dismissal
    assert (check.dismissal.reason, check.dismissal.by) == ("Spelt out.", edith)


def test_doubts_and_suggestions_are_those_of_what_stands(article: Article) -> None:
    segment = article.segments.get(uid=2)
    for writer in ("one", "two"):
        Doubt.objects.create(translation=segment.translations.get(), writer=writer)
    suggested(segment, "It reopened.")
    found = line(article, 2)
    assert (found.doubts, [each.text for each in found.suggestions]) == (2, ["It reopened."])
    assert not found.is_clean
    person(article, 2)
    assert line(article, 2).doubts == 0


def test_accepted_wordings_elsewhere_are_offered_once_each(article: Article) -> None:
    for text in ("Open.", "Open.", "It is open.", "Rejected."):
        other = make_article()
        publish(other)
        state = "rejected" if text == "Rejected." else "edited"
        make_translation(other.segments.get(uid=2), text, origin="editor", state=state)
    person(article, 2, text="Mine.")
    assert line(article, 2).matches == (Match("It is open.", 1), Match("Open.", 2))


def test_what_stands_already_is_no_match(article: Article) -> None:
    other = make_article()
    publish(other)
    person(other, 2, text="By hand.")
    person(article, 2)
    assert line(article, 2).matches == ()


def test_matches_are_few(article: Article) -> None:
    for n in range(5):
        other = make_article()
        publish(other)
        person(other, 2, text=f"Way {n}.")
    found = [match.text for match in line(article, 2).matches]
    assert found == ["Way 4.", "Way 3.", "Way 2."]


def test_terms_are_marked_and_inserted_by_number(article: Article, edith: User) -> None:
    fields = {"folded": "riverains", "english": "residents", "note": "never riparians"}
    Term.objects.create(french="riverains", by=edith, part="phrase", **fields)
    found = line(article, 3)
    assert [(p.text, bool(p.term)) for p in found.pieces] == [
        ("Les ", False),
        ("riverains", True),
        (" l’attendaient depuis 14 mois.", False),
    ]
    assert found.insertions == [Insertion(1, "residents", is_match=False)]


def test_sentence_without_a_term_is_one_piece(article: Article) -> None:
    assert [piece.text for piece in line(article, 3).pieces] == [MOIS]


def test_only_the_machines_approval_is_taken_back(article: Article) -> None:
    person(article, 2, "approved")
    person(article, 1)
    assert [line(article, uid).is_revocable for uid in (1, 2, 3)] == [False, True, False]
    assert [line(article, uid).is_approvable for uid in (1, 2, 3)] == [False, False, True]


def test_new_sentence_is_said_until_a_person_words_it(article: Article, edith: User) -> None:
    person(article, 1)
    editions.publish(article.pk, by=edith)
    make_capture(article, raw="Autre", received_at=timezone.now() + timedelta(seconds=1))
    segment = make_segment(article, "Une phrase neuve.")
    make_translation(segment)
    assert [each.is_new for each in review_page.page(article, None)] == [False] * 4 + [True]
    person(article, segment.uid)
    assert not line(article, segment.uid).is_new


def test_act_names_the_sentence_and_its_wording(article: Article) -> None:
    segment = article.segments.get(uid=2)
    assert line(article, 2).seen == f"{segment.pk}-{segment.translations.get().pk}"
    assert line(article, make_segment(article, "Neuve.").uid).seen == ""


def test_dead_sentence_has_no_line(article: Article) -> None:
    article.segments.filter(uid=2).update(alive=False)
    assert review_page.lines(article, [2, 99]) == []


def test_reasons_given_most_come_first(edith: User) -> None:
    for n, reason in enumerate(("Spelt.", "A name.", "Spelt.", *"abcdefg")):
        fields = {"french_sha256": sha256(str(n)), "code": "number", "words": "x"}
        Dismissal.objects.create(**fields, reason=reason, by=edith)
    assert review_page.reasons() == ["Spelt.", "g", "f", "e", "d"]


def test_queries_do_not_grow(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (3, 60):
        article = make_article(title=None, body=[[f"Phrase {n}." for n in range(size)]])
        publish(article)
        held = Article.objects.for_lists().get(pk=article.pk)
        with django_assert_num_queries(9):
            review_page.page(held, None)
