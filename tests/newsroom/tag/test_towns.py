"""Towns: the extract of GeoNames, and how it is made."""

import lzma
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from newsroom.tag import towns
from newsroom.tag.towns import exemplars, extract, record, town


@pytest.mark.parametrize(
    ("name", "english", "country"),
    [
        ("Kazan", "Kazan", "RU"),
        ("Moscou", "Moscow", "RU"),
        ("LONDRES", "London", "GB"),
        ("Saint Etienne", "Saint-Étienne", "FR"),
        ("Le Havre", "Le Havre", "FR"),
        ("Vienne", "Vienna", "AT"),
        ("Cancún", "Cancún", "MX"),
    ],
)
def test_town_is_found_by_any_of_its_names(name: str, english: str, country: str) -> None:
    found = town(name)
    assert found
    assert (found.name, found.country) == (english, country)


@pytest.mark.parametrize("name", ["Bretagne", "Nulleville", "", "’"])
def test_what_is_no_town_is_not_found(name: str) -> None:
    assert town(name) is None


def test_identity_leads_to_its_town() -> None:
    paris = record("geonames:2988507")
    assert paris == town("Paris")
    assert [record(other) for other in ("geonames:1", "geonames:x", "cldr:FR", "")] == [None] * 4


def test_french_names_of_well_known_towns_come_from_the_cldr() -> None:
    named = {french: each.name for french, each in exemplars()}
    assert (named["Téhéran"], named["Le Caire"]) == ("Tehran", "Cairo")


def city(number: int, name: str, inhabitants: int, *others: str) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "countrycode": "FR",
        "population": inhabitants,
        "alternatenames": list(others),
    }


def test_extract_keeps_names_that_french_might_write_largest_town_first() -> None:
    made = extract(
        [
            city(1, "Bas", 20_000, "Bàs", "Low", "LOW", "BAS", "low town", "Ba", "Бас", "B|as"),
            city(2, "Haut", 30_000),
        ]
    )
    assert lzma.decompress(made).decode() == "2\tHaut\tFR\t30000\t\n1\tBas\tFR\t20000\tLow\n"


def test_shipped_extract_is_what_the_command_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, out = lzma.decompress(towns.TABLE.read_bytes()), StringIO()
    monkeypatch.setattr(towns, "TABLE", tmp_path / "towns.tsv.xz")
    call_command("make_towns", stdout=out)
    assert lzma.decompress(towns.TABLE.read_bytes()) == shipped
    assert out.getvalue() == "Wrote 34006 towns, 0.8 MB.\n"
