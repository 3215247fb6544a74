"""Seeking the articles that hold a name, where it stands for something else from now on.

That takes a look at every living sentence. So an act only notes what is sought, as a job; whoever
does it reads the archive in steps, and queues what each step found. Done again, it queues the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from archive import ledger
from archive.authority.holding import retag, reword
from archive.models import Alias, Article, Segment, Tag
from archive.names import fold
from archive.names.sought import Sought

SEEK = "seek"  # the kind of job
RECORD, NAME = "tag:", "name:"
STEP = 200  # articles
LONGEST = 200  # characters of a job's key


def seek_record(tag: Tag) -> None:
    """Have the articles sought that hold a French name of the record, or of one merged into it."""
    ledger.enqueue(SEEK, f"{RECORD}{tag.slug}")


def seek_name(text: str) -> None:
    """Have the articles sought that hold the name."""
    ledger.enqueue(SEEK, f"{NAME}{fold(text)}"[:LONGEST])


def read_again(keys: Iterable[str]) -> Iterator[int]:
    """Queue the articles that hold what the jobs of these keys seek, in one pass for all.

    Each step has a transaction of its own, and says how many articles it queued.
    """
    for articles in _steps(_sought(list(keys))):
        if articles:
            _queue(articles)
        yield len(articles)


@transaction.atomic
def _queue(articles: list[int]) -> None:
    retag(articles)
    reword(articles)


def _sought(keys: list[str]) -> Sought:
    slugs = [key.removeprefix(RECORD) for key in keys if key.startswith(RECORD)]
    names = [key.removeprefix(NAME) for key in keys if key.startswith(NAME)]
    records = _with_merged(Tag.objects.filter(slug__in=slugs))
    aliases = Alias.objects.filter(tag__in=records, language="fr").values_list("text", flat=True)
    return Sought(names, [*aliases, *(tag.label_fr or tag.label_en for tag in records)])


def _with_merged(tags: Iterable[Tag]) -> list[Tag]:
    """The records and all that became part of them: their names lead there too."""
    found = {tag.pk: tag for tag in tags}
    new = set(found)
    while new:
        merged = {tag.pk: tag for tag in Tag.objects.filter(merged_into__in=new)}
        new = merged.keys() - found.keys()
        found |= merged
    return list(found.values())


def _steps(sought: Sought) -> Iterator[list[int]]:
    """The articles of which a living sentence holds a name, so many articles looked at a time."""
    last = 0
    while step := list(
        Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:STEP]
    ):
        alive = Segment.objects.alive().filter(article__gt=last, article__lte=step[-1])
        rows = alive.order_by().values_list("article", "text")
        yield sorted({article for article, text in rows if sought.stand_in(text)})
        last = step[-1]
