"""What the index holds of an article, and how its words are made comparable.

Words are put in lower case, freed of accents and ligatures, then stemmed, in this order: typed
without accents they must fall on the same stem. `plain` keeps case-folded words as written, for
exact searches and to put the exact form first; `folded` is for beginnings of words.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from importlib.metadata import version

import tantivy
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

# One more whenever what follows, or `documents.py`, fills the index otherwise.
VERSION = f"3, tantivy {version('tantivy')}"
LONGEST = 60  # bytes of a word; longer ones are no words
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
KINDS = ("person", "place", "organisation", "subject")


class Language(StrEnum):
    """The two languages of every article; also the names of the fields of their texts."""

    FRENCH = "fr"
    ENGLISH = "en"

    @property
    def headline(self) -> str:
        """The field of the headline's words."""
        return f"title_{self}"

    @property
    def plain(self) -> str:
        """The field of the words as written."""
        return f"plain_{self}"

    @property
    def folded(self) -> str:
        """The field of the words without accents."""
        return f"folded_{self}"


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for each in (Filter.remove_long(LONGEST), Filter.lowercase(), *filters):
        builder = builder.filter(each)
    return builder.build()


PLAIN = _analyzer()
FOLDED = _analyzer(Filter.ascii_fold())
STEMMED = {
    Language.FRENCH: _analyzer(Filter.ascii_fold(), Filter.stemmer("french")),
    Language.ENGLISH: _analyzer(Filter.ascii_fold(), Filter.stemmer("english")),
}
TOKENIZERS = {"plain": PLAIN, "folded": FOLDED, **{str(k): v for k, v in STEMMED.items()}}


def plain_text(text: str) -> str:
    """The text as the analysers want it: letters composed, nothing invisible inside a word."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def naming(kind: str) -> str:
    """The field of the words in the names of an article's tags of one kind."""
    return f"named_{kind}"


def _schema() -> tantivy.Schema:
    """The fields. An article without a date has no `day` and no `month`, but a place in the order.

    What is counted has a column; the tags of all kinds share one, which is read much faster.
    """
    builder = tantivy.SchemaBuilder()
    for number in ("id", "edition", "day", "month", "order"):
        builder.add_unsigned_field(number, indexed=True, fast=True)
    for language in Language:
        builder.add_text_field(language, tokenizer_name=language)
        builder.add_text_field(language.headline, tokenizer_name=language)
        builder.add_text_field(language.plain, tokenizer_name="plain")
        builder.add_text_field(language.folded, tokenizer_name="folded", index_option="basic")
    for kind in KINDS:
        builder.add_text_field(naming(kind), tokenizer_name="folded")
    for code in ("tag", "discussed"):
        builder.add_text_field(code, tokenizer_name="raw", index_option="basic")
    for counted in ("source", "level", "kind_and_tag"):
        builder.add_text_field(counted, tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


SCHEMA = _schema()


def register(index: tantivy.Index) -> None:
    """Give an opened index its analysers, which are not kept on disk."""
    for name, analyzer in TOKENIZERS.items():
        index.register_tokenizer(name, analyzer)
