"""Who answers whom, and what stands where a comment was taken back."""

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.discuss.thread import Node, thread
from archive.models import Article, Comment
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def shape(article: Article) -> list[tuple[int, str]]:
    """Depth and words of each line of the thread."""
    return [(node.depth, node.gone or words(node)) for node in thread(article.pk).nodes]


def words(node: Node) -> str:
    return node.html.removeprefix("<p>").removesuffix("</p>")


def chain(article: Article, length: int) -> Comment:
    last: Comment | None = None
    for n in range(length):
        last = say(article, f"{n}", parent=last)
    assert last
    return last


def test_answers_follow_what_they_answer(article: Article) -> None:
    one, two = say(article, "1"), say(article, "2")
    say(article, "2a", parent=two)
    first = say(article, "1a", parent=one)
    say(article, "1b", parent=one)
    say(article, "1ai", parent=first)
    assert shape(article) == [(1, "1"), (2, "1a"), (3, "1ai"), (2, "1b"), (1, "2"), (2, "2a")]


def test_deeper_than_three_stays_at_three_and_names_what_it_answers(article: Article) -> None:
    chain(article, 5)
    nodes = thread(article.pk).nodes
    assert [node.depth for node in nodes] == [1, 2, 3, 3, 3]
    parent = nodes[4].parent
    assert parent
    assert parent.id == nodes[3].id


@pytest.mark.parametrize("state", ["pending", "rejected", "spam"])
def test_what_readers_never_saw_is_not_there(article: Article, state: str) -> None:
    say(article, state=state)
    assert shape(article) == []


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("withdrawn", "A moderator took this comment back."),
        ("erased", "Its writer erased this comment."),
    ],
)
def test_place_is_kept_only_where_somebody_answered(
    article: Article, state: str, sentence: str
) -> None:
    gone = say(article, "Secret", name="Secret", state=state)
    below = say(article, "Secret too", parent=gone, state=state)
    assert shape(article) == []
    say(article, "An answer", parent=below)
    assert shape(article) == [(1, sentence), (2, sentence), (3, "An answer")]
    shown = thread(article.pk)
    assert shown.count == 1
    assert "Secret" not in str([(node.name, node.html) for node in shown.nodes])


def test_answer_outlives_what_it_answered(article: Article) -> None:
    lost = say(article, state="spam")
    say(article, "An answer", parent=lost)
    (node,) = thread(article.pk).nodes
    assert node.is_orphan
    assert node.parent is None


def test_only_a_readable_comment_can_be_answered(article: Article) -> None:
    one, gone = say(article), say(article, state="withdrawn")
    say(article, parent=gone)
    shown = thread(article.pk)
    found = shown.answered(str(one.pk))
    assert found
    assert found.id == one.pk
    for nothing in (str(gone.pk), "", "0", "-1", "9" * 5000, "x", f"{one.pk}.0"):
        assert shown.answered(nothing) is None


def test_other_articles_stay_out(article: Article) -> None:
    say(translated())
    assert shape(article) == []


def test_five_hundred_take_one_query(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    chain(article, 250)
    for n in range(250):
        say(article, f"More {n}")
    with django_assert_num_queries(1):
        shown = thread(article.pk)
    assert (len(shown.nodes), shown.count) == (500, 500)
