"""The passages of an article in which the words stand, marked, in each language.

Words are compared as the index compares them: each word of the text is stemmed and looked up among
the stems asked for. What comes out is escaped, but for the marks.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.search.query import Typed
from archive.search.schema import FOLDED, PLAIN, STEMMED, Language, plain_text

WORD = re.compile(r"\w+")
LONGEST = 280  # characters
Spoken = Mapping[str, str]


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


def spoken(texts: Iterable[str], wanted: frozenset[str], language: Language) -> Spoken:
    """Those of the texts' words that are wanted, each with what it is wanted as."""
    begun = tuple(each[:-1] for each in wanted if each.endswith("*"))
    found = {}
    for word in set[str]().union(*map(WORD.findall, texts)) if wanted else ():
        stem, plain, folded = _forms(word, language)
        if stem in wanted or plain in wanted:
            found[word] = stem if stem in wanted else plain
        elif begun and folded.startswith(begun):
            found[word] = next(f"{each}*" for each in begun if folded.startswith(each))
    return found


def best(sentences: Sequence[str], words: Spoken) -> int | None:
    """The place of the sentence with most of the wanted words; None where none stands in any."""
    if not words:
        return None
    kinds = [len({words[w] for w in words.keys() & WORD.findall(each)}) for each in sentences]
    most = max(kinds, default=0)
    return kinds.index(most) if most else None


def marked(text: str, words: Spoken, *, longest: int = LONGEST) -> SafeString:
    """The text, shortened around its first wanted word, with a mark round each."""
    hits = [found.span() for found in WORD.finditer(text) if found[0] in words]
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


@lru_cache(maxsize=65_536)
def _forms(word: str, language: Language) -> tuple[str, str, str]:
    """A word as the index compares it: stemmed, as written after an equals sign, folded."""
    text = plain_text(word)
    analysers = (STEMMED[language], PLAIN, FOLDED)
    stem, plain, folded = ("".join(analyser.analyze(text)) for analyser in analysers)
    return stem, f"={plain}", folded
