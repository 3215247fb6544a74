"""Le Courrier de Valmer, a newspaper made up for the tests: a front page, a feed, its articles."""

from datetime import UTC, datetime, timedelta

from tests.newsroom.ingest.texts import FRENCH, SECOND, THIRD
from tests.press import XML, Item, Press, article_html, rss

NEWEST = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
APART = timedelta(hours=2)
TEXTS = (FRENCH, f"{SECOND} {THIRD}", f"{THIRD} {SECOND}")
TITLES = ("La piscine de Valmer fermera", "Les nageurs à Saint-Brias", "Le prix du chantier")
FRONT = """<!DOCTYPE html><html lang="fr"><head><title>Le Courrier de Valmer – Toute l’actualité
</title><meta property="og:site_name" content="Le Courrier de Valmer">
{links}</head><body><a href="/sport">Sport</a> {body}</body></html>"""
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def front(*feeds: str, body: str = "") -> str:
    """A front page whose head names these feeds, each as "path" or "path title"."""
    named = (feed.partition(" ") for feed in feeds)
    links = "".join(LINK.format(href=href, title=title) for href, _, title in named)
    return FRONT.format(links=links, body=body)


def items(press: Press, n: int = 0, *, whole: bool = False) -> list[Item]:
    """The feed's entries at the press's n-th host, with their text if they hold it `whole`."""
    return [
        Item(
            title,
            f"{press.origin(n)}/{number}.html",
            paragraphs=[text] if whole else [],
            date=NEWEST - number * APART,
        )
        for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True))
    ]


def print_feed(press: Press, path: str = "/rss.xml", n: int = 0, *, whole: bool = False) -> str:
    """Put the feed there; its address."""
    channel = {"title": "Le Courrier de Valmer – À la une", "link": f"{press.origin(n)}/"}
    press.put(path, rss(items(press, n, whole=whole), **channel), content_type=XML)
    return f"{press.origin(n)}{path}"


def print_articles(press: Press) -> None:
    """Put the pages of the articles."""
    for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True)):
        date = NEWEST - number * APART
        press.put(f"/{number}.html", article_html(title, [text], date=date))


def print_paper(press: Press) -> str:
    """Put the front page, the feed that it names, and the articles; the front page's address."""
    press.put("/", front("/rss.xml À la une"))
    print_feed(press)
    print_articles(press)
    return f"{press.origin()}/"
