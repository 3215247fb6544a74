"""The sentence that a comment is about, in the wording that its writer read.

Nothing is quoted that the Reading holds back: what a source does not let readers see is not seen
by way of a comment either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.models import Comment, Edition, Source, Translation
from archive.reading import Reading, Sentence, language_of

UID_DIGITS = 9  # of a uid or a wording's number, at most


class Standing(StrEnum):
    """How a sentence stands to the article as it is read now."""

    SAME = "same"
    REWORDED = "reworded"
    GONE = "gone"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Passage:
    """What a comment quotes: nothing where the source keeps the sentence back."""

    uid: int
    standing: Standing
    words: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Pin:
    """A sentence in one wording, by which a comment can be pinned to it.

    `uid` and `n` name them to readers, `segment` and `translation` are their keys.
    """

    segment: int
    translation: int
    uid: int
    n: int
    words: str
    language: str


def passage(comment: Comment, reading: Reading) -> Passage | None:
    """The sentence that the comment is about; None for one on the whole article.

    The comment comes with its segment and translation, so that nothing is asked.
    """
    if comment.segment is None:
        return None
    uid, wording = comment.segment.uid, comment.translation
    shown = _shown(reading, uid)
    if shown is None:
        if reading.article.source.display != Source.Display.FULL:
            return Passage(uid, Standing.WITHHELD)
        return Passage(uid, Standing.GONE, *_quoted(wording, comment.segment.text))
    if wording is None or wording.text == shown.english:
        return Passage(uid, Standing.SAME, *_quoted(shown.wording, shown.french))
    return Passage(uid, Standing.REWORDED, *_quoted(wording, shown.french))


def pin(reading: Reading, uid: str, n: str = "") -> Pin | None:
    """What to pin a comment to, as an address or a form names it.

    `n` numbers the wording that the writer read, without it the one that stands. None where
    readers do not see that sentence, or never saw that wording of it.
    """
    shown = _shown(reading, _number(uid))
    if shown is None or shown.wording is None:
        return None
    if not n or _number(n) == shown.wording.n:
        return _pinned(shown.uid, shown.wording)
    earlier = Translation.objects.filter(segment=shown.wording.segment_id, n=_number(n)).first()
    if earlier is None or not _was_seen(reading, earlier):
        return None
    return _pinned(shown.uid, earlier)


def _shown(reading: Reading, uid: int) -> Sentence | None:
    return next((s for s in reading.sentences if s.uid == uid), None)


def _quoted(wording: Translation | None, french: str) -> tuple[str, str]:
    return (wording.text, language_of(wording)) if wording else (french, "fr")


def _number(text: str) -> int:
    """The number that an address gives, 0 for anything else: no sentence and no wording is 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= UID_DIGITS else 0


def _pinned(uid: int, wording: Translation) -> Pin:
    words, language = _quoted(wording, "")
    return Pin(wording.segment_id, wording.pk, uid, wording.n, words, language)


def _was_seen(reading: Reading, wording: Translation) -> bool:
    """Whether any Edition showed the wording."""
    manifests = Edition.objects.filter(article=reading.article).values_list("manifest", flat=True)
    return any(row[3] == wording.pk for manifest in manifests for row in manifest)
