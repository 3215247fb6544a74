"""Which living sentences a change of the glossary touches: those that are held to something else.

The archive is looked through in steps of articles, so that it takes the same memory whatever its
size. Few changed terms let the database pick the sentences that may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from archive.models import Article, Segment
from archive.names import Rendering
from archive.terms import Expression, Glossary, Known
from archive.terms.french import forms, words
from newsroom import line
from newsroom.curate.terms import Change, Facts
from newsroom.models import Term
from newsroom.translate.glossary import joined
from newsroom.translate.names import fed_with

STEP = 500  # articles
FEW = 20  # changed terms for which the database picks the sentences
RUN = re.compile("[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Touched:
    """A sentence, and the names and terms that it was held to and is held to with the change."""

    segment: Segment
    before: tuple[Known, ...]
    after: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Articles that were looked through: the number of the last, and what is touched in them."""

    last: int
    touched: list[Touched]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The glossary before and after a change, and the changed expressions alone."""

    before: Glossary
    after: Glossary
    sought: Glossary
    changed: tuple[Expression, ...]

    @classmethod
    def of(cls, changes: Sequence[Change]) -> Comparison:
        """The terms that stand, once with what the changes make of them and once without.

        Which of the two stands now makes no difference.
        """
        ids = {change.term_id for change in changes}
        rest = [_expression(Facts.of(term)) for term in Term.objects.all() if term.pk not in ids]
        before = [_expression(change.before) for change in changes if change.before]
        after = [_expression(change.after) for change in changes if change.after]
        both = tuple(dict.fromkeys([*before, *after]))
        return cls(Glossary([*rest, *before]), Glossary([*rest, *after]), Glossary(both), both)

    def of_article(self, article_id: int) -> list[Touched]:
        """What is touched in one article."""
        return self._touched(Segment.objects.alive().filter(article=article_id))

    def steps(self, after: int = 0) -> Iterator[Step]:
        """All articles with a greater number, step by step."""
        picked, last = _picked(self.changed), after
        numbers = Article.objects.order_by("pk").values_list("pk", flat=True)
        while step := list(numbers.filter(pk__gt=last)[:STEP]):
            alive = Segment.objects.alive().filter(article__gt=last, article__lte=step[-1])
            last = step[-1]
            yield Step(last, self._touched(alive.filter(picked)))

    def _touched(self, segments: Iterable[Segment]) -> list[Touched]:
        held = [segment for segment in segments if self.sought.uses(segment.text)]
        if not held:
            return []
        names = line.names_in({segment.article_id for segment in held})
        texts = {segment.pk: segment.text for segment in held}
        before, after = self._joined(texts, names)
        all_of_them = (
            Touched(segment, before.get(segment.pk, ()), after.get(segment.pk, ()))
            for segment in held
        )
        return [each for each in all_of_them if fed_with(each.before) != fed_with(each.after)]

    def _joined(
        self, texts: Mapping[int, str], names: Mapping[int, tuple[Rendering, ...]]
    ) -> tuple[dict[int, tuple[Known, ...]], dict[int, tuple[Known, ...]]]:
        return joined(texts, names, self.before), joined(texts, names, self.after)


def _expression(facts: Facts) -> Expression:
    return Expression(facts.french, facts.english, facts.forbidden, facts.part)


def _picked(changed: Sequence[Expression]) -> Q:
    """Sentences that may hold one of the expressions: all of them where these are many."""
    if len(changed) > FEW:
        return Q()
    found = Q()
    for expression in changed:
        runs = set(chain.from_iterable(_runs(expression)))
        if not runs:
            return Q()
        holds = Q()
        for run in sorted(runs):
            holds &= Q(text__icontains=run)
        found |= holds
    return found


def _runs(expression: Expression) -> Iterator[list[str]]:
    """Letters without accents, or that never have one, which all forms of the expression hold."""
    for word in words(expression.french):
        stem = _common(sorted(forms(word, expression.part)))
        yield RUN.findall(stem.replace("oe", " ").replace("ae", " "))


def _common(texts: Sequence[str]) -> str:
    """What all of the texts begin with."""
    first, last = texts[0], texts[-1]
    length = next((n for n, letter in enumerate(first) if last[n : n + 1] != letter), len(first))
    return first[:length]
