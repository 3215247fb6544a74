"""Choosing articles by a filter, and what is to be done to all of them.

The filters of dates, source, tag and level are those of the archive's lists; what cannot be used is
an error here, for nobody wants an act done to more than was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from archive import wordings
from archive.filters import ArticleFilter
from archive.models import Article, Batch, Source, Tag, Translation
from archive.models.article import ArticleQuerySet
from archive.search.documents import LEVELS
from newsroom.curate import retranslating
from newsroom.curate.batches import counted
from newsroom.curate.forms import named
from newsroom.translate.engines import label_of

FIRST = 20  # articles shown of those that an act would be done to
SAMPLED = 2000  # newest and oldest wordings, of which the packages are offered
NO_PACKAGE = "No language package is installed, so none is in use."
Kind = Batch.Kind


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done to all articles of a filter: its button, and what its batch is called."""

    kind: str
    button: str
    about: str


ACTS = {
    act.kind: act
    for act in (
        Act(Kind.PUBLISH, "Publish", "Readers see them, with the wordings that stand now."),
        Act(Kind.HIDE, "Hide", "They go off the site, without a notice in their place."),
        Act(Kind.TAG, "Tag", "By an editor’s hand: the machine leaves these tags as they are."),
        Act(
            Kind.RETRANSLATE,
            "Translate again",
            "With the package in use. Only machines’ sentences change; a person’s stay.",
        ),
    )
}
CALLED = {act.kind: act.button for act in ACTS.values()} | {
    Kind.GLOSSARY: "Change the glossary",
    "memory": "Take over a translation memory",
}


class BulkForm(forms.Form):
    """Which articles; what is left empty asks for nothing."""

    q = forms.CharField(label="Words of the headline", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), *Article.State.choices]
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label="Source",
        required=False,
        to_field_name="slug",
        empty_label="Any",
    )
    after = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    before = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    tag = forms.CharField(label="Tag", required=False, max_length=200)
    level = forms.ChoiceField(
        label="Reviewed",
        required=False,
        choices=[("", "Any"), ("machine", "Not"), ("partly", "In part"), ("fully", "Wholly")],
    )
    package = forms.CharField(
        label="Translated by",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "packages", "autocomplete": "off"}),
        help_text="How the package’s name begins.",
    )
    checks = forms.BooleanField(
        label="With a machine’s sentence that fails a check", required=False
    )
    other = forms.BooleanField(
        label="With a machine’s sentence that the package in use did not make", required=False
    )

    def clean_tag(self) -> Tag | None:
        """The one record that goes by the name."""
        word = " ".join(self.cleaned_data["tag"].replace("\x00", "").split())
        if not word:
            return None
        found = named(word)
        if len(found) != 1:
            many = f"“{word}” means {len(found)} tags: give the slug of one."
            raise ValidationError(many if found else f"There is no tag “{word}”.")
        return found.pop()

    def clean_level(self) -> str:
        """One of the archive's levels."""
        level: str = self.cleaned_data["level"]
        if level and level not in LEVELS.values():
            raise ValidationError(f"“{level}” is no level of review.")
        return level

    def clean_other(self) -> bool:
        """Wants a package in use, of which others are told apart."""
        if self.cleaned_data["other"] and not label_of(settings.TRANSLATION_ENGINE):
            raise ValidationError(NO_PACKAGE)
        return bool(self.cleaned_data["other"])

    def articles(self) -> ArticleQuerySet:
        """The articles that are asked for, the newest first. Only of a form that is right."""
        given = self.cleaned_data
        found = _by_archive(given)
        if given["state"]:
            found = found.filter(state=given["state"])
        for word in given["q"].split():
            titles = ("edition__title", "edition__title_fr", "capture__title")
            held = [Q((f"{title}__icontains", word)) for title in titles]
            found = found.filter(held[0] | held[1] | held[2])
        if given["package"]:
            found = retranslating.made_by(found, given["package"])
        if given["checks"]:
            standing = wordings.by_machine().filter(segment__article=OuterRef("pk"))
            found = found.filter(Exists(standing.exclude(checks=[])))
        if given["other"]:
            engine = label_of(settings.TRANSLATION_ENGINE)
            found = found.filter(retranslating.made_otherwise(engine))
        return found.newest_first()

    def asked(self) -> dict[str, str]:
        """What is asked for, as JSON can say it and an address too."""
        return {name: told for name, told in self._told() if told}

    def _told(self) -> Iterator[tuple[str, str]]:
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if isinstance(value, bool):
                yield name, "1" if value else ""
            elif isinstance(value, Source | Tag):
                yield name, value.slug
            else:
                yield name, str(value or "")

    def query(self) -> str:
        """The same as an address has it."""
        told = QueryDict(mutable=True)
        told.update(self.asked())
        return told.urlencode()


