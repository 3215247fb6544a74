"""A person's English for a sentence: one more wording of it, and readers shown at once."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence

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


def restore(
    article: Article,
    former: Mapping[int, int],
    now: Mapping[int, int],
    *,
    by: User,
    note: str,
    state: str = Translation.State.MACHINE,
) -> list[int]:
    """Let former wordings of sentences stand again; return the sentences (keys) where they do.

    Both map a sentence's key to a wording's: `former` to the one that stood, `now` to the one that
    stands instead. A sentence that has yet another by now, such as a person's, keeps it; and so it
    does where that is no longer of the `state` it was made in, because somebody approved it. What
    is set aside counts as rejected: so the same package, fed the same, does not make it again, and
    memory does not offer it to the sentence. Readers who saw it get a new Edition, with `note`.

    Call it in a transaction.
    """
    Article.objects.select_for_update().get(pk=article.pk)
    standing = standing_of(article, former)
    made = set(
        Translation.objects.filter(pk__in=now.values(), state=state).values_list("pk", flat=True)
    )
    aside = [pk for pk in former if standing.get(pk) in made and standing[pk] == now.get(pk)]
    if not aside:
        return []
    _set_aside({pk: former[pk] for pk in aside}, now)
    again = standing_of(article, aside)
    article.refresh_from_db(fields=["edition", "state"])
    Article.objects.filter(pk=article.pk).update(version=F("version") + 1)
    shown = {row[3] for row in article.edition.manifest} if article.edition else set()
    if article.state == Article.State.LIVE and shown & {now[pk] for pk in aside}:
        with contextlib.suppress(editions.Incomplete):
            editions.publish(article.pk, by=by, note=note)
    outbox.touch(article.pk)
    return [pk for pk in aside if again.get(pk) == former[pk]]


def standing_of(article: Article, segment_ids: Collection[int]) -> dict[int, int | None]:
    """The key of the wording that stands for each of these living sentences of the article."""
    found = article.segments.alive().filter(pk__in=list(segment_ids)).with_current()
    return dict(found.values_list("pk", "current_id"))


def _set_aside(former: Mapping[int, int], now: Mapping[int, int]) -> None:
    """Reject the wordings that stand now, and what the machine made between them and the former."""
    numbers = dict(Translation.objects.filter(pk__in=former.values()).values_list("pk", "n"))
    later = Translation.objects.filter(segment__in=list(former), state=Translation.State.MACHINE)
    rows = later.values_list("pk", "segment", "n")
    between = [pk for pk, segment, n in rows if n > numbers.get(former[segment], n)]
    gone = Translation.objects.filter(pk__in=[*between, *(now[segment] for segment in former)])
    gone.update(state=Translation.State.REJECTED)
