"""Who answers whom, on which page, and what keeps its place where a comment was taken back."""

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.discuss.order import PAGE, order
from archive.models import Article, Comment
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def shape(article: Article) -> list[tuple[int, str]]:
    """Depth and words of each place."""
    places = order(article.pk).places
    said = Comment.objects.in_bulk([place.id for place in places])
    return [(place.depth, said[place.id].body) for place in places]


def chain(article: Article, length: int) -> list[Comment]:
    """Each answers the one before."""
    said: list[Comment] = []
    for n in range(length):
        said.append(say(article, f"{n}", parent=said[-1] if said else None))
    return said


def test_answers_follow_what_they_answer(article: Article) -> None:
    one, two = say(article, "1"), say(article, "2")
    say(article, "2a", parent=two)
    first = say(article, "1a", parent=one)
    say(article, "1b", parent=one)
    say(article, "1ai", parent=first)
    assert shape(article) == [(1, "1"), (2, "1a"), (3, "1ai"), (2, "1b"), (1, "2"), (2, "2a")]


def test_deeper_than_three_stays_at_three_and_knows_what_it_answers(article: Article) -> None:
    said = chain(article, 5)
    places = order(article.pk).places
    assert [place.depth for place in places] == [1, 2, 3, 3, 3]
    assert [place.parent for place in places] == [None, *(c.pk for c in said[:-1])]


@pytest.mark.parametrize("state", ["pending", "rejected", "spam"])
def test_what_readers_never_saw_is_not_there(article: Article, state: str) -> None:
    lost = say(article, state=state)
    assert shape(article) == []
    assert order(article.pk).page_of(lost.pk) is None


@pytest.mark.parametrize("state", ["withdrawn", "erased"])
def test_place_is_kept_only_where_somebody_answered(article: Article, state: str) -> None:
    gone = say(article, state=state)
    below = say(article, parent=gone, state=state)
    assert order(article.pk).places == ()
    answer = say(article, "An answer", parent=below)
    standing = order(article.pk)
    assert [(p.depth, p.id) for p in standing.places] == [
        (1, gone.pk),
        (2, below.pk),
        (3, answer.pk),
    ]
    assert standing.count == 1


def test_answer_outlives_what_it_answered(article: Article) -> None:
    say(article, "An answer", parent=say(article, state="spam"))
    (place,) = order(article.pk).places
    assert (place.is_orphan, place.parent, place.depth) == (True, None, 1)


def test_other_articles_stay_out(article: Article) -> None:
    say(translated())
    assert shape(article) == []


def test_pages_follow_the_reading_order_not_the_clock(article: Article) -> None:
    first = say(article)
    for _ in range(PAGE):
        say(article)
    late = say(article, parent=first)
    standing = order(article.pk)
    assert standing.pages == 2
    assert standing.page_of(late.pk) == 1
    assert [len(standing.on_page(n)) for n in (1, 2, 3)] == [PAGE, 2, 0]


def test_every_place_is_on_the_page_that_it_is_said_to_be_on(article: Article) -> None:
    roots = [say(article, state="erased" if n % 3 == 0 else "published") for n in range(120)]
    for n, root in enumerate(roots):
        for _ in range(n % 4):
            say(article, parent=root, state="withdrawn" if n % 5 == 0 else "published")
    standing = order(article.pk)
    pages = range(1, standing.pages + 1)
    found = [(place.id, n) for n in pages for place in standing.on_page(n)]
    assert [pk for pk, _ in found] == [place.id for place in standing.places]
    assert all(standing.page_of(pk) == n for pk, n in found)


@pytest.mark.parametrize(
    ("text", "page"),
    [("", 1), ("2", 2), ("0", 1), ("99", 3), ("-1", 1), ("x", 1), ("9" * 5000, 1), ("²", 1)],
)
def test_any_page_may_be_asked_for(article: Article, text: str, page: int) -> None:
    for _ in range(2 * PAGE + 1):
        say(article)
    assert order(article.pk).asked(text) == page


def test_thread_is_a_comment_and_all_below_it_however_deep(article: Article) -> None:
    said = chain(article, 6)
    say(article, "Another thread")
    standing = order(article.pk)
    assert standing.with_answers(said[2].pk) == [c.pk for c in said[2:]]
    assert standing.with_answers(0) == []


def test_sentences_and_the_staffs_choice_are_told_of_what_is_readable(article: Article) -> None:
    segment = article.segments.get(uid=2)
    say(article, segment=segment)
    chosen = say(article, segment=segment, featured=True)
    say(article, segment=segment, state="pending")
    standing = order(article.pk)
    assert (dict(standing.about), standing.featured) == ({2: 2}, (chosen.pk,))


def test_one_query_without_words_however_many_there_are(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chain(article, 250)
    with django_assert_num_queries(1) as asked:
        assert len(order(article.pk).places) == 250
    assert "body" not in asked.captured_queries[0]["sql"]
