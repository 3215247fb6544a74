"""What editors fill in for the glossary."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from newsroom.curate.desk import Refused
from newsroom.curate.glossary_csv import MOST_BYTES
from newsroom.curate.terms import LONGEST, LONGEST_NOTE, Facts, clean
from newsroom.models import Term

PLAIN = {"autocomplete": "off", "maxlength": LONGEST}


class TermForm(forms.Form):
    """A term of the glossary."""

    french = forms.CharField(
        label="French",
        widget=forms.TextInput(attrs={**PLAIN, "lang": "fr", "spellcheck": "false"}),
        help_text="As a dictionary lists it: its plural and feminine are found too.",
    )
    english = forms.CharField(label="English", widget=forms.TextInput(attrs=PLAIN))
    part = forms.ChoiceField(
        label="Part of speech",
        choices=Term.Part.choices,
        help_text="A verb, an adverb and a phrase are found only as they are written here.",
    )
    forbidden = forms.CharField(
        label="English that it must not have",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text="A line for each wording.",
    )
    note = forms.CharField(
        label="Note for editors",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE}),
    )

    def clean(self) -> dict[str, Any]:
        """Want a term that the glossary takes."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["facts"] = clean(
                    Facts(
                        cleaned["french"],
                        cleaned["english"],
                        tuple(cleaned["forbidden"].splitlines()),
                        cleaned["part"],
                        cleaned["note"].replace("\r\n", "\n"),
                    )
                )
            except Refused as refused:
                raise ValidationError(str(refused)) from refused
        return cleaned

    @staticmethod
    def told(facts: Facts) -> dict[str, str]:
        """The fields of a form that shows the term."""
        told = {name: getattr(facts, name) for name in ("french", "english", "part", "note")}
        return {**told, "forbidden": "\n".join(facts.forbidden)}


class FileForm(forms.Form):
    """A file of terms."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        help_text=f"UTF-8, with commas or semicolons, of {MOST_BYTES // 1_000_000} MB at most.",
    )
