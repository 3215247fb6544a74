"""What the archive says of itself."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive.discuss import retention
from archive.discuss.writer import COOKIE
from archive.reading import Level
from tests.factories import ENGINE, make_article, make_source, publish

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_every_level_is_explained(rosa: Client) -> None:
    about = page(rosa, "/about/")
    assert all(level in about for level in Level)
    assert "worth checking" in about


def test_engine_of_the_newest_wording_is_named(rosa: Client) -> None:
    assert ENGINE not in page(rosa, "/about/")
    publish(make_article())
    assert ENGINE in page(rosa, "/about/")


def test_privacy_names_the_one_cookie_and_the_ways_to_ones_words(rosa: Client) -> None:
    told = page(rosa, "/privacy/")
    assert COOKIE in told
    assert all(f'href="{way}"' in told for way in ("/comments/", "/comments/by-mail/"))


def test_privacy_names_the_times_that_are_kept(rosa: Client) -> None:
    told = page(rosa, "/privacy/")
    refused, spam = retention.REFUSED_KEPT.days, retention.SPAM_KEPT.days
    assert retention.NOTES_KEPT == retention.REFUSED_KEPT
    assert retention.KEYS_KEPT.days + 2 == 7  # today's, and a day on which the clockwork stood
    for words in (f"{refused} days", f"{spam} days", "7 days at most", "1 day"):
        assert f"<dt>{words}</dt>" in told


@pytest.mark.parametrize(("address", "queries"), [("/about/", 1), ("/privacy/", 0)])
def test_few_queries(
    rosa: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
) -> None:
    publish(make_article())
    with django_assert_num_queries(queries):
        page(rosa, address)


def test_every_page_has_search_and_the_ways_in(rosa: Client) -> None:
    article = make_article(source=make_source("agence"))
    publish(article)
    ways = ("/", "/calendar/", "/tags/", "/sources/", "/about/", "/privacy/")
    others = (article.get_absolute_url(), "/sources/agence/", "/2024/", "/2024/10/23/")
    for address in (*ways, *others):
        shown = page(rosa, address)
        assert re.search(r'<form[^>]* action="/search/" method="get" role="search">', shown)
        assert 'name="q"' in shown
        assert all(f'href="{way}"' in shown for way in ways)


def test_each_way_in_says_where_the_reader_is(rosa: Client) -> None:
    for address in ("/", "/calendar/", "/tags/", "/sources/", "/about/"):
        current = re.findall(r'href="([^"]*)" aria-current="page"', page(rosa, address))
        assert current == [address]
