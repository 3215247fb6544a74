"""Translating again with the package in use: as a batch, to be compared, and to be taken back.

An item queues its article's translation and is done when that is. Only machines' sentences change:
which ones, the translation desk decides as ever. What is taken back counts as rejected: the same
package, fed the same, makes it no second time; another package does, or another English of a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef

from archive import audit, ledger, wordings
from archive.models import Article, Batch, BatchItem, Job, Segment, Translation
from archive.models.article import ArticleQuerySet
from newsroom import line
from newsroom.curate.batches import Begun, Done, undoer
from newsroom.curate.desk import Refused

EXAMPLES = 10
NOTE = "An earlier translation was put back."
OPEN = (Job.State.QUEUED, Job.State.RUNNING)
Found = dict[str, int]  # how often each check found something, by its code


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in two translations, the former and the new one."""

    segment: Segment
    before: Translation
    after: Translation


@dataclass(frozen=True, slots=True)
class Check:
    """How often a check found something before and after, in the sentences that changed."""

    code: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What translating again came to so far: articles, sentences, checks, and some examples."""

    articles: int
    sentences: int
    changed: int
    checks: list[Check]
    examples: list[Example]


def made_otherwise(engine: str) -> Exists:
    """That an outer article has a standing machine's sentence that this engine did not make."""
    standing = wordings.by_machine().filter(segment__article=OuterRef("pk"))
    return Exists(standing.filter(origin=Translation.Origin.MACHINE).exclude(engine=engine))


def made_by(articles: ArticleQuerySet, engine: str) -> ArticleQuerySet:
    """The articles with a standing machine's sentence of an engine whose name begins so."""
    standing = wordings.by_machine().filter(segment__article=OuterRef("pk"))
    return articles.filter(Exists(standing.filter(engine__startswith=engine)))


def do(item: BatchItem, batch: Batch) -> Done | Begun:
    """Queue the translation, noting what stands; later, say what has changed."""
    if not item.before:
        return _begin(item, batch)
    jobs = Job.objects.filter(kind=line.TRANSLATE, key=str(item.article_id))
    if jobs.filter(state__in=OPEN).exists():
        return Begun(item.before)
    if dead := jobs.filter(state=Job.State.DEAD).first():
        raise Refused(f"It could not be translated: {dead.error}")
    return _compare(item)


def _begin(item: BatchItem, batch: Batch) -> Begun:
    article = Article.objects.select_for_update().get(pk=item.article_id)
    standing = wordings.by_machine().filter(segment__article=article.pk)
    found = dict(standing.values_list("segment", "pk"))
    if not found:
        raise Refused("No sentence of it is a machine’s.")
    ledger.enqueue(line.TRANSLATE, str(article.pk))
    audit.record("translate again", f"article:{article.pk}", actor=batch.by)
    return Begun({"wordings": _keyed(found)})


def _compare(item: BatchItem) -> Done:
    """What stands now instead of what stood, for the sentences where that is another wording."""
    was = wordings_in(item.before)
    now = wordings.standing_of(Article(pk=item.article_id), was)
    rows = Translation.objects.in_bulk([*was.values(), *filter(None, now.values())])
    pairs = {pk: (rows.get(was[pk]), rows.get(now.get(pk) or 0)) for pk in was}
    new = {
        pk: (old, made)
        for pk, (old, made) in pairs.items()
        if old and made and old != made and made.state == Translation.State.MACHINE
    }
    if not new:
        raise Refused("Every sentence stands as it did.")
    words = sum(old.text != made.text for old, made in new.values())
    before = {pk: old.pk for pk, (old, _) in new.items()}
    after = {pk: made.pk for pk, (_, made) in new.items()}
    return Done(
        {"wordings": _keyed(before), "checks": _found(old for old, _ in new.values())},
        {
            "wordings": _keyed(after),
            "checks": _found(made for _, made in new.values()),
            "sentences": len(new),
            "changed": words,
        },
        f"{words} of {len(was)} machine’s sentences read otherwise.",
    )


def _keyed(found: Mapping[int, int]) -> dict[str, int]:
    return {str(pk): wording for pk, wording in found.items()}


def wordings_in(facts: Mapping[str, Any]) -> dict[int, int]:
    """The wordings that an item holds, by their sentences' keys."""
    return {int(pk): wording for pk, wording in facts["wordings"].items()}


def _found(rows: Iterable[Translation]) -> Found:
    return dict(Counter(check["code"] for row in rows for check in row.checks))


def undo(item: BatchItem, batch: Batch) -> str:
    """Let the wordings that stood before stand again, where nobody worded the sentence since."""
    return put_back(item, batch, NOTE)


def put_back(
    item: BatchItem, batch: Batch, note: str, state: str = Translation.State.MACHINE
) -> str:
    """The same of any batch that made wordings of this state; readers are told `note`."""
    article = Article.objects.select_for_update().get(pk=item.article_id)
    former, now, by = wordings_in(item.before), wordings_in(item.after), undoer(batch)
    back = wordings.restore(article, former, now, by=by, note=note, state=state)
    if not back:
        raise Refused("Its sentences were worded anew since, or are gone: they stay.")
    audit.record("put wordings back", f"article:{article.pk}", actor=by, sentences=len(back))
    left = len(now) - len(back)
    return f"{left} of its sentences were worded anew since, or are gone." if left else ""


def comparison(batch: Batch) -> Comparison:
    """What the batch came to so far, from a fixed number of queries."""
    items = batch.items.filter(after__has_key="sentences")
    count, sentences, changed = 0, 0, 0
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    keys = ("before__checks", "after__checks", "after__sentences", "after__changed")
    for was, now, new, otherwise in items.order_by().values_list(*keys).iterator():
        count, sentences, changed = count + 1, sentences + new, changed + otherwise
        before.update(was)
        after.update(now)
    codes = sorted(before | after, key=lambda code: (-before[code], code))
    checks = [Check(code, before[code], after[code]) for code in codes]
    return Comparison(count, sentences, changed, checks, _examples(batch))


def _examples(batch: Batch) -> list[Example]:
    """Some sentences that read otherwise now, of as many articles as may be, each pair once."""
    changed = batch.items.filter(after__changed__gt=0).order_by("pk")[:EXAMPLES]
    pairs = [
        list(zip(wordings_in(item.before).values(), wordings_in(item.after).values(), strict=True))
        for item in changed
    ]
    rows = Translation.objects.select_related("segment__article").in_bulk(
        [pk for mine in pairs for pair in mine for pk in pair]
    )
    found = [
        [
            Example(rows[now].segment, rows[was], rows[now])
            for was, now in mine
            if was in rows and now in rows and rows[was].text != rows[now].text
        ]
        for mine in pairs
    ]
    ahead = [*(mine[0] for mine in found if mine), *(each for mine in found for each in mine[1:])]
    unlike = {(each.before.text, each.after.text): each for each in reversed(ahead)}
    return list(islice(reversed(unlike.values()), EXAMPLES))
