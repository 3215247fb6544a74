"""The wordings of sentences that a change of the glossary touches: how they stood, and stand again.

A wording is known to be made with a state of the glossary by the digest of its input, not by the
clock: other jobs may reach an article before the batch does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from archive.checks import AT_MOST, content
from archive.models import BatchItem, Segment, Translation
from archive.search import outbox
from archive.terms import Use
from newsroom.curate.glossary_touched import Touched
from newsroom.translate.desk import fed_digest, is_made_of
from newsroom.translate.memory import ACCEPTED

Origin, State = Translation.Origin, Translation.State
TERM = "term"  # the code of the check
SHORT = 16  # characters of a digest that an item keeps
MOST_NAMED = 8  # sentences


@dataclass(slots=True)
class Back:
    """What putting an article's wordings back came to."""

    set_aside: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # uids of sentences that a person worded since
    is_stale: bool = False  # whether what stands now is to be translated again

    @property
    def said(self) -> str:
        """What was kept, in a sentence."""
        if not self.kept:
            return ""
        named = ", ".join(map(str, sorted(self.kept)[:MOST_NAMED]))
        more = f" and {len(self.kept) - MOST_NAMED} more" if len(self.kept) > MOST_NAMED else ""
        one = len(self.kept) == 1
        return f"A person worded sentence{'' if one else 's'} {named}{more} since: kept."


def touched_in(item: BatchItem) -> list[int]:
    """The sentences of the item, by their primary keys."""
    return [int(pk) for pk in item.before.get("standing", {})]


def standing(segment_ids: Iterable[int]) -> dict[int, int]:
    """The wording that stands for each sentence, by primary keys; none where none does."""
    rows = Segment.objects.filter(pk__in=list(segment_ids)).with_current().order_by()
    return {pk: now for pk, now in rows.values_list("pk", "current_id") if now}


def standing_before(touched: Iterable[Touched]) -> dict[str, Any]:
    """What an item keeps: each sentence's wording as it was, and the digest of what it was made of.

    One that is made of the changed glossary already came after: what stood before it counts.
    """
    found = list(touched)
    rows = _rows(each.segment.pk for each in found)
    before: dict[str, int | None] = {}
    fed: dict[str, str] = {}
    for each in found:
        key, new = str(each.segment.pk), fed_digest(each.segment.text, each.after)
        before[key] = _pk(_current(rows[each.segment.pk], made_of_none=new))
        fed[key] = fed_digest(each.segment.text, each.before)[:SHORT]
    return {"standing": before, "fed": fed}


def _rows(segment_ids: Iterable[int]) -> defaultdict[int, list[Translation]]:
    """All wordings of each sentence, the oldest first."""
    found: defaultdict[int, list[Translation]] = defaultdict(list)
    for row in Translation.objects.filter(segment__in=list(segment_ids)).order_by("n"):
        found[row.segment_id].append(row)
    return found


def _current(rows: Iterable[Translation], made_of_none: str = "") -> Translation | None:
    """Of a sentence's wordings the one that stands, those left out that are made of the digest."""
    kept = [row for row in rows if row.state != State.REJECTED]
    persons = [row for row in kept if row.state in ACCEPTED]
    machines = [row for row in kept if not (made_of_none and is_made_of(row, made_of_none))]
    return (persons or machines)[-1] if persons or machines else None


def _pk(row: Translation | None) -> int | None:
    return row.pk if row else None


def with_machines(touched: Iterable[Touched]) -> set[int]:
    """The articles with a touched sentence that no person worded."""
    articles = {each.segment.pk: each.segment.article_id for each in touched}
    persons = Translation.objects.filter(segment__in=list(articles), state__in=ACCEPTED)
    held = set(persons.values_list("segment", flat=True))
    return {article for pk, article in articles.items() if pk not in held}


def flag(touched: Iterable[Touched]) -> None:
    """Check anew, for terms alone, the wordings that stand and are not to be translated again."""
    found = {each.segment.pk: each for each in touched}
    now = Translation.objects.filter(pk__in=standing(found).values())
    flagged = []
    for row in now.exclude(origin=Origin.MACHINE):
        before, each = row.checks, found[row.segment_id]
        row.checks = _with_terms(row, each)
        if row.checks != before:
            flagged.append(row)
            outbox.touch(each.segment.article_id)
    Translation.objects.bulk_update(flagged, ["checks"], batch_size=200)


def _with_terms(row: Translation, each: Touched) -> list[dict[str, str]]:
    uses = [known for known in each.after if isinstance(known, Use)]
    terms = islice(content.terms(each.segment.text, row.text, uses), AT_MOST)
    found = [finding.as_json() for finding in terms]
    return [*(check for check in row.checks if check["code"] != TERM), *found]


def revive(touched: Iterable[Touched]) -> None:
    """Let a wording stand again that was set aside when this same change was taken back."""
    found = {each.segment.pk: each for each in touched}
    aside = _set_aside({each.segment.article_id for each in found.values()})
    if not aside:
        return
    wanted = []
    for pk, rows in _rows(found).items():
        digest = fed_digest(found[pk].segment.text, found[pk].after)
        if rows[-1].pk in aside and is_made_of(rows[-1], digest):
            wanted.append(rows[-1].pk)
    Translation.objects.filter(pk__in=wanted).update(state=State.MACHINE)


def _set_aside(article_ids: Collection[int]) -> set[int]:
    items = BatchItem.objects.filter(article__in=article_ids, batch__undone_at__isnull=False)
    told = items.exclude(after={}).values_list("after", flat=True)
    return {pk for after in told for pk in after.get("set_aside", [])}


def put_back(item: BatchItem, touched: Mapping[int, Touched]) -> Back:
    """Let the wordings that the item names stand again, and set aside what machines made since.

    `touched` is the same change backwards. A person's wording since then is kept.
    """
    back = Back()
    uids = dict(Segment.objects.filter(pk__in=touched_in(item)).values_list("pk", "uid"))
    rows = _rows(uids)
    for pk, uid in uids.items():
        before = item.before["standing"][str(pk)]
        target = next((row for row in rows[pk] if row.pk == before), None)
        now = _current(rows[pk])
        if now and now.state in ACCEPTED and now.pk != before:
            back.kept.append(uid)
        if target is None or target.state == State.REJECTED:
            back.is_stale = True  # there is nothing to go back to but the engine
            continue
        back.set_aside += [
            row.pk for row in rows[pk] if row.n > target.n and row.state == State.MACHINE
        ]
        back.is_stale |= pk in touched and not _is_fed_the_same(item, touched[pk])
    Translation.objects.filter(pk__in=back.set_aside).update(state=State.REJECTED)
    return back


def _is_fed_the_same(item: BatchItem, each: Touched) -> bool:
    """Whether an engine would be fed for the sentence what it was before the change."""
    digest = fed_digest(each.segment.text, each.after)
    return bool(item.before["fed"].get(str(each.segment.pk)) == digest[:SHORT])
