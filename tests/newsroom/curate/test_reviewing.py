"""What an editor decides on sentences: on the very wording that was looked at, and once."""

import pytest
from django.contrib.auth.models import User

from archive.models import (
    Article,
    AuditEvent,
    Dismissal,
    Doubt,
    Edition,
    SearchOutbox,
    Segment,
    Translation,
)
from archive.reading import Level, read
from newsroom.curate import desk, reviewing
from tests.archive.discuss.mending import suggested
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}


@pytest.fixture
def article() -> Article:
    """Four sentences in the machine's English, one of them with a failed check."""
    found = make_article()
    publish(found, {MOIS: {"checks": [NUMBER]}})
    return found


def seen(article: Article) -> dict[int, int]:
    """The article as a page shows it."""
    segments = article.segments.alive().with_current()
    return {segment.pk: segment.current_id for segment in segments}


def states(article: Article) -> list[str]:
    current = seen(article).values()
    found = Translation.objects.filter(pk__in=current).order_by("segment__position")
    return list(found.values_list("state", flat=True))


def uid_of(text: str) -> int:
    return Segment.objects.get(text=text).uid


def test_approved_wording_counts_as_checked(article: Article, edith: User) -> None:
    assert reviewing.approve(article.pk, seen(article), by=edith) == [1, 2, 3, 4]
    article.refresh_from_db()
    assert states(article) == ["approved"] * 4
    assert read(article).level == Level.FULLY


def test_approving_makes_no_edition_and_readers_find_it_anew(article: Article, edith: User) -> None:
    SearchOutbox.objects.all().delete()
    version = Article.objects.get().version
    reviewing.approve(article.pk, seen(article), by=edith)
    assert Edition.objects.count() == 1
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()
    assert Article.objects.get().version == version + 1


def test_approval_is_noted_once_with_its_sentences(article: Article, edith: User) -> None:
    given = seen(article)
    reviewing.approve(article.pk, given, by=edith)
    assert reviewing.approve(article.pk, given, by=edith) == []
    event = AuditEvent.objects.get(act=reviewing.APPROVE)
    assert (event.actor, event.target) == (edith, f"article:{article.pk}")
    assert event.details == {"sentences": [1, 2, 3, 4], "wordings": list(given.values())}


def test_reworded_meanwhile_approves_nothing(article: Article, edith: User) -> None:
    given = seen(article)
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    with pytest.raises(desk.Conflict, match=r"^Sentence 2 was reworded by someone else"):
        reviewing.approve(article.pk, given, by=edith)
    assert states(article) == ["machine", "edited", "machine", "machine"]
    assert not AuditEvent.objects.filter(act=reviewing.APPROVE).exists()


def test_sentence_that_is_gone_approves_nothing(article: Article, edith: User) -> None:
    given = seen(article)
    article.segments.filter(uid=2).update(alive=False)
    with pytest.raises(desk.Conflict, match="no longer holds this sentence"):
        reviewing.approve(article.pk, given, by=edith)


def test_sentence_of_another_article_is_none_of_this_one(article: Article, edith: User) -> None:
    other = make_article()
    publish(other)
    with pytest.raises(desk.Conflict):
        reviewing.approve(article.pk, seen(other), by=edith)
    assert set(states(other)) == {"machine"}


def test_a_persons_wording_stays_its_own(article: Article, edith: User) -> None:
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    assert reviewing.approve(article.pk, seen(article), by=edith) == [1, 3, 4]
    assert states(article)[1] == "edited"


def test_clean_ones_are_those_that_nobody_questions(article: Article, edith: User) -> None:
    Doubt.objects.create(translation=article.segments.get(uid=1).translations.get(), writer="r")
    suggested(article.segments.get(uid=2), "It reopened.")
    outcome = reviewing.approve_clean(article.pk, seen(article), by=edith)
    assert (outcome.done, outcome.left) == ((4,), (1, 2, uid_of(MOIS)))
    assert states(article).count("approved") == 1


def test_dismissed_check_makes_it_clean(article: Article, edith: User) -> None:
    segment = article.segments.get(text=MOIS)
    reviewing.dismiss(segment, **NUMBER, reason="Fourteen is spelt.", by=edith)
    outcome = reviewing.approve_clean(article.pk, seen(article), by=edith)
    assert (outcome.done, outcome.left) == ((1, 2, 3, 4), ())


def test_what_was_not_seen_as_it_stands_is_left(article: Article, edith: User) -> None:
    given = seen(article)
    newer = make_translation(article.segments.get(uid=2), "A newer machine’s.")
    article.segments.filter(uid=4).update(alive=False)
    outcome = reviewing.approve_clean(article.pk, given, by=edith)
    assert (outcome.done, outcome.left) == ((1,), (2, 3, 4))
    newer.refresh_from_db()
    assert newer.state == "machine"


