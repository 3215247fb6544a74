"""How far a translation is, and what hinders it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive import ledger
from archive.models import Job, Pulse
from newsroom.ingest.waiting import Progress, dead, is_clockwork_asleep, progress

pytestmark = pytest.mark.django_db


def test_queued_articles_are_waited_for_and_others_are_not() -> None:
    for key in ("1", "2", "3"):
        ledger.enqueue("translate", key)
    assert progress({1, 2, 9}) == Progress(waiting=2)


def test_done_articles_are_not_waited_for() -> None:
    Job.objects.create(kind="translate", key="1", state="done", finished_at=timezone.now())
    assert progress({1}) == Progress(waiting=0)


def test_what_holds_an_article_up_is_told() -> None:
    ledger.enqueue("translate", "1")
    Job.objects.update(error="No language package is installed.")
    assert progress({1}) == Progress(1, "No language package is installed.")


def test_dead_articles_are_counted() -> None:
    Job.objects.create(kind="translate", key="1", state="dead", finished_at=timezone.now())
    assert (dead({1, 2}), progress({1, 2}).waiting) == (1, 0)


def test_clockwork_is_asleep_without_a_fresh_pulse() -> None:
    assert is_clockwork_asleep()
    ledger.sweep()
    assert not is_clockwork_asleep()
    Pulse.objects.update(at=timezone.now() - timedelta(seconds=31))
    assert is_clockwork_asleep()
