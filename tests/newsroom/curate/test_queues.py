"""What an editor's page shows of an article's sentences."""

import pytest
from pytest_django import DjangoAssertNumQueries

from newsroom.curate import queues
from newsroom.curate.forms import CorrectionsForm
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db


def test_long_article_comes_in_pages() -> None:
    article = make_article(title=None, body=[[f"Phrase {n}." for n in range(250)]])
    assert [len(queues.sentences(article, str(n))) for n in (1, 2, 3)] == [100, 100, 50]
    assert queues.sentences(article, "ninety").number == 1
    assert queues.sentences(article, "99").number == 3
    assert [queues.page_of(article, uid) for uid in (1, 100, 101, 250, 999)] == [1, 1, 2, 3, 1]


def test_line_says_who_worded_it_and_what_to_check() -> None:
    article = make_article(title=None, body=[["Un.", "Deux.", "Trois."]])
    checks = [{"code": "number", "words": "The number is missing."}]
    publish(article, {"Un.": {"checks": checks}})
    make_translation(article.segments.get(uid=2), "Two.", origin="editor", state="edited")
    page = queues.sentences(article, None)
    one, two, _ = queues.lines(CorrectionsForm(queues.worded(page)))
    assert (one.origin, one.reasons, one.checked) == (
        "Machine translation",
        ["The number is missing."],
        False,
    )
    assert (two.origin, two.checked, two.field.initial) == ("Written by an editor", True, "Two.")


def test_line_without_english_says_so() -> None:
    page = queues.sentences(make_article(), None)
    line = queues.lines(CorrectionsForm(queues.worded(page)))[0]
    assert (line.origin, line.reasons, line.checked) == ("No English yet", [], False)


def test_queries_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for size in (3, 90):
        article = make_article(title=None, body=[[f"Phrase {n}." for n in range(size)]])
        publish(article)
        with django_assert_num_queries(3):
            queues.worded(queues.sentences(article, None))
