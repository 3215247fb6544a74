"""The words that moderators watch for: a comment that holds one waits for them, or is refused."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive import audit
from archive.discuss.pipeline import normalised
from archive.discuss.text import one_line
from archive.models import WatchWord

LONGEST = 100  # characters
NO_WORD = "Write a word or a few, with letters or figures in them."
LONG = "A word to watch for may have {} characters; yours has {}. Shorten it a little."
TWICE = "“{}” is watched for already."
NO_ACT = "Say what shall become of it: hold it for a moderator, or refuse it."


class Refused(ValueError):
    """Why a word is not watched for: one plain sentence for the moderator."""


def watch(text: str, act: str, *, by: User) -> WatchWord:
    """Watch for a word or a few from now on. Raises Refused for one that is watched for already.

    It is known by its folded words: capitals, accents and what stands between them count nothing.
    """
    word = _checked(text, act)
    try:
        with transaction.atomic():
            made = WatchWord.objects.create(text=word, folded=_folded(word), act=act, by=by)
            _note("watch for word", made, by)
    except IntegrityError as error:
        raise Refused(TWICE.format(word)) from error
    return made


def change(word: WatchWord, act: str, *, by: User) -> bool:
    """Hold what was refused for it, or the other way; False where that is so already."""
    _check_act(act)
    with transaction.atomic():
        found = WatchWord.objects.filter(pk=word.pk).exclude(act=act)
        if not found.update(act=act, by=by, at=timezone.now()):
            return False
        word.refresh_from_db()
        _note("change watch word", word, by)
    return True


def unwatch(word: WatchWord, *, by: User) -> bool:
    """Watch for it no more; False where nobody does."""
    with transaction.atomic():
        if not WatchWord.objects.filter(pk=word.pk).delete()[0]:
            return False
        _note("unwatch word", word, by)
    return True


def _checked(text: str, act: str) -> str:
    _check_act(act)
    word = one_line(text)
    if len(word) > LONGEST or len(_folded(word)) > LONGEST:
        raise Refused(LONG.format(LONGEST, max(len(word), len(_folded(word)))))
    if not _folded(word):
        raise Refused(NO_WORD)
    return word


def _check_act(act: str) -> None:
    if act not in WatchWord.Act.values:
        raise Refused(NO_ACT)


def _folded(word: str) -> str:
    """As the pipeline looks for it."""
    return normalised(word)


def _note(act: str, word: WatchWord, by: User) -> None:
    """The word itself may name a person, and an audit is for ever: only its length is noted."""
    target = f"watchword:{word.pk}"
    audit.record(act, target, actor=by, length=len(word.text), on_match=word.act)
