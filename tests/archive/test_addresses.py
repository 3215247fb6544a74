"""Addresses, handles and hashtags are found, and nothing that only looks like one."""

import pytest

from archive.addresses import ADDRESS, TAG, without_addresses

ADDRESSES = {
    "Voir https://exemple.fr/a?b=c.": ["https://exemple.fr/a?b=c"],
    "Voir www.exemple.org, merci.": ["www.exemple.org"],
    "Le site lemonde.fr ferme.": ["lemonde.fr"],
    "Écrire à jean.dupont@exemple.fr.": ["jean.dupont@exemple.fr"],
    "Il part. Elle reste.": [],
    "Le fichier budget.xlsx": [],
    "M. Dupont vit à St. Denis.": [],
}
TAGS = {
    "La @mairie dément la #Grève.": ["@mairie", "#Grève"],
    "Le joueur #1": [],
    "jean@exemple.fr": [],
}


@pytest.mark.parametrize(("text", "found"), ADDRESSES.items())
def test_addresses_are_found(text: str, found: list[str]) -> None:
    assert ADDRESS.findall(text) == found


@pytest.mark.parametrize(("text", "found"), TAGS.items())
def test_handles_and_hashtags_are_found(text: str, found: list[str]) -> None:
    assert TAG.findall(text) == found


def test_text_is_left_without_them() -> None:
    assert without_addresses("Voir www.exemple.org et @mairie ici").split() == ["Voir", "et", "ici"]
