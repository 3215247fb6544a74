"""The forms that readers fill in. Each error is one sentence, and what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms

from archive.discuss.pipeline import GONE
from archive.discuss.text import one_line, tidy
from archive.discuss.thread import Node
from archive.models import Comment

NAME_LONGEST = 60
ID_MOST = 2**63 - 1


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


class CommentForm(forms.Form):
    """A comment. `token` says when and for what the form was made; `answering` is what it answers.

    How long the text may be is a rule of the pipeline, as is all that follows from it.
    `homepage` is the trap: people do not see it.
    """

    text = PlainText(
        label="Your comment",
        required=False,
        widget=forms.Textarea({"rows": 6, "required": True}),
        help_text="Plain text, up to 5,000 characters. Leave a line empty for a new paragraph.",
    )
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
        help_text="Never shown. Only so that a moderator can ask you something.",
        error_messages={
            "invalid": "This is no e-mail address. Correct it, or leave it empty.",
            "max_length": "This is no e-mail address. Correct it, or leave it empty.",
        },
    )
    homepage = PlainLine(
        label="Leave this field empty",
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=ID_MOST,
        error_messages={"invalid": GONE, "min_value": GONE, "max_value": GONE},
    )

    def __init__(
        self, data: Any = None, *, token: str, answering: Node | Comment | None = None
    ) -> None:
        super().__init__(data, auto_id="write-%s")
        self.token, self.answering = token, answering

    @property
    def problems(self) -> list[tuple[str, str]]:
        """One sentence for each thing that is wrong, with the id of the field to go to, if any."""
        seen = {field.name: field.id_for_label or "" for field in self if field.name != "parent"}
        return [(seen.get(name, ""), str(told[0])) for name, told in self.errors.items()]
