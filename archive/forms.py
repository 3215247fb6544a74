"""The forms that readers fill in. Each error is one sentence, and what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms

from archive.discuss.passages import Pin
from archive.discuss.pipeline import ASTRAY, GONE
from archive.discuss.text import one_line, tidy
from archive.models import Comment, Report

NAME_LONGEST = 60
NOTE_LONGEST = 500
ID_MOST = 2**63 - 1
NO_ADDRESS = "This is no e-mail address. Correct it, or leave it empty."


class PlainText(forms.CharField):
    """A reader's text without what nobody can see in it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Tidy the text before any rule looks at it."""
        return tidy(super().to_python(value) or "")


class PlainLine(forms.CharField):
    """One line of a reader's text without what nobody can see in it."""

    def to_python(self, value: Any) -> str:
        """Tidy the line before any rule looks at it."""
        return one_line(super().to_python(value) or "")


class PlainEmail(forms.EmailField):
    """An e-mail address without what nobody can see in it."""

    def to_python(self, value: Any) -> str:
        """Tidy the address before any rule looks at it."""
        return one_line(super().to_python(value) or "")


class ReadersForm(forms.Form):
    """Any form that readers send. `token` says when and for what it was made.

    `homepage` is the trap: people do not see it.
    """

    homepage = PlainLine(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, token: str, **rest: Any) -> None:
        super().__init__(data, auto_id="write-%s", **rest)
        self.token = token

    @property
    def problems(self) -> list[tuple[str, str]]:
        """One sentence for each thing that is wrong, with the id of the field to go to, if any."""
        return [(self._place(name), str(told[0])) for name, told in self.errors.items()]

    def _place(self, name: str) -> str:
        """The id of what the keyboard goes to in a field: of several buttons, the first."""
        if name not in self.fields or self[name].is_hidden:
            return ""
        return self[name].id_for_label or f"{self[name].auto_id}_0"


class WordsForm(ReadersForm):
    """A comment's words and their language.

    How long the text may be is a rule of the pipeline, as is all that follows from it.
    """

    text = PlainText(
        label="Your comment",
        required=False,
        widget=forms.Textarea({"rows": 6, "required": True}),
        help_text="Plain text, up to 5,000 characters. Leave a line empty for a new paragraph.",
    )
    language = forms.ChoiceField(
        label="Written in",
        choices=Comment.Language,
        initial=Comment.Language.ENGLISH,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Say whether it is in English or in French."},
    )

    def clean_language(self) -> str:
        """English, where nothing was said."""
        return self.cleaned_data["language"] or Comment.Language.ENGLISH


class CommentForm(WordsForm):
    """A new comment. `answering` is the comment it answers, `about` the sentence it is about."""

    field_order = ["text", "language", "name", "email", "notify", "homepage", "parent"]

    name = PlainLine(
        label="Name",
        max_length=NAME_LONGEST,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="Your own or another. It stands above the comment.",
        error_messages={
            "required": "Give a name, your own or another.",
            "max_length": "A name may have 60 characters. Shorten it a little.",
        },
    )
    email = PlainEmail(
        label="E-mail (optional)",
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Never shown. For letters that you ask for, and to reach your comments later.",
        error_messages={"invalid": NO_ADDRESS, "max_length": NO_ADDRESS},
    )
    notify = forms.BooleanField(label="Tell me by e-mail when somebody replies", required=False)
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=ID_MOST,
        widget=forms.HiddenInput,
        error_messages={"invalid": GONE, "min_value": GONE, "max_value": GONE},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        token: str,
        answering: Comment | None = None,
        about: Pin | None = None,
    ) -> None:
        language = answering.language if answering else Comment.Language.ENGLISH
        super().__init__(data, token=token, initial={"language": language})
        self.answering, self.about = answering, about

    def clean(self) -> dict[str, Any]:
        """A reply can be told only to an address, and a sentence must still be there."""
        given = self.cleaned_data
        if given.get("notify") and not given.get("email") and "email" not in self.errors:
            words = "Give an address at which to tell you of replies, or take the tick away."
            self.add_error("email", words)
        if self.data.get("about") and self.about is None:
            self.add_error(None, ASTRAY)
        return given


class ReportForm(ReadersForm):
    """What a reader has against a comment."""

    field_order = ["reason", "note", "homepage"]

    reason = forms.ChoiceField(
        label="What is wrong with it?",
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say what is wrong with it.",
            "invalid_choice": "Say what is wrong with it.",
        },
    )
    note = PlainText(
        label="Anything to add? (optional)",
        max_length=NOTE_LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Up to 500 characters. Only moderators read it.",
        error_messages={"max_length": "A note may have 500 characters. Shorten it a little."},
    )


class AddressForm(ReadersForm):
    """The address to which a letter is asked for."""

    field_order = ["email", "homepage"]

    email = PlainEmail(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="The one that you left with your comments or suggestions.",
        error_messages={
            "required": "Give the address that you wrote with.",
            "invalid": "This is no e-mail address. Correct it.",
            "max_length": "This is no e-mail address. Correct it.",
        },
    )
