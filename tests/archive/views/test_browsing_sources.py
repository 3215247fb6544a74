"""The sources: each with what is held of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive.models import Feed, Source
from tests.archive.views.test_browsing import page, translated
from tests.factories import RECEIVED_AT, make_article, make_source, sha256

pytestmark = pytest.mark.django_db


class TestAll:
    def test_each_source_with_articles_is_listed(self, rosa: Client) -> None:
        translated(source=make_source("agence", name="Agence du soir"))
        make_source("empty", name="Rien")
        make_article(source=make_source("secret", name="Secrets"), state="hidden")
        shown = page(rosa, "/sources/")
        assert "Agence du soir" in shown
        assert "Rien" not in shown
        assert "Secrets" not in shown

    def test_it_tells_since_when_and_what_came_last(self, rosa: Client) -> None:
        for on in (date(2024, 10, 23), date(2020, 3, 1), None):
            translated(published_on=on)
        shown = page(rosa, "/sources/")
        assert "3 articles" in shown
        assert "From 1 March 2020 to 23 October 2024." in shown
        assert "Last received on 1 January 2026." in shown

    def test_source_of_undated_articles_names_no_day(self, rosa: Client) -> None:
        translated(published_on=None)
        assert "None of them bears a date." in page(rosa, "/sources/")


class TestOne:
    def test_source_tells_its_home_its_rights_and_its_articles(self, rosa: Client) -> None:
        source = make_source(
            "agence",
            homepage="https://agence.example/",
            licence_note="CC BY 4.0",
            display=Source.Display.EXCERPT,
        )
        translated(source=source)
        translated(title="Ailleurs")
        shown = page(rosa, "/sources/agence/")
        for words in ("https://agence.example/", "CC BY 4.0", "An excerpt", "The bridge reopens"):
            assert words in shown
        assert "Ailleurs" not in shown
        assert 'href="/sources/agence/feed.atom"' in shown

    def test_each_bar_leads_to_its_articles(self, rosa: Client) -> None:
        for on in (date(2024, 10, 23), date(2024, 10, 2), date(2024, 1, 5)):
            translated(published_on=on)
        shown = page(rosa, "/sources/files/")
        address = "/search/?source=files&amp;after=2024-10-01&amp;before=2024-10-31"
        assert f'<a href="{address}" data-go aria-label="October 2024: 2 articles">' in shown
        assert page(rosa, address.replace("&amp;", "&")).count('class="entry') == 2

    def test_long_run_is_drawn_by_year_and_told_by_month(self, rosa: Client) -> None:
        for on in (date(2004, 10, 23), date(2024, 1, 5)):
            translated(published_on=on)
        shown = page(rosa, "/sources/files/")
        assert 'aria-label="2004: 1 article"' in shown
        assert ">October 2004</a></th><td>1</td>" in shown

    def test_gaps_are_said_in_words(self, rosa: Client) -> None:
        for on in (date(2024, 1, 1), date(2024, 2, 1), date(2024, 2, 20)):
            translated(published_on=on)
        shown = page(rosa, "/sources/files/")
        assert "30 days without an article, from 2 January 2024 to 31 January 2024" in shown
        assert shown.count("days without an article") == 1

    def test_undated_and_untranslated_articles_are_counted(self, rosa: Client) -> None:
        make_article()
        translated(published_on=None)
        shown = page(rosa, "/sources/files/")
        assert "2, 1 of them still without English" in shown
        assert 'href="/search/?source=files&amp;undated=1">1 article</a>' in shown

    def test_withdrawn_articles_are_counted_by_reason_and_lead_to_notices(
        self, rosa: Client
    ) -> None:
        translated()
        gone = translated(state="withdrawn", withdrawn_reason="It was wrong.", title="Une erreur")
        make_article(state="hidden", title="Un secret")
        shown = page(rosa, "/sources/files/")
        assert "1 article: <q>It was wrong.</q>" in shown
        assert f'href="/articles/{gone.pk}/">Article {gone.pk}</a>' in shown
        assert "erreur" not in shown
        assert "secret" not in shown
        assert "It was wrong." in page(rosa, f"/articles/{gone.pk}/", status=410)

    def test_unsafe_homepage_is_no_link(self, rosa: Client) -> None:
        translated(source=make_source("agence", homepage="javascript:alert(1)"))
        assert "javascript:" not in page(rosa, "/sources/agence/")

    def test_source_without_a_published_article_has_no_page(self, sam: Client) -> None:
        make_article(source=make_source("secret"), state="hidden")
        for slug in ("secret", "nothing", "é"):
            page(sam, f"/sources/{slug}/", status=404)

    def test_older_pages_are_lists_alone(self, rosa: Client) -> None:
        for n in range(31):
            make_article(published_on=date(2024, 10, 23) - timedelta(days=n))
        first = page(rosa, "/sources/files/")
        older = page(rosa, "/sources/files/" + first.split('rel="next" href="')[1].split('"')[0])
        assert ("What is held" in first, "What is held" in older) == (True, False)


def followed(slug: str, **fields: Any) -> Feed:
    """One more feed of the source, asked with success, unless a test says otherwise."""
    source = make_source(slug)
    url = f"https://{slug}.example/{source.feeds.count()}.xml"
    told = {"added_at": datetime(2026, 1, 2, tzinfo=UTC), "succeeded_at": RECEIVED_AT} | fields
    return Feed.objects.create(source=source, url=url, url_hash=sha256(url), **told)


class TestFollowed:
    def test_source_with_a_feed_says_since_when_and_when_it_last_answered(
        self, rosa: Client
    ) -> None:
        translated()
        followed("files")
        shown = page(rosa, "/sources/files/")
        assert "Since 2 January 2026; last asked with success on" in shown
        assert "1 January 2026, 10:30" in shown

    def test_source_without_a_feed_says_nothing_of_it(self, rosa: Client) -> None:
        translated()
        assert "Followed" not in page(rosa, "/sources/files/")

    def test_source_that_cannot_be_reached_says_since_when_and_not_why(self, rosa: Client) -> None:
        translated()
        followed("files", failures=3, problem="10.0.0.7 refused the connection.")
        shown = page(rosa, "/sources/files/")
        assert "Not reached since" in shown
        assert "10.0.0.7" not in shown
        followed("files")
        assert "Not reached" not in page(rosa, "/sources/files/")

    def test_source_that_never_answered_says_so(self, rosa: Client) -> None:
        translated()
        followed("files", failures=1, succeeded_at=None)
        assert "Not reached yet." in page(rosa, "/sources/files/")

    def test_source_that_is_followed_no_longer_says_so(self, rosa: Client) -> None:
        translated()
        followed("files", state="paused", next_fetch_at=None)
        assert "Not at present; first on 2 January 2026." in page(rosa, "/sources/files/")

    def test_pace_and_delay_are_told(self, rosa: Client) -> None:
        now = timezone.now()
        followed("files", added_at=now - timedelta(days=1))
        for _ in range(6):
            at = now - timedelta(minutes=30)
            exact = {"published_at": at}
            translated(
                published_on=timezone.localtime(at).date(),
                received_at=at + timedelta(minutes=12),
                capture=exact,
            )
        shown = page(rosa, "/sources/files/")
        assert "about 6 articles a day; half of them are here within 12 minutes" in shown


@pytest.mark.parametrize(("address", "queries"), [("/sources/", 2), ("/sources/files/", 10)])
def test_queries_do_not_grow(
    rosa: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    for n in range(9):
        translated(published_on=date(2024 - n, 1, 1) if n % 2 else None)
        followed("files")
        translated(source=make_source(f"source-{n}"))
        make_article(state="withdrawn", withdrawn_reason=f"Reason {n}.")
    with django_assert_num_queries(queries):
        page(rosa, address)
