"""The index compared with the database, and put right: in order of ids, a slice at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from archive.models import Article
from archive.search import generations, index
from archive.search.building import OnProgress

SLICE = 5000  # articles
NIGHT = range(2, 5)  # hours, local time
AT_MOST_EVERY = timedelta(hours=24)
AT_LEAST_EVERY = timedelta(days=3)  # where no night finds the keeper awake


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many articles there are, how many were missing or old, and how many were too many."""

    articles: int
    lacking: int
    surplus: int


@dataclass(frozen=True, slots=True)
class _Slice:
    """The articles up to an id, each with its Edition: as the database and as the index say."""

    upto: int
    wanted: dict[int, int]
    held: list[tuple[int, int]]

    def lacking(self) -> set[int]:
        """Articles that the index does not hold, or holds as they were."""
        held = set(self.held)
        return {pk for pk, edition in self.wanted.items() if (pk, edition) not in held}

    def surplus(self) -> set[int]:
        """Articles that the index must not hold, or holds twice."""
        times = Counter(pk for pk, _ in self.held)
        return {pk for pk in times if pk not in self.wanted or times[pk] > 1}


def is_due(now: datetime) -> bool:
    """Whether it is time to compare: once a night, and never twice in 24 hours."""
    last = generations.reconciled_at()
    if last is None:
        return True
    at_night = timezone.localtime(now).hour in NIGHT
    return now - last >= (AT_MOST_EVERY if at_night else AT_LEAST_EVERY)


def reconcile(on_progress: OnProgress | None = None) -> Outcome:
    """Compare, and look again at every article that differs.

    `on_progress` takes how many articles were compared since. Raises Unavailable where there is
    no index, OSError where it cannot be read or written.
    """
    articles = lacking = surplus = 0
    for each in _slices():
        missing, many = each.lacking(), each.surplus()
        if missing or many:
            index.again(sorted(missing | many))
        articles += len(each.wanted)
        lacking += len(missing - many)
        surplus += len(many)
        if on_progress:
            on_progress(len(each.wanted))
    generations.say_reconciled()
    return Outcome(articles, lacking, surplus)


def _slices() -> Iterator[_Slice]:
    after = 0
    while after < index.LAST:
        each = _slice(after)
        if each.lacking() or each.surplus():
            # It may only not have heard yet.
            _catch_up()
            each = _slice(after)
        yield each
        after = each.upto


def _slice(after: int) -> _Slice:
    # The index first: what changes between the two is found different, and looked at again.
    held = index.held(after, SLICE)
    articles = Article.objects.translated().filter(pk__gt=after).order_by("pk")
    wanted = list(articles.values_list("pk", "edition")[:SLICE])
    # The last of a full slice may have a double beyond it.
    ends = [rows[-1][0] - 1 for rows in (held, wanted) if len(rows) == SLICE]
    upto = min(ends, default=index.LAST)
    return _Slice(
        upto,
        {pk: edition for pk, edition in wanted if pk <= upto and edition},
        [(pk, edition) for pk, edition in held if pk <= upto],
    )


def _catch_up() -> None:
    while index.catch_up():
        pass
