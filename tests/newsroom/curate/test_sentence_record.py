"""Every wording that a sentence had, for editors."""

import pytest
from django.contrib.auth.models import User

from archive.discuss import suggestions
from archive.models import Article, Segment
from newsroom.curate import desk, reviewing, sentence_record
from newsroom.curate.sentence_record import Wording
from tests.archive.discuss.mending import suggested
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def segment() -> Segment:
    article = make_article()
    publish(article)
    return article.segments.select_related("article").get(text=FRENCH)


def record(segment: Segment) -> list[Wording]:
    (now,) = Article.objects.get().segments.with_current().filter(pk=segment.pk)
    return sentence_record.wordings(segment, now.current_id)


def test_newest_comes_first_with_its_author(segment: Segment, edith: User) -> None:
    base = segment.translations.get().pk
    desk.correct_sentence(segment, "It is open.", by=edith, base=base, note="Clearer.")
    new, old = record(segment)
    assert (new.stands, new.by, new.origin) == (True, "edith", "Written by an editor")
    assert (old.stands, old.by, old.origin) == (False, "", "Machine translation")
    assert new.since
    assert (new.since.n, new.since.note) == (2, "Clearer.")


def test_wording_that_readers_never_saw_is_of_no_edition(segment: Segment) -> None:
    make_translation(segment, "Never shown.", state="rejected")
    assert record(segment)[0].since is None


def test_approvals_are_told_with_who_gave_and_took_them(segment: Segment, edith: User) -> None:
    seen = {segment.pk: segment.translations.get().pk}
    reviewing.approve(segment.article_id, seen, by=edith)
    reviewing.take_back(segment.article_id, seen, by=edith)
    (only,) = record(segment)
    assert [(act.words, act.by) for act in only.acts] == [
        ("Approved", "edith"),
        ("Approval taken back", "edith"),
    ]


def test_readers_wording_bears_its_credit(segment: Segment, edith: User) -> None:
    mine = suggested(segment, "It reopened.", name="Rosa")
    base = segment.translations.get().pk
    suggestions.accept(mine, by=edith, expected_base=base)
    new, _ = record(segment)
    assert new.origin == "Suggested by Rosa, accepted by an editor"
    assert new.suggestion == mine


def test_dismissed_check_is_told_as_such(segment: Segment, edith: User) -> None:
    check = {"code": "echo", "words": "The English repeats the French."}
    make_translation(segment, "Le pont.", checks=[check])
    reviewing.dismiss(segment, **check, reason="A title.", by=edith)
    assert record(segment)[0].checks[0].dismissal
