"""The play’s newspaper: its pages, its feed, and every sentence that it ever printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive.models import Feed, Source
from newsroom.ingest.addresses import url_hash
from tests.newsroom.wire.days import Days
from tests.press import Item, Press, article_html, rss

DAY_ONE = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
TOWNS = (
    *("Valmer", "Sorbières", "Montplat", "Aubrac-Neuve", "Échirey", "Noirmont", "Laçay"),
    *("Boisvert", "Grandrieu", "Orsonville", "Pré-Fleury", "Trévignac"),
)


def title(town: str) -> str:
    """The headline of a town’s article."""
    return f"Le pont de {town} rouvre aux voitures"


def story(town: str) -> list[str]:
    """The sentences of a town’s article as it was first printed."""
    return [
        f"Le pont de {town} a rouvert mardi matin après huit mois de travaux.",
        f"Les habitants de {town} l’attendaient depuis le printemps dernier.",
        f"La mairie de {town} a payé la moitié du chantier avec la région.",
        f"Le marché de {town} sera déplacé vers la place haute dès samedi.",
    ]


@dataclass
class Paper:
    """A source with one feed at the press’s n-th host.

    `pages` has path and sentences of each town’s article as printed now, `said` every sentence
    that was ever to be read.
    """

    press: Press
    days: Days
    n: int = 0
    path: str = "/fil.xml"
    pages: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    tag: int = 0

    def __post_init__(self) -> None:
        self.source = Source.objects.create(slug=f"courrier-{self.n}", name="Le Courrier")
        url = self.at(self.path)
        self.feed = Feed.objects.create(source=self.source, url=url, url_hash=url_hash(url))

    def at(self, path: str) -> str:
        """The path’s whole address."""
        return self.press.origin(self.n) + path

    @property
    def host(self) -> str:
        """Its host."""
        return self.press.host(self.n)

    def put(self, path: str, body: bytes = b"", **facts: str | int) -> None:
        """Answer so at the path from now on."""
        self.press.put(path, body, host=self.host, **facts)  # type: ignore[arg-type]

    def print_page(
        self, town: str, sentences: list[str] | None = None, *, path: str = "", encoding: str = ""
    ) -> None:
        """Print the town’s article, at its old path unless it moves, with a new ETag."""
        held = self.pages.get(town, (f"/{TOWNS.index(town)}.html", story(town)))
        path, sentences = path or held[0], sentences or held[1]
        self.pages[town] = (path, sentences)
        self.said |= {title(town), *sentences}
        paragraphs = [" ".join(sentences[:2]), " ".join(sentences[2:])]
        body = article_html(title(town), paragraphs, date=DAY_ONE)
        facts: dict[str, str | int] = {"etag": self.new_tag()}
        if encoding:
            body = body.decode().replace('<meta charset="utf-8">', "").encode(encoding)
            facts["content_type"] = f"text/html; charset={encoding}"
        self.put(path, body, **facts)

    def items(self) -> list[Item]:
        """Its articles as a feed lists them, the newest first, without dates: `Days` moves none."""
        listed = [
            Item(title(town), self.at(path), f"À {town}, en bref.", guid=f"courrier-{town}")
            for town, (path, _) in self.pages.items()
        ]
        return listed[::-1]

    def print_feed(
        self, items: list[Item] | None = None, *, encoding: str = "utf-8", charset: str = ""
    ) -> None:
        """List the articles, or the items given, under a new ETag."""
        body = rss(self.items() if items is None else items, encoding=encoding)
        kind = "application/rss+xml" + (f"; charset={charset}" if charset else "")
        self.put(self.path, body, content_type=kind, etag=self.new_tag())

    def new_tag(self) -> str:
        """An ETag never given before."""
        self.tag += 1
        return f'"{self.n}-{self.tag}"'

    def read_again(self) -> Feed:
        """The feed’s row as it is now."""
        self.feed.refresh_from_db()
        return self.feed
