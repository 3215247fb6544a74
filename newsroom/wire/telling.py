"""A preview and the state of the sources in plain lines, for a terminal."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timesince import timesince

from archive.editions import shorten
from archive.models import Feed, Source
from newsroom.ingest.story import Story
from newsroom.wire.discovery import Found
from newsroom.wire.previewing import Listed, Preview

MOST_PARAGRAPHS = 4
LONGEST_LINE = 200  # characters of a paragraph
MAY_FETCH = {True: "allows", False: "forbids"}


def preview_lines(seen: Preview) -> Iterator[str]:
    """All that a preview says."""
    yield f"{seen.name} ({seen.slug}), {seen.homepage}"
    if seen.known:
        yield f"This archive knows it already: source “{seen.known.slug}”, {seen.known.name}."
    for feed in seen.feeds:
        yield _feed(feed, seen.followed.get(feed.url, ""))
    yield from (f"  {_entry(entry)}" for entry in seen.entries)
    if seen.may_fetch is not None:
        yield f"Its robots.txt {MAY_FETCH[seen.may_fetch]} fetching the page of the first."
    if seen.language:
        yield f"Warning: {seen.language}"
    if seen.sample_problem:
        yield f"The page cannot be taken in: {seen.sample_problem}"
    if seen.sample:
        where = "of its page" if seen.sample.format == "html" else "of the feed’s own text"
        yield f"One article as it would be stored, {where}:"
        yield from (f"  {line}" for line in _story(seen.sample))


def _feed(feed: Found, holder: str) -> str:
    title = f" “{feed.title}”" if feed.title else ""
    entries = "1 entry" if feed.count == 1 else f"{feed.count} entries"
    said = [f"{feed.listing.kind} {feed.url}{title}: {entries}"]
    if feed.oldest and feed.newest:
        said.append(f"{_day(feed.oldest)} to {_day(feed.newest)}")
    if feed.pace:
        now = timezone.now()
        every = timesince(now - timedelta(seconds=feed.pace), now, depth=1)
        said.append(f"one about every {every}")
    if holder:
        said.append(f"followed already for {holder}")
    return ", ".join(said)


def _entry(entry: Listed) -> str:
    day = _day(entry.updated) if entry.updated else "no date"
    known = f", known as {entry.holder}’s" if entry.holder else ""
    held = f", article {entry.article_id}" if entry.article_id else ""
    return f"{day}  {entry.title or 'without a title'}  {entry.url or 'no page'}{known}{held}"


def _story(story: Story) -> Iterator[str]:
    yield story.title or "Without a headline"
    dated = story.published.on.isoformat() if story.published else "no date"
    yield ", ".join(filter(None, [dated, story.byline]))
    for block in story.blocks[:MOST_PARAGRAPHS]:
        yield shorten(block.text, LONGEST_LINE)
    if (more := len(story.blocks) - MOST_PARAGRAPHS) > 0:
        yield f"and {more} paragraph{'' if more == 1 else 's'} more"
    yield from (f"Warning: {warning}" for warning in story.warnings)


def source_lines(sources: QuerySet[Source]) -> Iterator[str]:
    """A line for each source, with how its feeds stand."""
    for source in sources.prefetch_related("feeds"):
        yield f"{source.name} ({source.slug}): {_feeds(list(source.feeds.all()))}"


def _feeds(feeds: list[Feed]) -> str:
    if not feeds:
        return "no feed"
    counted = Counter(feed.state for feed in feeds)
    states = [f"{counted[state]} {state.value}" for state in Feed.State if counted[state]]
    said = [f"{len(feeds)} feed{'' if len(feeds) == 1 else 's'}, {', '.join(states)}"]
    succeeded = max((feed.succeeded_at for feed in feeds if feed.succeeded_at), default=None)
    said.append(f"last success {_moment(succeeded)}")
    following = min((feed.next_fetch_at for feed in feeds if feed.next_fetch_at), default=None)
    if following:
        said.append(f"next {_moment(following)}")
    worst = max(feeds, key=lambda feed: feed.failures)
    if worst.failures:
        times = "time" if worst.failures == 1 else "times in a row"
        said.append(f"failed {worst.failures} {times}: {worst.problem}")
    return "; ".join(said)


def _day(at: datetime) -> str:
    return timezone.localtime(at).date().isoformat()


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "never"
