"""What acts stand on: locks, notes, and the articles to be read again."""

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.authority import holding
from archive.models import AuditEvent, Job, Tag
from tests.archive.authority.records import by_machine, make_tag
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_records_are_as_they_now_are() -> None:
    stale = make_tag("Iran")
    Tag.objects.update(label_en="Persia")
    assert holding.hold(stale.pk)[stale.pk].label_en == "Persia"


def test_articles_are_locked_before_records_both_by_number() -> None:
    tags = [make_tag(name) for name in "AB"]
    for tag in tags:
        by_machine(make_article(), tag)
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        held = holding.hold(*(tag.pk for tag in reversed(tags)))
    asked = [q["sql"] for q in captured if q["sql"].startswith("SELECT")]
    assert list(held) == [tag.pk for tag in tags]
    assert ["archive_article" in sql.partition("WHERE")[0] for sql in asked] == [True, False, True]
    assert all("ORDER BY" in sql for sql in asked)


def test_merged_record_is_not_held_as_standing() -> None:
    heir = make_tag("Iran")
    assert holding.hold_standing(heir) == heir
    with pytest.raises(holding.Refused, match="“Perse” is part of “Iran”: act on that one"):
        holding.hold_standing(make_tag("Perse", merged_into=heir))


def test_act_without_a_batch_is_one_of_its_own(edith: User) -> None:
    tag = make_tag("Iran")
    for details in ({}, {}, {"batch": "b"}):
        holding.note("review tag", tag, edith, **details)
    batches = [event.details["batch"] for event in AuditEvent.objects.all()]
    assert batches[0] == "b"
    assert len(set(batches)) == 3


def test_each_article_is_queued_once() -> None:
    holding.retag([2, 1, 2])
    holding.retag([1])
    assert list(Job.objects.order_by("pk").values_list("kind", "key")) == [
        *(("tag", "1"), ("tag", "2"))
    ]


def test_each_article_is_queued_for_its_wording_once() -> None:
    holding.reword([2, 1, 2])
    holding.reword([1])
    assert list(Job.objects.order_by("pk").values_list("kind", "key")) == [
        *(("translate", "1"), ("translate", "2"))
    ]
