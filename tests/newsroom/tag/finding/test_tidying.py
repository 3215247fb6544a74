"""What a model takes for a name, cut or grown to the name."""

import pytest

from archive.models import Tag
from newsroom.tag.finding.pipeline import Entity
from newsroom.tag.finding.tidying import tidied

PERSON, PLACE, BODY = Tag.Kind.PERSON, Tag.Kind.PLACE, Tag.Kind.ORGANISATION


def tidy(text: str, taken: str, kind: Tag.Kind | None) -> list[tuple[str, Tag.Kind | None]]:
    start = text.index(taken)
    found = tidied(text, Entity(start, start + len(taken), kind))
    return [(text[each.start : each.end], each.kind) for each in found]


@pytest.mark.parametrize(
    ("text", "taken", "kind", "expected"),
    [
        ("« Jean Roy », dit-il.", "« Jean Roy »", PERSON, [("Jean Roy", PERSON)]),
        ("le président Jean Roy", "président Jean Roy", PERSON, [("Jean Roy", PERSON)]),
        ("Mme Roy parle.", "Mme Roy", PLACE, [("Roy", PERSON)]),
        ("Me Delmas plaide.", "Delmas", PLACE, [("Delmas", PERSON)]),
        ("MM. Roy, Petit et Sage", "Petit", PLACE, [("Petit", PERSON)]),
        ("Louis V.", "Louis V.", PERSON, [("Louis V", PERSON)]),
        ("Marine Le Pen", "Marine Le Pen", PERSON, [("Marine Le Pen", PERSON)]),
        ("Kazan, en Russie", "Kazan, en Russie", PLACE, [("Kazan", PLACE), ("Russie", PLACE)]),
        ("La Bretagne vote.", "La Bretagne", PLACE, [("Bretagne", PLACE)]),
        ("au Havre, Le Havre", "Le Havre", PLACE, [("Le Havre", PLACE)]),
        ("la province du Québec", "province du Québec", PLACE, [("Québec", PLACE)]),
        ("Roy & Cie investit.", "Roy & Cie", PERSON, [("Roy & Cie", BODY)]),
        ("le PS (gauche)", "PS (gauche)", BODY, [("PS", BODY)]),
        ("« »", "« »", PERSON, []),
    ],
)
def test_name_is_cut_to_what_it_is(
    text: str, taken: str, kind: Tag.Kind, expected: list[tuple[str, Tag.Kind]]
) -> None:
    assert tidy(text, taken, kind) == expected


@pytest.mark.parametrize(
    ("text", "taken", "kind", "expected"),
    [
        ("la mer Noire", "Noire", PLACE, ("mer Noire", PLACE)),
        ("la rue de Rivoli", "Rivoli", PLACE, ("rue de Rivoli", PLACE)),
        ("le musée d’Orsay", "Orsay", PLACE, ("musée d’Orsay", BODY)),
        ("le ministère de la Culture", "Culture", BODY, ("ministère de la Culture", BODY)),
        ("la gare de Dax", "Dax", PLACE, ("Dax", PLACE)),
        ("le maire de Dax", "Dax", PLACE, ("Dax", PLACE)),
    ],
)
def test_common_noun_that_is_part_of_a_name_is_inside(
    text: str, taken: str, kind: Tag.Kind, expected: tuple[str, Tag.Kind]
) -> None:
    assert tidy(text, taken, kind) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parlement adopte un plan pour la rentrée", "Parlement"),
        ("Commission attend des explications", "Commission"),
        ("Commission électorale indépendante", "Commission électorale indépendante"),
        ("Centre national de la recherche", "Centre national de la recherche"),
    ],
)
def test_sentence_that_runs_on_is_no_part_of_a_body(text: str, expected: str) -> None:
    assert tidy(text, text, BODY) == [(expected, BODY)]