def _by_archive(given: Mapping[str, Any]) -> ArticleQuerySet:
    """What the filters leave that the archive's lists have too."""
    told = {
        "source": given["source"] and given["source"].slug,
        "tag": given["tag"] and given["tag"].slug,
        "after": given["after"] and given["after"].isoformat(),
        "before": given["before"] and given["before"].isoformat(),
        "level": given["level"],
    }
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in told.items() if value})
    return cast("ArticleQuerySet", ArticleFilter(data, Article.objects.all()).qs)


class ActForm(forms.Form):
    """What is to be done, to how many articles as the editor saw, and which tags."""

    act = forms.ChoiceField(choices=[(kind, act.button) for kind, act in ACTS.items()])
    count = forms.IntegerField(min_value=0)
    form = forms.RegexField(r"[0-9a-f]{16}")
    add = forms.CharField(label="Tags to add", required=False, max_length=1000)
    off = forms.CharField(label="Tags to take off", required=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Which records the tags mean, and that there are some where tags are to change."""
        cleaned = super().clean() or {}
        if cleaned.get("act") != Kind.TAG:
            return cleaned
        for name in ("add", "off"):
            cleaned[name] = self._tags(name, cleaned.get(name) or "")
        if not self.errors and not (cleaned["add"] or cleaned["off"]):
            raise ValidationError("Give at least one tag.")
        if both := set(cleaned["add"]) & set(cleaned["off"]):
            raise ValidationError(f"“{both.pop()}” is both to add and to take off.")
        return cleaned

    def _tags(self, name: str, text: str) -> list[str]:
        """The slugs of the records that the names mean; what means none or several is an error."""
        slugs = []
        for word in filter(None, (" ".join(part.split()) for part in text.split(","))):
            found = named(word.replace("\x00", ""))
            if len(found) == 1:
                slugs.append(found.pop().slug)
            else:
                many = f"“{word}” means {len(found)} tags: give the slug of one."
                self.add_error(name, many if found else f"There is no tag “{word}”.")
        return slugs

    def asked(self) -> dict[str, list[str]]:
        """The act's own facts."""
        if self.cleaned_data["act"] != Kind.TAG:
            return {}
        return {name: self.cleaned_data[name] for name in ("add", "off")}


def packages() -> list[str]:
    """The packages that made the newest and the oldest wordings, to choose from."""
    made = Translation.objects.filter(origin=Translation.Origin.MACHINE).values_list("engine")
    ends = (made.order_by("pk")[:SAMPLED], made.order_by("-pk")[:SAMPLED])
    return sorted({engine for rows in ends for (engine,) in rows})


def described(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a batch was asked for, as pairs of a name and words."""
    fields = BulkForm.base_fields
    told = asked.get("filter", {})
    found = [
        (str(fields[name].label), "yes" if value == "1" else str(value))
        for name, value in told.items()
        if name in fields
    ]
    tags = {name: ", ".join(asked[name]) for name in ("add", "off") if asked.get(name)}
    found += [({"add": "Add", "off": "Take off"}[name], value) for name, value in tags.items()]
    if "said" in asked:
        found.append(("File", str(asked["said"])))
    return found


def button(act: Act, count: int) -> str:
    """What the act's button says: to how many articles it is done."""
    return f"{act.button}: {counted(count)}"
