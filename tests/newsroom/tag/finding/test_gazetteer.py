"""Known names in French sentences: countries and the authority file."""

import pytest

from newsroom.tag.finding.gazetteer import guessed, known, likely_towns, shields


def codes(french: str) -> str:
    """The countries that the sentence names, by code, each once."""
    found = {m.name.identity for m in known(french)}
    return " ".join(sorted(i.removeprefix("cldr:") for i in found if i.startswith("cldr:")))


def read(french: str) -> list[str]:
    """What stands at the places found, in order of the text."""
    return [french[match.start : match.end] for match in known(french)]


def identities(french: str) -> list[str]:
    return [match.name.identity for match in known(french)]


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
    assert read(french) == ["Équateur", "Équateur"]


def test_headline_in_capitals_is_read() -> None:
    assert codes("L'IRAN ET LA CORÉE DU NORD S'ALLIENT") == "IR KP"


@pytest.mark.parametrize("french", ["", " ", "…", "-", "L'", "’Iran-", "2 024", "\u0301"])
def test_odd_text_breaks_nothing(french: str) -> None:
    spans = [(m.start, m.end) for m in (*known(french), *likely_towns(french))]
    spans += [*shields(french), *((each.start, each.end) for each in guessed(french))]
    assert all(0 <= start < end <= len(french) for start, end in spans)


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("L'ONU, l'O.N.U. et les Nations unies.", ["seed:united-nations"] * 3),
        ("Le Monde écrit.", ["seed:le-monde"]),
        ("Le Quai d’Orsay et l'Elysee.", ["seed:french-foreign-ministry", "seed:elysee"]),
        ("Macron l’a dit.", ["seed:emmanuel-macron"]),
        ("Le parquet national financier enquête.", ["seed:national-financial-prosecutors-office"]),
        ("Les sanctions de l’UE et de l’Otan.", ["seed:european-union", "seed:nato"]),
        ("La bande de Gaza et la mer Noire.", ["seed:gaza-strip", "seed:black-sea"]),
    ],
)
def test_record_of_the_authority_file_is_found(french: str, expected: list[str]) -> None:
    assert identities(french) == expected


@pytest.mark.parametrize(
    "french",
    [
        "Le monde change.",
        "Il a fait une fed et un Ps.",
        "LE RAID A TOUT CHANGÉ, ON EN EST LAS",
        "Le Kremlin-Bicêtre est une ville.",
        "Le palais omnisports de Paris-Bercy.",
        "Le porte-avions Charles de Gaulle appareille.",
        "Jean-Philippe Macron est charpentier.",
    ],
)
def test_word_or_longer_name_is_no_record(french: str) -> None:
    assert identities(french) == []


def test_contracted_article_is_no_part_of_a_name() -> None:
    assert read("La une du Monde et du Figaro, du monde.") == ["Monde", "Figaro"]


def test_english_names_are_not_sought_in_french() -> None:
    assert identities("Un chat et eu, UN et EU, United Nations.") == []


def test_longer_name_of_another_thing_shields_its_words() -> None:
    french = "Le Tour de France passe."
    assert [french[start:end] for start, end in shields(french)] == ["Tour de France"]


def test_large_town_is_likely_and_a_word_is_none() -> None:
    french = "À Moscou, Téhéran et Nantes. Tours complets. Die Welt."
    assert [french[m.start : m.end] for m in likely_towns(french)] == [
        "Moscou",
        "Téhéran",
        "Nantes",
    ]


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("Mme Lefèvre a parlé.", ["Lefèvre"]),
        ("Le ministre Rostand et Claire Vidal.", ["Rostand", "Claire Vidal"]),
        ("Une Grande École et Claire.", []),
    ],
)
def test_person_is_guessed_by_title_or_first_name(french: str, expected: list[str]) -> None:
    assert [french[each.start : each.end] for each in guessed(french)] == expected
