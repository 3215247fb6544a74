"""Which record a name stands for."""

from collections.abc import Collection

import pytest

from archive.models import Alias, Tag
from archive.names import fold
from newsroom.tag import records
from newsroom.tag.keys import key_of
from newsroom.tag.linking import Linked, link
from newsroom.tag.mentions import Mention

pytestmark = pytest.mark.django_db
PERSON, PLACE, ORGANISATION = Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION


def mention(text: str, kind: Tag.Kind = PERSON, identity: str = "", name: str = "") -> Mention:
    return Mention(1, 0, len(text), text, kind, identity, 0.5, name)


def make_tag(
    label: str, kind: Tag.Kind = PERSON, names: tuple[str, ...] = (), **fields: str
) -> Tag:
    slug = fields.pop("slug", f"{fold(label)}-{kind}".replace(" ", "-"))
    tag = Tag.objects.create(kind=kind, slug=slug, label_en=label, label_fr=label, **fields)
    for name in (label, *names):
        add_alias(tag, name)
    return tag


def add_alias(tag: Tag, name: str, language: str = "fr") -> None:
    Alias.objects.create(tag=tag, text=name, folded=fold(name), key=key_of(name), language=language)


def only(*mentions: Mention, stops: Collection[tuple[str, str]] = ()) -> Linked:
    (linked,) = link(mentions, stops)
    return linked


def target(*mentions: Mention) -> object:
    return only(*mentions).target


def test_name_that_no_record_bears_is_one_to_be_made() -> None:
    made = target(mention("Léa Béro"))
    assert isinstance(made, records.Entry)
    assert (made.kind, made.label_en, made.label_fr, made.status) == (
        "person",
        "Léa Béro",
        "Léa Béro",
        "auto",
    )
    assert not Tag.objects.exists()


def test_mentions_of_one_name_are_one() -> None:
    linked = only(mention("Léa Béro"), mention("Béro", name="Léa Béro"), mention("LÉA BÉRO"))
    assert len(linked.mentions) == 3
    assert linked.target.label_fr == "Léa Béro"


def test_acronym_in_capitals_stays_so() -> None:
    assert target(mention("CGTX", ORGANISATION)).label_fr == "CGTX"  # type: ignore[attr-defined]


def test_french_name_of_a_record_leads_to_it() -> None:
    tag = make_tag("Léa Béro", names=("Béro",))
    assert target(mention("béro")) == tag


def test_english_name_of_a_record_leads_nowhere() -> None:
    add_alias(make_tag("Léa Béro"), "Lele", "en")
    assert isinstance(target(mention("Lele")), records.Entry)


def test_two_names_of_one_record_are_one() -> None:
    make_tag("Léa Béro", names=("Lele",))
    assert len(only(mention("Lele"), mention("Léa Béro")).mentions) == 2


def test_identity_leads_to_the_tables_record() -> None:
    iran = records.make(records.by_hand()["cldr:IR"])
    assert target(mention("RII", PLACE, "cldr:IR")) == iran


def test_identity_without_a_record_leads_to_the_tables_entry() -> None:
    assert target(mention("RII", PLACE, "cldr:IR")) == records.by_hand()["cldr:IR"]


def test_identity_is_believed_before_another_tables_name() -> None:
    make_tag("Saint-Béro", PLACE, external_id="geonames:1")
    two = make_tag("Saint-Béro", PLACE, external_id="geonames:2", slug="two")
    assert target(mention("Saint-Béro", PLACE, "geonames:2")) == two


def test_name_that_an_editor_split_off_is_believed_before_the_table() -> None:
    records.make(records.by_hand()["seed:kremlin"])
    own = make_tag("palais du Kremlin", PLACE, status="reviewed")
    assert target(mention("palais du Kremlin", PLACE, "seed:kremlin")) == own


def test_table_is_believed_before_a_record_that_nobody_reviewed() -> None:
    make_tag("Kremlin", ORGANISATION)
    assert target(mention("Kremlin", PLACE, "seed:kremlin")) == records.by_hand()["seed:kremlin"]


def test_identity_that_no_table_knows_any_more_is_a_plain_name() -> None:
    made = target(mention("Léa Béro", identity="seed:lea-bero"))
    assert isinstance(made, records.Entry)
    assert made.identity == ""


