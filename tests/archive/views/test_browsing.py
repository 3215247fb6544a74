"""The ways in: the latest, the calendar, the sources."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import tagging
from archive.models import Article, Capture, Source, Tag
from tests.factories import make_article, make_source, publish

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
            (date(2024, 10, 23), Capture.DateBasis.DOCUMENT, "date of publication"),
            (date(2024, 10, 23), Capture.DateBasis.INFERRED, "date taken from the text"),
            (None, Capture.DateBasis.UNKNOWN, "date of receipt"),
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
        translated()
        with django_assert_num_queries(3):
            page(rosa, "/")
        for _ in range(9):
            translated(source=make_source(f"source-{_}"))
        with django_assert_num_queries(3):
            page(rosa, "/")

    def test_most_used_tags_and_the_days_lead_on(self, rosa: Client, edith: User) -> None:
        tag = Tag.objects.create(kind="place", slug="iran", label_en="Iran")
        tagging.add(translated(), tag, edith)
        home = page(rosa, "/")
        assert '<a href="/tags/iran/">Iran</a>' in home
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

    def test_undated_article_stands_under_its_receipt_and_says_so(self, rosa: Client) -> None:
        article = translated(published_on=None)
        shown = page(rosa, article.listed_on.strftime("/%Y/%m/%d/"))
        assert "It bears no date: this is the day of receipt." in shown
        assert "date of receipt" in shown

    def test_some_of_a_days_articles_may_be_undated(self, rosa: Client) -> None:
        undated = translated(published_on=None)
        translated(published_on=undated.listed_on)
        shown = page(rosa, undated.listed_on.strftime("/%Y/%m/%d/"))
        assert "One of them bears no date" in shown

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
        [("/calendar/", 1), ("/2024/", 2), ("/2024/10/", 2), ("/2024/10/23/", 5)],
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


class TestSources:
    def test_each_source_with_articles_is_listed(self, rosa: Client) -> None:
        translated(source=make_source("agence", name="Agence du soir"))
        make_source("empty", name="Rien")
        make_article(source=make_source("secret", name="Secrets"), state="hidden")
        shown = page(rosa, "/sources/")
        assert "Agence du soir" in shown
        assert "Rien" not in shown
        assert "Secrets" not in shown

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

    def test_unsafe_homepage_is_no_link(self, rosa: Client) -> None:
        translated(source=make_source("agence", homepage="javascript:alert(1)"))
        assert "javascript:" not in page(rosa, "/sources/agence/")

    def test_source_without_a_published_article_has_no_page(self, sam: Client) -> None:
        make_article(source=make_source("secret"), state="hidden")
        for slug in ("secret", "nothing", "é"):
            page(sam, f"/sources/{slug}/", status=404)

    @pytest.mark.parametrize(("address", "queries"), [("/sources/", 1), ("/sources/files/", 4)])
    def test_queries_do_not_grow(
        self,
        rosa: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
        address: str,
        queries: int,
    ) -> None:
        for n in range(9):
            translated()
            translated(source=make_source(f"source-{n}"))
        with django_assert_num_queries(queries):
            page(rosa, address)


def test_markup_in_names_is_shown_not_run(rosa: Client, edith: User) -> None:
    attack = "<script>alert(1)</script>"
    source = make_source("agence", name=attack, licence_note=attack)
    tag = Tag.objects.create(kind="place", slug="a", label_en=attack, label_fr=attack)
    tag.aliases.create(text=attack + "2", folded="a", language="fr")
    tagging.add(translated(source=source, title=attack), tag, edith)
    for address in ("/", "/2024/10/23/", "/tags/", "/tags/a/", "/sources/", "/sources/agence/"):
        assert "<script>alert" not in page(rosa, address)
