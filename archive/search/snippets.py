"""The passages of an article in which the words stand, marked, in each language.

Words are compared as the index compares them: each word of the text is stemmed and looked up among
the stems asked for. What comes out is escaped, but for the marks.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.search.query import Typed
from archive.search.schema import FOLDED, PLAIN, STEMMED, Language, plain_text

WORD = re.compile(r"\w+")
LONGEST = 280  # characters


def stems(typed: Typed, language: Language) -> frozenset[str]:
    """The stems looked for in the language; `presid*` is a beginning, `=élu` stands as written."""
    found: set[str] = set()
    if typed.language in {None, language}:
        for term in typed.wanted:
            if term.shape == "beginning":
                found.add("".join(FOLDED.analyze(term.text)) + "*")
            elif term.exact:
                found.update(f"={word}" for word in PLAIN.analyze(term.text))
            else:
                found.update(STEMMED[language].analyze(term.text))
    return frozenset(found)


def best(
    sentences: Sequence[str], wanted: frozenset[str], language: Language
) -> SafeString | None:
    """The sentence with most of the wanted words, marked; None where none stands in any."""
    words = {word for each in sentences for word in WORD.findall(each)}
    stems = {word: stem for word in words if (stem := _stem(word, language, wanted))}
    if not stems:
        return None
    kinds = [len({stems[word] for word in WORD.findall(each) if word in stems}) for each in sentences]
    return marked(sentences[kinds.index(max(kinds))], wanted, language)


def marked(
    text: str, wanted: frozenset[str], language: Language, *, longest: int = LONGEST
) -> SafeString:
    """The text, shortened around its first wanted word, with a mark round each."""
    hits = [span for span in _spans(text) if _stem(text[slice(*span)], language, wanted)]
    start, end = _window(text, hits, longest)
    parts: list[str] = ["…" if start else ""]
    edge = start
    for first, last in (hit for hit in hits if hit[0] >= start and hit[1] <= end):
        parts += [conditional_escape(text[edge:first])]
        parts += [format_html("<mark>{}</mark>", text[first:last])]
        edge = last
    parts += [conditional_escape(text[edge:end]), "…" if end < len(text) else ""]
    # Every part is escaped above; only the marks are ours.
    return mark_safe("".join(parts))  # noqa: S308


def _window(text: str, hits: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    if len(text) <= longest or not hits:
        return 0, min(len(text), longest)
    start = max(0, hits[0][0] - longest // 3)
    start = text.find(" ", start, hits[0][0]) + 1 if start else 0
    return start, min(len(text), start + longest)


def _spans(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in WORD.finditer(text)]


def _stem(word: str, language: Language, wanted: frozenset[str]) -> str:
    """The wanted stem that the word has, or nothing."""
    stem, plain, folded = _forms(word, language)
    if stem in wanted:
        return stem
    if plain in wanted:
        return plain
    for each in wanted:
        if each[-1] == "*" and folded.startswith(each[:-1]):
            return each
    return ""


@lru_cache(maxsize=65_536)
def _forms(word: str, language: Language) -> tuple[str, str, str]:
    """A word as the index compares it: stemmed, as written after an equals sign, folded."""
    text = plain_text(word)
    analysers = (STEMMED[language], PLAIN, FOLDED)
    stem, plain, folded = ("".join(analyser.analyze(text)) for analyser in analysers)
    return stem, f"={plain}", folded
