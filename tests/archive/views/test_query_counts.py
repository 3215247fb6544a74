"""What a page asks of the database does not grow with the archive: every list, and the article."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, resolve
from pytest_django import Settings

from archive import audit, urls
from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Feed, Tag
from tests.archive.correcting import reword, shown_anew
from tests.archive.discuss.mending import suggested
from tests.archive.discuss.writing import WRITER, say
from tests.factories import EDITED_AT, make_article, make_source, publish, rewrite, sha256

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)

FEW, SOME, MANY = 8, 20, 45
# Every page that lists something, and for each what it may ask at most.
LISTS = {
    "/": 9,
    "/?before=2024-10-20.99999999": 5,
    "/undated/": 6,
    "/undated/?before=2026-01-01.99999999": 6,
    "/calendar/": 3,
    "/2024/": 4,
    "/2024/10/": 4,
    "/2024/10/23/": 8,
    "/tags/": 2,
    "/places/": 2,
    "/people/?q=named": 4,
    "/places/?initial=n&sort=number": 2,
    "/places/place-0/": 10,
    "/places/place-0/?before=2024-10-20.99999999": 6,
    "/sources/": 4,
    "/sources/wire/": 12,
    "/search/": 9,
    "/search/?source=wire&tag=place-0&after=2024-01-01": 10,
    "/search/?q=bridge": 9,
    "/search/?q=bridge&sort=newest": 9,
    "/search/?q=bridge+OR+pont&not_source=source-0&discussed=1&level=machine": 9,
    "/search/?q=person:named&undated=1": 9,
    "/search/help/": 5,
    "/feed.atom": 8,
    "/places/place-0/feed.atom": 8,
    "/sources/wire/feed.atom": 8,
    "/search/feed.atom": 8,
    "/search/feed.atom?q=bridge": 9,
    "/sitemap.xml": 6,
    "/sitemap-pages.xml": 4,
    "/sitemap-articles-1.xml": 5,
    "/sitemap-tags-1.xml": 5,
    "/corrections/": 6,
    "/corrections/?before=99999999": 6,
    "/corrections/feed.atom": 6,
    "/comments/": 5,
    "/comments/feed.atom": 3,
    "/suggestions/": 3,
}
# What shows no list: each answers for one thing, or for nothing that is stored.
SINGLE = {
    *("about", "privacy", "healthz", "readyz", "robots", "opensearch", "cite", "sentence"),
    *("comment_permalink", "edit_comment", "erase_comment", "comment", "article_json"),
    *("suggest", "doubt", "suggestion", "withdraw_suggestion"),
    *("report_comment", "comment_reported", "export_own", "erase_own"),
    *("by_mail", "by_mail_link", "by_mail_export", "by_mail_erase", "quiet", "preview"),
}
ARTICLE = (
    "article",
    "edition",
    "changes",
    "article_corrections",
    "comments_feed",
    "thread_feed",
)


@pytest.fixture(autouse=True)
def everything_is_listed(settings: Settings) -> None:
    """The sitemap lists what no one has reviewed, too."""
    settings.UNREVIEWED_NOINDEX = False


@pytest.fixture
def writer(rosa: Client) -> Client:
    """A reader who wrote comments from this browser."""
    rosa.cookies[COOKIE] = WRITER
    return rosa


def grow(start: int, stop: int) -> None:
    """Articles of many days, sources and tags, dated or not, each discussed, and some taken back.

    The first few are like each other, and stand beside each other as related ones.
    """
    for n in range(start, stop):
        source = make_source("wire" if n % 2 else f"source-{n}")
        on = date(2024, 10, 23) - timedelta(days=n * (n % 3)) if n % 4 != 1 else None
        line = "Le funiculaire attend." if n < FEW // 2 else "Le pont enjambe la Garonne."
        body = [[line, f"Phrase {n}."]]
        article = make_article(title=f"Le pont {n}", body=body, source=source, published_on=on)
        publish(article, {f"Le pont {n}": f"Bridge {n}"})
        for tag in _tags(n):
            article.taggings.create(tag=tag, origin="machine")
        for _ in range(2):
            say(article, writer=digest(WRITER))
        suggested(article.segments.get(kind="title"), f"A bridge {n}")
        if n % 2:
            reword(article, {1: f"Bridge {n}, open"})
            shown_anew(article, note=f"Note {n}.")
        make_article(source=make_source("wire"), published_on=on)
        address = f"https://wire.example/{n}.xml"
        Feed.objects.create(source=make_source("wire"), url=address, url_hash=sha256(address))
        taken_back = make_article(
            source=make_source("wire"), state="withdrawn", withdrawn_reason=f"Reason {n}."
        )
        audit.record("withdraw", f"article:{taken_back.pk}")


def _tags(n: int) -> Iterator[Tag]:
    for kind in Tag.Kind.values:
        for number in {0, n}:
            label = f"Named {kind} {number}"
            tag, new = Tag.objects.get_or_create(
                slug=f"{kind}-{number}", defaults={"kind": kind, "label_en": label}
            )
            if new:
                tag.aliases.create(text=f"Nommé {label}", folded=f"nomme {label.lower()}")
            yield tag


def change(article: Article, n: int) -> None:
    """One more edit by its source, which puts in a sentence."""
    at, line = EDITED_AT + timedelta(hours=n), f"Ajout {n}."
    rewrite(article, {"": line}, {line: f"Addition {n}."}, received_at=at)


def queries(client: Client, addresses: Iterable[str]) -> dict[str, int]:
    """How many each answer takes, once the index has heard of what changed."""
    assert client.get("/search/?q=bridge").status_code == 200
    return {address: _asked(client, address) for address in addresses}


def _asked(client: Client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address).getvalue()
    return len(captured)


def test_every_page_that_lists_something_is_counted() -> None:
    counted = {resolve(address.partition("?")[0]).url_name for address in LISTS}
    patterns = {each.name for each in urls.urlpatterns if isinstance(each, URLPattern)}
    assert patterns - counted - SINGLE - set(ARTICLE) == set()
    assert counted & SINGLE == set()


def test_lists_ask_as_often_in_a_large_archive_as_in_a_small_one(writer: Client) -> None:
    grow(0, FEW)
    few = queries(writer, LISTS)
    grow(FEW, MANY)
    many = queries(writer, LISTS)
    assert {at: (few[at], many[at]) for at in LISTS if few[at] != many[at]} == {}
    assert {at: n for at, n in many.items() if n > LISTS[at]} == {}


def test_article_asks_as_often_whatever_is_related_said_and_tagged(writer: Client) -> None:
    grow(0, FEW)
    article = Article.objects.translated().order_by("pk")[0]
    address = article.get_absolute_url()
    places = (
        *(f"{address}?view={view}" for view in ("en", "side", "lines", "fr")),
        f"{address}?view=side&names=1",
        f"/articles/{article.pk}/v1/",
        f"/articles/{article.pk}/corrections/",
        f"/articles/{article.pk}/comments.atom",
    )
    few = queries(writer, places)
    grow(FEW, SOME)
    for _ in range(60):
        say(article)
    many = queries(writer, places)
    assert b'id="related">' in writer.get(address).getvalue()
    assert few == many
    assert max(many.values()) <= 12


def test_article_asks_as_often_however_often_its_source_changed_it(rosa: Client) -> None:
    article = make_article(title="Un funiculaire", body=[["Il attend."]])
    publish(article, {"Un funiculaire": "A funicular", "Il attend.": "It waits."})
    address = article.get_absolute_url()
    places = (address, f"{address}?view=side&names=1", f"/articles/{article.pk}/v1/")
    unchanged = queries(rosa, places)
    change(article, 0)
    changes = f"/articles/{article.pk}/changes/"
    few = queries(rosa, (*places, changes))
    for n in range(60):
        change(article, n + 1)
    assert few == queries(rosa, few)
    assert few == unchanged | {changes: 4}
