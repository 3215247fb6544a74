"""The tagging desk: what the machine reads, kept as taggings."""

import pytest
from django.contrib.auth.models import User

from archive import tagging
from archive.models import Alias, Article, Tag, Tagging
from newsroom.tag.desk import SlugsTaken, tag_article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
BODY = [["La Russie s’allie à l’Iran.", "L’Iran remercie la Russie."], ["L’Iran attend."]]


@pytest.fixture
def article() -> Article:
    return make_article(title="L’Iran à Kazan", body=BODY)


def rows(article: Article) -> dict[str, tuple[str, bool]]:
    return {t.tag.label_en: (t.origin, t.refused) for t in article.taggings.select_related("tag")}


def every_row() -> list[object]:
    return [*Tag.objects.values(), *Alias.objects.values(), *Tagging.objects.values()]


def test_countries_become_places_of_the_cldr(article: Article) -> None:
    tag_article(article.pk)
    tag = Tag.objects.get(slug="iran")
    assert (tag.kind, tag.status, tag.external_id) == ("place", "auto", "cldr:IR")
    assert (tag.label_en, tag.label_fr) == ("Iran", "Iran")
    assert set(tag.aliases.values_list("text", "language")) >= {("RII", "fr"), ("Iran", "en")}


def test_tagging_says_where_the_name_stands(article: Article) -> None:
    tag_article(article.pk)
    offsets = Tagging.objects.get(tag__slug="iran").offsets
    texts = dict(article.segments.values_list("uid", "text"))
    assert [uid for uid, _, _ in offsets] == [1, 2, 3, 4]
    assert {texts[uid][start:end] for uid, start, end in offsets} == {"Iran"}


def test_salience_counts_mentions_opening_and_headline(article: Article) -> None:
    tag_article(article.pk)
    saliences = dict(Tagging.objects.values_list("tag__slug", "salience"))
    assert saliences == {"iran": 4 + 2 + 3, "russia": 2 + 2}


def test_late_mention_gets_nothing_for_the_opening() -> None:
    article = make_article(body=[["Un mot après l’autre. " * 20], ["Et le Tchad."]])
    tag_article(article.pk)
    assert Tagging.objects.get().salience == 1


def test_twice_is_once(article: Article) -> None:
    tag_article(article.pk)
    before = every_row()
    tag_article(article.pk)
    assert every_row() == before


def test_name_that_the_text_lost_loses_its_tag(article: Article) -> None:
    tag_article(article.pk)
    article.segments.filter(text__contains="Russie").update(alive=False)
    tag_article(article.pk)
    assert rows(article) == {"Iran": ("machine", False)}


def test_editors_taggings_are_never_touched(article: Article, edith: User) -> None:
    tag_article(article.pk)
    tagging.refuse(article, Tag.objects.get(slug="iran"), edith)
    other = Tag.objects.create(kind="subject", slug="summits", label_en="Summits")
    tagging.add(article, other, edith)
    before = list(article.taggings.filter(origin="editor").values())
    tag_article(article.pk)
    assert list(article.taggings.filter(origin="editor").values()) == before
    assert rows(article) == {
        "Iran": ("editor", True),
        "Summits": ("editor", False),
        "Russia": ("machine", False),
    }


def test_merged_record_leads_to_its_heir(article: Article) -> None:
    tag_article(article.pk)
    heir = Tag.objects.create(kind="place", slug="persia", label_en="Persia")
    Tag.objects.filter(slug="iran").update(merged_into=heir)
    tag_article(article.pk)
    assert set(rows(article)) == {"Persia", "Russia"}


def test_two_records_merged_into_one_are_one_tagging(article: Article) -> None:
    tag_article(article.pk)
    Tag.objects.filter(slug="russia").update(merged_into=Tag.objects.get(slug="iran"))
    tag_article(article.pk)
    (row,) = article.taggings.all()
    assert [uid for uid, _, _ in row.offsets] == [1, 2, 2, 3, 3, 4]


def test_hidden_record_stays_hidden(article: Article) -> None:
    tag_article(article.pk)
    Tag.objects.filter(slug="iran").update(status="hidden")
    tag_article(article.pk)
    assert Tag.objects.get(slug="iran").status == "hidden"
    assert [t.tag.slug for t in tagging.tags_of(article.pk)] == ["russia"]


def test_editors_name_for_a_record_is_kept(article: Article) -> None:
    tag_article(article.pk)
    Tag.objects.filter(slug="iran").update(label_en="Iran (country)", slug="iran-country")
    tag_article(article.pk)
    assert Tag.objects.get(external_id="cldr:IR").slug == "iran-country"


def test_address_taken_by_another_record_gets_the_countrys_code(article: Article) -> None:
    Tag.objects.create(kind="organisation", slug="iran", label_en="Iran, a band")
    tag_article(article.pk)
    assert Tag.objects.get(external_id="cldr:IR").slug == "iran-ir"


def test_no_address_left_is_a_permanent_error(article: Article) -> None:
    for slug in ("iran", "iran-ir"):
        Tag.objects.create(kind="organisation", slug=slug, label_en=slug)
    with pytest.raises(SlugsTaken, match="Both addresses for Iran"):
        tag_article(article.pk)
    assert SlugsTaken.permanent


def test_another_articles_rows_are_left_alone(article: Article) -> None:
    other = make_article(body=BODY)
    tag_article(other.pk)
    before = list(other.taggings.values())
    tag_article(article.pk)
    assert list(other.taggings.values()) == before
    assert Tag.objects.count() == 2
