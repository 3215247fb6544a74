"""The form for a better wording of a sentence."""

from __future__ import annotations

from typing import Any

from django import forms

from archive.discuss.suggestions import NOTE_LONGEST
from archive.forms import NAME_LONGEST, NO_ADDRESS, PlainEmail, PlainLine, PlainText, ReadersForm


class SuggestionForm(ReadersForm):
    """A reader's wording, set out from the one that stands.

    How long it may be, and whether it changes anything, are for `archive.discuss.suggestions`.
    """

    field_order = ["text", "note", "name", "email", "homepage"]

    text = PlainLine(
        label="As it should read",
        required=False,
        widget=forms.Textarea({"rows": 3, "required": True}),
    )
    note = PlainText(
        label="What is wrong with it? (optional)",
        required=False,
        max_length=NOTE_LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text="Only editors read it. Up to 1,000 characters.",
        error_messages={"max_length": "A note may have 1,000 characters. Shorten it a little."},
    )
    name = PlainLine(
        label="Name to credit (optional)",
        required=False,
        max_length=NAME_LONGEST,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="Your own or another. It stands beside the sentence if your wording is taken.",
        error_messages={"max_length": "A name may have 60 characters. Shorten it a little."},
    )
    email = PlainEmail(
        label="E-mail (optional)",
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Never shown. Only to tell you what became of it.",
        error_messages={"invalid": NO_ADDRESS, "max_length": NO_ADDRESS},
    )

    def __init__(self, data: Any = None, *, token: str, **rest: Any) -> None:
        super().__init__(data, token=token, **rest)
        # On an article's page it stands beside the form for a comment.
        self.auto_id = "word-%s"
