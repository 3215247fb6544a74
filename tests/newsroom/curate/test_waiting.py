"""What waits beside articles, counted no further than is of use."""

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.models import Comment, Job, Report
from newsroom.curate import queue, waiting
from tests.archive.discuss.writing import say
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def comment(state: str = "pending") -> Comment:
    return say(make_article(), state=state)


def test_pending_and_reported_comments_are_counted() -> None:
    comment()
    published = comment(state="published")
    Report.objects.create(comment=published, reason="other", writer="w")
    assert waiting.comments() == waiting.Comments("1", "1")


def test_report_on_a_comment_that_is_gone_counts_no_more() -> None:
    Report.objects.create(comment=comment(state="rejected"), reason="other", writer="w")
    assert waiting.comments() == waiting.Comments("0", "0")


def test_dead_jobs_are_counted_and_the_oldest_due_is_told() -> None:
    Job.objects.create(kind="translate", key="1", state="dead", error="No ink.")
    due = Job.objects.create(kind="tag", key="2")
    assert waiting.jobs() == waiting.Jobs("1", due)


def test_nothing_waits_in_an_empty_ledger() -> None:
    assert waiting.jobs() == waiting.Jobs("0", None)


def test_beyond_what_is_counted_there_are_only_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST", 2)
    for key in "123":
        Job.objects.create(kind="translate", key=key, state="dead")
    assert waiting.jobs().dead == "2+"


def test_counts_ask_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    comment()
    with django_assert_num_queries(2):
        waiting.comments()
