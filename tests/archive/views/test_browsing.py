"""The ways in: the latest, the calendar, the sources."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import tagging
from archive.models import Article, Capture, Tag
from tests.archive.discuss.writing import say
from tests.factories import RECEIVED_AT, make_article, make_source, publish

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    assert not answer.cookies
    return answer.content.decode()


def translated(**fields: object) -> Article:
    article = make_article(**fields)  # type: ignore[arg-type]
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


class TestHome:
    def test_empty_archive_tells_how_to_begin(self, rosa: Client) -> None:
        assert "manage.py ingest" in page(rosa, "/")

    def test_row_has_both_headlines_source_and_level(self, rosa: Client) -> None:
        translated(source=make_source("agence", name="Agence du soir"))
        home = page(rosa, "/")
        for words in ("The bridge reopens", "Le pont rouvre", "Agence du soir"):
            assert words in home
        assert "machine translation" in home
        assert "23 October 2024" in home

    @pytest.mark.parametrize(
        ("published_on", "basis", "words"),
        [
            (date(2024, 10, 23), Capture.DateBasis.DOCUMENT, "dated by its source"),
            (date(2024, 10, 23), Capture.DateBasis.INFERRED, "dated from its text"),
            (None, Capture.DateBasis.UNKNOWN, "undated"),
        ],
    )
    def test_row_says_which_date_it_is(
        self, rosa: Client, published_on: date | None, basis: str, words: str
    ) -> None:
        translated(published_on=published_on, capture={"date_basis": basis})
        assert words in page(rosa, "/")

    def test_untranslated_article_says_so(self, rosa: Client) -> None:
        make_article()
        home = page(rosa, "/")
        assert "translation pending" in home
        assert "Le pont rouvre" in home

    def test_more_than_twenty_stand_on_a_page_and_all_are_reachable(self, rosa: Client) -> None:
        for n in range(35):
            make_article(published_on=date(2024, 10, 23) - timedelta(days=n))
        first = page(rosa, "/")
        assert first.count('class="entry"') == 30
        cursor = first.split('rel="next" href="')[1].split('"')[0]
        older = page(rosa, "/" + cursor)
        assert older.count('class="entry"') == 5
        assert 'rel="next"' not in older

    @pytest.mark.parametrize("query", ["?before=abc", "?before=9999-99-99.1", "?page=abc"])
    def test_nonsense_gives_the_first_page(self, rosa: Client, query: str) -> None:
        make_article()
        assert "Le pont rouvre" in page(rosa, "/" + query)

    def test_before_everything_is_a_page_that_says_so(self, rosa: Client) -> None:
        make_article()
        assert "nothing older" in page(rosa, "/?before=0001-01-01.1")

    def test_queries_do_not_grow(
        self, rosa: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for times in (1, 9):
            for n in range(times):
                say(translated(source=make_source(f"source-{n}")))
            with django_assert_num_queries(8):
                page(rosa, "/")
        with django_assert_num_queries(3):
            page(rosa, "/?before=2026-01-01.1")

    def test_most_discussed_lead_to_their_comments(self, rosa: Client) -> None:
        quiet, article = translated(), translated()
        assert "Most discussed" not in page(rosa, "/")
        for _ in range(2):
            say(article)
        say(quiet, state="pending")
        home = page(rosa, "/")
        assert f'href="{article.get_absolute_url()}#comments">2 comments<' in home
        assert f"{quiet.get_absolute_url()}#comments" not in home

    def test_older_pages_are_lists_alone(self, rosa: Client) -> None:
        say(translated())
        assert "Most discussed" not in page(rosa, "/?before=2026-01-01.1")

    def test_subjects_stand_apart_from_names(self, rosa: Client, edith: User) -> None:
        article = translated()
        for kind, label in (("subject", "Transport"), ("person", "Rosa Parks")):
            tag = Tag.objects.create(kind=kind, slug=label[:5].strip().lower(), label_en=label)
            tagging.add(article, tag, edith)
        subjects, names = page(rosa, "/").split("Most named")
        assert ("Transport" in subjects, "Rosa Parks" in subjects) == (True, False)
        assert "Rosa Parks" in names

    def test_search_and_the_feed_are_at_hand(self, rosa: Client) -> None:
        home = page(rosa, "/")
        assert home.index('role="search"') < home.index("<main")
        assert 'href="/feed.atom">Follow' in home

    def test_undated_article_stands_apart_from_the_days_dated_ones(self, rosa: Client) -> None:
        received = RECEIVED_AT.date()
        for on in (None, received, None):
            translated(published_on=on)
        home = page(rosa, "/")
        assert home.count('class="row day') == 2
        dated, undated = home.split('id="undated-2026-01-01"')
        assert "Undated,</span> received on" in undated
        assert (dated.count('class="entry"'), undated.count('class="entry"')) == (1, 2)

    def test_most_used_tags_and_the_days_lead_on(self, rosa: Client, edith: User) -> None:
        tag = Tag.objects.create(kind="place", slug="iran", label_en="Iran")
        tagging.add(translated(), tag, edith)
        home = page(rosa, "/")
        assert '<a href="/places/iran/">Iran</a>' in home
        assert 'href="/2024/10/23/"' in home

    def test_samples_are_said_to_be_samples(self, rosa: Client) -> None:
        translated()
        assert "were written to show" not in page(rosa, "/")
        translated(source=make_source("samples", name="Passerelle samples"))
        assert "were written to show" in page(rosa, "/")


class TestCalendar:
    def test_years_and_months_lead_to_their_pages(self, rosa: Client) -> None:
        translated(published_on=date(2024, 10, 23))
        translated(published_on=date(2022, 3, 1))
        shown = page(rosa, "/calendar/")
        for address in ("/2024/", "/2024/10/", "/2022/", "/2022/03/"):
            assert f'href="{address}"' in shown
        assert 'href="/2024/09/"' not in shown

    def test_year_leads_to_its_months_and_the_nearest_years(self, rosa: Client) -> None:
        for year in (2019, 2022, 2024):
            translated(published_on=date(year, 3, 1))
        shown = page(rosa, "/2022/")
        assert 'href="/2022/03/"' in shown
        assert 'rel="prev" href="/2019/"' in shown
        assert 'rel="next" href="/2024/"' in shown

    def test_month_leads_to_its_days_and_the_nearest_months(self, rosa: Client) -> None:
        for day in (date(2023, 12, 31), date(2024, 10, 23), date(2025, 1, 1)):
            translated(published_on=day)
        shown = page(rosa, "/2024/10/")
        assert 'href="/2024/10/23/"' in shown
        assert 'href="/2024/10/22/"' not in shown
        assert 'rel="prev" href="/2023/12/"' in shown
        assert 'rel="next" href="/2025/01/"' in shown

    def test_day_shows_its_articles_and_the_nearest_days(self, rosa: Client) -> None:
        for day in (date(2024, 9, 1), date(2024, 10, 23), date(2024, 10, 23), date(2025, 1, 1)):
            translated(published_on=day)
        shown = page(rosa, "/2024/10/23/")
        assert shown.count('class="entry"') == 2
        assert "2 articles." in shown
        assert 'rel="prev" href="/2024/09/01/"' in shown
        assert 'rel="next" href="/2025/01/01/"' in shown

    @pytest.mark.parametrize("address", ["/2026/", "/2026/01/", "/2026/01/01/"])
    def test_undated_article_stands_under_no_day(self, rosa: Client, address: str) -> None:
        translated(published_on=None)
        assert "No article stands under this" in page(rosa, address)
        assert "The bridge reopens" not in page(rosa, address)

    def test_day_counts_what_was_only_received_then_and_leads_to_it(self, rosa: Client) -> None:
        translated(published_on=RECEIVED_AT.date())
        for received_at in (RECEIVED_AT, RECEIVED_AT + timedelta(days=1)):
            translated(published_on=None, received_at=received_at)
        shown = page(rosa, "/2026/01/01/")
        assert "1 article." in shown
        address = shown.split('<a href="/undated/')[1].split('"')[0]
        assert "1 undated article</a> was received on it." in shown
        assert page(rosa, f"/undated/{address}").count('class="entry"') == 1

    def test_neighbours_are_days_of_dated_articles(self, rosa: Client) -> None:
        translated(published_on=date(2024, 10, 23))
        translated(published_on=None)
        assert 'rel="next"' not in page(rosa, "/2024/10/23/")

    def test_calendar_counts_the_undated_and_leads_to_them(self, rosa: Client) -> None:
        translated()
        assert "undated article" not in page(rosa, "/calendar/")
        for _ in range(2):
            translated(published_on=None)
        assert '<a class="lone" href="/undated/">2 undated articles</a>' in page(rosa, "/calendar/")

    def test_long_day_is_reachable_to_its_end(self, rosa: Client) -> None:
        for _ in range(33):
            make_article()
        first = page(rosa, "/2024/10/23/")
        assert first.count('class="entry"') == 30
        cursor = first.split('rel="next" href="')[1].split('"')[0]
        assert page(rosa, f"/2024/10/23/{cursor}").count('class="entry"') == 3

    @pytest.mark.parametrize("address", ["/2024/", "/2024/10/", "/2024/10/23/"])
    def test_span_without_articles_says_so_and_is_not_indexed(
        self, sam: Client, address: str
    ) -> None:
        make_article(state="hidden", title="Un secret")
        shown = page(sam, address)
        assert "No article stands under this" in shown
        assert "noindex" in shown
        assert "secret" not in shown

    @pytest.mark.parametrize(
        "address",
        ["/2024/13/", "/2024/00/", "/2023/02/29/", "/0000/", "/0000/01/01/", "/2024/1/", "/24/"],
    )
    def test_bad_date_is_not_found(self, sam: Client, address: str) -> None:
        page(sam, address, status=404)

    @pytest.mark.parametrize("address", ["/0001/", "/0001/01/", "/0001/01/01/", "/9999/12/31/"])
    def test_ends_of_time_are_pages(self, rosa: Client, address: str) -> None:
        page(rosa, address)

    def test_articles_at_the_ends_of_time_have_links_that_work(self, rosa: Client) -> None:
        translated(published_on=date.min)
        translated(published_on=date.max)
        for address in ("/0001/01/01/", "/0001/01/", "/0001/", "/9999/12/"):
            assert f'href="{address}' in page(rosa, "/0001/01/01/") + page(rosa, "/calendar/") + (
                page(rosa, "/2024/10/23/") + page(rosa, "/0001/01/")
            )
            page(rosa, address)

    @pytest.mark.parametrize(
        ("address", "queries"),
        [("/calendar/", 2), ("/2024/", 3), ("/2024/10/", 3), ("/2024/10/23/", 7)],
    )
    def test_queries_do_not_grow(
        self,
        rosa: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
        address: str,
        queries: int,
    ) -> None:
        for n in range(9):
            translated(published_on=date(2024, 10, 23) - timedelta(days=n * (n % 2)))
        with django_assert_num_queries(queries):
            page(rosa, address)


class TestUndated:
    def test_it_lists_the_undated_alone_the_last_received_first(self, rosa: Client) -> None:
        translated(title="Daté")
        for n, title in enumerate(("Ancien", "Nouveau")):
            when = RECEIVED_AT + timedelta(days=n)
            make_article(title=title, published_on=None, received_at=when)
        shown = page(rosa, "/undated/")
        assert "2 articles bear no date" in shown
        assert "Daté" not in shown
        assert shown.index("Nouveau") < shown.index("Ancien")

    def test_all_are_reachable(self, rosa: Client) -> None:
        for _ in range(33):
            make_article(published_on=None)
        first = page(rosa, "/undated/")
        cursor = first.split('rel="next" href="')[1].split('"')[0]
        assert page(rosa, f"/undated/{cursor}").count('class="entry"') == 3

    def test_archive_without_one_says_so(self, sam: Client) -> None:
        make_article(published_on=None, state="hidden", title="Un secret")
        shown = page(sam, "/undated/")
        assert "Every article bears a date." in shown
        assert "secret" not in shown

    def test_queries_do_not_grow(
        self, rosa: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(9):
            translated(published_on=None)
        with django_assert_num_queries(4):
            page(rosa, "/undated/")


def test_markup_in_names_is_shown_not_run(rosa: Client, edith: User) -> None:
    attack = "<script>alert(1)</script>"
    source = make_source("agence", name=attack, licence_note=attack)
    tag = Tag.objects.create(kind="place", slug="a", label_en=attack, label_fr=attack)
    tag.aliases.create(text=attack + "2", folded="a", language="fr")
    tagging.add(translated(source=source, title=attack), tag, edith)
    for address in ("/", "/2024/10/23/", "/tags/", "/places/a/", "/sources/", "/sources/agence/"):
        assert "<script>alert" not in page(rosa, address)
