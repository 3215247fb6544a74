"""Names respelt in the English, and put into the French."""

from typing import Any

import pytest

from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary
from newsroom.translate import names


def rendering(sentence: str, french: str, english: str, *others: str) -> Rendering:
    start = sentence.index(french)
    forms = forms_of([english, *others])
    return Rendering(french, english, start, start + len(french), forms)


RESPELT = [
    ("Poutine est venu.", "Poutine", "Putin", "Putine came.", "Putin came."),
    ("Poutine est venu.", "Poutine", "Putin", "Putine’s visit", "Putin’s visit"),
    ("Vladimir Poutine rit.", "Vladimir Poutine", "Vladimir Putin", "Vladimir Put laughs.",
     "Vladimir Putin laughs."),
    ("Le sommet des BRICS", "BRICS", "BRICS", "The BRIC summit", "The BRICS summit"),
    ("Tchad : deux morts", "Tchad", "Chad", "Tchad: two dead", "Chad: two dead"),
    ("Le chef de la RII rit", "RII", "Iran", "The head of the RII laughs",
     "The head of Iran laughs"),
    ("Il siège à l'O.N.U.", "O.N.U.", "United Nations", "He sits in the O.N.U.",
     "He sits in the United Nations."),
    ("ALERTE AU TCHAD", "TCHAD", "Chad", "ALERT IN TCHAD", "ALERT IN CHAD"),
    ("Jean-Paul II bénit", "Jean-Paul II", "John Paul II", "Jean-Paul II blesses",
     "John Paul II blesses"),
]  # fmt: skip


@pytest.mark.parametrize(("french", "name", "label", "before", "after"), RESPELT)
def test_name_is_respelt_in_its_place(
    french: str, name: str, label: str, before: str, after: str
) -> None:
    assert names.respelt(before, french, [rendering(french, name, label)]) == after


KEPT = [
    ("Poutine est venu.", "Poutine", "Putin", "Routine came."),
    ("Le Mali parle", "Mali", "Mali", "A man speaks"),
    ("Niger : le Nigéria aide", "Niger", "Niger", "Nigeria helps"),
    ("Poutine est venu.", "Poutine", "Putin", "Putine came, Putyn went."),
    ("Tchad : l'Air Tchad vole", "Tchad", "Chad", "Chad: Air Tchad flies"),
]


@pytest.mark.parametrize(("french", "name", "label", "english"), KEPT)
def test_what_may_be_something_else_stays(french: str, name: str, label: str, english: str) -> None:
    assert names.respelt(english, french, [rendering(french, name, label)]) == english


def test_french_form_goes_even_where_the_name_stands_beside_it() -> None:
    french = "L'Iran et le chef de la RII"
    both = [rendering(french, "Iran", "Iran"), rendering(french, "RII", "Iran")]
    assert names.respelt("Iran and the chief of the RII", french, both) == (
        "Iran and the chief of Iran"
    )


def test_first_name_is_respelt_beside_its_right_surname() -> None:
    french = "Dimitri Peskov a parlé."
    peskov = rendering(french, "Dimitri Peskov", "Dmitry Peskov", "Peskov")
    assert names.respelt("Dimitri Peskov spoke.", french, [peskov]) == "Dmitry Peskov spoke."


def test_another_name_that_will_do_stays() -> None:
    french = "L'ONU vote."
    body = rendering(french, "ONU", "United Nations", "UN")
    assert names.respelt("The U.N. votes.", french, [body]) == "The U.N. votes."


def test_french_is_fed_with_english_names() -> None:
    french = "Poutine a vu Xi et Poutine."
    both = [
        Rendering("Poutine", "Putin", start, start + 7, forms_of(["Putin"])) for start in (0, 19)
    ]
    assert names.substituted(french, both) == "Putin a vu Xi et Putin."


def test_french_in_capitals_stays_as_it_is() -> None:
    french = "POUTINE A PARLÉ"
    assert names.substituted(french, [rendering(french, "POUTINE", "Putin")]) == french


def test_input_names_the_english_of_each_name() -> None:
    french = "Poutine a parlé."
    assert names.fed_with([rendering(french, "Poutine", "Putin")]) == "\nPoutine\tPutin"
    assert names.fed_with([]) == ""


def test_lacking_is_what_stands_in_no_form() -> None:
    french = "Poutine a parlé à Moscou."
    known = [rendering(french, "Poutine", "Putin"), rendering(french, "Moscou", "Moscow")]
    assert names.lacking("Putin spoke.", known) == known[1:]


def test_input_names_all_that_a_term_is_held_to() -> None:
    def fed(**facts: Any) -> str:
        told = {"french": "grève", "english": "strike", "forbidden": (), "part": "noun", **facts}
        return names.fed_with(Glossary([Expression(**told)]).uses("La grève dure."))

    changes: list[dict[str, Any]] = [
        {},
        {"english": "stoppage"},
        {"forbidden": ("walkout",)},
        {"part": "phrase"},
    ]
    assert len({fed(**each) for each in changes}) == 4
    assert fed(forbidden=("a", "b")) == fed(forbidden=("b", "a"))
