"""Addresses for machines."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from archive import ledger
from archive.models import Job, Pulse


def beat(seconds_ago: int) -> None:
    Pulse.objects.create(name=ledger.BEAT, at=timezone.now() - timedelta(seconds=seconds_ago))


def test_process_answers_without_a_database(rosa: Client) -> None:
    assert rosa.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_while_the_clockwork_runs(rosa: Client) -> None:
    beat(5)
    answer = rosa.get("/readyz")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["ready"], told["database"], told["problems"]) == (True, True, [])
    assert 5 <= told["beat_seconds"] < 60
    assert told["oldest_due_job_seconds"] is None


@pytest.mark.django_db
def test_not_ready_before_the_first_beat(sam: Client) -> None:
    answer = sam.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["The clockwork (beat) was never seen."]


@pytest.mark.django_db
def test_not_ready_when_the_clockwork_stands_still(sam: Client) -> None:
    beat(3 * 86400)
    answer = sam.get("/readyz")
    assert answer.status_code == 503
    assert "was last seen 259200 s ago" in answer.json()["problems"][0]


@pytest.mark.django_db
def test_age_of_the_oldest_due_job_is_told(rosa: Client) -> None:
    beat(1)
    now = timezone.now()
    Job.objects.create(kind="translate", key="1", run_after=now - timedelta(seconds=90))
    Job.objects.create(kind="translate", key="2", run_after=now + timedelta(seconds=90))
    assert 90 <= rosa.get("/readyz").json()["oldest_due_job_seconds"] < 150


@pytest.mark.django_db
def test_not_ready_without_the_database(sam: Client) -> None:
    with patch("archive.ledger.oldest_due", side_effect=OperationalError("away")):
        answer = sam.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["The database does not answer."]
