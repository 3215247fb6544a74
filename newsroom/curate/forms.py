"""What editors fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from archive.models import Source, Tag
from archive.names import fold
from archive.tagging import heir
from newsroom.curate.adding import Given, fetched
from newsroom.ingest.reading import LIMIT, TOO_LARGE
from newsroom.wire.accepting import Refused, accepted

ONE_OF = "Paste a text, choose a file or give an address: one of the three."


class AddForm(forms.Form):
    """A text, a file or an address, and whose it is."""

    source = forms.ModelChoiceField(
        Source.objects.all(), label="Source", to_field_name="slug", empty_label=None
    )
    text = forms.CharField(
        label="French text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "fr", "spellcheck": "false"}),
        help_text="The headline on the first line, then a line for each paragraph.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        help_text="Text, a saved web page, a feed or JSON lines, of 5 MB at most.",
    )
    address = forms.CharField(
        label="Or an address",
        required=False,
        max_length=2000,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text="Of one article’s page, which is fetched now and looked at again after a day "
        "and a week. It may take half a minute.",
    )

    def clean_address(self) -> str:
        """The address in the form in which it is kept."""
        try:
            return accepted(written) if (written := self.cleaned_data["address"]) else ""
        except Refused as refused:
            raise ValidationError(refused.reason) from refused

    def clean(self) -> dict[str, Any]:
        """Want exactly one of the three, and no more of it than `ingest` takes."""
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if "address" in self.errors:
            return cleaned
        if [bool(text.strip()), bool(file), bool(cleaned["address"])].count(True) != 1:
            raise ValidationError(ONE_OF)
        if (file.size if file else len(text.encode())) > LIMIT:
            self.add_error("file" if file else "text", TOO_LARGE)
        return cleaned

    def given(self) -> Given:
        """What was given, in bytes. Raises Refusal where an address gives none."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if address := self.cleaned_data["address"]:
            return fetched(address, self.cleaned_data["source"])
        source = self.cleaned_data["source"].slug
        if file:
            return Given(file.read(), (file.name or "")[-400:], source)
        # A browser sends each line's end as two characters; standard input would hold one.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return Given(text.encode(), "", source)


class ReasonForm(forms.Form):
    """Why an article is withdrawn: readers see it in its place."""

    reason = forms.CharField(
        label="Reason, which readers see",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TagsForm(forms.Form):
    """Tags by any of their names."""

    names = forms.CharField(
        label="Tags to add",
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="English or French labels, other names or slugs, with commas between them.",
    )

    def clean_names(self) -> list[Tag]:
        """The record that each name means; one that means none or several is an error."""
        words = [" ".join(word.split()) for word in self.cleaned_data["names"].split(",")]
        found, wrong = [], []
        for word in filter(None, words):
            tags = named(word)
            if len(tags) == 1:
                found.append(tags.pop())
            else:
                said = f"“{word}” means {len(tags)} tags: give the slug of one." if tags else ""
                wrong.append(said or f"There is no tag “{word}”.")
        if wrong or not found:
            raise ValidationError(wrong or "Give at least one tag.")
        return found


def named(word: str) -> set[Tag]:
    """The records that go by the name: its slug alone decides, else any label or alias."""
    tags = Tag.objects.select_related("merged_into")
    if by_slug := tags.filter(slug=word).first():
        return {heir(by_slug)}
    label = Q(label_en__iexact=word) | Q(label_fr__iexact=word)
    return {heir(tag) for tag in tags.filter(label | Q(aliases__folded=fold(word)))}
