"""Where sentences name what an article is tagged with."""

import pytest

from archive.mentions import Mentions, mentions, named
from archive.models import Tag, Tagging
from archive.tagging import Name

NUMBER = {"person": 1, "place": 2, "organisation": 3, "subject": 4}


def tagging(label: str, *offsets: list[int], kind: str = "person", pk: int = 0) -> Tagging:
    pk = pk or NUMBER[kind]
    tag = Tag(pk=pk, kind=kind, slug=f"t{pk}", label_en=label)
    return Tagging(tag=tag, offsets=list(offsets))


def find(
    french: str, english: str, *rows: Tagging, names: dict[int, list[Name]] | None = None
) -> Mentions | None:
    return mentions([(7, french, english)], named(rows, names or {})).get(7)


def texts(english: str, *rows: Tagging, **more: dict[int, list[Name]]) -> list[str]:
    """What is marked in English, where the French is one long name."""
    found = find("Poutine" + " " * 60, english, *rows, **more)
    return [english[each.start : each.end] for each in found.english] if found else []


def test_french_is_marked_where_it_was_read() -> None:
    found = find("Poutine est à Kazan.", "", tagging("Vladimir Putin", [7, 0, 7], [9, 0, 3]))
    assert found is not None
    ((mention),) = found.french
    assert (mention.start, mention.end, mention.address) == (0, 7, "/people/t1/")


def test_longest_of_overlapping_places_stands() -> None:
    whole = tagging("Kazan University", [7, 0, 19], kind="organisation")
    found = find("Université de Kazan.", "", tagging("Kazan", [7, 14, 19], kind="place"), whole)
    assert found is not None
    assert [mention.address for mention in found.french] == ["/organisations/t3/"]


@pytest.mark.parametrize("place", [[7, 3, 3], [7, 5, 99], [7, -1, 4], [8, 0, 3]])
def test_place_that_is_none_is_left_out(place: list[int]) -> None:
    assert find("Paris dort.", "Nothing.", tagging("Paris", place, kind="place")) is None


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Vladimir Putin’s men.", ["Vladimir Putin"]),
        ("Putin and PUTIN.", ["Putin", "PUTIN"]),
        ("Vladímir Pútin sent Putinists.", ["Vladímir Pútin"]),
        ("Rasputin is putin.", []),
    ],
)
def test_english_is_searched_for_names_and_surnames(english: str, expected: list[str]) -> None:
    assert texts(english, tagging("Vladimir Putin", [7, 0, 7])) == expected


@pytest.mark.parametrize(
    ("label", "english", "expected"),
    [
        ("Ursula von der Leyen", "Von der Leyen spoke.", ["Von der Leyen"]),
        ("Charles de Gaulle", "De Gaulle, de Gaulle.", ["De Gaulle", "de Gaulle"]),
        ("Pelé", "Pele scored.", ["Pele"]),
    ],
)
def test_surname_may_have_particles(label: str, english: str, expected: list[str]) -> None:
    assert texts(english, tagging(label, [7, 0, 7])) == expected


def test_initials_are_no_common_word() -> None:
    names = {3: [("WHO", "en"), ("OMS", "fr")]}
    row = tagging("World Health Organization", [7, 0, 7], kind="organisation")
    english = "Those who ask the WHO, Who?"
    assert texts(english, row, names=names) == ["WHO"]


def test_place_has_no_surname() -> None:
    row = tagging("Buenos Aires", [7, 0, 7], kind="place")
    assert texts("The Aires of Buenos Aires", row) == ["Buenos Aires"]


def test_form_of_two_records_is_nobodys_unless_the_french_tells() -> None:
    bill, hillary = (
        tagging(f"{first} Clinton", [7, 0, 7], pk=pk) for first, pk in (("Bill", 8), ("Hillary", 9))
    )
    assert texts("Clinton met Bill Clinton.", bill, hillary) == ["Bill Clinton"]
    hillary.offsets = [[8, 0, 7]]
    assert texts("Clinton met Bill Clinton.", bill, hillary) == ["Clinton", "Bill Clinton"]


def test_sentence_whose_french_lacks_the_name_is_not_searched() -> None:
    assert find("Il sort.", "May is near.", tagging("Theresa May", [9, 0, 3])) is None


def test_form_of_the_french_is_looked_for_too() -> None:
    found = find("Xi part.", "Xi leaves.", tagging("Xi Jinping", [7, 0, 2]))
    assert found is not None
    assert [(mention.start, mention.end) for mention in found.english] == [(0, 2)]


def test_editors_record_is_looked_for_by_its_full_names() -> None:
    assert texts("Vladimir Putin; Putin", tagging("Vladimir Putin")) == ["Vladimir Putin"]


def test_places_count_characters_that_fold_to_several() -> None:
    assert texts("Œuvres “Cœur” of Saõ Paulo", tagging("São Paulo", kind="place")) == ["Saõ Paulo"]


def test_subject_is_never_marked() -> None:
    assert find("La politique.", "Politics.", tagging("Politics", kind="subject")) is None
