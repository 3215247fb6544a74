"""The desk: what readers see from a time on, and what they see again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import editions
from archive.models import Article, AuditEvent, SearchOutbox
from newsroom.curate import desk
from tests.archive.correcting import BRIDGE, correct, reword, rewritten, shown, shown_anew
from tests.factories import make_article, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(db: None) -> Article:
    return make_article(state="hidden")


@pytest.fixture
def twice(edith: User) -> Article:
    """An article that readers saw in two Editions."""
    found = shown()
    correct(found, {2: "The bridge opens again."}, edith)
    return found


def later(**time: int) -> datetime:
    return timezone.now() + timedelta(**(time or {"hours": 1}))


def acts(article: Article) -> list[str]:
    found = AuditEvent.objects.filter(target=f"article:{article.pk}").order_by("pk")
    return list(found.values_list("act", flat=True))


class TestSchedule:
    def test_keeps_the_time_and_shows_nothing_yet(self, hidden: Article, edith: User) -> None:
        at = later()
        desk.schedule(hidden.pk, at=at, by=edith, expected=hidden.version)
        hidden.refresh_from_db()
        assert (hidden.state, hidden.publish_at) == ("scheduled", at)
        assert not Article.objects.published().exists()
        event = AuditEvent.objects.get(act="schedule")
        assert event.details == {"before": "hidden", "at": at.isoformat()}
        assert event.actor == edith

    def test_again_moves_the_time(self, hidden: Article, edith: User) -> None:
        desk.schedule(hidden.pk, at=later(), by=edith, expected=hidden.version)
        at = later(days=2)
        desk.schedule(hidden.pk, at=at, by=edith, expected=hidden.version + 1)
        hidden.refresh_from_db()
        assert hidden.publish_at == at

    @pytest.mark.parametrize("seconds", [0, -1, -86_400])
    def test_time_past_is_refused_with_a_sentence(
        self, hidden: Article, edith: User, seconds: int
    ) -> None:
        with pytest.raises(desk.Refused, match=r"\(Paris\) is past: give a time to come, or"):
            desk.schedule(hidden.pk, at=later(seconds=seconds), by=edith, expected=hidden.version)
        assert acts(hidden) == []

    @pytest.mark.parametrize("state", ["live", "withdrawn"])
    def test_what_readers_know_is_not_scheduled(self, edith: User, state: str) -> None:
        article = make_article(state=state, withdrawn_reason="No.")
        with pytest.raises(desk.Refused, match=f"is {state}"):
            desk.schedule(article.pk, at=later(), by=edith, expected=article.version)

    def test_on_what_has_changed_is_a_conflict(self, hidden: Article, edith: User) -> None:
        with pytest.raises(desk.Conflict, match="changed by someone else"):
            desk.schedule(hidden.pk, at=later(), by=edith, expected=hidden.version - 1)
        hidden.refresh_from_db()
        assert (hidden.state, hidden.publish_at) == ("hidden", None)

    @pytest.mark.parametrize("act", ["unschedule", "hide"])
    def test_is_taken_back(self, hidden: Article, edith: User, act: str) -> None:
        desk.schedule(hidden.pk, at=later(), by=edith, expected=hidden.version)
        getattr(desk, act)(hidden.pk, by=edith, expected=hidden.version + 1)
        hidden.refresh_from_db()
        assert (hidden.state, hidden.publish_at) == ("hidden", None)
        assert acts(hidden) == ["schedule", act]

    def test_only_what_is_scheduled_is_unscheduled(self, hidden: Article, edith: User) -> None:
        with pytest.raises(desk.Refused, match="is hidden"):
            desk.unschedule(hidden.pk, by=edith, expected=hidden.version)

    def test_publishing_ends_it(self, hidden: Article, edith: User) -> None:
        for segment in hidden.segments.all():
            make_translation(segment)
        desk.schedule(hidden.pk, at=later(), by=edith, expected=hidden.version)
        desk.publish(hidden.pk, by=edith, expected=hidden.version + 1)
        hidden.refresh_from_db()
        assert (hidden.state, hidden.publish_at) == ("live", None)

    def test_times_are_said_by_the_clock_in_paris(self) -> None:
        summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        assert desk.spoken(summer) == "2 July 2026, 00:30 (Paris)"
        assert desk.spoken(datetime(2026, 12, 1, 22, 30, tzinfo=UTC)).startswith("1 December")


class TestPointTo:
    def test_readers_see_the_earlier_edition_again(self, twice: Article, edith: User) -> None:
        first = twice.editions.get(n=1)
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
        twice.refresh_from_db()
        assert twice.edition == first
        assert twice.editions.count() == 2
        event = AuditEvent.objects.get(act="point to edition")
        assert (event.actor, event.details) == (edith, {"edition": 1, "before": 2})
        assert SearchOutbox.objects.filter(article_id=twice.pk).count() >= 2

    def test_and_the_later_one_again(self, twice: Article, edith: User) -> None:
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
        desk.point_to(twice.pk, 2, by=edith, expected=twice.version + 1)
        twice.refresh_from_db()
        assert twice.edition == twice.editions.get(n=2)

    def test_what_stands_is_left_as_it_is(self, twice: Article, edith: User) -> None:
        before = list(twice.segments.with_current().values_list("uid", "current_id"))
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
        after = list(twice.segments.with_current().values_list("uid", "current_id"))
        assert before == after

    def test_next_publication_is_chained_to_the_newest(self, twice: Article, edith: User) -> None:
        newest = twice.editions.get(n=2)
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
        desk.publish(twice.pk, by=edith, expected=twice.version + 1)
        twice.refresh_from_db()
        assert twice.edition is not None
        assert (twice.edition.n, twice.edition.previous_digest) == (3, newest.digest)
        assert twice.edition.manifest == newest.manifest

    def test_machine_does_not_undo_it(self, twice: Article, edith: User) -> None:
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version)
        reword(twice, {3: "The quay shuts."}, origin="machine", engine="toy 2.0 (1)")
        assert editions.publish(twice.pk).n == 1
        assert shown_anew(twice, edith).n == 3

    def test_article_stands_under_the_day_of_what_readers_see(self, edith: User) -> None:
        article = shown(published_on=date(2024, 10, 23))
        rewritten(article, BRIDGE, "Le pont rouvre lundi.", published_on=date(2024, 10, 25))
        shown_anew(article)
        days = [article.listed_on]
        for n in (1, 2):
            desk.point_to(article.pk, n, by=edith, expected=article.version)
            article.refresh_from_db()
            days.append(article.listed_on)
        assert [day.day for day in days] == [25, 23, 25]

    def test_withdrawn_article_comes_back_as_it_was_before(
        self, twice: Article, edith: User
    ) -> None:
        desk.withdraw(twice.pk, reason="Wrong.", by=edith, expected=twice.version)
        desk.point_to(twice.pk, 1, by=edith, expected=twice.version + 1)
        desk.put_back(twice.pk, by=edith, expected=twice.version + 2)
        twice.refresh_from_db()
        assert twice.edition is not None
        assert (twice.state, twice.edition.n) == ("live", 1)

    @pytest.mark.parametrize(
        ("n", "words"), [(2, "is the one that stands already"), (3, "has no edition 3"), (0, "no")]
    )
    def test_edition_that_cannot_be_chosen_is_refused(
        self, twice: Article, edith: User, n: int, words: str
    ) -> None:
        with pytest.raises(desk.Refused, match=words):
            desk.point_to(twice.pk, n, by=edith, expected=twice.version)

    @pytest.mark.parametrize("state", ["hidden", "scheduled"])
    def test_what_readers_do_not_see_is_refused(
        self, twice: Article, edith: User, state: str
    ) -> None:
        Article.objects.filter(pk=twice.pk).update(state=state, publish_at=later())
        with pytest.raises(desk.Refused, match=f"is {state}"):
            desk.point_to(twice.pk, 1, by=edith, expected=twice.version)

    def test_article_without_an_edition_has_none_to_choose(self, edith: User) -> None:
        article = make_article()
        with pytest.raises(desk.Refused, match="has no edition 1"):
            desk.point_to(article.pk, 1, by=edith, expected=article.version)

    def test_on_what_has_changed_is_a_conflict(self, twice: Article, edith: User) -> None:
        with pytest.raises(desk.Conflict, match="changed by someone else"):
            desk.point_to(twice.pk, 1, by=edith, expected=twice.version - 1)
        twice.refresh_from_db()
        assert twice.edition == twice.editions.get(n=2)
