"""The bar over every page of the desk: an entry a line, for those whom it is meant for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from newsroom.curate.access import may


@dataclass(frozen=True, slots=True)
class Entry:
    """Where it leads, for staff with any of the permissions; `also` is what else belongs to it.

    Who has the permission `unless` has another entry of that name.
    """

    permissions: tuple[str, ...]
    url_name: str
    label: str
    also: tuple[str, ...] = ()
    unless: str = ""

    def is_for(self, user: User | AnonymousUser) -> bool:
        """Whether the person finds it in the bar."""
        if self.unless and may(user, self.unless):
            return False
        return any(may(user, permission) for permission in self.permissions)


@dataclass(frozen=True, slots=True)
class Way:
    """An entry as the bar shows it; `current` is `page` on its page, `true` on one under it."""

    label: str
    address: str
    current: str


# The order is that of the work: what is done most comes first.
QUEUE = ("archive.change_article", "archive.change_comment", "archive.view_job")
DASHBOARD = ("archive.view_article", "archive.view_job")
ENTRIES = (
    Entry(QUEUE, "curate:home", "Queue", ("/desk/queue/", "/desk/filters/")),
    Entry(
        ("archive.view_article",),
        "admin:archive_article_changelist",
        "Articles",
        ("/desk/articles/",),
    ),
    Entry(("archive.add_article",), "curate:add", "Add"),
    Entry(("archive.change_suggestion",), "curate:suggestions", "Suggestions"),
    Entry(("archive.change_article",), "curate:review", "Review"),
    Entry(("archive.change_tag",), "curate:names", "Names", ("/desk/stop-names/",)),
    Entry(("newsroom.view_term",), "curate:glossary", "Glossary"),
    Entry(("archive.view_source",), "curate:sources", "Sources"),
    Entry(
        ("archive.change_comment",),
        "curate:comments",
        "Comments",
        ("/desk/writers/", "/desk/watch-words/"),
    ),
    Entry(
        ("archive.view_comment",),
        "admin:archive_comment_changelist",
        "Comments",
        unless="archive.change_comment",
    ),
    Entry(("archive.view_batch",), "curate:batches", "Batches", ("/desk/bulk/", "/desk/memory/")),
    Entry(DASHBOARD, "curate:dashboard", "Dashboard"),
    Entry(("archive.view_auditevent",), "curate:audit", "Audit"),
    Entry(QUEUE, "admin:index", "Admin"),
)


def ways(user: User | AnonymousUser, path: str) -> list[Way]:
    """The entries that the person may use, and which of them the page belongs to."""
    shown = [(entry, reverse(entry.url_name)) for entry in ENTRIES if entry.is_for(user)]
    here = max(
        (start for entry, address in shown for start in _starts(entry, address, path)),
        key=len,
        default="",
    )
    return [
        Way(entry.label, address, _current(entry, address, path, here)) for entry, address in shown
    ]


def _starts(entry: Entry, address: str, path: str) -> Iterator[str]:
    """What the path begins with, of all that belongs to the entry; the desk's root is its own."""
    for start in (address, *entry.also):
        if path == start or (path.startswith(start) and start != reverse("curate:home")):
            yield start


def _current(entry: Entry, address: str, path: str, here: str) -> str:
    if path == address:
        return "page"
    return "true" if here in (address, *entry.also) else ""
