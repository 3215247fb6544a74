"""What editors fill in for the glossary."""

import pytest

from newsroom.curate.glossary_forms import TermForm
from newsroom.curate.terms import Facts

FORM = {"french": " grève ", "english": "strike", "part": "noun", "forbidden": "", "note": ""}


def test_form_gives_a_clean_term() -> None:
    form = TermForm({**FORM, "forbidden": "walkout\r\n\r\nwalkout\r\n stoppage", "note": "a\r\nb"})
    assert form.is_valid()
    assert form.cleaned_data["facts"] == Facts(
        "grève", "strike", ("walkout", "stoppage"), "noun", "a\nb"
    )


def test_form_shows_the_term_it_was_made_of() -> None:
    facts = Facts("grève", "strike", ("walkout", "stoppage"), "noun", "n")
    form = TermForm(TermForm.told(facts))
    assert form.is_valid()
    assert form.cleaned_data["facts"] == facts


@pytest.mark.parametrize(
    ("field", "value"), [("french", ""), ("english", " "), ("part", "x"), ("forbidden", "strikes")]
)
def test_form_says_what_is_wrong(field: str, value: str) -> None:
    assert not TermForm({**FORM, field: value}).is_valid()
