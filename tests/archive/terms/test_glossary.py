"""Terms sought in French sentences."""

import time

import pytest

from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary, apart

TERMS = [
    Expression("grève", "strike"),
    Expression("grève générale", "general strike"),
    Expression("état d'urgence", "state of emergency"),
    Expression("pêche", "fishing"),
    Expression("côté", "side"),
    Expression("mise en œuvre", "implementation"),
    Expression("syndical", "union", (), "adjective"),
    Expression("estime", "believes", (), "verb"),
    Expression("RER", "RER train", (), "name"),
    Expression("Bleus", "France team", (), "name"),
    Expression("fer", "iron"),
]
GLOSSARY = Glossary(TERMS)


def found(french: str) -> list[str]:
    uses = GLOSSARY.uses(french)
    assert all(french[use.start : use.end] == use.french for use in uses)
    return [use.french for use in uses]


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("La grève dure.", ["grève"]),
        ("Des grèves générales", ["grèves générales"]),
        ("GRÈVE ET GREVES", ["GRÈVE", "GREVES"]),
        ("L’état d’urgence, l'état d'urgence", ["état d’urgence", "état d'urgence"]),
        ("Les droits syndicaux", ["syndicaux"]),
        ("La mise en oeuvre, la mise en œuvre", ["mise en oeuvre", "mise en œuvre"]),
        ("Il estime que", ["estime"]),
        ("Ils estiment que", []),
        ("Qu’en estime-t-il ?", ["estime"]),
        ("Cette grève-là", ["grève"]),
        ("Le porte-grève, la grève-surprise", []),
        ("La grève, générale", ["grève"]),
        ("Le RER B et le rer", ["RER"]),
        ("Les Bleus, aux yeux bleus", ["Bleus"]),
        ("Agrève, grévistes", []),
        ("", []),
    ],
)
def test_whole_words_are_found_in_their_forms(french: str, expected: list[str]) -> None:
    assert found(french) == expected


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("Le péché est là.", []),
        ("La pêche est là.", ["pêche"]),
        ("LA PECHE EST LA", ["PECHE"]),
        ("La peche reprend", ["peche"]),
        ("La cote du dollar a été", []),
        ("Du côté de Valmont", ["côté"]),
    ],
)
def test_accents_count_where_a_text_has_any(french: str, expected: list[str]) -> None:
    assert found(french) == expected


def test_two_parts_of_speech_are_one_use() -> None:
    both = Glossary(
        [Expression("juste", "fair", (), "adjective"), Expression("juste", "just", (), "adverb")]
    )
    (use,) = both.uses("Un prix juste")
    assert [option.english for option in use.options] == ["fair", "just"]


def name(french: str, sentence: str) -> Rendering:
    start = sentence.index(french)
    return Rendering(french, french, start, start + len(french), forms_of([french]))


def test_name_stands_before_a_term_that_is_no_longer() -> None:
    sentence = "Le Fer de Valmont"
    known = apart([name("Fer de Valmont", sentence)], GLOSSARY.uses(sentence))
    assert [each.french for each in known] == ["Fer de Valmont"]


def test_term_stands_before_a_name_within_it() -> None:
    sentence = "La Banque de Valmont"
    bank = Glossary([Expression("Banque de Valmont", "Bank of Valmont")])
    known = apart([name("Valmont", sentence)], bank.uses(sentence))
    assert [each.french for each in known] == ["Banque de Valmont"]


def test_names_come_before_terms_elsewhere() -> None:
    sentence = "La grève à Valmont"
    known = apart([name("Valmont", sentence)], GLOSSARY.uses(sentence))
    assert [each.french for each in known] == ["Valmont", "grève"]


def test_empty_glossary_is_false_and_finds_nothing() -> None:
    assert not Glossary()
    assert Glossary().uses("La grève") == ()


def test_number_of_terms_hardly_matters() -> None:
    """Ten times the terms, none of which stands there, cost less than twice the time."""
    sentences = [f"Le conseil {n} de la ville a voté le budget de l’année." for n in range(2000)]

    def seconds(terms: int) -> float:
        glossary = Glossary(Expression(f"terme{n} rare", "rare term") for n in range(terms))
        began = time.process_time()
        for sentence in sentences:
            glossary.uses(sentence)
        return time.process_time() - began

    assert min(seconds(5000) for _ in range(3)) < 2 * min(seconds(500) for _ in range(3)) + 0.05
