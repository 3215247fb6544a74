"""Names sought in sentences: what counts as holding one."""

import pytest

from archive.names.sought import Sought

SPELT = [
    ("ONU", "L’O.N.U. vote."),
    ("O.N.U.", "L’ONU vote"),
    ("Le Figaro", "selon des journalistes du Figaro"),
    ("Les Échos", "dit-on aux Echos"),
    ("Saint-Étienne", "SAINT ETIENNE gagne"),
    ("L'Œuvre", "dans l’œuvre"),
    ("Jean Roy", "Puis Jean\u00a0Roy parla."),
]


@pytest.mark.parametrize(("name", "text"), SPELT)
def test_name_is_found_whatever_its_signs(name: str, text: str) -> None:
    assert Sought([name]).stand_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("UE", "La rue, la queue."), ("Jean Roy", "Jean le Roy"), ("Jean", "Jeanne")],
)
def test_parts_of_words_and_words_apart_are_not_it(name: str, text: str) -> None:
    assert not Sought([name]).stand_in(text)


def test_full_name_is_found_in_another_transcription_where_that_counts() -> None:
    text = "Benjamin Netanyahu a dit."
    assert Sought([], ["Benjamin Netanyahou"]).stand_in(text)
    assert not Sought(["Benjamin Netanyahou"]).stand_in(text)
    assert not Sought([], ["Netanyahou"]).stand_in(text)


def test_nothing_sought_is_found_nowhere() -> None:
    assert not Sought([], []).stand_in("Rien.")
    assert not Sought(["…", ""]).stand_in("… rien")
