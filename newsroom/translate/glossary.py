"""The glossary as it stands: read once and kept until it changes, and sought in sentences.

Every change of a term gives it a later `at`, so that the number of terms and the latest of these
tell one state of the glossary from every other.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Max

from archive.models import Segment
from archive.names import Rendering
from archive.terms import Expression, Glossary, Known, Use, apart
from newsroom.models import Term

Version = tuple[int, datetime | None]
_kept: dict[str, tuple[Version, Glossary]] = {}


def current() -> Glossary:
    """The terms that stand now; one query, unless they have changed."""
    version = _version()
    kept = _kept.get("terms")
    if kept is None or kept[0] != version:
        kept = _kept["terms"] = version, of(Term.objects.all())
    return kept[1]


def _version() -> Version:
    found = Term.objects.aggregate(count=Count("pk"), last=Max("at"))
    return found["count"], found["last"]


def of(terms: Iterable[Term]) -> Glossary:
    """The glossary of these terms."""
    return Glossary(map(expression, terms))


def expression(term: Term) -> Expression:
    """The term as a wording is held to it."""
    return Expression(term.french, term.english, tuple(term.forbidden), term.part)


def terms_in(french: str) -> tuple[Use, ...]:
    """The terms that stand in the French sentence now, with their places."""
    return current().uses(french)


def with_terms(
    article_ids: Collection[int], names: Mapping[int, tuple[Rendering, ...]]
) -> Mapping[int, tuple[Known, ...]]:
    """The names of the articles' living sentences, and the terms beside them."""
    terms = current()
    if not terms:
        return names
    alive = Segment.objects.alive().filter(article__in=article_ids)
    return joined(dict(alive.values_list("pk", "text")), names, terms)


def joined(
    texts: Mapping[int, str], names: Mapping[int, tuple[Rendering, ...]], terms: Glossary
) -> dict[int, tuple[Known, ...]]:
    """What each sentence is held to: its names, and those terms that are no part of one."""
    found = ((pk, names.get(pk, ()), terms.uses(text)) for pk, text in texts.items())
    return {pk: apart(mine, uses) if uses else mine for pk, mine, uses in found if mine or uses}
