"""Pairs of records that may be one."""

import pytest

from archive.models import MergeSuggestion, Tag
from newsroom.tag import records
from newsroom.tag.suggesting import suggest_among, suggest_for

pytestmark = pytest.mark.django_db
PERSON, PLACE = Tag.Kind.PERSON, Tag.Kind.PLACE


def make(name: str, kind: Tag.Kind = PERSON) -> Tag:
    tag = records.make(records.of_name(kind, name, name))
    suggest_for(tag)
    return tag


def found() -> list[tuple[str, str, str]]:
    rows = MergeSuggestion.objects.select_related("tag", "other")
    return [(s.tag.label_fr, s.other.label_fr, s.reason) for s in rows]


def test_same_key_is_suggested_the_younger_first() -> None:
    make("Pezechkian")
    make("Pezeshkian")
    assert found() == [("Pezeshkian", "Pezechkian", "same key")]


def test_similar_names_are_suggested_with_their_likeness() -> None:
    make("Dmitri Pechkov")
    make("Dimitri Pechkov")
    assert found() == [("Dimitri Pechkov", "Dmitri Pechkov", "similar")]
    assert MergeSuggestion.objects.get().score == pytest.approx(28 / 29, abs=0.001)


@pytest.mark.parametrize("name", ["Noé Durand", "Jean Martin", "Jeanne Durand-Ferté"])
def test_other_names_are_not_suggested(name: str) -> None:
    make("Jean Durand")
    make(name)
    assert found() == []


def test_other_kinds_are_not_suggested() -> None:
    make("Dmitri Pechkov", PLACE)
    make("Dimitri Pechkov")
    assert found() == []


def test_hidden_and_merged_records_are_not_suggested() -> None:
    hidden, merged, heir = make("Pezechkian"), make("Pezeshkian"), make("Béro")
    MergeSuggestion.objects.all().delete()
    Tag.objects.filter(pk=hidden.pk).update(status="hidden")
    Tag.objects.filter(pk=merged.pk).update(merged_into=heir)
    make("Pezeschkian")
    assert found() == []


def test_tables_keep_their_own_apart() -> None:
    for identity in ("cldr:NE", "cldr:NG"):
        suggest_for(records.make(records.by_hand()[identity]))
    assert found() == []


def test_seeded_record_is_suggested_to_one_that_no_table_knows() -> None:
    make("Vladimir Poutin")
    suggest_for(records.make(records.by_hand()["seed:vladimir-putin"]))
    assert found() == [("Vladimir Poutine", "Vladimir Poutin", "similar")]


def test_name_within_another_in_one_article_is_suggested() -> None:
    full, short, other = make("Léa Béro"), make("Béro"), make("Max Aron")
    suggest_among([short, other, full])
    assert found() == [("Béro", "Léa Béro", "shared article")]


def test_place_within_a_persons_name_is_not() -> None:
    suggest_among([make("Léa Paris"), make("Paris", PLACE)])
    assert found() == []


def test_dismissed_pair_stays_dismissed() -> None:
    full, short = make("Léa Béro"), make("Béro")
    suggest_among([full, short])
    MergeSuggestion.objects.update(state="dismissed")
    suggest_among([full, short])
    assert MergeSuggestion.objects.get().state == "dismissed"
