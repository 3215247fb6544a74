"""A kiosk of made-up newspapers: at each of many addresses a feed with its articles."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.press import XML, Item, Press, Reply, article_html, rss

FEED = "/fil.xml"
DAY_ONE = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
FIRST = int(ipaddress.IPv4Address("127.0.0.1"))


@dataclass
class Kiosk:
    """So many papers of so many articles, the n-th paper at the press’s n-th host.

    With each new `edition` one article in three has one sentence changed. `delay` is how many
    seconds each answer takes.
    """

    press: Press
    papers: int
    articles: int
    edition: int = 1
    delay: float = 0.0
    _kept: dict[tuple[int, str, int], Reply] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.press.otherwise = self.reply

    def feeds(self) -> list[str]:
        """The addresses of all feeds."""
        return [self.press.origin(n) + FEED for n in range(self.papers)]

    def wording(self, paper: int, k: int) -> int:
        """In which edition the article was last changed."""
        changed = range(self.edition, 1, -1)
        return next((each for each in changed if (paper + k + each) % 3 == 0), 1)

    def sentences(self, paper: int, k: int) -> list[str]:
        """What the article says now, without its headline: four sentences, the third may change."""
        return [
            f"Le conseil municipal de Valmer-{paper} s’est réuni lundi soir pour la {k}e fois.",
            f"Le maire de Valmer-{paper} a présenté le dossier numéro {k} aux habitants.",
            f"Au dernier compte, {self.wording(paper, k)} voix ont approuvé le projet {paper}-{k}.",
            f"Les travaux du quartier {k} de Valmer-{paper} commenceront au printemps prochain.",
        ]

    def reply(self, host: str, path: str) -> Reply | None:
        """What a paper answers; what it has said once in an edition is kept."""
        paper = int(ipaddress.IPv4Address(host)) - FIRST
        key = (paper, path, self.edition)
        if key not in self._kept:
            made = self._made(paper, path)
            if made is None:
                return None
            self._kept[key] = made
        return self._kept[key]

    def _made(self, paper: int, path: str) -> Reply | None:
        if path == FEED:
            return self._feed(paper)
        if path.startswith("/article/"):
            return self._article(paper, int(path.removeprefix("/article/")))
        return None

    def _feed(self, paper: int) -> Reply:
        origin = self.press.origin(paper)
        items = [
            Item(_title(paper, k), f"{origin}/article/{k}", date=DAY_ONE + timedelta(minutes=k))
            for k in range(self.articles)
        ]
        body = rss(items, title=f"Le Courrier de Valmer-{paper}", link=origin)
        headers = {"ETag": f'"{paper}"'}
        return Reply(body, content_type=XML, headers=headers, delay=self.delay)

    def _article(self, paper: int, k: int) -> Reply:
        lines = self.sentences(paper, k)
        paragraphs = [" ".join(lines[:2]), " ".join(lines[2:])]
        body = article_html(_title(paper, k), paragraphs, date=DAY_ONE)
        headers = {"ETag": f'"{paper}-{k}-{self.wording(paper, k)}"'}
        return Reply(body, headers=headers, delay=self.delay)


def _title(paper: int, k: int) -> str:
    return f"À Valmer-{paper}, le dossier {k} avance"
