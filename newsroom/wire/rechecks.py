"""Looking again: when a page is asked once more, and what of the new text is believed."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsroom.ingest.wording import fold

CHECKS = (timedelta(hours=24), timedelta(days=7))  # after the text first came in
LESS = "The page now shows much less than before; the earlier text is kept."
HALF = 0.5
# A page for payers that shrinks by a fifth has most likely closed its curtain.
MOST = 0.8
FEW = 0.2  # of the characters; two texts that share no more are two articles
# What stands where a text stood.
CURTAIN = re.compile(
    r"\babonn(?:és?|ées?|ez|er|ement)\b|\bréservée?s? (?:à|aux)\b"
    r"|\bconnectez-vous\b|\binscrivez-vous\b|\bcré(?:ez|er) (?:un|votre) compte\b"
    r"|\b(?:supprimé|retiré|dépublié|introuvable|plus (?:disponible|accessible|en ligne))\b"
)
MOST_COMPARED = 1_000  # sentences: the first tell


def next_check(held_at: datetime, now: datetime) -> datetime | None:
    """When a page is looked at again whose text first came in then; None after the last time."""
    return next((held_at + pause for pause in CHECKS if held_at + pause > now), None)


def shows_much_less(old: Sequence[str], new: str, *, is_free: bool = True) -> bool:
    """Whether a new text is what a paywall or an “article supprimé” left of the old sentences.

    So it is where it is less than half as long, keeps less than half of the old characters, and
    lacks more than half of the old sentences; of a page for payers, four fifths must be left. If
    it speaks of subscribing or of removal as the old one did not, it need only be shorter. A text
    written anew in the same length is a change like any other.
    """
    share = HALF if is_free else MOST
    is_drawn = CURTAIN.search(fold(new)) and not CURTAIN.search(fold("\n".join(old)))
    if len(new) >= _length(old) * (1 if is_drawn else share):
        return False
    old = old[:MOST_COMPARED]
    left = _left(old, new)
    return _length(left) < share * _length(old) and len(left) < share * len(old)


def is_other(old: Sequence[str], new: str) -> bool:
    """Whether the new text shares so little with the old sentences that it is another article."""
    old = old[:MOST_COMPARED]
    return _length(_left(old, new)) < FEW * _length(old)


def _left(old: Sequence[str], new: str) -> list[str]:
    """The old sentences that the new text still holds, wherever they stand in it."""
    text = fold(new)
    return [sentence for sentence in old if fold(sentence) in text]


def _length(sentences: Sequence[str]) -> int:
    return sum(map(len, sentences))
