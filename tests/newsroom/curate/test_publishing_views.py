"""The editors’ forms for what readers see, and the page of an article’s editions."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Article
from newsroom.curate import desk
from tests.archive.correcting import correct, reword, shown
from tests.factories import make_article, make_segment
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def article(edith: User) -> Article:
    """An article that readers saw in two Editions."""
    found = shown()
    correct(found, {2: "The bridge opens again."}, edith, note="It opens tomorrow.")
    return found


def page(client: Client, article: Article, rest: str = "") -> str:
    answer = client.get(f"/desk/articles/{article.pk}/{rest}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def act(client: Client, article: Article, name: str, **data: str) -> str:
    article.refresh_from_db()
    sent = {"version": str(article.version), **data}
    answer = client.post(f"/desk/articles/{article.pk}/{name}/", sent, follow=True)
    article.refresh_from_db()
    return re.sub(r"\s+", " ", answer.content.decode())


class TestSchedule:
    def test_time_is_entered_and_shown_by_the_clock_in_paris(self, client: Client) -> None:
        article = make_article(state="hidden")
        said = act(client, article, "schedule", at="2031-07-01T08:30")
        assert "Scheduled: readers see it from 1 July 2031, 08:30 (Paris) on." in said
        assert article.publish_at is not None
        assert article.publish_at.astimezone(PARIS).hour == 8
        assert "for Tuesday 1 July 2031, 08:30 (Paris)" in said
        assert 'value="2031-07-01T08:30"' in said

    @pytest.mark.parametrize("at", ["", "tomorrow", "2031-02-30T10:00", "2031-03-30T02:30", "\x00"])
    def test_what_is_no_time_is_told(self, client: Client, at: str) -> None:
        article = make_article(state="hidden")
        assert "Give a day and a time in Paris." in act(client, article, "schedule", at=at)
        assert article.state == "hidden"

    def test_time_past_is_told(self, client: Client) -> None:
        article = make_article(state="hidden")
        said = act(client, article, "schedule", at="2020-01-01T10:00")
        assert "1 January 2020, 10:00 (Paris) is past: give a time to come" in said

    def test_is_taken_back(self, client: Client) -> None:
        article = make_article(state="hidden")
        act(client, article, "schedule", at="2031-07-01T08:30")
        assert "No longer scheduled" in act(client, article, "unschedule")
        assert article.state == "hidden"

    def test_one_whose_time_has_come_says_what_it_waits_for(self, client: Client) -> None:
        past = timezone.now() - timedelta(minutes=1)
        article = make_article(state="scheduled", publish_at=past)
        said = page(client, article)
        assert "<strong>Its time has come</strong>" in said
        assert "it waits for the English of 4 sentences" in said

    def test_only_what_readers_do_not_see_can_be_scheduled(
        self, client: Client, article: Article
    ) -> None:
        assert "Schedule" not in page(client, article)
        assert "is live: that cannot be done" in act(
            client, article, "schedule", at="2031-07-01T08:30"
        )


class TestEditions:
    def test_lists_each_with_its_author_note_and_digest(
        self, client: Client, article: Article
    ) -> None:
        said = page(client, article, "editions/")
        newest = article.editions.get(n=2)
        assert (
            f'<a href="/articles/{article.pk}/v2/">Edition 2</a> <strong>what readers see' in said
        )
        assert "by edith" in said
        assert "by itself" in said
        assert "It opens tomorrow." in said
        assert newest.digest[:12] in said

    def test_is_led_to_from_the_article(self, client: Client, article: Article) -> None:
        assert f'<a href="/desk/articles/{article.pk}/editions/">Its 2 editions' in page(
            client, article
        )

    def test_compares_before_it_lets_readers_see(self, client: Client, article: Article) -> None:
        said = page(client, article, "editions/?n=1")
        assert "What readers would see otherwise with edition 1" in said
        assert "<del>opens again.</del>" in said.replace(" </del>", "</del>")
        assert "Let readers see edition 1" in said

    def test_earlier_edition_stands_again(
        self, client: Client, rosa: Client, article: Article
    ) -> None:
        assert "Edition 1 stands again." in act(client, article, "point-to", n="1")
        assert "The bridge reopens." in rosa.get(article.get_absolute_url()).content.decode()
        assert "<strong>Readers see edition 1 again</strong>, not the newest" in page(
            client, article
        )
        assert "sentence 2" in page(client, article)

    def test_compares_what_stands_with_what_readers_see(
        self, client: Client, article: Article
    ) -> None:
        reword(article, {3: "The quay shuts."})
        said = page(client, article, "editions/?n=0")
        assert "What publishing would change for readers now" in said
        assert "Publish what stands now" in said

    @pytest.mark.parametrize(
        ("n", "words"),
        [
            ("2", "Readers see edition 2 now."),
            ("9", "There is no edition 9."),
            ("0", "What stands here is what readers see"),
        ],
    )
    def test_says_why_there_is_nothing_to_compare(
        self, client: Client, article: Article, n: str, words: str
    ) -> None:
        assert words in page(client, article, f"editions/?n={n}")

    @pytest.mark.parametrize("n", ["", "x", "²", "1" * 30])
    def test_nonsense_is_no_edition(self, client: Client, article: Article, n: str) -> None:
        assert "Compared" not in page(client, article, f"editions/?n={n}")
        assert "Choose the edition" in act(client, article, "point-to", n=n)

    def test_article_never_shown_has_none(self, client: Client) -> None:
        assert "None yet" in page(client, make_article(state="hidden"), "editions/")

    def test_unknown_article_is_not_found(self, client: Client) -> None:
        assert client.get("/desk/articles/99999/editions/").status_code == 404

    @pytest.mark.parametrize("group", ["moderator", "operator"])
    def test_is_for_editors(self, article: Article, group: str) -> None:
        address = f"/desk/articles/{article.pk}/editions/"
        assert member("somebody", group).get(address).status_code == 403
        assert Client().get(address).status_code == 302

    def test_asks_as_often_however_many_there_are(
        self, client: Client, article: Article, edith: User
    ) -> None:
        counts = []
        for more in (1, 12):
            for n in range(more):
                correct(article, {2: f"The bridge opens {n}."}, edith)
            with CaptureQueriesContext(connection) as captured:
                page(client, article, "editions/?n=1")
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 16


class TestState:
    def test_is_said_in_words(self, client: Client, article: Article, edith: User) -> None:
        assert "which is what stands here" in page(client, article)
        make_segment(article, "Un ajout.")
        assert "A newer text waits for the English of 1 sentence." in page(client, article)
        act(client, article, "hide")
        assert "<strong>Hidden:</strong>" in page(client, article)

    def test_withdrawn_and_pending(self, client: Client, article: Article) -> None:
        act(client, article, "withdraw", **{"withdraw-reason": "No."})
        assert "<strong>Withdrawn:</strong>" in page(client, article)
        assert "<strong>Live, without English:</strong>" in page(client, make_article())


def test_reason_written_on_what_has_changed_is_not_lost(client: Client, article: Article) -> None:
    sent = {"version": "1", "withdraw-reason": "A long explanation."}
    answer = client.post(f"/desk/articles/{article.pk}/withdraw/", sent, follow=True)
    said = answer.content.decode()
    assert "changed by someone else" in said
    assert "The reason you wrote: “A long explanation.”" in said


def test_second_press_of_publish_makes_no_second_edition(client: Client, article: Article) -> None:
    reword(article, {3: "The quay shuts."})
    sent = {"version": str(article.version)}
    first, second = (
        client.post(f"/desk/articles/{article.pk}/publish/", sent, follow=True).content.decode()
        for _ in range(2)
    )
    assert "Published." in first
    assert "changed by someone else in the meantime" in second
    assert article.editions.count() == 3


def test_acts_state_the_version_that_the_page_showed(
    client: Client, article: Article, edith: User
) -> None:
    desk.hide(article.pk, by=edith, expected=article.version)
    sent = {"version": str(article.version), "n": "1"}
    answer = client.post(f"/desk/articles/{article.pk}/point-to/", sent, follow=True)
    assert "is hidden: that cannot be done" in answer.content.decode()