def test_transcription_of_a_full_name_leads_to_its_record() -> None:
    tag = make_tag("Massoud Pezechkian")
    assert target(mention("Masoud Pezeshkian")) == tag


def test_transcription_of_a_single_word_does_not() -> None:
    make_tag("Pezechkian")
    assert isinstance(target(mention("Pezeshkian")), records.Entry)


def test_transcription_of_another_kind_does_not() -> None:
    make_tag("Massoud Pezechkian", ORGANISATION)
    assert isinstance(target(mention("Masoud Pezeshkian")), records.Entry)


def test_same_name_comes_before_a_transcription() -> None:
    make_tag("Massoud Pezechkian")
    tag = make_tag("Masoud Pezeshkian")
    assert target(mention("Masoud Pezeshkian")) == tag


def test_much_alike_is_not_the_same() -> None:
    make_tag("Dmitri Béro")
    assert isinstance(target(mention("Dimitri Béro")), records.Entry)


def test_person_is_no_place_of_the_name() -> None:
    make_tag("Florence", PLACE, external_id="geonames:3176959", status="reviewed")
    assert isinstance(target(mention("Florence")), records.Entry)


def test_reviewed_body_may_be_read_as_a_place() -> None:
    tag = make_tag("Béropol", ORGANISATION, status="reviewed")
    assert target(mention("Béropol", PLACE)) == tag


def test_name_kept_by_hand_decides_the_kind() -> None:
    tag = records.make(records.by_hand()["seed:brics"])
    assert target(mention("BRICS", PLACE)) == tag


def test_name_of_a_subject_is_no_name() -> None:
    records.make(records.by_hand()["medtop:15000000"])
    assert isinstance(target(mention("Sport", ORGANISATION)), records.Entry)


def test_reviewed_record_comes_before_an_elder_one() -> None:
    make_tag("Léa Béro")
    reviewed = make_tag("Léa Béro", status="reviewed", slug="reviewed")
    assert target(mention("Léa Béro")) == reviewed


def test_merged_record_leads_to_its_heir() -> None:
    heir = make_tag("Béro (Léa)")
    make_tag("Léa Béro", merged_into_id=str(heir.pk))
    assert target(mention("Léa Béro")) == heir


@pytest.mark.parametrize("spelling", ["Léa Béro", "Lea Berro"])
def test_hidden_record_leads_nowhere(spelling: str) -> None:
    make_tag("Léa Béro", status="hidden")
    assert link([mention(spelling)], ()) == []


def test_hidden_country_leads_nowhere() -> None:
    records.make(records.by_hand()["cldr:IR"])
    Tag.objects.update(status="hidden")
    assert link([mention("Iran", PLACE, "cldr:IR")], ()) == []


@pytest.mark.parametrize("kind", ["", "person"])
def test_stopped_name_leads_nowhere(kind: str) -> None:
    make_tag("Guide")
    assert link([mention("GUIDE")], {("guide", kind)}) == []


def test_name_stopped_for_another_kind_is_one() -> None:
    assert len(link([mention("Guide")], {("guide", "place")})) == 1


def test_stopped_short_form_leaves_the_full_name() -> None:
    mentions = mention("Béro", name="Léa Béro"), mention("Léa Béro")
    linked = only(*mentions, stops={("bero", "")})
    assert [each.text for each in linked.mentions] == ["Léa Béro"]


def test_name_beyond_all_measure_is_none() -> None:
    assert link([mention("Béro " * 30), mention("–")], ()) == []


def test_what_is_known_beforehand_stands() -> None:
    make_tag("Léa Béro", status="reviewed")
    assert only(mention("Léa Béro")).is_standing
    assert only(mention("Iran", PLACE, "cldr:IR")).is_standing
    assert only(mention("Kremlin", PLACE, "seed:kremlin")).is_standing
    assert only(mention("Kazan", PLACE, "geonames:551487")).is_standing
    assert not only(mention("Max Béro")).is_standing


def test_queries_do_not_grow_with_the_names(django_assert_num_queries: object) -> None:
    for n in range(30):
        make_tag(f"Léa Béro{n}")
    mentions = [mention(f"Léa Béro{n}") for n in range(30)]
    mentions += [mention("RII", PLACE, "cldr:IR"), mention("Mali", PLACE, "cldr:ML")]
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(link(mentions, ())) == 32
