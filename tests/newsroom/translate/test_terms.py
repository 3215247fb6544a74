"""Wrong English of a term put right in its place."""

import pytest

from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary, Use
from newsroom.translate import terms

STRIKE = Expression("grève", "strike", ("walkout", "industrial action"))
CANCEL = Expression("annule", "call off", ("cancel",), "verb")
MAYOR = Expression("édile", "alderman", ("mayor",))
VALMONT = Expression("Valmont", "Vallmount", ("Wallmont",), "name")
GLOSSARY = Glossary([STRIKE, CANCEL, MAYOR, VALMONT])

REWORDED = [
    ("La grève dure.", "The walkout goes on.", "The strike goes on."),
    ("Grève !", "Walkout!", "Strike!"),
    ("GRÈVE", "WALKOUT", "STRIKE"),
    ("Les grèves durent.", "The walkouts go on.", "The strikes go on."),
    ("Une grève.", "An industrial action.", "A strike."),
    ("La grève dure.", "The grève goes on.", "The strike goes on."),
    ("Des grèves.", "Some grèves.", "Some strikes."),
    ("Un édile", "A mayor", "An alderman"),
    ("Des édiles", "Mayors", "Aldermen"),
    ("Il annule tout.", "He cancels it all.", "He calls off it all."),
    ("Il annule tout.", "He cancelled it all.", "He called off it all."),
    ("La grève, puis la grève.", "The strike, then the walkout.", "The strike, then the strike."),
]


def uses(french: str) -> tuple[Use, ...]:
    return GLOSSARY.uses(french)


@pytest.mark.parametrize(("french", "before", "after"), REWORDED)
def test_wrong_wording_becomes_the_right_one_in_its_form(
    french: str, before: str, after: str
) -> None:
    assert terms.reworded(before, uses(french)) == after
    assert terms.reworded(after, uses(french)) == after


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("La grève dure.", "The strike goes on after the walkout."),
        ("La grève dure.", "The walkout follows a walkout."),
        ("Rien ne dure.", "The walkout goes on."),
        ("La grève dure.", "It goes on."),
    ],
)
def test_what_may_be_another_words_stays(french: str, english: str) -> None:
    assert terms.reworded(english, uses(french)) == english


def test_what_another_term_wants_stays() -> None:
    both = Glossary([STRIKE, Expression("débrayage", "walkout")])
    english = "The stoppage and the walkout"
    assert terms.reworded(english, both.uses("La grève et le débrayage")) == english


def test_only_names_are_respelt_as_such() -> None:
    rendering = Rendering("Poutine", "Putin", 0, 7, forms_of(["Putin"]))
    told = terms.as_names([rendering], uses("Poutine, Valmont, grève"))
    assert [name.english for name in told] == ["Putin", "Vallmount"]
