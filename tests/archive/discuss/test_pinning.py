"""Which sentence, in which wording, a comment is about."""

from typing import Any

import pytest

from archive import editions
from archive.discuss.desk import submit
from archive.discuss.pipeline import Refusal
from archive.models import Article, Comment, Segment, Translation
from tests.archive.discuss.writing import sent, translated
from tests.factories import make_segment, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def segment(article: Article) -> Segment:
    return article.segments.alive()[1]


def wording(segment: Segment) -> Translation:
    return segment.translations.order_by("-n")[0]


def reword(article: Article, segment: Segment) -> Translation:
    """Give readers another wording of the sentence."""
    made = make_translation(segment, "Put otherwise.", origin="editor", state="edited")
    editions.publish(article.pk)
    return made


def pin(article: Article, **fields: Any) -> Comment:
    return submit(Article.objects.get(pk=article.pk), sent(**fields))


def test_comment_on_the_article_is_about_no_sentence(article: Article) -> None:
    comment = pin(article)
    assert (comment.segment, comment.translation) == (None, None)


def test_comment_is_about_the_wording_that_was_read(article: Article, segment: Segment) -> None:
    read = wording(segment)
    comment = pin(article, segment=segment.pk, translation=read.pk)
    assert (comment.segment, comment.translation) == (segment, read)


def test_wording_that_is_not_named_is_the_one_that_stands(
    article: Article, segment: Segment
) -> None:
    newest = reword(article, segment)
    assert pin(article, segment=segment.pk).translation == newest


def test_earlier_wording_that_readers_saw_may_be_named(article: Article, segment: Segment) -> None:
    read = wording(segment)
    reword(article, segment)
    assert pin(article, segment=segment.pk, translation=read.pk).translation == read


def refused(article: Article, **fields: int) -> None:
    with pytest.raises(Refusal, match="The sentence you write about is not here any more"):
        pin(article, **fields)
    assert not Comment.objects.exists()


def test_wording_that_readers_never_saw_is_not_shown_to_them(
    article: Article, segment: Segment
) -> None:
    draft = make_translation(segment, "A draft.", origin="editor", state="edited")
    refused(article, segment=segment.pk, translation=draft.pk)


def test_sentence_and_wording_belong_together_and_here(article: Article, segment: Segment) -> None:
    other = article.segments.alive()[2]
    refused(article, segment=segment.pk, translation=wording(other).pk)
    elsewhere = translated().segments.alive()[1]
    refused(article, segment=elsewhere.pk, translation=wording(elsewhere).pk)
    refused(article, segment=make_segment(article).pk)
    refused(article, segment=2**63 - 1)
