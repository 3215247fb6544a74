"""What the audit page shows: who did what to which record, and when, in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from archive.filters import SLUG
from archive.models import AuditEvent, BatchItem, Comment, Suggestion

PER_PAGE = 50
MOST_EXPORTED = 50_000
ACTS_LOOKED_AT = 2000  # the latest events, of whose acts the form tells
MOST_TOLD = 1000  # comments, suggestions and batches of an article that are looked for
COLUMNS = ("number", "at", "actor", "act", "target", "details")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a cell begins that a program may run


class AuditForm(forms.Form):
    """What of the audit is asked for; what cannot be read is said, and the rest holds."""

    actor = forms.CharField(label="Who", required=False, max_length=150)
    act = forms.CharField(
        label="Did what",
        required=False,
        max_length=60,
        widget=forms.TextInput({"list": "acts", "autocomplete": "off"}),
    )
    target = forms.CharField(
        label="To what",
        required=False,
        max_length=200,
        help_text="An article’s number finds all that concerns it; else such as tag:paris.",
    )
    after = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.DateField(
        label="Until", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    @property
    def query(self) -> str:
        """The filter as it stands in an address; empty where nothing is asked for."""
        self.is_valid()
        return urlencode({n: str(v) for n, v in self.cleaned_data.items() if v})

    def events(self) -> QuerySet[AuditEvent]:
        """The events that the filter leaves, the latest first."""
        self.is_valid()
        given = self.cleaned_data
        found = AuditEvent.objects.select_related("actor").order_by("-pk")
        if given.get("actor"):
            found = found.filter(actor__in=User.objects.filter(username__iexact=given["actor"]))
        if given.get("act"):
            found = found.filter(act=given["act"].lower())
        if given.get("target"):
            found = found.filter(_about(given["target"].strip()))
        if given.get("after"):
            found = found.filter(at__gte=_midnight(given["after"]))
        if given.get("before"):
            found = found.filter(at__lt=_midnight(given["before"] + timedelta(days=1)))
        return found


def _midnight(on: object) -> object:
    return forms.DateTimeField().clean(f"{on} 00:00")


def _about(target: str) -> Q:
    """What concerns an article, by its number, or a record, by its name or its kind alone."""
    number = target.removeprefix("article:")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return Q(target__in=list(_of_article(int(number))))
    return Q(target=target) if ":" in target else Q(target__startswith=f"{target}:")


def _of_article(pk: int) -> Iterator[str]:
    """The article, its comments, its readers' wordings, and the batches it was part of."""
    yield f"article:{pk}"
    for kind, rows in (
        ("comment", Comment.objects.filter(article=pk).values_list("pk", flat=True)),
        ("suggestion", Suggestion.objects.filter(segment__article=pk).values_list("pk", flat=True)),
        ("batch", BatchItem.objects.filter(article=pk).values_list("batch", flat=True)),
    ):
        yield from (f"{kind}:{each}" for each in rows.order_by("-pk")[:MOST_TOLD])


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it; `address` is where its record is, if it has a page."""

    event: AuditEvent
    address: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of events; `older` is the number before which the next page begins, or None."""

    lines: list[Line]
    older: int | None


def page(form: AuditForm, before: int | None) -> Lines:
    """The events that the filter leaves, those below the number `before`."""
    events = form.events()
    if before is not None:
        events = events.filter(pk__lt=before)
    held = list(events[: PER_PAGE + 1])
    shown = held[:PER_PAGE]
    lines = [Line(event, _address(event.target), facts(event.details)) for event in shown]
    return Lines(lines, shown[-1].pk if len(held) > PER_PAGE else None)


def acts() -> list[str]:
    """The acts among the latest events."""
    latest = AuditEvent.objects.order_by("-pk").values_list("act", flat=True)
    return sorted(set(latest[:ACTS_LOOKED_AT]))


PAGES: dict[str, tuple[str, Callable[[str], object]]] = {
    "article": ("curate:article", str.isdecimal),
    "comment": ("curate:comment", str.isdecimal),
    "suggestion": ("curate:suggestion", str.isdecimal),
    "batch": ("curate:batch", str.isdecimal),
    "source": ("curate:source", SLUG.fullmatch),
    "tag": ("curate:name", SLUG.fullmatch),
}


def _address(target: str) -> str:
    """The page of a record, by its name; empty where it has none."""
    kind, _, key = target.partition(":")
    name, fits = PAGES.get(kind, ("", SLUG.fullmatch))
    return reverse(name, args=[key]) if name and fits(key) else ""


def facts(details: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The details of an event, each with its name, in words."""
    return tuple((name.replace("_", " "), _said(value)) for name, value in details.items())


def _said(value: object) -> str:
    if value is None or value == "" or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {said}" for name, said in facts(value))
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return str(value)


def exported(events: QuerySet[AuditEvent]) -> Iterator[str]:
    """The events as CSV (RFC 4180), a line at a time; no more than a program can be asked for."""
    yield _line(COLUMNS)
    for event in events[:MOST_EXPORTED].iterator(chunk_size=2000):
        said = "; ".join(f"{name}: {value}" for name, value in facts(event.details))
        at = timezone.localtime(event.at).isoformat(timespec="seconds")
        who = event.actor.get_username() if event.actor else ""
        yield _line((str(event.pk), at, who, event.act, event.target, said))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([plain(cell) for cell in cells])
    return out.getvalue()


def plain(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
