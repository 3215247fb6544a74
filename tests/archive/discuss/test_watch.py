"""The words that moderators watch for."""

import pytest
from django.contrib.auth.models import User

from archive.discuss import watch
from archive.discuss.desk import submit
from archive.discuss.pipeline import Refusal
from archive.models import AuditEvent, WatchWord
from tests.archive.discuss.writing import sent, translated

pytestmark = pytest.mark.django_db


def refused(words: str) -> "pytest.RaisesExc[watch.Refused]":
    return pytest.raises(watch.Refused, match=words)


def test_word_is_watched_for_at_once_however_it_is_written(max_: User) -> None:
    watch.watch(" Escroc  fini ", "hold", by=max_)
    comment = submit(translated(), sent("Quel ESCROC, fini !"))
    assert (comment.state, comment.hold_reason) == ("pending", "words")
    assert comment.evidence == "“ESCROC, fini” in the text"


def test_refused_word_is_refused_until_it_is_watched_no_more(max_: User) -> None:
    word = watch.watch("poker", "reject", by=max_)
    with pytest.raises(Refusal, match="“Poker” is not taken here"):
        submit(translated(), sent("Poker now"))
    assert watch.change(word, "hold", by=max_) is True
    assert watch.change(word, "hold", by=max_) is False
    assert submit(translated(), sent("Poker now", writer="b", network="m")).hold_reason == "words"
    assert watch.unwatch(word, by=max_) is True
    assert submit(translated(), sent("Poker, then", writer="c", network="o")).hold_reason == "first"


@pytest.mark.parametrize("again", ["poker", "POKER!", " pôker "])
def test_same_word_twice_is_refused_in_one_sentence(max_: User, again: str) -> None:
    watch.watch("Poker", "hold", by=max_)
    with refused("is watched for already"):
        watch.watch(again, "reject", by=max_)
    assert WatchWord.objects.get().act == "hold"
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "!!!", "\u200b", "\x00"])
def test_what_has_no_letters_is_refused(max_: User, text: str) -> None:
    with refused("Write a word or a few"):
        watch.watch(text, "hold", by=max_)


def test_long_ones_and_unknown_acts_are_refused(max_: User) -> None:
    with refused("may have 100 characters; yours has 101"):
        watch.watch("x" * 101, "hold", by=max_)
    with refused("yours has 180"):
        watch.watch("œ" * 90, "hold", by=max_)
    with refused("Say what shall become of it"):
        watch.watch("poker", "burn", by=max_)
    assert not WatchWord.objects.exists()


def test_acts_are_audited_by_the_length_alone(max_: User) -> None:
    word = watch.watch("Rosa Martin", "hold", by=max_)
    target = f"watchword:{word.pk}"
    watch.change(word, "reject", by=max_)
    watch.unwatch(word, by=max_)
    assert watch.unwatch(word, by=max_) is False
    events = AuditEvent.objects.filter(target=target).order_by("pk")
    acts = ["watch for word", "change watch word", "unwatch word"]
    assert [event.act for event in events] == acts
    assert {event.details["length"] for event in events} == {len("Rosa Martin")}
    assert "Rosa" not in str(list(events.values_list("details", "target")))
