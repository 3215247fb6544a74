"""The corrections log as a feed: what was corrected, put back, and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.corrections import LogEntry
from archive.discuss.text import one_line
from archive.feeds.atom import Atom

NEWEST = 50
SUBTITLE = "What persons corrected in the translations, and which articles were withdrawn."


def made_of(entries: Sequence[LogEntry]) -> list[object]:
    """All that the feed is made of."""
    return [(e.pk, e.summary, e.note, _title(e), page_of(e), _reason(e)) for e in entries]


def write(entries: Sequence[LogEntry]) -> bytes:
    """The feed as a document."""
    page = _whole(reverse("archive:corrections"))
    address = _whole(reverse("archive:corrections_feed"))
    feed = Atom(
        title=one_line(f"{settings.SITE_NAME}: corrections"),
        subtitle=SUBTITLE,
        link=page,
        description="",
        language="en",
        feed_url=address,
        feed_guid=address,
        author_name=settings.SITE_NAME,
        author_link=settings.SITE_URL,
    )
    for entry in entries:
        feed.add_item(
            title=_title(entry),
            link=_whole(page_of(entry)),
            unique_id=f"{page}#c{entry.pk}",
            description=_summary(entry),
            pubdate=entry.at,
            updateddate=entry.at,
        )
    written = BytesIO()
    feed.write(written, "utf-8")
    return written.getvalue()


def page_of(entry: LogEntry) -> str:
    """The path of the page that tells more of it."""
    if entry.is_withdrawal:
        return reverse("archive:article", args=[entry.article.pk])
    address = reverse("archive:article_corrections", args=[entry.article.pk])
    return f"{address}?upto={entry.pk}#c{entry.pk}"


def _title(entry: LogEntry) -> str:
    """What happened, and to which article: a withdrawn one is known by its number alone."""
    if entry.is_withdrawal:
        return f"Withdrawn: article {entry.article.pk}"
    headline = one_line(entry.article.edition.title) if entry.article.edition else ""
    return f"{'An earlier edition again' if entry.is_return else 'Corrected'}: “{headline}”"


def _summary(entry: LogEntry) -> SafeString:
    if entry.is_withdrawal:
        return format_html("<p>The reason given: {}</p>", _reason(entry))
    told = [(one_line(words),) for words in (entry.note, entry.summary) if words]
    return format_html_join("", "<p>{}</p>", told)


def _reason(entry: LogEntry) -> str:
    return one_line(entry.article.withdrawn_reason) if entry.is_withdrawal else ""


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
