"""What the staff took off an article’s comments, counted for all to see: no text, no names.

Counted is each comment on which the staff’s last word, as it stands, was to refuse it, to take it
back or to call it spam: also where its writer erased it afterwards, or its time was over. What only
a rule took for spam is not counted, for nobody has judged it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.discuss.states import State
from archive.discuss.steps import UNDONE
from archive.models import Decision

GONE = frozenset({State.REJECTED, State.SPAM, State.WITHDRAWN})
SPAM = "spam"
OTHER = ("other", "other")
# What a removed comment was, by the moderator's code: one, and several.
NOUNS: Mapping[str, tuple[str, str]] = {
    "off-topic": ("off topic", "off topic"),
    "abuse": ("attack", "attacks"),
    "advert": ("advertisement", "advertisements"),
    "private": ("with private facts", "with private facts"),
    "unlawful": ("perhaps unlawful", "perhaps unlawful"),
    "unreadable": ("unreadable", "unreadable"),
}
Row = tuple[int, str, str]  # of a decision: its comment, where that went, the reason


@dataclass(frozen=True, slots=True)
class Removed:
    """How many comments were removed, and how many as what, the most first."""

    count: int
    parts: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        return f"{self.count} removed: {', '.join(f'{n} {noun}' for n, noun in self.parts)}"


def removed(article_id: int) -> Removed | None:
    """What was removed from the article’s comments, from one query; None for nothing."""
    by_people = Decision.objects.filter(
        comment__article=article_id, comment__state__in=[*GONE, State.ERASED], by__isnull=False
    )
    rows = by_people.order_by("pk").values_list("comment", "after", "reason")
    reasons = Counter(_code(*word) for word in _last(rows) if word[0] in GONE)
    if not reasons:
        return None
    parts = sorted(
        ((n, _noun(code, n)) for code, n in reasons.items()), key=lambda p: (-p[0], p[1])
    )
    return Removed(reasons.total(), tuple(parts))


def _last(rows: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """The staff’s last word on each comment: one that was undone is no word."""
    words: dict[int, list[tuple[str, str]]] = {}
    for comment, after, reason in rows:
        said = words.setdefault(comment, [])
        if reason != UNDONE:
            said.append((after, reason))
        elif said:
            said.pop()
    return [said[-1] for said in words.values() if said]


def _code(after: str, reason: str) -> str:
    return SPAM if after == State.SPAM else reason


def _noun(code: str, count: int) -> str:
    """The noun for so many of them; reasons in a moderator’s own words have none."""
    return SPAM if code == SPAM else NOUNS.get(code, OTHER)[count > 1]
