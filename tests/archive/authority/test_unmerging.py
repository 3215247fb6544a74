"""Taking merges back: all comes home, in any order, and no decision is overruled."""

import itertools
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive import authority, tagging
from archive.models import Article, AuditEvent, Merge, MergeSuggestion, Tag, Tagging
from tests.archive.authority.records import add, by_machine, make_tag, queued, rows, touched
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Tag, Tag]:
    return make_tag("Poutine", "Poutine"), make_tag("Vladimir Putin", "Vladimir Poutine")


def every_row() -> list[dict[str, Any]]:
    return [dict(row) for row in Tagging.objects.order_by("pk").values()]


def test_all_is_as_it_was(pair: tuple[Tag, Tag], edith: User) -> None:
    articles = [make_article() for _ in range(4)]
    for article in articles[:2]:
        by_machine(article, pair[0], salience=7)
    by_machine(articles[1], pair[1], salience=2)
    by_machine(articles[2], pair[1])
    tagging.refuse(articles[2], pair[0], edith)
    add(articles[3], pair[0], edith)
    before = every_row()
    authority.undo_merge(authority.merge(*pair, edith), edith)
    assert every_row() == before
    pair[0].refresh_from_db()
    assert pair[0].merged_into is None


def test_search_and_the_tagger_hear_of_every_article(pair: tuple[Tag, Tag], edith: User) -> None:
    moved, met, later, apart = (make_article() for _ in range(4))
    for article in (moved, met):
        by_machine(article, pair[0])
    for article in (met, apart):
        by_machine(article, pair[1])
    made = authority.merge(*pair, edith)
    by_machine(later, pair[1])
    assert queued() == {met.pk}
    touched()
    authority.undo_merge(made, edith)
    assert touched() == queued() == {moved.pk, met.pk, later.pk}


def test_decision_made_since_stays_with_the_heir(pair: tuple[Tag, Tag], edith: User) -> None:
    added, refused = make_article(), make_article()
    for article in (added, refused):
        by_machine(article, pair[0])
    made = authority.merge(*pair, edith)
    add(added, pair[0], edith)
    tagging.refuse(refused, pair[1], edith)
    authority.undo_merge(made, edith)
    assert rows(added) == [("vladimir-putin", "editor", False)]
    assert rows(refused) == [("poutine", "editor", True), ("vladimir-putin", "editor", True)]


def test_decision_on_another_record_keeps_nothing_back(pair: tuple[Tag, Tag], edith: User) -> None:
    article = make_article()
    by_machine(article, pair[0])
    made = authority.merge(*pair, edith)
    add(article, make_tag("Iran"), edith)
    authority.undo_merge(made, edith)
    assert ("poutine", "machine", False) in rows(article)


def test_tagging_that_is_gone_is_not_made_up(pair: tuple[Tag, Tag], edith: User) -> None:
    article = make_article()
    by_machine(article, pair[0])
    made = authority.merge(*pair, edith)
    article.taggings.all().delete()
    authority.undo_merge(made, edith)
    assert rows(article) == []


def test_twice_is_refused(pair: tuple[Tag, Tag], edith: User) -> None:
    made = authority.merge(*pair, edith)
    authority.undo_merge(made, edith)
    with pytest.raises(authority.Refused, match="was undone already"):
        authority.undo_merge(made, edith)
    made.refresh_from_db()
    assert made.undone_by == edith
    assert [event.act for event in AuditEvent.objects.all()] == ["unmerge tag", "merge tag"]


def test_pair_may_be_merged_again(pair: tuple[Tag, Tag], edith: User) -> None:
    article = make_article()
    by_machine(article, pair[0])
    authority.undo_merge(authority.merge(*pair, edith), edith)
    authority.merge(*pair, edith)
    assert rows(article) == [("vladimir-putin", "machine", False)]
    assert Merge.objects.count() == 2


def test_suggestion_is_asked_again(pair: tuple[Tag, Tag], edith: User) -> None:
    asked = MergeSuggestion.objects.create(tag=pair[0], other=pair[1], reason="similar", score=0.8)
    authority.undo_merge(authority.merge(*pair, edith), edith)
    asked.refresh_from_db()
    assert asked.state == "open"


def articles_of_three(tags: list[Tag]) -> list[Article]:
    """An article for each set of the three records."""
    found = []
    for size in (1, 2, 3):
        for some in itertools.combinations(tags, size):
            found.append(make_article())
            for tag in some:
                by_machine(found[-1], tag, salience=tag.pk)
    return found


@pytest.mark.parametrize("undone", [(0, 1), (1, 0)])
@pytest.mark.parametrize("done", [((0, 1), (1, 2)), ((1, 2), (0, 1)), ((0, 2), (1, 2))])
def test_chain_is_undone_in_any_order(
    edith: User, undone: tuple[int, int], done: tuple[tuple[int, int], ...]
) -> None:
    tags = [make_tag(name) for name in ("Poutine", "Vladimir Poutine", "Vladimir Putin")]
    articles_of_three(tags)
    before = {(row["tag_id"], row["article_id"], row["salience"]) for row in every_row()}
    merges = [authority.merge(tags[one], tags[other], edith) for one, other in done]
    assert Tagging.objects.exclude(tag=tags[2]).count() == 0
    assert Tagging.objects.count() == 7
    for place in undone:
        authority.undo_merge(Merge.objects.get(pk=merges[place].pk), edith)
    assert {(row["tag_id"], row["article_id"], row["salience"]) for row in every_row()} == before
    assert Tag.objects.filter(merged_into__isnull=False).count() == 0


def test_undoing_one_of_a_chain_leaves_the_other(edith: User) -> None:
    first, second, third = (make_tag(name) for name in ("A", "B", "C"))
    article, other = make_article(), make_article()
    by_machine(article, first)
    by_machine(other, second)
    low = authority.merge(first, second, edith)
    authority.merge(second, third, edith)
    authority.undo_merge(low, edith)
    assert rows(article) == [("a", "machine", False)]
    assert rows(other) == [("c", "machine", False)]


def test_what_went_home_is_not_fetched_by_a_later_undoing(edith: User) -> None:
    first, second, third = (make_tag(name) for name in ("A", "B", "C"))
    article = make_article()
    by_machine(article, first)
    low = authority.merge(first, second, edith)
    high = authority.merge(second, third, edith)
    authority.undo_merge(low, edith)
    authority.merge(Tag.objects.get(pk=first.pk), third, edith)
    authority.undo_merge(Merge.objects.get(pk=high.pk), edith)
    assert rows(article) == [("c", "machine", False)]
