"""Countries in French sentences, found by their CLDR names."""

import pytest

from newsroom.tag.countries import SURE, UNSURE, countries, find


def codes(french: str) -> str:
    return " ".join(found.country.code for found in find([(1, french)]))


def read(french: str) -> list[str]:
    """What stands at the places found, in order of the text."""
    places = [place for found in find([(1, french)]) for place in found.places]
    return [french[start:end] for _, start, end in sorted(places, key=lambda place: place[1])]


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("La France a signé.", "FR"),
        ("L'Iran et l’Irak ont signé.", "IQ IR"),
        ("Il vit aux États-Unis.", "US"),
        ("Il vit aux Etats-Unis.", "US"),
        ("Il vit aux États‑Unis.", "US"),
        ("Les Émirats Arabes Unis ont signé.", "AE"),
        ("La Côte d'Ivoire et la Côte d’Ivoire.", "CI"),
        ("La République démocratique du Congo.", "CD"),
        ("La RDC a signé.", "CD"),
        ("Le président de la RII a parlé.", "IR"),
        ("Les îles Canaries et l'île de Man.", "IC IM"),
        ("Le Viêt Nam et le Vietnam.", "VN"),
    ],
)
def test_country_is_found_as_the_press_writes_it(french: str, expected: str) -> None:
    assert codes(french) == expected


def test_longest_name_is_read() -> None:
    french = "Guinée-Bissau, Guinée équatoriale, Soudan du Sud et Papouasie-Nouvelle-Guinée"
    assert codes(french) == "GQ GW PG SS"
    assert read(french) == french.replace(" et ", ", ").split(", ")


@pytest.mark.parametrize(
    "french",
    [
        "La Nouvelle-Guinée est une île.",
        "L'Île-de-France et l'Île de France.",
        "Il vole avec Air France.",
        "L'agence France-Presse le dit.",
        "Anatole France l'a écrit.",
        "Salvador Allende est mort.",
        "Il regarde France 2 et France Info.",
        "Le Tour de France passe par ici.",
        "L'Irlande du Nord a voté.",
        "Il habite New Jersey.",
        "Les iraniens et la chine du service de table.",
    ],
)
def test_part_of_another_name_is_no_country(french: str) -> None:
    assert codes(french) == ""


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("La réunion a lieu à La Réunion.", "RE"),
        ("Une réunion se tient.", ""),
        ("Maurice est parti de l'île Maurice.", "MU"),
        ("Dominique mange une grenade.", ""),
        ("Elle vient de la Dominique.", "DM"),
        ("LA RÉUNION DES MINISTRES SUR LE TCHAD", "TD"),
    ],
)
def test_name_that_is_a_common_word_needs_its_article_and_capital(
    french: str, expected: str
) -> None:
    assert codes(french) == expected


def test_hyphen_joins_countries_and_continents() -> None:
    assert codes("La guerre Israël-Iran, le sommet Chine-Afrique, un tract anti-Russie") == (
        "CN IL IR RU"
    )


def test_article_parts_a_country_from_the_name_that_follows() -> None:
    assert codes("En Russie Vladimir Poutine, au Mali Assimi Goïta.") == "ML RU"
    assert codes("Le ministre Israël Katz.") == ""


def test_place_is_counted_in_characters_of_the_sentence() -> None:
    french = "Œuvre d’art : l’Équateur paie 😀 et l’Équateur reçoit."
    (found,) = find([(7, french)])
    assert [uid for uid, _, _ in found.places] == [7, 7]
    assert [french[start:end] for _, start, end in found.places] == ["Équateur", "Équateur"]


def test_headline_in_capitals_is_read() -> None:
    assert codes("L'IRAN ET LA CORÉE DU NORD S'ALLIENT") == "IR KP"


def test_name_shared_with_another_place_is_less_sure() -> None:
    by_code = {country.code: country for country in countries()}
    assert by_code["GE"].confidence == UNSURE
    assert by_code["IR"].confidence == SURE


def test_labels_are_those_of_the_cldr_or_of_the_table() -> None:
    by_code = {country.code: country for country in countries()}
    assert (by_code["DE"].english, by_code["DE"].french) == ("Germany", "Allemagne")
    assert (by_code["TR"].english, by_code["MM"].french) == ("Turkey", "Birmanie")
    assert by_code.keys().isdisjoint({"EU", "UN", "ZZ", "MF"})


@pytest.mark.parametrize("french", ["", " ", "…", "-", "L'", "’Iran-", "2 024", "\u0301"])
def test_odd_text_breaks_nothing(french: str) -> None:
    find([(1, french)])
