"""The comment form: one sentence for each error, and nothing typed is lost."""

from typing import Any

import pytest

from archive.forms import CommentForm


def form(**fields: Any) -> CommentForm:
    return CommentForm({"text": "Hello", "name": "Rosa", **fields}, token="t")


def test_name_and_text_are_enough() -> None:
    assert form().is_valid()
    assert form().problems == []


def test_what_cannot_be_seen_is_taken_out() -> None:
    filled = form(text="a\x00b\r\nc", name=" Ro\x00sa\n M ", email=" r@a.example ")
    assert filled.is_valid()
    given = filled.cleaned_data
    assert (given["text"], given["name"], given["email"]) == ("ab\nc", "Rosa M", "r@a.example")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Give a name"),
        ("name", "\u200b \x00", "Give a name"),
        ("name", "x" * 61, "60 characters"),
        ("email", "rosa", "This is no e-mail address"),
        ("email", "x" * 300 + "@a.example", "This is no e-mail address"),
    ],
)
def test_error_is_one_sentence_at_its_field(field: str, value: str, words: str) -> None:
    ((target, told),) = form(**{field: value}).problems
    assert target == f"write-{field}"
    assert words in told


@pytest.mark.parametrize("parent", ["x", "-1", "0", "9" * 5000, str(2**63), "1.5", "\x00"])
def test_nonsense_to_reply_to_is_one_sentence_for_the_whole(parent: str) -> None:
    ((target, told),) = form(parent=parent).problems
    assert target == ""
    assert "not here any more" in told


def test_trap_is_out_of_the_way_of_keys_and_autofill() -> None:
    field = str(form()["homepage"])
    assert 'tabindex="-1"' in field
    assert 'autocomplete="off"' in field


def test_fields_are_tied_to_their_hints_and_errors() -> None:
    field = str(form(name="")["name"])
    assert 'aria-describedby="write-name_helptext write-name_error"' in field
    assert 'aria-invalid="true"' in field
