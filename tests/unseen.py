"""An archive that readers see, and articles like its own that they must not, known by their words.

What belongs to an unseen article alone is a word that begins with `zq` and its state:
`zqhiddentitle`. Everything else, its days, its source and its tags, it shares with what is seen.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from archive import tagging
from archive.models import Article, Comment, Tag
from archive.search import outbox
from newsroom.curate import desk
from tests.archive.correcting import correct
from tests.archive.discuss.mending import suggested
from tests.archive.discuss.writing import say
from tests.factories import RECEIVED_AT, make_article, make_source, publish, rewrite

STATES = ("hidden", "scheduled", "withdrawn")
TELLTALE = re.compile(r"zq[a-z]{5,}")
REASON = "zqwithdrawnreason"
SHARED_DAY = date(2024, 10, 23)
OWN_DAYS = dict(zip(STATES, (date(2021, 5, 1), date(2021, 5, 9), date(2020, 2, 3)), strict=True))
PARTS = ("title", "titre", "text", "texte", "byline", "url", "writer", "comment", "tag", "source")
SAID_AT = datetime(2026, 1, 2, tzinfo=RECEIVED_AT.tzinfo)
BRIDGE = ("Le pont ferroviaire enjambe la Garonne.", "The railway bridge spans the Garonne.")
# What the first of the seen ones and every unseen one tell of, and so are like each other.
CABLE = ("Le funiculaire attend toujours.", "The funicular is still waiting.")

FLOOD = ("Les quais sont inondés.", "The quays are flooded.")


def make_seen(by: User) -> list[Article]:
    """Six articles that readers see: two of one day, one undated, one still without English."""
    seen = []
    for n, (slug, on) in enumerate(
        [
            ("wire", SHARED_DAY),
            ("wire", SHARED_DAY),
            ("courier", date(2024, 10, 24)),
            ("courier", date(2023, 3, 1)),
            ("wire", None),
        ]
    ):
        article = make_article(
            title=f"Le pont {n} rouvre",
            body=[[BRIDGE[0]], *([] if n else [[CABLE[0]]])],
            source=make_source(slug),
            published_on=on,
        )
        english = dict([BRIDGE, CABLE, (f"Le pont {n} rouvre", f"Bridge {n} reopens")])
        publish(article, english)
        if n == 0:
            rewrite(article, {"": FLOOD[0]}, dict([FLOOD]))
        _say(article, "Rosa", "I crossed it today.")
        suggested(article.segments.get(kind="title"), f"Bridge {n} is open again")
        seen.append(article)
        for tag in _shared_tags()[: 1 + n % 2]:
            tagging.add(article, tag, by)
        if n == 1:
            correct(article, {2: f"{BRIDGE[1]} It is long."}, by, "It is long.")
    return [*seen, make_article(source=make_source("wire"), published_on=SHARED_DAY)]


def make_unseen(by: User) -> dict[str, list[Article]]:
    """By the state that they are to have, articles that readers see as yet, and much discuss."""
    return {state: list(_like_the_seen(state, by)) for state in STATES}


def take_away(unseen: dict[str, list[Article]], by: User) -> None:
    """Give each its state, as editors do."""
    for article in unseen["withdrawn"]:
        desk.withdraw(article.pk, reason=REASON, by=by, expected=article.version)
    for article in [*unseen["hidden"], *unseen["scheduled"]]:
        desk.hide(article.pk, by=by, expected=article.version)
    due = [article.pk for article in unseen["scheduled"]]
    tomorrow = timezone.now() + timedelta(days=1)
    Article.objects.filter(pk__in=due).update(state="scheduled", publish_at=tomorrow)
    outbox.touch_all(due)


def all_of(unseen: dict[str, list[Article]]) -> list[Article]:
    """The articles of every state."""
    return [article for articles in unseen.values() for article in articles]


def telltales(text: str) -> set[str]:
    """The words in a text that only unseen articles hold."""
    return set(TELLTALE.findall(text))


def words(state: str, parts: Iterable[str] = PARTS) -> set[str]:
    """The words by which articles of a state are known."""
    return {f"zq{state}{part}" for part in parts}


def _like_the_seen(state: str, by: User) -> Iterable[Article]:
    own = make_source(f"of-{state}", name=f"zq{state}source")
    wire = make_source("wire")
    for n, (source, on) in enumerate(
        [(wire, SHARED_DAY), (wire, OWN_DAYS[state]), (wire, None), (own, SHARED_DAY)]
    ):
        title, line = f"Le pont 0 rouvre zq{state}titre", f"{BRIDGE[0][:-1]} zq{state}texte."
        article = make_article(
            title=title,
            body=[[line], [CABLE[0]]],
            source=source,
            published_on=on,
            capture={"byline": f"zq{state}byline"},
            canonical_url=f"https://elsewhere.example/zq{state}url/{n}",
        )
        english = {
            title: f"Bridge 0 reopens zq{state}title",
            line: f"{BRIDGE[1][:-1]} zq{state}text.",
        }
        publish(article, {**english, CABLE[0]: CABLE[1]})
        rewrite(
            article,
            {"": f"{FLOOD[0]} zq{state}texte"},
            {f"{FLOOD[0]} zq{state}texte": f"{FLOOD[1]} zq{state}text"},
        )
        for tag in [*_shared_tags(), _tag("person", f"only-{state}", f"zq{state}tag")]:
            tagging.add(article, tag, by)
        for segment in article.segments.all():
            suggested(segment, f"zq{state}text", name=f"zq{state}writer")
        correct(article, {2: f"{BRIDGE[1]} zq{state}text"}, by, f"It said zq{state}text.")
        for _ in range(3):
            _say(article, f"zq{state}writer", f"zq{state}comment")
        yield article


def _say(article: Article, name: str, body: str) -> Comment:
    fields: dict[str, Any] = {"created_at": SAID_AT, "published_at": SAID_AT}
    return say(article, body, name=name, **fields)


def _shared_tags() -> list[Tag]:
    return [_tag("place", "iran", "Iran"), _tag("subject", "transport", "Transport")]


def _tag(kind: str, slug: str, label: str) -> Tag:
    return Tag.objects.get_or_create(slug=slug, defaults={"kind": kind, "label_en": label})[0]
