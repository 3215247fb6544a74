"""How the desk's queues are narrowed: kept in the page's address, so that it can be saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from archive.filters import ArticleFilter
from archive.models import Article, AuditEvent, Segment, Source, Translation
from archive.models.article import ArticleQuerySet
from archive.reading import CHECKED

ACTS_LOOKED_AT = 2000  # a person's latest, which say what is theirs
LEVELS = [
    ("", "Any"),
    ("machine", "Machine translation"),
    ("partly", "Partly reviewed"),
    ("fully", "Fully reviewed"),
]


class FilterForm(forms.Form):
    """What a queue is narrowed by; what cannot be read is said, and the rest holds."""

    words = forms.CharField(label="Words of the headline", required=False, max_length=200)
    source = forms.ModelChoiceField(
        Source.objects.order_by("name"),
        label="Source",
        required=False,
        to_field_name="slug",
        empty_label="Any",
    )
    tag = forms.SlugField(
        label="Tag", required=False, max_length=100, help_text="As in its page’s address."
    )
    level = forms.ChoiceField(label="Level", required=False, choices=LEVELS)
    after = forms.DateField(
        label="From", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.DateField(
        label="Until", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    mine = forms.BooleanField(label="Only what I worked on", required=False)

    @property
    def given(self) -> dict[str, Any]:
        """What was given and can be used, by name."""
        self.is_valid()
        cleaned: dict[str, Any] = getattr(self, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value}

    @property
    def query(self) -> str:
        """The filter as it stands in an address; empty where nothing is asked for."""
        return urlencode(dict(self._pairs()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name, value in self.given.items():
            if isinstance(value, Source):
                yield name, value.slug
            else:
                yield name, "1" if value is True else str(value)


def narrowed(form: FilterForm, user: User) -> ArticleQuerySet:
    """The articles that the filter leaves, in whatever state. Nothing is asked of the database."""
    given = form.given
    asked = QueryDict(mutable=True)
    for name in ("tag", "level", "after", "before"):
        if name in given:
            asked[name] = str(given[name])
    articles: ArticleQuerySet = ArticleFilter(asked, queryset=Article.objects.all()).qs
    if given.get("level") in {"partly", "fully"}:
        # What a person touched is found at once; only then are manifests read.
        articles = articles.filter(pk__in=touched_articles())
    if "source" in given:
        articles = articles.filter(source=given["source"])
    for word in given.get("words", "").split():
        articles = articles.filter(_headed(word))
    return articles.filter(pk__in=_worked_on(user)) if "mine" in given else articles


def touched_sentences() -> QuerySet[Translation, int]:
    """The sentences for which a person's wording was ever written, by number."""
    return (
        Translation.objects.filter(state__in=CHECKED).order_by().values_list("segment", flat=True)
    )


def touched_articles() -> QuerySet[Segment, int]:
    """Their articles. In two steps: joined, SQLite would begin with every sentence there is."""
    found = Segment.objects.filter(pk__in=touched_sentences()).order_by()
    return found.values_list("article", flat=True)


def _headed(word: str) -> Q:
    """In any case: SQLite by itself knows of no capitals but those of ASCII."""
    found = Q()
    for written in {word} if word.isascii() else {word.lower(), word.capitalize(), word.upper()}:
        found |= Q(edition__title__icontains=written) | Q(edition__title_fr__icontains=written)
        found |= Q(capture__title__icontains=written)
    return found


def _worked_on(user: User) -> set[int]:
    """The articles of the person's latest acts."""
    acts = AuditEvent.objects.filter(actor=user).order_by("-pk")
    targets = acts.values_list("target", flat=True)[:ACTS_LOOKED_AT]
    keys = (target.partition("article:")[2] for target in targets)
    return {int(key) for key in keys if key.isdigit()}
