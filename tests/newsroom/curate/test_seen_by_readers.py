"""What each act on a name changes for readers: facets, page, feed, redirects, and later runs.

The sentences are real and the tagger is the one that tags; nothing is told that a reader or the
queue would not be told.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import authority, tagging
from archive.models import Alias, Article, Tag
from archive.search import parse, search
from newsroom.tag.desk import tag_article
from tests.archive.authority.records import queued, sought
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = (
    "Le pont relie le Royaume-Uni à la France.",
    "Un pont attend Gibraltar depuis dix ans.",
    "Entre Gibraltar et le Royaume-Uni, un pont divise.",
)
Facets = dict[str, int]


@pytest.fixture
def articles() -> list[Article]:
    """Three articles about bridges, tagged."""
    made = [make_article(title=f"Un pont {n}", body=[[text]]) for n, text in enumerate(TEXTS)]
    for article in made:
        publish(article)
        tag_article(article.pk)
    return made


def facets() -> Facets:
    """The places of a search, once the index has heard of what changed."""
    return dict(search(parse("pont"), sort="newest").facets["place"])


def named(slug: str) -> Tag:
    return Tag.objects.get(slug=slug)


def on_page(client: Client, slug: str) -> int:
    """How many articles the record's page lists; 0 where there is none."""
    answer = client.get(named(slug).get_absolute_url())
    return answer.text.count("<h3") if answer.status_code == 200 else 0


def in_feed(client: Client, slug: str) -> int:
    answer = client.get(f"{named(slug).get_absolute_url()}feed.atom")
    return answer.content.count(b"<entry>") if answer.status_code == 200 else 0


def leads(client: Client, slug: str, rest: str = "") -> str:
    """Where the record's own address leads for ever."""
    answer = client.get(f"{named(slug).get_absolute_url()}{rest}")
    return answer.headers["Location"] if answer.status_code == 301 else ""


def run_again(articles: list[Article]) -> None:
    """What the queue may do at any time: tag all of them once more."""
    queued()
    for article in articles:
        tag_article(article.pk)


def run_queue() -> None:
    """What the queue does next: seek what is sought, and tag what was found."""
    for pk in sorted(sought()):
        tag_article(pk)


def is_seen(client: Client, expected: Facets) -> None:
    """Facets, pages and feeds say the same."""
    assert facets() == expected
    for slug in ("united-kingdom", "gibraltar", "france"):
        assert on_page(client, slug) == expected.get(slug, 0), slug
        assert in_feed(client, slug) == expected.get(slug, 0), slug


BEFORE = {"united-kingdom": 2, "gibraltar": 2, "france": 1}
MERGED = {"united-kingdom": 3, "france": 1}


def test_before_any_act(rosa: Client, articles: list[Article]) -> None:
    is_seen(rosa, BEFORE)
    run_again(articles)
    is_seen(rosa, BEFORE)


def test_merge(rosa: Client, articles: list[Article], edith: User) -> None:
    facets()
    authority.merge(named("gibraltar"), named("united-kingdom"), edith)
    is_seen(rosa, MERGED)
    heir = named("united-kingdom").get_absolute_url()
    assert leads(rosa, "gibraltar") == heir
    assert leads(rosa, "gibraltar", "feed.atom") == f"{heir}feed.atom"
    run_queue()
    run_again(articles)
    is_seen(rosa, MERGED)


def test_both_names_are_marked_under_the_heir_after_a_run(
    articles: list[Article], edith: User
) -> None:
    authority.merge(named("gibraltar"), named("united-kingdom"), edith)
    run_queue()
    offsets = articles[2].taggings.get(tag__slug="united-kingdom").offsets
    assert [TEXTS[2][start:end] for _, start, end in offsets] == ["Gibraltar", "Royaume-Uni"]


def test_unmerge(rosa: Client, articles: list[Article], edith: User) -> None:
    made = authority.merge(named("gibraltar"), named("united-kingdom"), edith)
    run_again(articles)
    authority.undo_merge(made, edith)
    run_queue()
    is_seen(rosa, BEFORE)
    assert leads(rosa, "gibraltar") == ""
    run_again(articles)
    is_seen(rosa, BEFORE)


def test_article_that_came_during_the_merge_is_put_right(
    rosa: Client, articles: list[Article], edith: User
) -> None:
    made = authority.merge(named("gibraltar"), named("united-kingdom"), edith)
    late = make_article(title="Un pont de plus", body=[["Un pont pour Gibraltar."]])
    publish(late)
    tag_article(late.pk)
    assert facets() == {"united-kingdom": 4, "france": 1}
    authority.undo_merge(made, edith)
    run_queue()
    is_seen(rosa, {**BEFORE, "gibraltar": 3})


def test_rename(rosa: Client, articles: list[Article], edith: User) -> None:
    facets()
    authority.rename(named("gibraltar"), "The Rock", "Le Rocher", edith)
    is_seen(rosa, BEFORE)
    assert "<h1>The Rock</h1>" in rosa.get(named("gibraltar").get_absolute_url()).text
    assert "The Rock" in rosa.get(f"{named('gibraltar').get_absolute_url()}feed.atom").text
    assert search(parse('place:"The Rock"'), sort="newest").total == 2
    run_again(articles)
    is_seen(rosa, BEFORE)
    assert (named("gibraltar").label_en, named("gibraltar").status) == ("The Rock", "reviewed")


def test_hide_and_show(rosa: Client, articles: list[Article], edith: User) -> None:
    facets()
    tag = named("gibraltar")
    authority.hide(tag, edith)
    is_seen(rosa, {"united-kingdom": 2, "france": 1})
    assert rosa.get(tag.get_absolute_url()).status_code == 404
    run_again(articles)
    is_seen(rosa, {"united-kingdom": 2, "france": 1})
    authority.unhide(tag, edith)
    run_queue()
    is_seen(rosa, BEFORE)


def test_stop_and_allow(rosa: Client, articles: list[Article], edith: User) -> None:
    facets()
    stopped = authority.stop("gibraltar", "place", edith)
    run_queue()
    is_seen(rosa, {"united-kingdom": 2, "france": 1})
    assert rosa.get(named("gibraltar").get_absolute_url()).status_code == 404
    run_again(articles)
    is_seen(rosa, {"united-kingdom": 2, "france": 1})
    authority.unstop(stopped, edith)
    run_queue()
    is_seen(rosa, BEFORE)


def test_split_off(rosa: Client, articles: list[Article], edith: User) -> None:
    authority.rename(named("gibraltar"), "The Rock", "Le Rocher", edith)
    alias = Alias.objects.get(tag__slug="gibraltar", text="Gibraltar", language="fr")
    made = authority.split_off(alias, edith)
    assert sought() == {articles[1].pk, articles[2].pk}
    run_again(articles)
    assert facets() == {"united-kingdom": 2, made.slug: 2, "france": 1}
    assert on_page(rosa, made.slug) == 2


def test_editors_tagging_outlives_merge_run_and_unmerge(
    rosa: Client, articles: list[Article], edith: User
) -> None:
    tagging.refuse(articles[1], named("gibraltar"), edith)
    tagging.add(articles[0], named("gibraltar"), edith)
    expected = {"united-kingdom": 2, "gibraltar": 2, "france": 1}
    assert facets() == expected
    made = authority.merge(named("gibraltar"), named("united-kingdom"), edith)
    run_again(articles)
    assert facets() == {"united-kingdom": 2, "france": 1}
    authority.undo_merge(made, edith)
    run_again(articles)
    is_seen(rosa, expected)
