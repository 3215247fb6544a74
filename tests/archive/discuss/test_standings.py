"""How writers are treated: by whom, why, until when, and what they read of it."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.discuss import standings
from archive.discuss.desk import submit
from archive.discuss.pipeline import Refusal
from archive.models import AuditEvent, Comment, Standing
from tests.archive.discuss.writing import say, sent, translated

pytestmark = pytest.mark.django_db
WRITER = "a" * 64


def later(days: int = 1) -> datetime:
    return timezone.now() + timedelta(days=days)


def refused(words: str) -> "pytest.RaisesExc[standings.Refused]":
    return pytest.raises(standings.Refused, match=words)


def test_held_writer_waits_and_reads_why(max_: User) -> None:
    article = translated()
    say(article, writer=WRITER)
    standings.hold(WRITER, by=max_, reason="Many\nattacks.")
    comment = submit(article, sent("Good morning.", writer=WRITER))
    assert (comment.state, comment.hold_reason) == ("pending", "standing")
    assert comment.evidence == "Many attacks."


def test_suspended_writer_reads_why_and_until_when(max_: User) -> None:
    until = later()
    standings.suspend(WRITER, until, by=max_, reason="Cool down.")
    with pytest.raises(Refusal, match=r"You may not write here until .* The reason: Cool down"):
        submit(translated(), sent(writer=WRITER))
    Standing.objects.update(until=timezone.now())
    assert standings.of(WRITER) is None
    assert submit(translated(), sent(writer=WRITER)).pk


def test_ban_takes_the_place_of_a_suspension_and_is_lifted(max_: User, edith: User) -> None:
    standings.suspend(WRITER, later(), by=max_, reason="Cool down.")
    standings.ban(WRITER, by=edith, reason="Threats.")
    found = standings.of(WRITER)
    assert found is not None
    assert (found.kind, found.until, found.by) == ("banned", None, edith)
    assert standings.lift(WRITER, by=max_) is True
    assert standings.lift(WRITER, by=max_) is False
    assert standings.of(WRITER) is None


def test_each_act_is_audited_without_the_words(max_: User) -> None:
    standings.hold(WRITER, by=max_, reason="Attacks.")
    standings.ban(WRITER, by=max_, reason="Threats.")
    standings.lift(WRITER, by=max_)
    events = list(AuditEvent.objects.filter(target=f"writer:{WRITER}").order_by("pk"))
    assert [e.act for e in events] == ["hold writer", "ban writer", "lift standing"]
    assert [e.details["before"] for e in events] == ["", "held", "banned"]
    assert events[1].details["reason_length"] == len("Threats.")
    assert "Threats" not in str([e.details for e in events])


def test_bad_input_is_refused_in_a_sentence(max_: User) -> None:
    with refused("the writer reads it"):
        standings.hold(WRITER, by=max_, reason=" \u200b ")
    with refused("may have 300 characters; yours has 301"):
        standings.ban(WRITER, by=max_, reason="x" * 301)
    with refused("still to come"):
        standings.suspend(WRITER, timezone.now(), by=max_, reason="Cool down.")
    with refused("Nobody is known"):
        standings.hold("", by=max_, reason="Attacks.")
    assert not Standing.objects.exists()
    assert not AuditEvent.objects.exists()


def test_second_moderator_is_told_and_nothing_is_lost(max_: User, edith: User) -> None:
    seen = standings.version(standings.of(WRITER))
    standings.hold(WRITER, by=max_, reason="Attacks.", seen=seen)
    with refused("Another moderator"):
        standings.ban(WRITER, by=edith, reason="Threats.", seen=seen)
    with refused("Another moderator"):
        standings.lift(WRITER, by=edith, seen=seen)
    assert Standing.objects.get().kind == "held"
    seen = standings.version(standings.of(WRITER))
    standings.ban(WRITER, by=edith, reason="Threats.", seen=seen)
    assert Standing.objects.get().kind == "banned"


def test_one_that_ran_out_counts_for_none(max_: User) -> None:
    standings.suspend(WRITER, later(), by=max_, reason="Cool down.")
    Standing.objects.update(until=timezone.now())
    standings.hold(WRITER, by=max_, reason="Attacks.", seen=standings.version(None))
    assert Standing.objects.get().kind == "held"


def test_all_of_a_page_are_found_at_once(max_: User) -> None:
    for writer in "ab":
        standings.hold(writer, by=max_, reason="Attacks.")
    assert standings.of_all(["a", "b", "c", ""]).keys() == {"a", "b"}
    assert not Comment.objects.exists()
