"""Sources that are followed, with feeds and pages in every state."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from archive.models import Article, Feed, Page, Source
from newsroom.ingest.addresses import url_hash
from tests.factories import make_source

SLOW = "valmer.example did not answer within 20 seconds."
NOT_FRENCH = "It looks like English, not French."


def valmer(**fields: Any) -> Source:
    """Le Courrier de Valmer."""
    facts = {"name": "Le Courrier de Valmer", "homepage": "https://valmer.example/"}
    return make_source("valmer", **facts | fields)


def make_feed(source: Source, url: str = "https://valmer.example/rss", **fields: Any) -> Feed:
    """A feed of it, followed unless `state` says otherwise."""
    if fields.get("state", "followed") != "followed":
        fields.setdefault("next_fetch_at", None)
    return Feed.objects.create(source=source, url=url, url_hash=url_hash(url), **fields)


def failing(source: Source, url: str = "https://valmer.example/une", **fields: Any) -> Feed:
    """A feed of it that answered four hours ago and has not since."""
    now = timezone.now()
    facts = {"failures": 2, "problem": SLOW, "succeeded_at": now - timedelta(hours=4)}
    return make_feed(source, url, tried_at=now, **facts | fields)


def make_page(source: Source, path: str = "1", article: Article | None = None, **f: Any) -> Page:
    """A page of it: held where there is an article, else listed unless `state` says otherwise."""
    url = f"https://valmer.example/{path}"
    if article is not None:
        f = {"state": "held", "via": "page", "article": article} | f
    return Page.objects.create(source=source, url=url, url_hash=url_hash(url), **f)
