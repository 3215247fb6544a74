"""Records that the tagger makes: of its tables' entries and of names it meets."""

import pytest
from django.contrib.auth.models import User

from archive import tagging
from archive.models import SearchOutbox, Tag
from newsroom.tag import records
from newsroom.tag.records import Entry, SlugsTaken, entry, make
from newsroom.tag.subjects import topics
from newsroom.tag.towns import town
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PERSON = Tag.Kind.PERSON


def of_table(identity: str, french: str = "") -> Entry:
    found = entry(identity, french)
    assert found
    return found


def named(french: str, english: str = "") -> Tag:
    return make(records.of_name(PERSON, french, english or french))


def every_name(tag: Tag) -> set[tuple[str, str]]:
    return set(tag.aliases.values_list("text", "language"))


def test_country_is_seeded_by_the_cldr() -> None:
    tag = make(of_table("cldr:IR"))
    assert (tag.kind, tag.status, tag.slug) == ("place", "seeded", "iran")
    assert (tag.label_en, tag.label_fr, tag.external_id) == ("Iran", "Iran", "cldr:IR")
    assert every_name(tag) >= {("RII", "fr"), ("Iran", "fr"), ("Iran", "en")}


def test_record_of_the_authority_file_is_seeded() -> None:
    tag = make(of_table("seed:united-nations"))
    assert (tag.kind, tag.status, tag.wikidata) == ("organisation", "seeded", "Q1065")
    assert every_name(tag) >= {("ONU", "fr"), ("Nations unies", "fr"), ("UN", "en")}


def test_town_is_called_what_the_french_says_and_stays_unreviewed() -> None:
    kazan = town("Kazan")
    assert kazan
    tag = make(of_table(kazan.identity, "Kazan"))
    assert (tag.kind, tag.status, tag.label_en) == ("place", "auto", "Kazan")
    assert every_name(tag) == {("Kazan", "fr"), ("Kazan", "en")}


def test_new_name_is_called_what_the_articles_english_calls_it() -> None:
    entry = records.of_name(PERSON, "Léa Tchékhine", "Léa Tchékhine")
    made = records.in_english(entry, ["Nobody spoke.", "Then Lea Chekhine spoke."])
    assert made == records.of_name(PERSON, "Léa Tchékhine", "Lea Chekhine")
    assert records.in_english(entry, ["Nobody spoke."]) == entry


def test_what_a_table_knows_is_called_what_the_table_says() -> None:
    entry = of_table("cldr:ML")
    assert records.in_english(entry, ["In Malí."]) is entry


@pytest.mark.embedded
def test_records_are_found_by_identity_without_reading_them_all() -> None:
    make(of_table("cldr:IR"))
    for n in range(1000):
        Tag.objects.create(kind="person", slug=f"n{n}", label_en=f"N{n}")
    found = Tag.objects.filter(records.identified(["cldr:IR", "cldr:ML"])).order_by()
    assert [tag.slug for tag in found] == ["iran"]
    assert "tag_external_unique" in found.explain()


def test_all_subjects_are_seeded() -> None:
    tags = records.of_topics(topics())
    assert {tag.status for tag in tags.values()} == {"seeded"}
    assert [tag.external_id for tag in tags.values()] == [topic.code for topic in topics()]
    assert records.of_topics(topics()) == tags


def test_no_table_knows_an_unknown_identity() -> None:
    assert entry("seed:nobody", "Personne") is None
    assert entry("", "Personne") is None


def test_names_have_the_keys_by_which_they_are_found() -> None:
    tag = named("Noé Tchékhine", "Noé Chekhin")
    keys = set(tag.aliases.values_list("folded", "key"))
    assert keys == {("noe tchekhine", "noe cekine"), ("noe chekhin", "noe sekin")}


def test_every_hand_kept_entry_can_be_made() -> None:
    made = [make(each) for each in records.by_hand().values()]
    assert len({tag.slug for tag in made}) == len(made) > 2000


def test_address_of_a_new_name_is_made_of_its_french() -> None:
    assert named("Léa Tchékhine", "Lea Chekhin").slug == "lea-tchekhine"


@pytest.mark.parametrize(
    ("identity", "slug"),
    [("cldr:IR", "iran-ir"), ("seed:united-nations", "united-nations-organisation")],
)
def test_address_taken_by_another_record_gets_an_end(identity: str, slug: str) -> None:
    of = of_table(identity)
    Tag.objects.create(kind="person", slug=slug.rpartition("-")[0], label_en="A band")
    assert make(of).slug == slug


def test_new_name_whose_address_is_taken_gets_a_number() -> None:
    Tag.objects.create(kind="place", slug="lea-bero", label_en="Léa Béro")
    assert named("Léa Béro").slug == "lea-bero-2"


def test_name_without_latin_letters_is_addressed_by_its_kind() -> None:
    assert named("Лев").slug == "person"


def test_no_address_left_is_a_permanent_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_LIKE_IT", 2)
    Tag.objects.create(kind="place", slug="lea-bero", label_en="Léa Béro")
    with pytest.raises(SlugsTaken, match="All addresses for Léa Béro"):
        named("Léa Béro")
    assert SlugsTaken.permanent


@pytest.mark.parametrize("identity", ["cldr:IR", "seed:kremlin", "medtop:11000000"])
def test_record_made_meanwhile_is_taken(identity: str) -> None:
    assert make(of_table(identity)) == make(of_table(identity))


def test_name_made_meanwhile_is_taken() -> None:
    assert named("Léa Béro") == named("Léa Béro")


def test_label_that_is_still_french_is_bettered_once() -> None:
    tag = named("Léa Tchékhine")
    records.better(tag, ["Lea Chekhine spoke."])
    records.better(Tag.objects.get(), ["Lea Tchekin spoke."])
    assert Tag.objects.get().label_en == "Lea Chekhine"
    assert ("Lea Chekhine", "en") in every_name(tag)


def test_bettered_label_reaches_the_index_of_every_article(edith: User) -> None:
    tag, article = named("Léa Tchékhine"), make_article()
    tagging.add(article, tag, edith)
    SearchOutbox.objects.all().delete()
    records.better(tag, ["Lea Chekhine spoke."])
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [article.pk]


def test_reviewed_label_is_kept() -> None:
    tag = named("Léa Tchékhine")
    Tag.objects.update(status="reviewed")
    records.better(tag, ["Lea Chekhine spoke."])  # as it was before the review
    records.better(Tag.objects.get(), ["Lea Chekhine spoke."])
    assert Tag.objects.get().label_en == "Léa Tchékhine"


def test_towns_label_is_kept() -> None:
    kazan = town("Kazan")
    assert kazan
    tag = make(of_table(kazan.identity, "Kazan"))
    records.better(tag, ["In Qazan."])
    assert Tag.objects.get().label_en == "Kazan"


def test_country_made_before_it_was_seeded_is_seeded_now() -> None:
    tag = make(of_table("cldr:IR"))
    Tag.objects.update(status="auto")
    records.better(Tag.objects.get(), [])
    tag.refresh_from_db()
    assert tag.status == "seeded"
