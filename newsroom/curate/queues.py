"""What an editor's pages show, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BoundField

from archive.models import Article, Segment, Translation
from archive.reading import CHECKED, origin_of
from newsroom.curate.forms import CorrectionsForm

PER_PAGE = 100  # sentences: each is two fields, and a form may hold a thousand


@dataclass(frozen=True, slots=True)
class Line:
    """One French sentence beside the field for its English."""

    segment: Segment
    wording: Translation | None
    field: BoundField
    base: BoundField

    @property
    def origin(self) -> str:
        """Who made the wording that stands."""
        return origin_of(self.wording) if self.wording else "No English yet"

    @property
    def reasons(self) -> list[str]:
        """Why the wording is worth a look, whoever made it."""
        return [check["words"] for check in self.wording.checks] if self.wording else []

    @property
    def checked(self) -> bool:
        """Whether a person wrote or approved the wording."""
        return self.wording is not None and self.wording.state in CHECKED


def sentences(article: Article, number: str | None) -> Page[Any]:
    """One page of the article's sentences; a number that is none gives the nearest there is."""
    segments = article.segments.alive().with_current()
    return Paginator(segments, PER_PAGE).get_page(number)


def page_of(article: Article, uid: int) -> int:
    """The number of the page that holds the sentence; 1 where none does."""
    uids = list(article.segments.alive().values_list("uid", flat=True))
    return uids.index(uid) // PER_PAGE + 1 if uid in uids else 1


def worded(page: Page[Any]) -> list[tuple[Segment, Translation | None]]:
    """The sentences of the page, each with the wording that stands."""
    segments = list(page)
    ids = [segment.current_id for segment in segments]
    standing = Translation.objects.in_bulk([pk for pk in ids if pk])
    return [(s, standing.get(pk)) for s, pk in zip(segments, ids, strict=True)]


def lines(form: CorrectionsForm) -> list[Line]:
    """The form's sentences, each beside its fields."""
    return [
        Line(segment, wording, form[f"s{segment.uid}"], form[f"b{segment.uid}"])
        for segment, wording in form.lines
    ]
