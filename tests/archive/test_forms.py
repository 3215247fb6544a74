"""The comment form: one sentence for each error, and nothing typed is lost."""

from typing import Any

import pytest

from archive.forms import CommentForm, ReportForm
from archive.models import Comment


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


def test_english_is_said_first_and_taken_where_nothing_is_said() -> None:
    filled = form()
    assert filled.is_valid()
    assert filled.cleaned_data["language"] == "en"
    drawn = str(CommentForm(token="t")["language"])
    assert drawn.index('value="en"') < drawn.index('value="fr"')
    assert 'value="en" id="write-language_0" checked' in drawn


def test_answer_to_a_french_comment_begins_as_french() -> None:
    filled = CommentForm(token="t", answering=Comment(language="fr"))
    assert filled["language"].value() == "fr"


def test_letters_need_an_address() -> None:
    ((target, told),) = form(notify="on").problems
    assert (target, told[:15]) == ("write-email", "Give an address")
    assert form(notify="on", email="r@a.example").problems == []
    ((_, told),) = form(notify="on", email="nonsense").problems
    assert told.startswith("This is no e-mail address.")


def test_sentence_that_is_not_there_is_one_sentence_for_the_whole() -> None:
    ((target, told),) = form(about="9").problems
    assert (target, told[:12]) == ("", "The sentence")


def test_report_needs_a_reason_and_the_way_leads_to_the_first() -> None:
    assert ReportForm({"reason": "spam"}, token="t").problems == []
    for reason in ("", "ugly"):
        problems = ReportForm({"reason": reason}, token="t").problems
        assert problems == [("write-reason_0", "Say what is wrong with it.")]
