"""The forms in which French expressions are found."""

import pytest

from archive.terms.french import forms, words


@pytest.mark.parametrize(
    ("word", "part", "some"),
    [
        ("grève", "noun", {"grève", "grèves"}),
        ("journal", "noun", {"journal", "journaux"}),
        ("travail", "noun", {"travail", "travaux"}),
        ("bateau", "noun", {"bateau", "bateaux"}),
        ("genou", "noun", {"genou", "genoux"}),
        ("prix", "noun", {"prix"}),
        ("travailleur", "noun", {"travailleurs", "travailleuse", "travailleuses"}),
        ("directeur", "noun", {"directrice", "directrices"}),
        ("président", "noun", {"présidente", "présidentes"}),
        ("député", "noun", {"députée", "députées"}),
        ("infirmier", "noun", {"infirmière"}),
        ("syndical", "adjective", {"syndicale", "syndicaux", "syndicales"}),
        ("actif", "adjective", {"active", "actives"}),
        ("public", "adjective", {"publique", "publiques"}),
        ("européen", "adjective", {"européenne", "européennes"}),
        ("nouveau", "adjective", {"nouvelle", "nouveaux"}),
        ("heureux", "adjective", {"heureuse", "heureuses"}),
    ],
)
def test_word_has_its_plural_and_feminine(word: str, part: str, some: set[str]) -> None:
    assert some <= forms(word, part)


@pytest.mark.parametrize(
    ("word", "other"), [("port", "porte"), ("vent", "vente"), ("mer", "mère"), ("cour", "coure")]
)
def test_noun_does_not_become_another_one(word: str, other: str) -> None:
    assert other not in forms(word, "noun")


@pytest.mark.parametrize("part", ["verb", "adverb", "phrase", "name"])
def test_what_is_no_noun_or_adjective_is_found_as_it_is_listed(part: str) -> None:
    assert forms("manifeste", part) == {"manifeste"}


def test_small_words_and_numbers_have_no_plural() -> None:
    assert forms("de", "noun") == {"de"}
    assert forms("à", "noun") == {"à"}
    assert forms("49", "noun") == {"49"}


def test_words_keep_their_accents() -> None:
    assert words("L’État d'Œuvre") == ("l", "état", "d", "oeuvre")
