"""The form for a better wording."""

from archive.wording_form import SuggestionForm


def sent(**fields: str) -> SuggestionForm:
    return SuggestionForm({"text": "Better.", **fields}, token="t")


def test_only_the_wording_must_be_given() -> None:
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data == {
        "text": "Better.",
        "note": "",
        "name": "",
        "email": "",
        "homepage": "",
    }


def test_wording_is_one_line_without_what_nobody_sees() -> None:
    form = sent(text=" It\r\nreop\u202eened.\x00 ")
    assert form.is_valid()
    assert form.cleaned_data["text"] == "It reopened."


def test_each_mistake_is_one_sentence_with_its_place() -> None:
    form = sent(note="x" * 1001, name="x" * 61, email="nobody")
    assert form.problems == [
        ("word-note", "A note may have 1,000 characters. Shorten it a little."),
        ("word-name", "A name may have 60 characters. Shorten it a little."),
        ("word-email", "This is no e-mail address. Correct it, or leave it empty."),
    ]


def test_its_fields_have_names_of_their_own() -> None:
    assert sent()["text"].id_for_label == "word-text"
