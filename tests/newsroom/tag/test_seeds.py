"""The hand-kept authority file."""

import csv
from collections import Counter

import pytest

from archive.names import fold
from newsroom.tag.countries import countries
from newsroom.tag.finding.matching import words
from newsroom.tag.seeds import FOLDER, KINDS, Seed, seeds

BY_IDENTITY = {seed.identity: seed for seed in seeds()}


def test_file_is_as_large_as_promised() -> None:
    kinds = Counter(str(seed.kind) for seed in seeds())
    assert kinds["person"] >= 300
    assert kinds["organisation"] >= 300


def test_each_record_has_an_identity_of_its_own() -> None:
    assert len(BY_IDENTITY) == len(seeds())


def test_every_table_is_read() -> None:
    assert {path.name for path in FOLDER.glob("*.csv")} == set(KINDS)


@pytest.mark.parametrize("table", KINDS)
def test_tables_are_in_order_with_the_same_columns(table: str) -> None:
    with (FOLDER / table).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        labels = [fold(row["label_en"]) for row in rows]
    assert rows.fieldnames == ["label_en", "label_fr", "aliases_en", "aliases_fr", "wikidata"]
    assert labels == sorted(labels)


def test_no_name_stands_under_two_records() -> None:
    bearers: dict[tuple[tuple[str, ...], str], set[str]] = {}
    for seed in seeds():
        for text, language in seed.names:
            bearers.setdefault((words(text), language), set()).add(seed.identity)
    for country in countries():
        for text in country.spellings:
            bearers.setdefault((words(text), "fr"), set()).add(country.code)
    assert [name for name, found in bearers.items() if len(found) > 1] == []


def test_labels_count_as_names_each_in_its_language() -> None:
    putin = BY_IDENTITY["seed:vladimir-putin"]
    assert {("Vladimir Putin", "en"), ("Vladimir Poutine", "fr")} <= set(putin.names)


def test_both_capitals_of_a_short_name_are_kept() -> None:
    assert {("OTAN", "fr"), ("Otan", "fr")} <= set(BY_IDENTITY["seed:nato"].names)


def of(name: str) -> list[Seed]:
    return [seed for seed in seeds() if (name, "fr") in seed.names]


@pytest.mark.parametrize(
    "name",
    [
        "ONU",
        "OTAN",
        "UE",
        "OMS",
        "FMI",
        "AIEA",
        "Élysée",
        "Matignon",
        "Maison-Blanche",
        "Kremlin",
        "Quai d'Orsay",
    ],
)
def test_names_that_news_cannot_do_without_are_there(name: str) -> None:
    (seed,) = of(name)
    assert seed.kind == "organisation"
