"""What staff fill in about sources: an address, what is accepted of it, and an OPML file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from archive.models import Source
from newsroom.ingest.reading import LIMIT, TOO_LARGE
from newsroom.wire.accepting import Refused, accepted
from newsroom.wire.outlets import KEPT_SLUGS

TAKEN = "There is a source with this slug already."
KEPT = "The site keeps this slug for itself: take another."


class AddressForm(forms.Form):
    """The address of a feed or a site, and for which source it is sought, if for one."""

    address = forms.CharField(
        label="Address of a feed or a site",
        max_length=2000,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text="RSS, Atom, a news sitemap, or the page of a paper that names its feeds.",
    )
    source = forms.ModelChoiceField(
        Source.objects.all(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )

    def clean_address(self) -> str:
        """Want one address, in the form in which it is kept."""
        try:
            return accepted(self.cleaned_data["address"])
        except Refused as refused:
            raise ValidationError(refused.reason) from refused


class RulesForm(forms.Form):
    """What readers may see of a source, who releases it, and what is fetched."""

    display = forms.ChoiceField(label="Readers see", choices=Source.Display.choices)
    release = forms.ChoiceField(label="An article is", choices=Source.Release.choices)
    take = forms.ChoiceField(label="What is taken in", choices=Source.Take.choices)

    def rules(self) -> dict[str, str]:
        """The three of them by name."""
        return {name: str(self.cleaned_data[name]) for name in ("display", "release", "take")}


class FeedsForm(forms.Form):
    """Which of the feeds that were previewed are followed."""

    feeds = forms.MultipleChoiceField(label="Feeds to follow", required=False)

    def __init__(self, urls: Iterable[str], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choices = [(url, url) for url in urls]
        field = self.fields["feeds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = choices
        field.required = bool(choices)
        field.error_messages["required"] = "Choose at least one feed."

    def chosen(self) -> Sequence[str]:
        """Their addresses."""
        found: list[str] = self.cleaned_data["feeds"]
        return found


class SourceForm(RulesForm, FeedsForm):
    """A new source: its name and rules, and the feeds to follow."""

    name = forms.CharField(label="Name", max_length=200)
    slug = forms.SlugField(
        label="Slug",
        max_length=80,
        help_text="Its name in addresses and commands: small letters, digits and hyphens. It stays "
        "as it is.",
    )
    homepage = forms.URLField(
        label="Its own site", max_length=2000, required=False, assume_scheme="https"
    )
    licence_note = forms.CharField(
        label="Rights",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see it on the page of the source.",
    )

    field_order = ("name", "slug", "homepage", "display", "release", "take", "licence_note")

    def clean_slug(self) -> str:
        """Want one that is free."""
        slug: str = self.cleaned_data["slug"]
        if slug in KEPT_SLUGS:
            raise ValidationError(KEPT)
        if Source.objects.filter(slug=slug).exists():
            raise ValidationError(TAKEN)
        return slug

    def facts(self) -> dict[str, str]:
        """All but the feeds, by name."""
        named = ("name", "slug", "homepage", "licence_note")
        return {name: str(self.cleaned_data[name]) for name in named} | self.rules()


class OpmlForm(RulesForm):
    """A list of feeds as other programs export it, and the rules of the sources to be made."""

    file = forms.FileField(
        label="OPML file",
        allow_empty_file=True,
        help_text="The list of feeds that a feed reader exports, of 5 MB at most.",
    )

    field_order = ("file", "display", "release", "take")

    def clean_file(self) -> bytes:
        """Its bytes."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LIMIT:
            raise ValidationError(TOO_LARGE)
        raw: bytes = file.read()
        return raw
