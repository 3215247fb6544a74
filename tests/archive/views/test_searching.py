"""The search page: what it answers, in any state, to anyone, whatever is typed."""

import random
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive.models import Article, Tag, Tagging
from archive.search import Unavailable, index, outbox
from archive.views import searching
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def index_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Search builds its index in an empty folder."""
    settings.SEARCH_DIR = tmp_path / "search"


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
    assert "Source: one" in shown
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

    monkeypatch.setattr(searching, "search", away)
    shown = page(rosa, "/search/?q=pont")
    assert "The search index is away for the moment" in shown
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
    with django_assert_num_queries(5):
        page(rosa, "/search/?q=bridge")


def test_hostile_input_is_answered(sam: Client) -> None:
    article("Un pont.", "A bridge.")
    chance = random.Random(5)
    bits = ["<script>", "'", '"', "%00", "%ff", "(", "-", "*", "OR", "tag:", "a", "&page=-1", "%"]
    bits += ["&page=99999999", "&tag=", "&tag=x", "&source=%00", "&after=", "&sort=id", "é", "%f0"]
    for _ in range(400):
        query = "".join(chance.choices(bits, k=chance.randrange(1, 15)))
        answer = sam.get(f"/search/?q={query}")
        assert answer.status_code == 200, query
        assert "<script>" not in answer.content.decode()
