"""Names made comparable."""

import pytest

from newsroom.tag.keys import english_form, is_full, key_of, stands_within


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Massoud Pezechkian", "Masoud Pezeshkian"),
        ("Benyamin Netanyahou", "Benyamin Netanyahu"),
        ("Aboubakar Chékau", "Abubakar Shekau"),
    ],
)
def test_transcriptions_share_a_key(french: str, english: str) -> None:
    assert key_of(french) == key_of(english)


def test_different_names_have_different_keys() -> None:
    assert key_of("Jean Dupont") != key_of("Jean Dupond")


def test_full_name_has_a_first_and_a_last_word() -> None:
    assert is_full("Jean Dupont")
    assert not is_full("Dupont")


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        ("Dupont", "Jean Dupont", True),
        ("Pierre Dupont", "Jean-Pierre Dupont", True),
        ("Pont", "Jean Dupont", False),
        ("Jean Dupont", "Jean Dupont", False),
        ("Jean Dupont", "Dupont", False),
        ("", "Jean Dupont", False),
    ],
)
def test_name_within_another(one: str, other: str, *, within: bool) -> None:
    assert stands_within(one, other) == within


def test_english_form_is_the_transcription_that_the_english_holds() -> None:
    texts = ["Nothing here.", "Then Masoud Pezeshkian spoke."]
    assert english_form("Massoud Pezechkian", texts) == "Masoud Pezeshkian"


def test_english_form_keeps_the_french_accents() -> None:
    assert english_form("Noé Bérard", ["A word from Noe Berard."]) == "Noé Bérard"


def test_english_form_of_a_chekhov() -> None:
    assert english_form("Oleg Tchekhov", ["Oleg Chekhov came."]) == "Oleg Chekhov"


def test_no_english_form_where_the_english_lacks_the_name() -> None:
    assert english_form("Massoud Pezechkian", ["The president spoke.", ""]) == ""
    assert english_form("—", ["—"]) == ""


def test_common_words_are_no_english_form() -> None:
    assert english_form("Ivan Mai", ["Then ivan mai spoke."]) == ""
