"""Following many feeds at once: what a list of them would add, and adding it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive import audit
from archive.models import Feed, Source
from newsroom.ingest.addresses import url_hash
from newsroom.wire.accepting import Refused, accepted, front_of, host_of
from newsroom.wire.opml import Group, Outline, grouped, read_opml, write_opml
from newsroom.wire.outlets import LONGEST_NAME, by_host, free_slug, name_of, short_name

LONGEST_TITLE = 300
HOUR = 3600.0  # seconds over which the first requests of many feeds are spread
STEP = 1.8  # seconds between two of them where they are few
MEANWHILE = "Somebody else added one of these feeds in this moment: import the list again."


@dataclass(frozen=True, slots=True)
class Addition:
    """The feeds that one source would follow: a known one, or one to be made (None)."""

    group: Group
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would add; `known` counts what is followed already or stands in it twice."""

    additions: tuple[Addition, ...]
    known: int
    refused: list[str]

    @property
    def sources(self) -> int:
        """How many sources it would make."""
        return sum(addition.source is None for addition in self.additions)

    @property
    def feeds(self) -> int:
        """How many feeds it would follow."""
        return sum(len(addition.group.outlines) for addition in self.additions)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list: how many sources and feeds it added, and why others were refused."""

    sources: int
    feeds: int
    known: int
    refused: list[str]


def plan_opml(raw: bytes) -> Plan:
    """What the list would add, address by address. Raises Refused where it is none."""
    refused: list[str] = []
    good = _accepted(read_opml(raw), refused)
    fresh = _fresh(good)
    hosts, slugs, additions = by_host(), set[str](), []
    for together in grouped(fresh):
        source = _known(together, hosts)
        group = _group(together, source, slugs)
        slugs.add(group.slug)
        additions.append(Addition(group, source))
    return Plan(tuple(additions), len(good) - len(fresh), refused)


def _accepted(outlines: Iterable[Outline], refused: list[str]) -> list[Outline]:
    """Outlines with their addresses as they are kept; the others' reasons go to `refused`."""
    good = []
    for outline in outlines:
        try:
            url = accepted(outline.url)
        except Refused as error:
            refused.append(error.reason)
            continue
        title = "" if outline.title == outline.url else outline.title
        home = _homepage(outline.homepage)
        good.append(replace(outline, url=url, title=title[:LONGEST_TITLE], homepage=home))
    return good


def _homepage(written: str) -> str:
    """The homepage's address; one that is no good says nothing against the feed."""
    try:
        return accepted(written) if written else ""
    except Refused:
        return ""


def _fresh(outlines: Sequence[Outline]) -> list[Outline]:
    """Those that nobody follows yet, each once."""
    by_hash = {url_hash(outline.url): outline for outline in reversed(outlines)}
    followed = set(Feed.objects.values_list("url_hash", flat=True))
    fresh = [each for each in reversed(by_hash.items()) if each[0] not in followed]
    return [outline for _, outline in fresh]


def _known(outlines: Sequence[Outline], hosts: dict[str, Source]) -> Source | None:
    first = outlines[0]
    return hosts.get(host_of(first.homepage) or host_of(first.url))


def _group(outlines: Sequence[Outline], source: Source | None, slugs: set[str]) -> Group:
    if source:
        return Group(source.name, source.slug, source.homepage, tuple(outlines))
    name = _name(outlines)
    slug = free_slug(outlines[0].slug or name, slugs)
    return Group(name, slug, _shared_home(outlines), tuple(outlines))


def _name(outlines: Sequence[Outline]) -> str:
    """What a Passerelle called the source, else what its feeds agree upon, else its host."""
    first = outlines[0]
    if first.slug and first.folder:
        return first.folder[:LONGEST_NAME]
    names = {short_name(outline.title) for outline in outlines}
    return name_of(names if len(names) == 1 else [], first.homepage or first.url)


def _shared_home(outlines: Sequence[Outline]) -> str:
    """The homepage that all name, else the front page of their host; "" where none names any."""
    homes = list(dict.fromkeys(outline.homepage for outline in outlines if outline.homepage))
    if len(homes) < 2:
        return "".join(homes)
    return front_of(homes[0])


def import_opml(
    raw: bytes, *, display: str, release: str, take: str, by: User | None = None
) -> Imported:
    """Follow what the list names and nobody follows yet, whole or not at all; twice is once.

    The rules are those of the sources that it makes. The first requests are spread over an hour,
    those of one source apart from each other.
    """
    plan = plan_opml(raw)
    rules = {"display": display, "release": release, "take": take}
    try:
        with transaction.atomic():
            _add_all(plan, rules, by)
    except IntegrityError as error:
        raise Refused(MEANWHILE) from error
    return Imported(plan.sources, plan.feeds, plan.known, plan.refused)


def _add_all(plan: Plan, rules: dict[str, str], by: User | None) -> None:
    feeds: list[tuple[int, Feed]] = []
    for addition in plan.additions:
        source = addition.source or _make(addition.group, rules)
        act = "follow" if addition.source else "add source"
        followed = len(addition.group.outlines)
        audit.record(act, f"source:{source.slug}", actor=by, feeds=followed)
        feeds += enumerate(_feed(source, outline) for outline in addition.group.outlines)
    spread = [feed for _, feed in sorted(feeds, key=lambda each: each[0])]
    for feed, at in zip(spread, first_times(len(spread)), strict=True):
        feed.next_fetch_at = at
    Feed.objects.bulk_create(spread, batch_size=200)
    counts = {"sources": plan.sources, "feeds": plan.feeds, "known": plan.known}
    audit.record("import feeds", "sources", actor=by, refused=len(plan.refused), **counts)


def _make(group: Group, rules: dict[str, str]) -> Source:
    facts = {"name": group.name, "slug": group.slug, "homepage": group.homepage}
    return Source.objects.create(**facts, **rules)


def _feed(source: Source, outline: Outline) -> Feed:
    url = outline.url
    return Feed(source=source, url=url, url_hash=url_hash(url), title=outline.title)


def first_times(number: int) -> list[datetime]:
    """When each of so many feeds is asked first: one after the other, all within an hour."""
    now = timezone.now()
    step = min(STEP, HOUR / max(number, 1))
    return [now + timedelta(seconds=n * step) for n in range(number)]


def export_opml() -> bytes:
    """All feeds but those that are gone, source by source, as `import_opml` reads them back."""
    feeds = Feed.objects.exclude(state=Feed.State.GONE).order_by("pk")
    by_source: dict[int, list[Feed]] = {}
    for feed in feeds:
        by_source.setdefault(feed.source_id, []).append(feed)
    sources = Source.objects.filter(pk__in=by_source).order_by("name", "pk")
    return write_opml(
        [
            Group(source.name, source.slug, source.homepage, _outlines(by_source[source.pk]))
            for source in sources
        ],
        title="Feeds",
    )


def _outlines(feeds: Iterable[Feed]) -> tuple[Outline, ...]:
    return tuple(Outline(feed.url, feed.title) for feed in feeds)
