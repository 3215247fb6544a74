"""Labels: what English a French form of a record's name is to have."""

import pytest

from archive.models import Tag
from newsroom.tag import labels, records
from newsroom.tag.labels import Label

PUTIN = Label(
    "person", "Vladimir Putin", ("Vladimir Poutine", "Poutine"), others=("Vladimir V. Putin",)
)
SENATE = Label("organisation", "French Senate", ("Sénat", "Sénat français"))
POPE = Label("person", "John Paul II", ("pape Jean-Paul II", "Jean-Paul II"))

SHOWN = [
    (PUTIN, "Vladimir Poutine", "Vladimir Putin"),
    (PUTIN, "Poutine", "Putin"),
    (POPE, "Jean-Paul II", "John Paul II"),
    (SENATE, "Sénat", "Senate"),
    (SENATE, "Sénat français", "French Senate"),
    (Label("place", "Iran", ("Iran", "RII")), "RII", "Iran"),
]


@pytest.mark.parametrize(("label", "surface", "english"), SHOWN)
def test_form_has_its_english(label: Label, surface: str, english: str) -> None:
    assert label.rendering(surface, 0, len(surface)).english == english


def test_surname_and_other_names_will_do_for_the_whole_name() -> None:
    name = PUTIN.rendering("Vladimir Poutine", 0, 16)
    assert name.stands_in("Putin’s plan")
    assert name.stands_in("Vladimir V. Putin spoke")
    assert not name.stands_in("Vladimir Poutine spoke")


def test_adjective_will_do_for_a_country() -> None:
    name = Label("place", "Russia", ("Russie",)).rendering("Russie", 0, 6)
    assert name.stands_in("The Russian embassy")


def test_former_label_will_not_do() -> None:
    label = Label("place", "Kyiv", ("Kiev",), others=("Kiev",), former=("Kiev",))
    name = label.rendering("Kiev", 0, 4)
    assert not name.stands_in("Kiev holds")
    assert name.is_outdated_in("Kiev holds")
    assert not name.is_outdated_in("Kyiv, once Kiev, holds")


def test_surname_that_a_former_label_shares_will_do() -> None:
    label = Label("person", "Dmitri Peskov", ("Dimitri Peskov",), former=("Dmitry Peskov",))
    assert label.rendering("Dimitri Peskov", 0, 14).stands_in("Peskov spoke")


def test_bracket_that_tells_records_apart_is_no_part_of_the_name() -> None:
    entry = records.Entry(Tag.Kind.ORGANISATION, "Orange (telecom operator)", "Orange", ())
    assert labels.of_entry(entry).english == "Orange"


def test_record_speaks_by_its_own_names() -> None:
    tag = Tag(kind="place", label_en="Kyiv", label_fr="Kiev")
    label = labels.of_tag(tag, [("Kyiv City", "en"), ("Kyïv", "fr")], ["Kiev", "Kyiv"])
    assert label == Label("place", "Kyiv", ("Kiev", "Kyïv"), ("Kyiv City",), ("Kiev",))
