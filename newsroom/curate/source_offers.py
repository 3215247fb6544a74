"""What an address offers, as its preview shows it, and sealed until it is accepted.

The seal holds every word that was shown, so that what is accepted is what was seen: nothing is
asked of the site a second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils.dateformat import format as worded
from django.utils.timezone import localtime

from archive.models import Feed, Source
from newsroom.curate import adding
from newsroom.curate.source_pages import spoken
from newsroom.ingest.addresses import url_hash
from newsroom.ingest.story import Story
from newsroom.wire import desk
from newsroom.wire.discovery import Found

SALT = "newsroom.curate.source_offers"
STALE = "The preview is more than a day old, or was changed on its way. Preview it again."
LETS = "Its robots.txt lets the pages of articles be taken."
LETS_NOT = "Its robots.txt does not let the pages of articles be taken."
OWN_TEXT = "What would come in is the feeds’ own text."
KINDS = {"rss": "RSS", "atom": "Atom", "sitemap": "News sitemap"}


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed that was found. `holder` names the source that follows it already, if one does."""

    url: str
    title: str
    kind: str
    count: int
    newest: str = ""
    oldest: str = ""
    pace: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class OfferedEntry:
    """One of the first entries; `holder` names the source that has its article, if one does."""

    title: str
    url: str
    at: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as it would be stored, and in `problem` why not its page's, or why none."""

    title: str = ""
    facts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    more: int = 0
    warnings: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be taken in.

    `into` is the slug of the source that feeds are sought for, `known` that of one which stands
    at the same site. Both may be "".
    """

    asked: str = ""
    name: str = ""
    slug: str = ""
    homepage: str = ""
    take: str = Source.Take.PAGE.value
    into: str = ""
    known: str = ""
    notes: tuple[str, ...] = ()
    feeds: tuple[OfferedFeed, ...] = ()
    entries: tuple[OfferedEntry, ...] = ()
    sample: Sample = Sample()

    @property
    def free(self) -> list[str]:
        """The addresses of the feeds that nobody follows yet."""
        return [feed.url for feed in self.feeds if not feed.holder]

    @property
    def titles(self) -> dict[str, str]:
        """What the feeds call themselves, by their addresses."""
        return {feed.url: feed.title for feed in self.feeds}


def offer(preview: desk.Preview, asked: str, into: Source | None) -> Offer:
    """What a preview found, in words."""
    return Offer(
        asked=asked,
        name=preview.name,
        slug=preview.slug,
        homepage=preview.homepage,
        take=preview.take,
        into=into.slug if into else "",
        known=preview.known.slug if preview.known else "",
        notes=tuple(_notes(preview)),
        feeds=tuple(_feed(each, preview.followed.get(each.url, "")) for each in preview.feeds),
        entries=tuple(map(_entry, preview.entries)),
        sample=_sample(preview, into or preview.known),
    )


def _notes(preview: desk.Preview) -> Iterator[str]:
    if preview.may_fetch is not None:
        yield LETS if preview.may_fetch else LETS_NOT
    if preview.take == Source.Take.FEED and preview.sample:
        yield OWN_TEXT
    if preview.language:
        yield preview.language


def _feed(found: Found, holder: str) -> OfferedFeed:
    return OfferedFeed(
        url=found.url,
        title=found.title,
        kind=KINDS[found.listing.kind],
        count=found.count,
        newest=_moment(found.newest),
        oldest=_moment(found.oldest),
        pace=spoken(found.pace) if found.pace else "",
        holder=holder,
    )


def _entry(entry: desk.Listed) -> OfferedEntry:
    return OfferedEntry(entry.title, entry.url, _moment(entry.updated), entry.holder)


def _moment(at: datetime | None) -> str:
    return worded(localtime(at), "j F Y, H:i") if at else ""


def _sample(preview: desk.Preview, source: Source | None) -> Sample:
    if preview.sample is None:
        return Sample(problem=preview.sample_problem)
    seen = _stored(preview.sample, source)
    if seen.capture is None:
        return Sample(problem=" ".join(filter(None, [preview.sample_problem, seen.reason])))
    capture = seen.capture
    basis = capture.get_date_basis_display()
    dated = f"{capture.published_on:%-d %B %Y}, {basis}" if capture.published_on else "date unknown"
    return Sample(
        title=capture.title,
        facts=tuple(filter(None, [dated, capture.byline])),
        sentences=tuple(segment.text for segment in seen.sentences),
        more=seen.more,
        warnings=seen.warnings,
        problem=preview.sample_problem,
    )


def _stored(story: Story, source: Source | None) -> adding.Preview:
    """What storing would make of it, taken back; for a new source, with one that never was."""
    if source is not None:
        return adding.preview_of(story, source)
    with transaction.atomic():
        made = Source.objects.create(slug=f"preview-{uuid.uuid4().hex}", name="Preview")
        seen = adding.preview_of(story, made)
        transaction.set_rollback(True)
    return seen


def sealed(offer: Offer, user: User) -> str:
    """The offer, so signed that this editor alone can accept of it, and only what was shown."""
    return signing.dumps([asdict(offer), user.pk], salt=SALT, compress=True)


def opened(token: str, user: User) -> Offer:
    """What `sealed` held. Raises Refused where it is stale, forged or another editor's."""
    try:
        held, pk = signing.loads(token, salt=SALT, max_age=adding.LONGEST)
    except (signing.BadSignature, ValueError) as error:
        raise desk.Refused(STALE) from error
    if pk != user.pk:
        raise desk.Refused(STALE)
    return _offer(held)


def _offer(held: dict[str, Any]) -> Offer:
    """Lists, which JSON made of what was frozen, are frozen again."""
    nested = {
        "feeds": tuple(OfferedFeed(**each) for each in held["feeds"]),
        "entries": tuple(OfferedEntry(**each) for each in held["entries"]),
        "sample": Sample(**_frozen(held["sample"])),
    }
    return Offer(**_frozen(held) | nested)


def _frozen(held: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in held.items()}


def as_it_stands(offer: Offer) -> Offer:
    """The offer with what others came to follow since it was previewed."""
    hashes = {url_hash(feed.url): feed for feed in offer.feeds}
    known = Feed.objects.filter(url_hash__in=hashes).values_list("url_hash", "source__name")
    holders = dict(known)
    feeds = (replace(feed, holder=holders.get(key, "")) for key, feed in hashes.items())
    return replace(offer, feeds=tuple(feeds))
