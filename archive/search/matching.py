"""From what was typed to a query of the index. No field is ever named by a reader."""

from collections.abc import Iterable
from datetime import date

from tantivy import FieldType, Occur, Query

from archive.search.documents import day_number
from archive.search.query import Term, Typed
from archive.search.schema import FOLDED, PLAIN, SCHEMA, STEMMED, Language

TITLE_BOOST = 4.0
EXACT_BOOST = 1.5


def matching(typed: Typed) -> Query:
    """The query for all that was typed; filters count, but add nothing to the score."""
    languages = [typed.language] if typed.language else list(Language)
    parts = [(Occur.Must, _any(_term(term, languages) for term in group)) for group in typed.groups]
    parts += [(Occur.MustNot, _term(term, languages)) for term in typed.unwanted]
    parts += [(Occur.Must, Query.const_score_query(each, 0.0)) for each in _filters(typed)]
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(parts)


def in_language(typed: Typed, language: Language) -> Query:
    """The query for the wanted words alone, each in the texts of one language."""
    parts = [(Occur.Should, _term(term, [language])) for group in typed.groups for term in group]
    return Query.boolean_query(parts) if parts else Query.empty_query()


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, each) for each in queries])


def _term(term: Term, languages: Iterable[Language]) -> Query:
    return Query.disjunction_max_query(
        [each for language in languages for each in _in_fields(term, language)], tie_breaker=0.1
    )


def _in_fields(term: Term, language: Language) -> list[Query]:
    if term.shape == "beginning":
        pattern = "".join(FOLDED.analyze(term.text)) + ".*"
        return [Query.regex_query(SCHEMA, language.folded, pattern)]
    words = STEMMED[language].analyze(term.text)
    exact = PLAIN.analyze(term.text)
    return [
        Query.boost_query(_words(language.headline, words), TITLE_BOOST),
        _words(language, words),
        Query.boost_query(_words(language.plain, exact), EXACT_BOOST),
    ]


def _words(name: str, words: list[str]) -> Query:
    if not words:
        return Query.empty_query()
    if len(words) == 1:
        return Query.term_query(SCHEMA, name, words[0], "freq")
    return Query.phrase_query(SCHEMA, name, list(words))


def _filters(typed: Typed) -> Iterable[Query]:
    if typed.sources:
        yield _any(Query.term_query(SCHEMA, "source", each) for each in typed.sources)
    for tag in typed.tags:
        yield Query.term_query(SCHEMA, "tag", tag)
    if typed.after or typed.before:
        yield _days(typed.after, typed.before)


def _days(after: date | None, before: date | None) -> Query:
    first = day_number(after) if after else 0
    last = day_number(before) if before else day_number(date.max)
    return Query.range_query(SCHEMA, "day", FieldType.Unsigned, first, last)