def test_what_a_person_settled_meanwhile_is_not_left_to_look_at(
    article: Article, edith: User
) -> None:
    given = seen(article)
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    assert reviewing.approve_clean(article.pk, given, by=edith).left == (uid_of(MOIS),)


def test_approving_clean_ones_twice_is_once(article: Article, edith: User) -> None:
    given = seen(article)
    reviewing.approve_clean(article.pk, given, by=edith)
    assert reviewing.approve_clean(article.pk, given, by=edith).done == ()
    assert AuditEvent.objects.filter(act=reviewing.APPROVE).count() == 1


def test_approval_is_taken_back(article: Article, edith: User) -> None:
    given = seen(article)
    reviewing.approve(article.pk, given, by=edith)
    assert reviewing.take_back(article.pk, given, by=edith) == [1, 2, 3, 4]
    assert reviewing.take_back(article.pk, given, by=edith) == []
    assert set(states(article)) == {"machine"}
    assert AuditEvent.objects.get(act=reviewing.TAKE_BACK).details["sentences"] == [1, 2, 3, 4]


def test_what_a_reader_or_editor_wrote_is_not_taken_back(article: Article, edith: User) -> None:
    for uid, origin, state in ((1, "reader", "approved"), (2, "editor", "edited")):
        segment = article.segments.get(uid=uid)
        make_translation(segment, "By hand.", origin=origin, state=state)
    assert reviewing.take_back(article.pk, seen(article), by=edith) == []


def test_machine_never_displaces_what_was_approved(article: Article, edith: User) -> None:
    given = seen(article)
    reviewing.approve(article.pk, given, by=edith)
    make_translation(article.segments.get(uid=2), "A newer machine’s.")
    assert seen(article) == given


def test_dismissal_is_noted_and_the_first_reason_stays(article: Article, edith: User) -> None:
    segment = article.segments.get(text=MOIS)
    SearchOutbox.objects.all().delete()
    one = reviewing.dismiss(segment, **NUMBER, reason=" It is\n spelt. ", by=edith)
    two = reviewing.dismiss(segment, **NUMBER, reason="Again.", by=edith)
    assert (one.pk, one.reason) == (two.pk, "It is spelt.")
    event = AuditEvent.objects.get(act=reviewing.DISMISS)
    assert event.details == {"sentence": segment.uid, "check": "number", "reason": "It is spelt."}
    assert SearchOutbox.objects.filter(article_id=article.pk).count() == 1


def test_all_articles_with_the_french_are_told_of_anew(article: Article, edith: User) -> None:
    other, hidden = make_article(), make_article(state="hidden")
    publish(other)
    SearchOutbox.objects.all().delete()
    reviewing.dismiss(article.segments.get(text=MOIS), **NUMBER, reason="Spelt.", by=edith)
    told = set(SearchOutbox.objects.values_list("article_id", flat=True))
    assert told == {article.pk, other.pk}
    assert hidden.pk not in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": " "}, "with a reason"),
        ({"reason": "a" * 301}, "300 characters"),
        ({"code": ""}, "no such check"),
        ({"code": "c" * 41}, "no such check"),
        ({"words": ""}, "no such check"),
    ],
    ids=["no-reason", "long-reason", "no-code", "long-code", "no-words"],
)
def test_unfit_dismissal_is_refused(
    article: Article, edith: User, change: dict[str, str], words: str
) -> None:
    given = {**NUMBER, "reason": "Spelt.", **change}
    with pytest.raises(desk.Refused, match=words):
        reviewing.dismiss(article.segments.get(text=MOIS), **given, by=edith)
    assert not Dismissal.objects.exists()


def test_dismissal_is_taken_back_once(article: Article, edith: User) -> None:
    segment = article.segments.get(text=MOIS)
    reviewing.dismiss(segment, **NUMBER, reason="Spelt.", by=edith)
    assert reviewing.restore(segment, **NUMBER, by=edith)
    assert not reviewing.restore(segment, **NUMBER, by=edith)
    assert AuditEvent.objects.filter(act=reviewing.RESTORE).count() == 1
    assert read(Article.objects.get(pk=article.pk)).doubtful != []


def test_dismissal_holds_when_the_machine_says_the_same_again(
    article: Article, edith: User
) -> None:
    segment = article.segments.get(text=MOIS)
    reviewing.dismiss(segment, **NUMBER, reason="Spelt.", by=edith)
    make_translation(segment, "Residents waited.", checks=[NUMBER])
    assert reviewing.approve_clean(article.pk, seen(article), by=edith).left == ()
