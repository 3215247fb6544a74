"""What a page says of itself: schema.org in JSON-LD first, then OpenGraph and other tags."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsroom.ingest.addresses import canonical
from newsroom.ingest.datelines import from_document
from newsroom.ingest.story import Dateline
from newsroom.ingest.wording import fold, tidy

MOST_NODES = 5_000
ARTICLE_TYPES = re.compile(r"\w*Article|(?:LiveBlog|Blog)Posting|Report")
TITLE_TAGS = ("og:title", "twitter:title", "dc.title")
AUTHOR_TAGS = ("author", "article:author", "dc.creator", "parsely-author")
DATE_TAGS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "pubdate",
    "parsely-pub-date",
)
SUFFIX = re.compile(r"\s+[|•·–—-]\s+([^|•·–—]{1,60})$")


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, byline, date and address of a page, as far as it gives them."""

    title: str = ""
    byline: str = ""
    published: Dateline | None = None
    canonical_url: str = ""


def facts_of(tree: HtmlElement) -> Facts:
    """Read them from the page's head, the most exact statement first."""
    node = next(articles(tree), {})
    tags = _meta(tree)
    return Facts(
        title=_title(tree, node, tags),
        byline=_byline(node, tags),
        published=_published(tree, node, tags),
        canonical_url=_address(tree, node, tags),
    )


def articles(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """The schema.org nodes in the page that are an article."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            for node in _nodes(script.text or ""):
                kinds = node.get("@type")
                for kind in kinds if isinstance(kinds, list) else [kinds]:
                    if isinstance(kind, str) and ARTICLE_TYPES.fullmatch(kind.split("/")[-1]):
                        yield node


def _nodes(written: str) -> Iterator[dict[str, object]]:
    try:
        waiting = deque([json.loads(written, strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.get(key) for key in ("@graph", "mainEntity", "itemListElement"))
        elif isinstance(value, list):
            waiting.extend(value[:MOST_NODES])


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = tidy(tag.get("content", ""))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [content for name in names for content in tags.get(name, [])]


def _words(value: object) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _title(tree: HtmlElement, node: dict[str, object], tags: dict[str, list[str]]) -> str:
    """The headline; a page title only without the site's name behind it."""
    headline = _words(node.get("headline")) or _words(node.get("name"))
    given = [headline, *(_without_site(title, tags) for title in _first(tags, TITLE_TAGS))]
    heads = [tidy(" ".join(head.itertext())) for head in list(tree.iter("h1"))[:2]]
    heads = heads if len(heads) == 1 else []
    page = [_without_site(tidy(title.text or ""), tags) for title in tree.iter("title")]
    return next((title for title in [*given, *heads, *page[:1]] if title), "")


def _without_site(title: str, tags: dict[str, list[str]]) -> str:
    found = SUFFIX.search(title)
    if not found:
        return title
    site = fold("".join(tags.get("og:site_name", [])[:1]))
    named = site and fold(found[1]).startswith(site)
    return title[: found.start()] if named or len(found[1].split()) <= 3 else title


def _byline(node: dict[str, object], tags: dict[str, list[str]]) -> str:
    authors = node.get("author")
    listed = authors if isinstance(authors, list) else [authors]
    names = [_words(each.get("name") if isinstance(each, dict) else each) for each in listed[:10]]
    names = names if any(names) else _first(tags, AUTHOR_TAGS)[:10]
    plain = [name for name in names if name and not name.startswith(("http://", "https://"))]
    return ", ".join(dict.fromkeys(plain))[:300]


def _published(
    tree: HtmlElement, node: dict[str, object], tags: dict[str, list[str]]
) -> Dateline | None:
    given = [_words(node.get("datePublished")), *_first(tags, DATE_TAGS)]
    given += _times(tree)
    found = (from_document(written) for written in given if written)
    return next((dateline for dateline in found if dateline), None)


def _times(tree: HtmlElement) -> list[str]:
    """Times marked as the page's own; unmarked ones only if all name the same moment."""
    times = list(tree.iter("time"))
    own = [
        time.get("datetime", "")
        for time in times
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"
    ]
    moments = {time.get("datetime", "") for time in times}
    return own or (list(moments) if len(moments) == 1 else [])


def _address(tree: HtmlElement, node: dict[str, object], tags: dict[str, list[str]]) -> str:
    links = [
        link.get("href", "")
        for link in tree.iter("link")
        if "canonical" in link.get("rel", "").lower().split()
    ]
    page = node.get("mainEntityOfPage")
    named = [page.get("@id") if isinstance(page, dict) else page, node.get("url")]
    given = [*links, *tags.get("og:url", []), *(_words(each) for each in named)]
    return next((url for url in map(canonical, given) if url), "")
