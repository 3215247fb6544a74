"""Pairs that may be one: dismissed for good, or asked again."""

import pytest
from django.contrib.auth.models import User

from archive import authority
from archive.models import AuditEvent, MergeSuggestion
from tests.archive.authority.records import make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> MergeSuggestion:
    tag, other = make_tag("Poutine"), make_tag("Putin")
    return MergeSuggestion.objects.create(tag=tag, other=other, reason="same key", score=0.9)


def test_dismissed_once(asked: MergeSuggestion, edith: User) -> None:
    assert authority.dismiss(asked, edith)
    assert not authority.dismiss(asked, edith)
    asked.refresh_from_db()
    assert asked.state == "dismissed"
    event = AuditEvent.objects.get()
    assert (event.act, event.target) == ("dismiss pair", "tag:poutine")
    assert event.details["other"] == "putin"


def test_asked_again(asked: MergeSuggestion, edith: User) -> None:
    assert not authority.reopen(asked, edith)
    authority.dismiss(asked, edith)
    assert authority.reopen(asked, edith)
    assert MergeSuggestion.objects.get().state == "open"


def test_merged_pair_is_not_dismissed(asked: MergeSuggestion, edith: User) -> None:
    authority.merge(asked.tag, asked.other, edith)
    assert not authority.dismiss(asked, edith)
    assert MergeSuggestion.objects.get().state == "merged"
