"""Whether an English sentence has an expression as the glossary does."""

import pytest

from archive.terms import Expression, Glossary, Use, faults

STRIKE = Expression("grève", "strike", ("walkout", "strike action"))


def use(*options: Expression) -> Use:
    return Use(options[0].french, 0, len(options[0].french), options)


@pytest.mark.parametrize(
    "english", ["A strike.", "STRIKES!", "the strike’s end", "Strike-bound ports"]
)
def test_expression_stands_in_any_usual_form(english: str) -> None:
    assert use(STRIKE).stands_in(english)
    assert not use(STRIKE).is_outdated_in(english)


@pytest.mark.parametrize("english", ["A stoppage.", "The striker left.", ""])
def test_expression_is_missing(english: str) -> None:
    assert not use(STRIKE).stands_in(english)
    assert [fault.wrong for fault in faults(english, [use(STRIKE)])] == [""]


@pytest.mark.parametrize(
    ("english", "wrong"),
    [("Two walkouts.", "walkout"), ("The strike and a walkout", "walkout"),
     ("Strike action went on.", "strike action")],
)  # fmt: skip
def test_forbidden_wording_is_found_in_any_form(english: str, wrong: str) -> None:
    assert [fault.wrong for fault in faults(english, [use(STRIKE)])] == [wrong]
    assert use(STRIKE).is_outdated_in(english)


def test_wording_within_the_right_one_is_not_wrong() -> None:
    general = Expression("grève générale", "general strike", ("strike",))
    assert not list(faults("The general strikes", [use(general)]))
    assert [fault.wrong for fault in faults("The strike", [use(general)])] == ["strike"]


def test_what_is_right_for_another_term_is_not_wrong() -> None:
    walkout = Expression("débrayage", "walkout")
    both = [use(STRIKE), use(walkout)]
    assert not list(faults("The strike and the walkout", both))
    assert [fault.use.english for fault in faults("The walkout", both)] == ["strike"]


def test_of_two_parts_of_speech_either_will_do() -> None:
    just = use(
        Expression("juste", "fair", ("just", "right"), "adjective"),
        Expression("juste", "just", ("right",), "adverb"),
    )
    assert just.stands_in("It is just here.")
    assert not just.wrong_in("It is just here.")
    assert [found.wording for found in just.wrong_in("It is right.")] == ["right"]


def test_each_term_is_told_of_once() -> None:
    assert len(list(faults("Nothing.", Glossary([STRIKE]).uses("Grève sur grève.")))) == 1


def test_verb_is_known_in_its_tenses() -> None:
    verb = use(Expression("a annulé", "call off", ("cancel",), "verb"))
    assert verb.stands_in("He called off the race.")
    assert [found.slot for found in verb.wrong_in("He cancelled it.")] == [2]


def test_name_becomes_a_rendering() -> None:
    name = use(Expression("Valmont", "Vallmount", ("Wallmont",), "name"))
    rendering = name.rendering()
    assert rendering.stands_in("In Vallmount")
    assert rendering.is_outdated_in("In Wallmont")
