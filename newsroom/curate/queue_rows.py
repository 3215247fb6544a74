"""What a queue shows of its articles, fetched in a fixed number of queries a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator

from archive import listing
from archive.models import Article, Comment, Doubt, Suggestion
from newsroom.curate import presence
from newsroom.curate.queue import MOST, failed_checks

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One article with what there is to do on it, and who else is on it now."""

    article: Article
    level: str
    failed: int
    doubts: int
    suggestions: int
    comments: int
    people: tuple[str, ...]

    @property
    def headline(self) -> str:
        """The English headline; empty where no Edition was made."""
        return self.article.edition.title if self.article.edition else ""

    @property
    def headline_fr(self) -> str:
        """The French headline."""
        held = self.article.edition or self.article.capture
        if held is None:
            return ""
        return self.article.edition.title_fr if self.article.edition else str(held.title)

    @property
    def facts(self) -> list[tuple[int, str]]:
        """What there is, with how many, in words; what there is none of is left out."""
        told = [
            (self.failed, "failed check"),
            (self.doubts, "doubt"),
            (self.suggestions, "suggestion"),
            (self.comments, "comment to moderate"),
        ]
        return [(n, word if n == 1 else _plural(word)) for n, word in told if n]


def _plural(words: str) -> str:
    noun, _, rest = words.partition(" to ")
    return f"{noun}s to {rest}" if rest else f"{noun}s"


def page(ids: Sequence[int], number: str | None, user: User) -> Page[Any]:
    """One page of the articles, in the order of their numbers given."""
    made: Page[Any] = Paginator(ids[:MOST], PER_PAGE).get_page(number)
    made.object_list = rows(list(made.object_list), user)
    return made


def rows(ids: Sequence[int], user: User) -> list[Row]:
    """The articles as rows, in that order; one that is gone is left out."""
    held = Article.objects.for_lists().in_bulk(ids)
    articles = [held[pk] for pk in ids if pk in held]
    failed, people = failed_checks(ids), presence.present_on(ids, other_than=user)
    doubts, suggestions, comments = _doubts(ids), _suggestions(ids), _comments(ids)
    return [
        Row(
            each.article,
            each.level,
            failed[each.article.pk],
            doubts[each.article.pk],
            suggestions[each.article.pk],
            comments[each.article.pk],
            tuple(people.get(each.article.pk, ())),
        )
        for each in listing.rows(articles)
    ]


def _doubts(ids: Sequence[int]) -> Counter[int]:
    on = Doubt.objects.filter(
        translation__segment__article__in=ids,
        translation__segment__alive=True,
        translation__state="machine",
    )
    return Counter(on.values_list("translation__segment__article", flat=True))


def _suggestions(ids: Sequence[int]) -> Counter[int]:
    waiting = Suggestion.objects.filter(state=Suggestion.State.NEW, segment__article__in=ids)
    return Counter(waiting.values_list("segment__article", flat=True))


def _comments(ids: Sequence[int]) -> Counter[int]:
    pending = Comment.objects.filter(article__in=ids, state=Comment.State.PENDING)
    return Counter(pending.values_list("article", flat=True))
