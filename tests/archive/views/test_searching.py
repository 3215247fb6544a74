"""The search page: what it answers, in any state, to anyone, whatever is typed."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import finding
from archive.models import Article, Tag, Tagging
from archive.search import Unavailable, index, outbox
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def article(french: str, english: str, **fields: object) -> Article:
    made = make_article(title=None, body=[[french]], **fields)  # type: ignore[arg-type]
    publish(made, {french: english})
    return made


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_article_is_found_with_its_passage(rosa: Client) -> None:
    made = article("La passerelle est fermée.", "The footbridge is closed.")
    shown = page(rosa, "/search/?q=passerelle")
    assert made.get_absolute_url() in shown
    assert "La <mark>passerelle</mark> est fermée." in shown
    assert "Found in French" in shown
    assert "1 article<" in shown


def test_nothing_found_says_what_to_try(rosa: Client) -> None:
    assert "Nothing was found for “zebra”" in page(rosa, "/search/?q=zebra")


def test_no_words_shows_the_newest(rosa: Client) -> None:
    made = article("Un pont.", "A bridge.")
    assert made.get_absolute_url() in page(rosa, "/search/")


def test_what_was_ignored_is_said(rosa: Client) -> None:
    shown = page(rosa, "/search/?q=pont+ab*&after=autumn")
    assert "“ab*” is too short for a beginning" in shown
    assert "“autumn” is no date" in shown


def test_filters_narrow_and_can_be_taken_off(rosa: Client) -> None:
    first = article("Un pont.", "A bridge.", source=make_source("one"))
    second = article("Le pont.", "The bridge.", source=make_source("two"))
    shown = page(rosa, "/search/?q=bridge&source=one")
    assert first.get_absolute_url() in shown
    assert second.get_absolute_url() not in shown
    assert "Source: One" in shown
    assert 'href="?q=bridge"' in shown


def test_tags_are_facets_and_may_be_combined(rosa: Client) -> None:
    tags = [Tag.objects.create(kind="place", slug=s, label_en=s.title()) for s in ("iran", "spain")]
    both, one = article("Un pont.", "A bridge."), article("Le pont.", "The bridge.")
    for made, held in ((both, tags), (one, tags[:1])):
        for tag in held:
            Tagging.objects.create(article=made, tag=tag, origin="machine")
        outbox.touch(made.pk)
    for query in ("", "q=bridge&"):
        assert "Spain" in page(rosa, f"/search/?{query}")
        shown = page(rosa, f"/search/?{query}tag=iran&tag=spain")
        assert both.get_absolute_url() in shown
        assert one.get_absolute_url() not in shown


def test_sam_finds_nothing_hidden_even_if_the_index_lags(
    sam: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = article("Un secret.", "A secret.")
    index.build()
    monkeypatch.setattr(index, "drain", lambda: 0)
    Article.objects.update(state="hidden")
    assert made.get_absolute_url() not in page(sam, "/search/?q=secret")
    assert "<mark>" not in page(sam, "/search/?q=secret")


def test_index_away_is_said_and_the_filters_still_work(
    rosa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = article("Un pont.", "A bridge.")

    def away(*args: object, **kwargs: object) -> None:
        raise Unavailable("gone")

    monkeypatch.setattr(finding, "search", away)
    shown = page(rosa, "/search/?q=pont")
    assert "words cannot be looked for at the moment" in shown
    assert made.get_absolute_url() in shown


def test_further_results_are_reached(rosa: Client) -> None:
    for n in range(25):
        article(f"Le pont {n}.", f"Bridge {n}.")
    assert "page=2" in page(rosa, "/search/?q=bridge")
    second = page(rosa, "/search/?q=bridge&page=2")
    assert second.count('<li class="entry">') == 5
    assert "Earlier results" in second


def test_queries_do_not_grow_with_the_results(
    rosa: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        article(f"Le pont {n}.", f"Bridge {n}.", source=make_source(f"s{n}"))
    page(rosa, "/search/?q=bridge")
    with django_assert_num_queries(7):
        page(rosa, "/search/?q=bridge")


def links(shown: str) -> list[str]:
    return [address.replace("&amp;", "&") for address in re.findall(r'href="(\?[^"]*)"', shown)]


def test_bar_of_the_histogram_leads_to_its_month(rosa: Client) -> None:
    first = article("Un pont.", "A bridge.", published_on=date(2024, 3, 9))
    other = article("Le pont.", "The bridge.", published_on=date(2024, 8, 1))
    shown = page(rosa, "/search/?q=bridge")
    assert 'aria-label="March 2024: 1 article"' in shown
    bar = "?q=bridge&after=2024-03-01&before=2024-03-31"
    assert bar in links(shown)
    chosen = page(rosa, f"/search/{bar}")
    assert first.get_absolute_url() in chosen
    assert other.get_absolute_url() not in chosen
    assert "March 2024 <span" in chosen


def test_undated_articles_are_counted_and_reached_from_the_histogram(rosa: Client) -> None:
    for on in (date(2024, 3, 9), date(2024, 8, 1), None):
        article("Un pont.", f"A bridge {on}.", published_on=on)
    shown = page(rosa, "/search/?q=bridge")
    assert "1 undated article</a> besides." in shown
    undated = page(rosa, "/search/?q=bridge&undated=1")
    assert undated.count('<li class="entry">') == 1
    assert "<span>Undated</span>" in undated


def test_facet_can_be_left_out(rosa: Client) -> None:
    first = article("Un pont.", "A bridge.", source=make_source("one"))
    article("Le pont.", "The bridge.", source=make_source("two"))
    assert "?q=bridge&not_source=two" in links(page(rosa, "/search/?q=bridge"))
    shown = page(rosa, "/search/?q=bridge&not_source=two")
    assert first.get_absolute_url() in shown
    assert "Source: not Two" in shown
    assert "1 article<" in shown


def test_unknown_names_are_said(rosa: Client) -> None:
    shown = page(rosa, "/search/?tag=nobody&source=nowhere")
    assert "There is no tag “nobody” here." in shown
    assert "There is no source “nowhere” here." in shown


def test_newest_first_is_followed_to_the_end(rosa: Client) -> None:
    made = [article(f"Le pont {n}.", f"Bridge {n}.") for n in range(45)]
    seen: list[str] = []
    address = "?q=bridge&sort=newest"
    for _ in range(4):
        shown = page(rosa, f"/search/{address}")
        seen += re.findall(r'<h3><a href="([^"]+)"', shown)
        following = [each for each in links(shown) if "cursor=" in each]
        if not following:
            break
        address = following[0]
    assert seen == [each.get_absolute_url() for each in reversed(made)]


def test_filters_are_paged_by_the_database_too(
    rosa: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(25):
        article(f"Le pont {n}.", f"Bridge {n}.")

    def away(*args: object, **kwargs: object) -> None:
        raise Unavailable("gone")

    monkeypatch.setattr(finding, "search", away)
    (later,) = [each for each in links(page(rosa, "/search/")) if "cursor=" in each]
    assert page(rosa, f"/search/{later}").count('<li class="entry">') == 5


def test_what_was_chosen_stays_with_the_next_search(rosa: Client) -> None:
    article("Un pont.", "A bridge.")
    shown = page(rosa, "/search/?q=bridge&tag=iran&not_source=x&lang=en&exact=1&sort=newest")
    for name, value in (("tag", "iran"), ("not_source", "x"), ("sort", "newest")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in shown
    assert '<option value="en" selected>' in shown
    assert '<details class="further" open>' in shown


def test_help_runs_its_examples(rosa: Client) -> None:
    article("Une passerelle étroite.", "A narrow footbridge.")
    address, *_ = re.findall(r'href="(/search/[?]q=[^"]+)"><kbd>', page(rosa, "/search/help/"))
    assert page(rosa, unescape(address)).count('<li class="entry">') == 1
