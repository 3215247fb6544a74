"""The door of the wire: what is followed, each act whole in one transaction.

`preview` shows what following an address would bring, and stores nothing. Every act is written
down in the audit and says in one sentence why it is refused.
"""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive import audit, ledger
from archive.models import Feed, Page, Source
from archive.models.feed import FETCH, POLL
from newsroom.ingest.addresses import url_hash
from newsroom.ingest.wording import tidy
from newsroom.wire.accepting import Refused, accepted
from newsroom.wire.importing import Imported, Plan, export_opml, import_opml, plan_opml
from newsroom.wire.opml import Outline, read_opml
from newsroom.wire.outlets import KEPT_SLUGS, LONGEST_NAME, LONGEST_SLUG, free_slug, source_at
from newsroom.wire.previewing import Listed, Preview, preview

__all__ = [
    "Imported",
    "Listed",
    "Outline",
    "Plan",
    "Preview",
    "Refused",
    "add_source",
    "export_opml",
    "fetch_again",
    "follow",
    "free_slug",
    "import_opml",
    "pause",
    "plan_opml",
    "poll_now",
    "preview",
    "read_opml",
    "resume",
    "source_at",
]

LONGEST_TITLE = 300
RULES = {"display": Source.Display, "release": Source.Release, "take": Source.Take}


@transaction.atomic
def add_source(
    *,
    name: str,
    slug: str,
    homepage: str,
    feeds: Sequence[str],
    display: str,
    release: str,
    take: str,
    licence_note: str = "",
    titles: Mapping[str, str] | None = None,
    by: User | None = None,
) -> Source:
    """Make a source and follow its feeds, which are asked at once.

    An empty slug is made of the name. `titles` says what feeds are called, by their addresses.
    """
    rules = {"display": display, "release": release, "take": take}
    source = Source(
        name=_name(name),
        slug=slug or free_slug(name),
        homepage=accepted(homepage) if homepage else "",
        licence_note=licence_note.strip(),
        **{field: _choice(field, value) for field, value in rules.items()},
    )
    _save(source)
    audit.record("add source", f"source:{source.slug}", actor=by, feeds=len(feeds))
    for url in feeds:
        follow(source, url, title=(titles or {}).get(url, ""), by=by)
    return source


def _name(written: str) -> str:
    name = tidy(written)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused(f"A source has a name of 1 to {LONGEST_NAME} characters.")
    return name


def _choice(field: str, value: str) -> str:
    known = RULES[field].values
    if value not in known:
        raise Refused(f"“{value}” is no rule for {field}: it is one of {', '.join(known)}.")
    return value


def _save(source: Source) -> None:
    try:
        validate_slug(source.slug)
    except ValidationError as error:
        raise Refused(f"“{source.slug}” is no slug: letters, digits, - and _ make one.") from error
    if len(source.slug) > LONGEST_SLUG:
        raise Refused(f"A slug has at most {LONGEST_SLUG} characters.")
    if source.slug in KEPT_SLUGS:
        raise Refused(f"“{source.slug}” is kept for the site’s own use: take another slug.")
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"There is a source “{source.slug}” already.") from error


@transaction.atomic
def follow(source: Source, url: str, *, title: str = "", by: User | None = None) -> Feed:
    """Follow one more feed of the source; it is asked at once. Twice is once.

    Raises Refused where another source follows it.
    """
    address = accepted(url)
    facts = {"source": source, "url": address, "title": tidy(title)[:LONGEST_TITLE]}
    feed, is_new = Feed.objects.get_or_create(url_hash=url_hash(address), defaults=facts)
    if feed.source_id != source.pk:
        raise Refused(f"{feed.url} is followed already, for {feed.source.name}.")
    if is_new:
        audit.record("follow", f"feed:{feed.pk}", actor=by, source=source.slug, url=feed.url)
        ledger.enqueue(POLL, str(feed.pk))
    else:
        resume(feed, by=by)
    return feed


@transaction.atomic
def pause(feed: Feed, *, by: User | None = None) -> None:
    """Ask the feed no more until it is resumed; what came from it stays. Twice is once."""
    followed = Feed.objects.filter(pk=feed.pk, state=Feed.State.FOLLOWED)
    if followed.update(state=Feed.State.PAUSED, next_fetch_at=None):
        audit.record("pause feed", f"feed:{feed.pk}", actor=by)
    feed.refresh_from_db()


@transaction.atomic
def resume(feed: Feed, *, by: User | None = None) -> None:
    """Follow again, from now, a feed that was paused or is gone. Twice is once."""
    resting = Feed.objects.filter(pk=feed.pk).exclude(state=Feed.State.FOLLOWED)
    facts = {"state": Feed.State.FOLLOWED, "failures": 0, "problem": ""}
    if resting.update(**facts, next_fetch_at=timezone.now()):
        audit.record("resume feed", f"feed:{feed.pk}", actor=by)
        ledger.enqueue(POLL, str(feed.pk))
    feed.refresh_from_db()


@transaction.atomic
def poll_now(feed: Feed, *, by: User | None = None) -> None:
    """Ask the feed at the next opportunity instead of when its time comes."""
    followed = Feed.objects.filter(pk=feed.pk, state=Feed.State.FOLLOWED)
    if not followed.update(next_fetch_at=timezone.now()):
        raise Refused(f"{feed.url} is not followed at present: resume it first.")
    audit.record("poll feed", f"feed:{feed.pk}", actor=by)
    ledger.enqueue(POLL, str(feed.pk))
    feed.refresh_from_db()


@transaction.atomic
def fetch_again(page: Page, *, by: User | None = None) -> None:
    """Fetch the page at the next opportunity, whatever became of it before."""
    if not page.url:
        raise Refused("This entry leads to no page: its text is the feed’s own.")
    Page.objects.filter(pk=page.pk).update(next_fetch_at=timezone.now())
    audit.record("fetch page", f"page:{page.pk}", actor=by, url=page.url)
    ledger.enqueue(FETCH, str(page.pk))
    page.refresh_from_db(fields=["next_fetch_at"])
