"""What a failure leaves behind of a page and its job, and what a killed worker does."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.utils import timezone

from archive import ledger
from archive.models import Article, Capture, Job, Page, Source
from archive.models.feed import FETCH
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.story import Story
from newsroom.models import Host
from newsroom.wire import taking
from newsroom.wire.rechecks import CHECKS
from tests.newsroom.wire.pages import (
    PATH,
    TEXT,
    TITLE,
    TOLD_BY_FEED,
    again,
    document,
    held,
    journal,
    listed,
    show,
    take,
)
from tests.press import Press

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(open_press: Press) -> Source:
    return journal(open_press)


@pytest.fixture
def url(open_press: Press) -> str:
    return f"{open_press.origin()}{PATH}"


@pytest.fixture
def page(open_press: Press, source: Source, url: str) -> Page:
    """A page that was taken in a day ago."""
    show(open_press, *TEXT, etag='"1"')
    page = listed(source, url)
    take(page)
    open_press.forget()
    return aged(page, CHECKS[0])


def aged(page: Page, by: timedelta) -> Page:
    """The page as it would be if that much time had passed."""
    assert page.held_at
    assert page.next_fetch_at
    page.held_at, page.next_fetch_at = page.held_at - by, page.next_fetch_at - by
    page.save()
    return page


def store(story: Story, source: Source, at: datetime) -> Receipt:
    return line.store(story, source, received_at=at)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_what_time_may_cure_is_tried_again(
    open_press: Press, source: Source, url: str, status: int
) -> None:
    open_press.put(PATH, status=status)
    page = listed(source, url, document(url=url))
    job = take(page)
    assert (job.state, job.failures, job.error) == (Job.State.QUEUED, 0, page.problem)
    assert page.problem.startswith(f"127.0.0.1 answered {status}")
    assert (page.state, page.failures, page.article) == ("listed", 1, None)
    assert 290 < waits(job) <= 300


def waits(job: Job) -> float:
    """Seconds until it is due."""
    return (job.run_after - timezone.now()).total_seconds()


@pytest.mark.parametrize(("failures", "minutes"), [(1, 10), (3, 40), (6, 320)])
def test_pauses_double(
    open_press: Press, source: Source, url: str, failures: int, minutes: int
) -> None:
    open_press.put(PATH, status=500)
    job = take(listed(source, url, failures=failures))
    assert minutes * 60 - 10 < waits(job) <= minutes * 60


def test_server_that_says_for_how_long_is_left_alone_for_so_long(
    open_press: Press, source: Source, url: str
) -> None:
    open_press.put(PATH, status=429, retry_after="7200")
    job = take(listed(source, url))
    assert 7190 < waits(job) <= 7200


def test_server_that_does_not_answer_is_tried_again(
    open_press: Press, source: Source, url: str
) -> None:
    open_press.stop()
    page = listed(source, url)
    job = take(page)
    assert (job.state, job.error) == (Job.State.QUEUED, page.problem)
    assert page.failures == 1
    assert page.problem.endswith("127.0.0.1 refused the connection.")


def test_server_that_is_busy_counts_as_no_failure(source: Source, url: str, page: Page) -> None:
    token, until = uuid.uuid4(), timezone.now() + timedelta(minutes=1)
    Host.objects.update(token=token, held_until=until, free_at=until)
    job = take(page)
    assert (job.state, job.failures, page.failures) == (Job.State.QUEUED, 0, 0)
    assert "not to be asked" in job.error
    assert page.problem == ""


def test_eighth_failure_gives_up(open_press: Press, source: Source, url: str) -> None:
    open_press.put(PATH, status=500)
    page = listed(source, url, failures=7)
    job = take(page)
    assert job.state == Job.State.DEAD
    assert job.error == page.problem == "127.0.0.1 answered 500 (internal server error)."
    assert (page.state, page.next_fetch_at) == ("refused", None)


def test_eighth_failure_leaves_the_feeds_text(open_press: Press, source: Source, url: str) -> None:
    open_press.put(PATH, status=500)
    page = listed(source, url, document(url=url), failures=7)
    take(page)
    assert (page.state, page.via, page.failures) == ("held", "feed", 0)
    assert held(page) == [TITLE, TOLD_BY_FEED]


def test_held_page_that_fails_for_the_eighth_time_is_looked_at_as_planned(
    open_press: Press, page: Page
) -> None:
    open_press.put(PATH, status=500)
    Page.objects.update(failures=7)
    assert again(page).state == Job.State.DEAD
    assert page.held_at
    assert (page.state, page.next_fetch_at) == ("held", page.held_at + CHECKS[1])
    show(open_press, *TEXT)
    take(page)
    assert page.failures == 0
    assert not Job.objects.filter(state=Job.State.DEAD, kind=FETCH).exists()


def test_failures_are_forgotten_by_a_success(open_press: Press, page: Page) -> None:
    open_press.put(PATH, status=500)
    take(page)
    assert page.failures == 1
    show(open_press, *TEXT, etag='"1"')
    again(page)
    assert (page.failures, page.problem) == (0, "")


def with_store(page: Page, store: Callable[[Story, Source, datetime], Receipt]) -> Job:
    """Take the page in with another way to store."""
    ledger.enqueue(FETCH, str(page.pk))
    taking.fetch(ledger.claim(FETCH, at_most=9), store=store)
    page.refresh_from_db()
    return Job.objects.get(kind=FETCH, key=str(page.pk), state__in=["running", "done", "queued"])


def test_plan_made_meanwhile_stands(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    page, soon = listed(source, url), timezone.now()

    def planned_meanwhile(story: Story, source: Source, at: datetime) -> Receipt:
        Page.objects.update(next_fetch_at=soon)
        return store(story, source, at)

    assert with_store(page, planned_meanwhile).state == Job.State.DONE
    assert (page.state, page.next_fetch_at) == ("held", soon)


class Torn(Exception):
    """A worker that dies between two writes, as far as a transaction can tell."""


@pytest.mark.parametrize("known", [True, False])
def test_what_is_torn_is_written_not_at_all_and_done_again(
    open_press: Press,
    source: Source,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    known: bool,  # noqa: FBT001
) -> None:
    def tear(story: Story, source: Source, at: datetime) -> Receipt:
        store(story, source, at)
        error = Torn("It is torn.")
        if known:
            error.permanent = False  # type: ignore[attr-defined]
        raise error

    show(open_press, *TEXT)
    page = listed(source, url)
    monkeypatch.setitem(ledger._works, FETCH, partial(taking.fetch, store=tear))
    job = take(page)
    assert (page.state, page.article, Article.objects.count()) == ("listed", None, 0)
    assert (job.state, job.failures) == (Job.State.QUEUED, 1)
    assert not Job.objects.filter(kind=line.TRANSLATE).exists()
    monkeypatch.undo()
    assert again(page).state == Job.State.DONE
    assert (Article.objects.count(), Capture.objects.count()) == (1, 1)


def test_lost_lease_writes_nothing(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    page = listed(source, url)
    ledger.enqueue(FETCH, str(page.pk))
    claims = ledger.claim(FETCH, at_most=9)
    Job.objects.update(token=uuid.uuid4())
    taking.fetch(claims, store=store)
    page.refresh_from_db()
    assert (page.state, Article.objects.count()) == ("listed", 0)
    assert Job.objects.get().state == Job.State.RUNNING
