"""What the database itself promises of jobs."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.models import Job

pytestmark = pytest.mark.django_db


def test_counts_are_by_kind_and_state() -> None:
    for key in "abc":
        Job.objects.create(kind="print", key=key, state="queued" if key < "c" else "done")
    Job.objects.create(kind="bind", key="a")
    assert list(Job.objects.counts()) == [
        ("bind", "queued", 1),
        ("print", "done", 1),
        ("print", "queued", 2),
    ]


def test_one_key_is_queued_once() -> None:
    Job.objects.create(kind="print", key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="print", key="a")


def test_one_key_is_done_as_often_as_need_be() -> None:
    for _ in range(2):
        Job.objects.create(kind="print", key="a", state="done")
    assert Job.objects.count() == 2


def test_running_without_a_lease_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="print", key="a", state="running")


def test_lease_without_running_is_refused() -> None:
    lease = {"token": uuid.uuid4(), "lease_until": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="print", key="a", state="queued", **lease)


def test_unknown_state_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="print", key="a", state="lost")
