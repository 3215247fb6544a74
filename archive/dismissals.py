"""Checks that an editor dismissed: what they found in a French sentence is nothing.

A dismissal holds for the French wherever it stands and whatever its English is, as long as the
check says the same words of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set

from archive.models import Article, Dismissal

Key = tuple[str, str, str]  # SHA-256 of the French, the check's code, and what it said
MOST_WORDS = 500  # characters of what a check said, which is all that is compared


def key(french_sha256: str, code: str, words: str) -> Key:
    """By what a dismissed check is known again."""
    return french_sha256, code, words[:MOST_WORDS]


def dismissed(digests: Collection[str]) -> frozenset[Key]:
    """What was dismissed in the French sentences of these digests, from one query at most."""
    if not digests:
        return frozenset()
    rows = Dismissal.objects.filter(french_sha256__in=set(digests))
    return frozenset(rows.values_list("french_sha256", "code", "words"))


def dismissed_in(article: Article) -> frozenset[Key]:
    """What was dismissed in the article's living sentences, from one query."""
    digests = article.segments.alive().order_by().values("sha256")
    rows = Dismissal.objects.filter(french_sha256__in=digests)
    return frozenset(rows.values_list("french_sha256", "code", "words"))


def open_checks(
    checks: Iterable[Mapping[str, str]], french_sha256: str, held: Set[Key]
) -> tuple[Mapping[str, str], ...]:
    """Those of a wording's failed checks that nobody dismissed, in their order."""
    return tuple(c for c in checks if key(french_sha256, c["code"], c["words"]) not in held)
