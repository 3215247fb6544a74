"""What became of an article's page at its source."""

from datetime import timedelta
from typing import Any

import pytest

from archive.models import Article, Page
from archive.whereabouts import Whereabouts, whereabouts, with_page
from tests.factories import RECEIVED_AT, make_article, sha256

pytestmark = pytest.mark.django_db
LATER = RECEIVED_AT + timedelta(days=7)


def at(article: Article, path: str = "/pont", **fields: Any) -> Page:
    """A page of the article, which answered when it was asked, unless a test says otherwise."""
    url = f"https://gazette.example{path}" if path else ""
    fields.setdefault("state", Page.State.HELD)
    fields.setdefault("via", Page.Via.PAGE)
    fields.setdefault("seen_at", RECEIVED_AT)
    fields |= {"url": url, "url_hash": sha256(url) if url else None, "article": article}
    return Page.objects.create(source=article.source, **fields)


def known(article: Article) -> Whereabouts | None:
    return whereabouts(with_page(Article.objects.filter(pk=article.pk)).get())


def test_page_that_answered_is_there() -> None:
    article = make_article()
    at(article)
    found = known(article)
    assert found == Whereabouts(RECEIVED_AT)
    assert found.state == "there"


def test_page_that_is_gone_says_since_when() -> None:
    article = make_article()
    at(article, state="gone", gone_at=LATER)
    found = known(article)
    assert found == Whereabouts(RECEIVED_AT, LATER)
    assert found.state == "gone"


def test_article_is_there_while_one_of_its_pages_is() -> None:
    article = make_article()
    at(article, "/gone", state="gone", seen_at=LATER, gone_at=LATER)
    at(article, "/there")
    assert known(article) == Whereabouts(RECEIVED_AT)


def test_of_two_pages_the_one_last_seen_is_told() -> None:
    article = make_article()
    at(article, "/new", seen_at=LATER)
    at(article, "/old")
    assert known(article) == Whereabouts(LATER)


@pytest.mark.parametrize(
    "fields",
    [
        {"seen_at": None},
        {"via": "feed"},
        {"state": "refused"},
        {"state": "listed"},
        {"path": "", "entry": b"x"},
    ],
    ids=str,
)
def test_nothing_is_told_of_what_was_never_looked_at(fields: dict[str, Any]) -> None:
    article = make_article()
    at(article, **fields)
    assert known(article) is None


def test_page_that_came_back_is_there_again() -> None:
    article = make_article()
    at(article, seen_at=LATER, gone_at=RECEIVED_AT)
    assert known(article) == Whereabouts(LATER)


def test_another_articles_page_is_none_of_its_business() -> None:
    at(make_article())
    assert known(make_article()) is None
