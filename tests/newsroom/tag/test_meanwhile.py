"""Articles read before they are written, several at a time: what is done meanwhile is seen."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import authority, tagging
from archive.models import Alias, Article, Tag, Tagging
from newsroom import line
from newsroom.ingest.story import Block, Story
from newsroom.tag import desk
from newsroom.tag.batch import Reading, readings
from newsroom.tag.desk import tag_article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
BODY = [["La Russie s’allie à l’Iran.", "L’Iran remercie la Russie."]]
NEW = [["La ministre Léa Bérodier a salué les habitants.", "Mme Bérodier est repartie hier."]]
COUNTRIES = ("Chili", "Japon", "Togo", "Niger", "Liban", "Mali", "Tchad", "Gabon", "Qatar")


@pytest.fixture
def tagged() -> Article:
    """Its tags are gone, its names' records are there."""
    article = make_article(title=None, body=BODY)
    tag_article(article.pk)
    article.taggings.all().delete()
    return article


@pytest.fixture
def reading(tagged: Article) -> Reading:
    (reading,) = readings([tagged.pk])
    return reading


def test_changed_text_is_read_anew(tagged: Article, reading: Reading) -> None:
    raw = b"Le Mali attend."
    told = Story(tagged.source_ref, "text", raw, "utf-8", "", (Block(raw.decode()),))
    line.store(told, tagged.source, received_at=timezone.now())
    desk.write(reading)
    assert rows(tagged) == {"Mali": "machine"}


def test_name_stopped_meanwhile_is_none(tagged: Article, reading: Reading, edith: User) -> None:
    authority.stop("Iran", "", edith)
    desk.write(reading)
    assert set(rows(tagged)) == {"Russia"}


def test_name_allowed_meanwhile_is_one(tagged: Article, edith: User) -> None:
    stopped = authority.stop("Iran", "", edith)
    (reading,) = readings([tagged.pk])
    authority.unstop(stopped, edith)
    desk.write(reading)
    assert set(rows(tagged)) == {"Iran", "Russia"}


def test_record_merged_meanwhile_leads_to_its_heir(
    tagged: Article, reading: Reading, edith: User
) -> None:
    authority.merge(Tag.objects.get(slug="iran"), Tag.objects.get(slug="russia"), edith)
    desk.write(reading)
    assert set(rows(tagged)) == {"Russia"}


def test_record_hidden_meanwhile_is_left_out(
    tagged: Article, reading: Reading, edith: User
) -> None:
    authority.hide(Tag.objects.get(slug="iran"), edith)
    desk.write(reading)
    assert set(rows(tagged)) == {"Russia"}


def test_name_split_off_meanwhile_leads_to_its_own_record(tagged: Article, edith: User) -> None:
    article = make_article(title=None, body=[["La RII attend."]])
    (reading,) = readings([article.pk])
    authority.split_off(Alias.objects.get(text="RII"), edith)
    desk.write(reading)
    assert set(rows(article)) == {"RII"}


def test_editors_tag_put_on_meanwhile_stands(
    tagged: Article, reading: Reading, edith: User
) -> None:
    tagging.refuse(tagged, Tag.objects.get(slug="iran"), edith)
    desk.write(reading)
    assert rows(tagged) == {"Iran": "editor", "Russia": "machine"}


def test_article_deleted_meanwhile_is_an_error(tagged: Article, reading: Reading) -> None:
    tagged.segments.all().delete()
    Article.objects.filter(pk=tagged.pk).update(capture=None)
    tagged.captures.all().delete()
    Article.objects.filter(pk=tagged.pk).delete()
    with pytest.raises(Article.DoesNotExist):
        desk.write(reading)


def rows(article: Article) -> dict[str, str]:
    return {t.tag.label_en: t.origin for t in article.taggings.select_related("tag")}


def every_tagging() -> list[tuple[object, ...]]:
    fields = "article", "tag__slug", "tag__label_en", "confidence", "salience", "offsets"
    return list(Tagging.objects.order_by("article", "tag__slug").values_list(*fields))


def test_articles_read_together_get_the_rows_of_one_by_one() -> None:
    bodies = [BODY, NEW, [["Le vernissage de l’exposition au musée, au Chili."]], BODY]
    articles = [make_article(title=None, body=body).pk for body in bodies]
    for pk in articles:
        tag_article(pk)
    one_by_one = every_tagging()
    Tag.objects.all().delete()
    for reading in readings(articles):
        desk.write(reading)
    assert every_tagging() == one_by_one
    assert len(one_by_one) == 2 + 1 + 2 + 2


def test_each_article_takes_a_fixed_number_of_queries(
    django_assert_num_queries: object,
) -> None:
    few = make_article(title=None, body=[["Le Mali gagne le match."]])
    body = [[f"Le {name} gagne le match." for name in COUNTRIES]]
    many = make_article(title=None, body=body)
    tag_article(many.pk)
    for article, changes in ((few, 3), (many, 0)):
        (reading,) = readings([article.pk])
        with django_assert_num_queries(8 + changes):  # type: ignore[operator]
            desk.write(reading)
