"""The tagging desk: what the machine reads, kept as taggings."""

import pytest
from django.contrib.auth.models import User

from archive import authority, tagging
from archive.models import Alias, Article, MergeSuggestion, SearchOutbox, StopName, Tag, Tagging
from newsroom.tag import desk
from newsroom.tag.desk import MOST_NAMES, Overtaken, tag_article
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db
BODY = [["La Russie s’allie à l’Iran.", "L’Iran remercie la Russie."], ["L’Iran attend."]]
COUNTRIES = (
    *("Chili", "Japon", "Togo", "Niger", "Liban", "Mali", "Tchad", "Gabon", "Qatar"),
    *("Laos", "Yémen", "Kenya", "Népal"),
)


@pytest.fixture
def article() -> Article:
    return make_article(title="L’Iran répond", body=BODY)


def rows(article: Article) -> dict[str, tuple[str, bool]]:
    return {t.tag.label_en: (t.origin, t.refused) for t in article.taggings.select_related("tag")}


def every_row() -> list[object]:
    models = Tag, Alias, Tagging, MergeSuggestion, SearchOutbox
    return [row for model in models for row in model._default_manager.values()]


def test_countries_become_places_of_the_cldr(article: Article) -> None:
    tag_article(article.pk)
    tag = Tag.objects.get(slug="iran")
    assert (tag.kind, tag.status, tag.external_id) == ("place", "seeded", "cldr:IR")
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


def test_late_mention_of_a_country_is_kept() -> None:
    article = make_article(body=[["Un mot après l’autre. " * 20], ["Et le Tchad."]])
    tag_article(article.pk)
    assert Tagging.objects.get().salience == 1


def test_late_single_mention_of_an_unknown_name_is_not_stored() -> None:
    article = make_article(body=[["Un mot après l’autre. " * 20], ["Puis Léa Bérodier parla."]])
    tag_article(article.pk)
    assert not Tag.objects.exists()


def test_most_salient_names_are_kept() -> None:
    body = [[f"Ici vient le {name}." for name in COUNTRIES], [f"Le {COUNTRIES[-1]} revient."]]
    article = make_article(body=body)
    tag_article(article.pk)
    assert article.taggings.count() == MOST_NAMES < len(COUNTRIES)
    assert article.taggings.filter(tag__label_fr=COUNTRIES[-1]).exists()


def test_subjects_come_beside_the_names() -> None:
    body = [["Le vernissage de l’exposition au musée, au Chili, a plu aux peintres."]]
    article = make_article(body=body)
    tag_article(article.pk)
    row = article.taggings.get(tag__kind="subject")
    assert (row.tag.slug, row.tag.external_id) == ("culture", "medtop:01000000")
    assert (row.tag.status, row.offsets, row.confidence) == ("seeded", [], 1.0)
    assert rows(article).keys() == {"Chile", row.tag.label_en}


def test_hidden_subject_is_not_put_on_articles() -> None:
    article = make_article(body=[["Le vernissage de l’exposition au musée."]])
    tag_article(article.pk)
    Tag.objects.update(status="hidden")
    tag_article(article.pk)
    assert not article.taggings.exists()


def test_twice_is_once(article: Article) -> None:
    tag_article(article.pk)
    before = every_row()
    assert tag_article(article.pk) == 0
    assert every_row() == before


def test_changes_reach_the_index(article: Article) -> None:
    assert tag_article(article.pk) == 2
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [article.pk]


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


def test_stopped_name_loses_its_taggings(article: Article) -> None:
    tag_article(article.pk)
    StopName.objects.create(text="Iran", folded="iran", kind="place")
    tag_article(article.pk)
    assert set(rows(article)) == {"Russia"}


def test_what_editors_decide_holds_when_an_article_is_tagged_again(edith: User) -> None:
    article = make_article(title=None, body=[["Le Mali, le Tchad, le Togo, l’Iran, la Russie."]])
    tag_article(article.pk)
    tags = {tag.label_en: tag for tag in Tag.objects.filter(kind="place")}
    authority.merge(tags["Mali"], tags["Chad"], edith)
    authority.rename(tags["Togo"], "Togoland", "Togo", edith)
    authority.hide(tags["Iran"], edith)
    authority.stop("Russie", "", edith)
    tag_article(article.pk)
    shown = {row.tag.label_en: len(row.offsets) for row in tagging.tags_of(article.pk)}
    assert shown == {"Chad": 2, "Togoland": 1}


def test_split_off_name_leads_to_its_own_record(edith: User) -> None:
    article = make_article(title=None, body=[["La RII attend."]])
    tag_article(article.pk)
    authority.split_off(Alias.objects.get(text="RII"), edith)
    tag_article(article.pk)
    assert set(rows(article)) == {"RII"}


def test_editors_name_for_a_record_is_kept(article: Article) -> None:
    tag_article(article.pk)
    Tag.objects.filter(slug="iran").update(label_en="Iran (country)", slug="iran-country")
    tag_article(article.pk)
    assert Tag.objects.get(external_id="cldr:IR").slug == "iran-country"


def test_another_articles_rows_are_left_alone(article: Article) -> None:
    other = make_article(body=BODY)
    tag_article(other.pk)
    before = list(other.taggings.values())
    tag_article(article.pk)
    assert list(other.taggings.values()) == before
    assert Tag.objects.count() == 2


def test_records_that_change_again_and_again_put_the_article_off(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ATTEMPTS", 0)
    with pytest.raises(Overtaken, match=f"article {article.pk}"):
        tag_article(article.pk)
    assert not Overtaken.permanent


class TestNames:
    """Names that no table knows, which the shipped pipeline reads."""

    BODY = (
        ("La ministre Léa Tchékhine a salué les habitants.", "Mme Tchékhine est repartie hier."),
    )
    ENGLISH = "The minister, Lea Chekhine, greeted the residents."

    @pytest.fixture
    def named(self) -> Article:
        return make_article(title=None, body=self.BODY)

    def test_name_becomes_a_record(self, named: Article) -> None:
        tag_article(named.pk)
        tag = Tag.objects.get(kind="person")
        assert (tag.label_en, tag.label_fr, tag.status) == (
            "Léa Tchékhine",
            "Léa Tchékhine",
            "auto",
        )
        assert len(tag.taggings.get().offsets) == 2

    def test_english_label_comes_with_the_english(self, named: Article) -> None:
        tag_article(named.pk)
        publish(named, {self.BODY[0][0]: self.ENGLISH})
        tag_article(named.pk)
        tag = Tag.objects.get(kind="person")
        assert (tag.label_en, tag.label_fr) == ("Lea Chekhine", "Léa Tchékhine")

    def test_english_that_is_there_gives_the_label_at_once(self, named: Article) -> None:
        make_translation(named.segments.alive()[0], self.ENGLISH)
        tag_article(named.pk)
        assert Tag.objects.get(kind="person").label_en == "Lea Chekhine"

    def test_two_articles_share_the_record(self, named: Article) -> None:
        other = make_article(title=None, body=self.BODY)
        tag_article(named.pk)
        tag_article(other.pk)
        assert Tag.objects.get(kind="person").taggings.count() == 2
