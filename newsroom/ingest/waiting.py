"""Waiting for articles to be translated: what is still under way, and what hinders it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from archive.ledger import BEAT
from archive.models import Job, Pulse

KIND = "translate"
OPEN = (Job.State.QUEUED, Job.State.RUNNING)
ASLEEP_AFTER = timedelta(seconds=30)
AT_ONCE = 500  # keys in one query


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the articles still wait, and the words of the error that holds one of them up."""

    waiting: int
    held_up: str = ""


def progress(article_ids: Iterable[int]) -> Progress:
    """Look how far the translation of these articles is."""
    waiting, held_up = 0, ""
    for keys in _chunks(article_ids):
        jobs = Job.objects.filter(kind=KIND, key__in=keys, state__in=OPEN)
        found = dict(jobs.order_by("error").values_list("key", "error"))
        waiting += len(found)
        held_up = next((error for error in found.values() if error), held_up)
    return Progress(waiting, held_up)


def dead(article_ids: Iterable[int]) -> int:
    """How many of the articles have a translation that was given up."""
    jobs = Job.objects.filter(kind=KIND, state=Job.State.DEAD)
    return sum(
        jobs.filter(key__in=keys).values("key").distinct().count() for keys in _chunks(article_ids)
    )


def is_clockwork_asleep() -> bool:
    """Whether no sweep has been seen for half a minute: then no worker is likely to run."""
    since = timezone.now() - ASLEEP_AFTER
    return not Pulse.objects.filter(name=BEAT, at__gte=since).exists()


def _chunks(article_ids: Iterable[int]) -> list[list[str]]:
    keys = [str(article_id) for article_id in sorted(article_ids)]
    return [keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE)]
