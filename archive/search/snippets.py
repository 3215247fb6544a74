"""The passages of an article in which the words stand, marked, in each language.

Words are compared as the index compares them: each word of the text is stemmed and looked up among
the stems asked for. What comes out is escaped, but for the marks.
"""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.search.query import Typed
from archive.search.schema import FOLDED, STEMMED, Language, plain_text

WORD = re.compile(r"\w+")
LONGEST = 280  # characters


def stems(typed: Typed, language: Language) -> frozenset[str]:
    """The stems looked for in the language; a beginning ends with an asterisk."""
    found: set[str] = set()
    if typed.language in {None, language}:
        for term in (term for group in typed.groups for term in group):
            if term.shape == "beginning":
                found.add("".join(FOLDED.analyze(term.text)) + "*")
            else:
                found.update(STEMMED[language].analyze(term.text))
    return frozenset(found)


def best(sentences: Iterable[str], wanted: frozenset[str], language: Language) -> SafeString | None:
    """The sentence with most of the wanted words, marked; None where none stands in any."""
    scored = [(len(_kinds(each, wanted, language)), each) for each in sentences]
    most = max((score for score, _ in scored), default=0)
    if not most:
        return None
    return marked(next(text for score, text in scored if score == most), wanted, language)


def marked(text: str, wanted: frozenset[str], language: Language) -> SafeString:
    """The text, shortened around its first wanted word, with a mark round each."""
    hits = [span for span in _spans(text) if _stem(text[slice(*span)], language, wanted)]
    start, end = _window(text, hits)
    parts: list[str] = ["…" if start else ""]
    edge = start
    for first, last in (hit for hit in hits if hit[0] >= start and hit[1] <= end):
        parts += [conditional_escape(text[edge:first])]
        parts += [format_html("<mark>{}</mark>", text[first:last])]
        edge = last
    parts += [conditional_escape(text[edge:end]), "…" if end < len(text) else ""]
    # Every part is escaped above; only the marks are ours.
    return mark_safe("".join(parts))  # noqa: S308


def _window(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if len(text) <= LONGEST or not hits:
        return 0, min(len(text), LONGEST)
    start = max(0, hits[0][0] - LONGEST // 3)
    start = text.find(" ", start, hits[0][0]) + 1 if start else 0
    return start, min(len(text), start + LONGEST)


def _spans(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in WORD.finditer(text)]


def _kinds(text: str, wanted: frozenset[str], language: Language) -> set[str]:
    stems = (_stem(text[slice(*span)], language, wanted) for span in _spans(text))
    return {stem for stem in stems if stem}


def _stem(word: str, language: Language, wanted: frozenset[str]) -> str:
    """The wanted stem that the word has, or nothing."""
    plain = plain_text(word)
    for stem in STEMMED[language].analyze(plain):
        if stem in wanted:
            return stem
    folded = "".join(FOLDED.analyze(plain))
    begun = (each for each in wanted if each.endswith("*") and folded.startswith(each[:-1]))
    return next(begun, "")
