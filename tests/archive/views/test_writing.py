"""Whose words they are, until when they may be changed, and the token that a form carries."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from archive.discuss import guard
from archive.discuss.writer import COOKIE, digest
from archive.models import Comment
from archive.views import writing
from tests.archive.discuss.writing import WRITER, say, token, translated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "is_own"),
    [(WRITER, True), ("x" * 32, False), ("", False)],
    ids=["its own", "another’s", "none"],
)
def test_only_the_browser_that_sent_it_owns_it(
    rf: RequestFactory, *, cookie: str, is_own: bool
) -> None:
    request = rf.get("/")
    request.COOKIES[COOKIE] = cookie
    assert writing.is_own(request, say(translated(), writer=digest(WRITER))) is is_own
    assert not writing.is_own(request, say(translated(), writer=""))


@pytest.mark.parametrize(
    ("state", "minutes", "is_open"),
    [
        ("published", 9, True),
        ("pending", 9, True),
        ("published", 11, False),
        ("rejected", 1, False),
        ("withdrawn", 1, False),
    ],
)
def test_ten_minutes_while_it_is_shown_or_waits(*, state: str, minutes: int, is_open: bool) -> None:
    comment = say(translated(), state=state)
    comment.created_at -= timedelta(minutes=minutes)
    assert (writing.editable_until(comment) is not None) is is_open


@pytest.mark.parametrize(("seconds", "is_kept"), [(60, True), (90_000, False)])
def test_good_token_stays_so_that_its_age_counts_on(
    rf: RequestFactory, *, seconds: int, is_kept: bool
) -> None:
    sent = token("edit", 7, seconds_ago=seconds)
    found = writing.token(rf.post("/", {"token": sent}), "edit", 7)
    assert (found == sent) is is_kept
    assert guard.age(found, "edit", 7) is not None


def test_no_address_is_handed_on(rf: RequestFactory) -> None:
    told = writing.whence(rf.post("/", REMOTE_ADDR="192.0.2.7"), WRITER, timedelta(seconds=5))
    assert told["writer"] == digest(WRITER)
    assert "192.0.2" not in str(told)
    assert not Comment.objects.exists()
