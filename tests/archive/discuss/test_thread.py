"""One page of the conversation: what stands in each place, the editors' choice, the pager."""

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.discuss.order import PAGE
from archive.discuss.thread import Node, Thread, about, thread
from archive.models import Article, Comment
from archive.reading import read
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


def shown(article: Article, page: str = "", reply: str = "") -> Thread:
    return thread(read(article), page, reply)


def words(node: Node) -> str:
    return node.gone or node.html.removeprefix("<p>").removesuffix("</p>")


def fill(article: Article, count: int) -> None:
    for n in range(count):
        say(article, f"{n}")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("withdrawn", "A moderator took this comment back."),
        ("erased", "Its writer erased this comment."),
    ],
)
def test_sentence_stands_in_place_of_what_was_taken_back(
    article: Article, state: str, sentence: str
) -> None:
    gone = say(article, "Secret", name="Secret", state=state)
    say(article, "An answer", parent=gone)
    nodes = shown(article).nodes
    assert [words(node) for node in nodes] == [sentence, "An answer"]
    assert "Secret" not in str([(node.name, node.html, node.parent) for node in nodes])


def test_answer_names_the_comment_it_answers_wherever_that_stands(article: Article) -> None:
    parent = say(article, name="Rosa")
    for n in range(PAGE + 1):
        say(article, f"{n}", parent=parent)
    here, far = (shown(article, page).nodes[-1].parent for page in ("1", "2"))
    assert here
    assert far
    assert (here.name, here.is_here, far.name, far.is_here) == ("Rosa", True, "Rosa", False)


def test_only_a_readable_comment_of_this_article_can_be_answered(article: Article) -> None:
    one, gone = say(article), say(article, state="withdrawn")
    elsewhere = say(translated())
    say(article, parent=gone)
    assert shown(article, reply=str(one.pk)).answering == one
    nothing = (str(gone.pk), str(elsewhere.pk), "", "0", "-1", "9" * 5000, "x", f"{one.pk}.0", "²")
    assert [shown(article, reply=text).answering for text in nothing] == [None] * len(nothing)


def test_comment_on_another_page_can_be_answered(article: Article) -> None:
    fill(article, PAGE)
    last = say(article)
    assert shown(article, page="1", reply=str(last.pk)).answering == last


def test_editors_choice_comes_first_on_the_first_page_alone(article: Article) -> None:
    fill(article, PAGE)
    chosen = say(article, "Well said. " * 100, featured=True)
    (node,) = shown(article).chosen
    assert node.comment == chosen
    assert node.html.endswith(" …</p>")
    assert len(node.html) < 620
    assert shown(article, page="2").chosen == ()


@pytest.mark.parametrize(
    ("page", "pages"),
    [
        ("1", [1, 2, 3, 0, 9]),
        ("4", [1, 2, 3, 4, 5, 6, 0, 9]),
        ("5", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("9", [1, 0, 7, 8, 9]),
    ],
)
def test_pager_names_the_ends_and_what_is_near(
    article: Article, page: str, pages: list[int]
) -> None:
    fill(article, 8 * PAGE + 1)
    assert shown(article, page).pages == pages


def test_just_sent_is_told_only_of_what_is_on_the_page(article: Article) -> None:
    one, gone = say(article), say(article, state="erased")
    say(article, parent=gone)
    found = shown(article)
    assert found.standing(str(one.pk)) == one
    assert [found.standing(text) for text in (str(gone.pk), "", "x", "0")] == [None] * 4


def test_sentence_tells_what_is_said_about_it(article: Article) -> None:
    segment = article.segments.get(uid=2)
    first, second = say(article, "First", segment=segment), say(article, "Second", segment=segment)
    say(article, "Waiting", segment=segment, state="pending")
    say(article, "On the whole")
    assert [node.comment for node in about(read(article), 2)] == [first, second]


def test_three_thousand_take_two_queries_and_load_one_page(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = say(article, featured=True, segment=article.segments.get(uid=2))
    many = [
        Comment(article=article, body=f"{n}", state="published", published_at=first.published_at)
        for n in range(3000)
    ]
    Comment.objects.bulk_create(many)
    reading = read(article)
    with django_assert_num_queries(2):
        found = thread(reading, "7", str(first.pk))
    assert (found.count, len(found.nodes), found.answering) == (3001, PAGE, first)
