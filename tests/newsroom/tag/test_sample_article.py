"""The sample article, from its file to its tags, by the shipped pipeline."""

from pathlib import Path

import pytest
from django.utils import timezone

from archive import tagging
from archive.models import Article, Tagging
from newsroom import line
from newsroom.ingest.formats import FORMATS
from newsroom.ingest.story import Story
from newsroom.tag.desk import tag_article
from tests.factories import make_source

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "samples" / "000_d51d13384d74c1f2.txt"
PEOPLE = {"Vladimir Putin", "Masoud Pezeshkian", "Dmitry Peskov", "Ali Khamenei"}


@pytest.fixture
def article() -> Article:
    (story,) = FORMATS["text"](SAMPLE.read_bytes(), SAMPLE.name, SAMPLE.name)
    assert isinstance(story, Story)
    line.store(story, make_source(), received_at=timezone.now())
    tag_article(Article.objects.get().pk)
    return Article.objects.get()


def labels(article: Article, *kinds: str) -> set[str]:
    tags = [row.tag for row in tagging.tags_of(article.pk)]
    return {tag.label_en for tag in tags if tag.kind in kinds}


def test_sample_gets_exactly_its_tags(article: Article) -> None:
    assert labels(article, "person") == PEOPLE
    assert labels(article, "place") - {"Kremlin"} == {"Russia", "Iran", "United States", "Kazan"}
    assert labels(article, "organisation") | {"Kremlin"} == {"BRICS", "United Nations", "Kremlin"}
    assert "Kremlin" in labels(article, "place", "organisation")
    assert labels(article, "subject") == {"Politics"}


def test_initials_of_the_islamic_republic_count_for_iran(article: Article) -> None:
    texts = dict(article.segments.values_list("uid", "text"))
    offsets = Tagging.objects.get(tag__label_en="Iran").offsets
    assert [texts[uid][start:end] for uid, start, end in offsets].count("RII") == 1


def test_surnames_count_for_their_bearers(article: Article) -> None:
    texts = dict(article.segments.values_list("uid", "text"))
    offsets = Tagging.objects.get(tag__label_en="Vladimir Putin").offsets
    forms = {texts[uid][start:end] for uid, start, end in offsets}
    assert forms == {"Vladimir Poutine", "Poutine"}


def test_sample_tagged_twice_is_tagged_once(article: Article) -> None:
    before = list(article.taggings.values())
    assert tag_article(article.pk) == 0
    assert list(article.taggings.values()) == before
