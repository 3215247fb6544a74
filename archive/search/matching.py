"""From what was typed to a query of the index. No field is ever named by a reader."""

from collections.abc import Iterable, Sequence
from datetime import date

from tantivy import FieldType, Occur, Query

from archive.search.documents import DISCUSSED, day_number
from archive.search.query import Term, Typed
from archive.search.schema import FOLDED, PLAIN, SCHEMA, STEMMED, Language, naming

TITLE_BOOST = 4.0
EXACT_BOOST = 1.5


def matching(typed: Typed) -> Query:
    """The query for all that was typed; filters count, but add nothing to the score."""
    languages = [typed.language] if typed.language else list(Language)
    parts = [(Occur.Must, _any(_term(term, languages) for term in group)) for group in typed.groups]
    parts += [(Occur.MustNot, _term(term, languages)) for term in typed.unwanted]
    parts += [(Occur.Must, Query.const_score_query(each, 0.0)) for each in _filters(typed)]
    parts += [(Occur.MustNot, each) for each in _refused(typed)]
    if not any(occur == Occur.Must for occur, _ in parts):
        parts.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(parts)


def in_language(typed: Typed, language: Language) -> Query:
    """The query for the wanted words alone, each in the texts of one language."""
    if typed.language not in {None, language} or not typed.wanted:
        return Query.empty_query()
    return _any(_term(term, [language]) for term in typed.wanted)


def without(query: Query, article_ids: Sequence[int]) -> Query:
    """The query for what else it finds than these articles."""
    if not article_ids:
        return query
    return query.and_must_not_match(Query.term_set_query(SCHEMA, "id", list(article_ids)))


def beyond(order: int) -> Query:
    """The query for what stands after a place in the order, the newest first."""
    return Query.range_query(SCHEMA, "order", FieldType.Unsigned, 0, order, include_upper=False)


def _any(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, each) for each in queries])


def _term(term: Term, languages: Iterable[Language]) -> Query:
    if term.kind:
        return _named(term)
    return Query.disjunction_max_query(
        [each for language in languages for each in _in_fields(term, language)], tie_breaker=0.1
    )


def _named(term: Term) -> Query:
    if term.shape == "beginning":
        return _beginning(naming(term.kind), term)
    return _words(naming(term.kind), FOLDED.analyze(term.text))


def _in_fields(term: Term, language: Language) -> list[Query]:
    if term.shape == "beginning":
        return [_beginning(language.folded, term)]
    exact = _words(language.plain, PLAIN.analyze(term.text))
    if term.exact:
        return [exact]
    words = STEMMED[language].analyze(term.text)
    return [
        Query.boost_query(_words(language.headline, words), TITLE_BOOST),
        _words(language, words),
        Query.boost_query(exact, EXACT_BOOST),
    ]


def _beginning(field: str, term: Term) -> Query:
    # The analyser leaves letters and digits only: nothing in them is special to a pattern.
    return Query.regex_query(SCHEMA, field, "".join(FOLDED.analyze(term.text)) + ".*")


def _words(field: str, words: list[str]) -> Query:
    if not words:
        return Query.empty_query()
    if len(words) == 1:
        return Query.term_query(SCHEMA, field, words[0], "freq")
    return Query.phrase_query(SCHEMA, field, list(words))


def _filters(typed: Typed) -> Iterable[Query]:
    if typed.sources:
        yield _any(_code("source", each) for each in typed.sources)
    for tag in typed.tags:
        yield _code("tag", tag)
    if typed.after or typed.before:
        yield _days(typed.after, typed.before)
    if typed.level:
        yield _code("level", typed.level)
    if typed.discussed:
        yield _code("discussed", DISCUSSED)


def _refused(typed: Typed) -> Iterable[Query]:
    for slug in typed.not_sources:
        yield _code("source", slug)
    for slug in typed.not_tags:
        yield _code("tag", slug)
    if typed.undated:
        yield _days(None, None)


def _code(field: str, value: str) -> Query:
    return Query.term_query(SCHEMA, field, value, "basic")


def _days(after: date | None, before: date | None) -> Query:
    """Articles that bear a date of their own, between two days, both included."""
    first = day_number(after or date.min)
    last = day_number(before or date.max)
    return Query.range_query(SCHEMA, "day", FieldType.Unsigned, first, last)
