"""The same French elsewhere, which may be given an accepted wording."""

import pytest
from django.contrib.auth.models import User

from archive.discuss import recurrences, suggestions
from archive.discuss.recurrences import Place
from archive.models import Article, AuditEvent, Segment, Suggestion
from tests.archive.discuss.mending import (
    BETTER,
    MACHINE,
    sentence,
    shown,
    standing,
    suggested,
    worded,
)
from tests.factories import make_article, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(edith: User) -> Suggestion:
    made = suggested(sentence(worded()))
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    return made


def places(suggestion: Suggestion) -> list[Place]:
    return recurrences.elsewhere(suggestion)[0]


def chosen(*found: Place) -> list[tuple[int, int]]:
    return [(place.segment.pk, place.wording.pk) for place in found]


def test_machines_wordings_of_the_same_french_are_found(accepted: Suggestion) -> None:
    second, third = worded(), worded()
    found, count = recurrences.elsewhere(accepted)
    assert [place.segment.article for place in found] == [third, second]
    assert ({place.wording.text for place in found}, count) == ({MACHINE}, 2)


def test_persons_wordings_and_pending_articles_are_left_out(accepted: Suggestion) -> None:
    by_person = sentence(worded())
    make_translation(by_person, "Residents waited.", state="edited", origin="editor")
    Segment.objects.filter(article=worded().pk).update(alive=False)
    make_article()
    assert recurrences.elsewhere(accepted) == ([], 0)


def test_waiting_one_is_offered_nowhere() -> None:
    article = worded()
    worded()
    assert places(suggested(sentence(article))) == []


def test_each_article_gets_an_edition_and_an_event(accepted: Suggestion, edith: User) -> None:
    articles = [worded(), worded()]
    given = recurrences.give(accepted, chosen(*places(accepted)), by=edith)
    assert [shown(article) for article in articles] == [BETTER, BETTER]
    assert [article.editions.count() for article in articles] == [2, 2]
    events = AuditEvent.objects.filter(act="give suggestion")
    assert {event.target for event in events} == {f"article:{a.pk}" for a in articles}
    assert {event.details["batch"] for event in events} == {given.batch}


def test_only_what_was_chosen_is_given(accepted: Suggestion, edith: User) -> None:
    left, taken = worded(), worded()
    recurrences.give(accepted, chosen(places(accepted)[0]), by=edith)
    assert (shown(left), shown(taken)) == (MACHINE, BETTER)
    assert [place.segment.article for place in places(accepted)] == [left]


def test_one_that_was_reworded_meanwhile_keeps_nothing_from_the_others(
    accepted: Suggestion, edith: User
) -> None:
    moved, other = worded(), worded()
    seen = chosen(*places(accepted))
    make_translation(sentence(moved), "Residents waited.", state="edited", origin="editor")
    given = recurrences.give(accepted, seen, by=edith)
    assert shown(other) == BETTER
    assert standing(sentence(moved)).text == "Residents waited."
    (words,) = given.refused
    assert words.startswith(f"Article {moved.pk}: Sentence 3 was reworded")


def test_other_french_is_given_nothing_whatever_a_form_says(
    accepted: Suggestion, edith: User
) -> None:
    other = sentence(worded(), "Le pont a rouvert mardi.")
    given = recurrences.give(accepted, [(other.pk, standing(other).pk)], by=edith)
    assert (given.made, given.refused) == ((), ())


def test_twice_is_once(accepted: Suggestion, edith: User) -> None:
    article = worded()
    seen = chosen(*places(accepted))
    recurrences.give(accepted, seen, by=edith)
    assert len(recurrences.give(accepted, seen, by=edith).refused) == 1
    assert article.editions.count() == 2


def test_sentence_that_an_editor_worded_anew_gives_its_old_wording_nowhere(
    accepted: Suggestion, edith: User
) -> None:
    worded()
    seen = chosen(*places(accepted))
    make_translation(accepted.segment, "Locals waited.", state="edited", origin="editor")
    assert places(accepted) == []
    with pytest.raises(suggestions.Conflict):
        recurrences.give(accepted, seen, by=edith)


def test_a_batch_is_bounded(
    accepted: Suggestion, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recurrences, "AT_ONCE", 2)
    for _ in range(3):
        worded()
    found, count = recurrences.elsewhere(accepted)
    assert (len(found), count) == (2, 3)
    every = [(s.pk, standing(s).pk) for s in Segment.objects.filter(sha256=found[0].segment.sha256)]
    assert len(recurrences.give(accepted, every, by=edith).made) <= 2


def test_hidden_article_is_worded_without_an_edition(accepted: Suggestion, edith: User) -> None:
    hidden = worded()
    Article.objects.filter(pk=hidden.pk).update(state="hidden")
    recurrences.give(accepted, chosen(*places(accepted)), by=edith)
    assert standing(sentence(hidden)).text == BETTER
    assert hidden.editions.count() == 1
