"""The pages in which an article's sentences come before an editor."""

import pytest

from newsroom.curate import queues
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_four_hundred_sentences_are_one_page() -> None:
    article = make_article(title=None, body=[[f"Phrase {n}." for n in range(850)]])
    assert [len(queues.sentences(article, str(n))) for n in (1, 2, 3)] == [400, 400, 50]
    assert queues.sentences(article, "ninety").number == 1
    assert queues.sentences(article, "99").number == 3
    assert [queues.page_of(article, uid) for uid in (1, 400, 401, 850, 999)] == [1, 1, 2, 3, 1]
