"""A person's English for a sentence: one more wording of it, and readers shown at once."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from archive import editions
from archive.checks import Finding
from archive.models import Article, Segment, Translation
from archive.search import outbox

MOST_CHARACTERS = 10_000  # of one sentence


def by_machine() -> QuerySet[Translation]:
    """The wordings that stand for living sentences and that no person has looked at."""
    others = Translation.objects.filter(segment=OuterRef("segment"))
    others = others.exclude(state=Translation.State.REJECTED)
    before = others.filter(Q(state__in=["approved", "edited"]) | Q(n__gt=OuterRef("n")))
    found = Translation.objects.filter(state=Translation.State.MACHINE, segment__alive=True)
    return found.filter(~Exists(before))


def add(
    segment: Segment,
    text: str,
    checks: Sequence[Finding],
    *,
    origin: Translation.Origin,
    state: Translation.State,
    by: User,
) -> Translation:
    """Write the wording, which stands from now on. Whoever calls this holds the article's lock."""
    last = segment.translations.order_by("-n").values_list("n", flat=True).first() or 0
    return Translation.objects.create(
        segment=segment,
        n=last + 1,
        text=text,
        origin=origin,
        state=state,
        checks=[finding.as_json() for finding in checks],
        author=by,
    )


def show(article: Article, *, by: User, note: str) -> None:
    """Let readers of a live article see its new wordings, as soon as every sentence has one.

    `note` tells them what changed.
    """
    Article.objects.filter(pk=article.pk).update(version=F("version") + 1)
    if article.state == Article.State.LIVE:
        with contextlib.suppress(editions.Incomplete):
            editions.publish(article.pk, by=by, note=note)
    outbox.touch(article.pk)
