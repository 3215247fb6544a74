"""What following an address would bring, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archive.models import Article, Feed, Page, Source
from newsroom.ingest.addresses import url_hash
from newsroom.ingest.language import foreign, is_short
from newsroom.ingest.story import Refusal, Story
from newsroom.wire.accepting import Refused, accepted, front_of
from newsroom.wire.asking import Busy, Disallowed
from newsroom.wire.discovery import Explored, Found, explore
from newsroom.wire.fetching import Unreachable
from newsroom.wire.listing import Entry, NoListing
from newsroom.wire.outlets import free_slug, name_of, source_at
from newsroom.wire.story import completed, page_at, story_of_entry, story_of_page

MOST_LISTED = 10
NO_ENTRY = "It lists nothing at present."
NO_LINK = "The first entry leads to no page."
NO_OWN_TEXT = "The feed itself holds no text of the article."
PROMPT = 10.0  # seconds that the sample article may wait for its host's turn


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the preview shows it; `holder` is the source that has or knows it already."""

    title: str
    url: str
    updated: datetime | None = None
    article_id: int | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an address would bring.

    `known` is the source that follows one of the feeds or stands at the same host; `followed`
    names the sources of feeds that are followed already, by the feeds' addresses. `sample` is an
    article as it would be stored: of its page, or where that may not or cannot be taken, which
    `sample_problem` explains, of the feed's own text. `may_fetch` says whether robots.txt lets its
    page be taken (None: not known); `language` what the text looks like if it is not French.
    """

    url: str
    name: str
    slug: str
    homepage: str
    feeds: tuple[Found, ...]
    entries: tuple[Listed, ...]
    known: Source | None
    followed: dict[str, str]
    sample: Story | None
    sample_problem: str
    may_fetch: bool | None
    language: str
    take: str

    @property
    def count(self) -> int:
        """How many entries all its feeds list."""
        return sum(feed.count for feed in self.feeds)

    @property
    def newest(self) -> datetime | None:
        """The date of the newest entry of all."""
        return max((feed.newest for feed in self.feeds if feed.newest), default=None)

    @property
    def fresh(self) -> list[Found]:
        """The feeds that nobody follows yet."""
        return [feed for feed in self.feeds if feed.url not in self.followed]


def preview(url: str, *, patience: float = 20.0) -> Preview:
    """What following the address would bring. Nothing of it is stored.

    Raises Refused where nothing can be followed there, or it cannot be asked at present.
    """
    try:
        explored = explore(url, patience=patience)
    except (NoListing, Unreachable, Busy, Disallowed) as error:
        raise Refused(str(error)) from error
    feeds = tuple(explored.feeds)
    name = _name(explored)
    holders = _holders(feeds)
    homepage = _homepage(explored)
    taken = _sample(feeds[0], homepage)
    return Preview(
        url=url,
        name=name,
        slug=free_slug(name),
        homepage=homepage,
        feeds=feeds,
        entries=tuple(_listed(_first(feeds))),
        known=next(iter(holders.values()), None) or source_at(homepage),
        followed={url: source.name for url, source in holders.items()},
        sample=taken.story,
        sample_problem=taken.problem,
        may_fetch=taken.may_fetch,
        language=_language(feeds, taken),
        take=taken.take,
    )


def _name(explored: Explored) -> str:
    titles = [*(explored.site.names if explored.site else ())]
    titles += [feed.listing.title for feed in explored.feeds]
    return name_of(titles, explored.feeds[0].url)


def _homepage(explored: Explored) -> str:
    """What the feed says is its site, else the front page of where it was found."""
    feed = explored.feeds[0]
    try:
        return accepted(feed.listing.home)
    except Refused:
        return front_of(explored.site.url if explored.site else feed.url)


def _holders(feeds: Iterable[Found]) -> dict[str, Source]:
    """The sources that follow some of the feeds already."""
    hashes = {url_hash(feed.url): feed.url for feed in feeds}
    known = Feed.objects.filter(url_hash__in=hashes).select_related("source")
    return {hashes[feed.url_hash]: feed.source for feed in known}


def _first(feeds: Iterable[Found]) -> list[Entry]:
    """The first entries of the feeds, each article once."""
    entries = (entry for feed in feeds for entry in feed.listing.entries)
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.url or entry.ref, entry)
        if len(found) == MOST_LISTED:
            break
    return list(found.values())


def _listed(entries: Sequence[Entry]) -> Iterable[Listed]:
    """The entries, with who has them already."""
    hashes = {url_hash(entry.url) for entry in entries if entry.url}
    articles = Article.objects.filter(url_hash__in=hashes).values_list(
        "url_hash", "pk", "source__name"
    )
    pages = Page.objects.filter(url_hash__in=hashes).values_list(
        "url_hash", "article", "source__name"
    )
    held = {digest: (pk, name) for rows in (pages, articles) for digest, pk, name in rows}
    for entry in entries:
        article_id, holder = held.get(url_hash(entry.url), (None, "")) if entry.url else (None, "")
        yield Listed(entry.title, entry.url, entry.updated, article_id, holder)


@dataclass(frozen=True, slots=True)
class _Sample:
    """One article as it would be taken, or why not, and what is proposed to be taken of all."""

    story: Story | None = None
    problem: str = ""
    may_fetch: bool | None = None
    take: str = Source.Take.PAGE.value


def _sample(feed: Found, homepage: str) -> _Sample:
    entries = feed.listing.entries
    entry = next((each for each in entries if each.url), entries[0] if entries else None)
    if entry is None:
        return _Sample(problem=NO_ENTRY)
    own = _own_text(entry, feed)
    taken = _of_page(entry, own, homepage)
    if taken.story or own is None:
        return taken if taken.story else replace(taken, problem=f"{taken.problem} {NO_OWN_TEXT}")
    # What does not answer just now may be taken later; what is forbidden or no article may not.
    take = Source.Take.PAGE if taken.may_fetch is None else Source.Take.FEED
    return replace(taken, story=own, take=take.value)


def _of_page(entry: Entry, own: Story | None, homepage: str) -> _Sample:
    """What the entry's page tells, with what it does not say itself of title, byline and date."""
    if not entry.url:
        return _Sample(problem=NO_LINK)
    try:
        told = story_of_page(page_at(entry.url, patience=PROMPT), homepage=homepage)
    except Disallowed as error:
        return _Sample(problem=error.reason, may_fetch=False)
    except (Unreachable, Busy) as error:
        return _Sample(problem=error.reason)
    except Refusal as error:
        return _Sample(problem=error.reason, may_fetch=True)
    return _Sample(completed(told.story, own), may_fetch=True)


def _own_text(entry: Entry, feed: Found) -> Story | None:
    """What the feed itself holds of the article, if that is one."""
    try:
        return story_of_entry(entry.document, url=entry.url, ref=entry.ref, name=feed.url)
    except Refusal:
        return None


def _language(feeds: Sequence[Found], taken: _Sample) -> str:
    """What the article, else all the headlines together, look like; "" for French or too few."""
    if taken.story and not is_short(taken.story.text()):
        return foreign(taken.story.text())
    titles = "\n".join(entry.title for feed in feeds for entry in feed.listing.entries)
    return "" if is_short(titles) else foreign(titles)
