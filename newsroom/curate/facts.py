"""What an editor knows better than the paper: an article's headlines, byline, date and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import audit, wordings
from archive.models import Article, Segment, Source
from archive.search import outbox
from newsroom.curate.desk import Conflict, Refused

ACT = "correct facts"
FIRST_YEAR = 1600  # there was no newspaper before
NAMES = {
    "given_title": "English headline",
    "given_title_fr": "French headline",
    "given_byline": "byline",
    "given_date": "date",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What an editor gives instead of what was received; what is empty stays as it came."""

    source: str
    title: str = ""
    title_fr: str = ""
    byline: str = ""
    on: date | None = None

    def fields(self) -> dict[str, object]:
        """The same as an Article keeps it, without the source."""
        return {
            "given_title": self.title,
            "given_title_fr": self.title_fr,
            "given_byline": self.byline,
            "given_date": self.on,
        }


@transaction.atomic
def correct_facts(article_id: int, given: Given, *, by: User, expected: int) -> list[str]:
    """Give the article these facts; return what they changed, in words.

    Readers of a live article see it at once, in one new Edition. To give nothing takes back what
    was given before.
    """
    # The source's row first, as whoever stores a story does.
    source = Source.objects.select_for_update().filter(slug=given.source).first()
    if source is None:
        raise Refused("There is no such source.")
    article = Article.objects.select_for_update().get(pk=article_id)
    if article.version != expected:
        raise Conflict(
            f"Article {article_id} was changed by someone else in the meantime. "
            "Look at it again, then decide."
        )
    _ensure_fit(article, given, source)
    fields = {**given.fields(), "source": source}
    changed = {name: new for name, new in fields.items() if getattr(article, name) != new}
    if not changed:
        return []
    before = {name: _said(getattr(article, name)) for name in changed}
    seen = Article.objects.filter(pk=article_id, version=expected)
    seen.update(version=F("version") + 1, **changed)
    article.refresh_from_db()
    told = [NAMES[name] for name in changed]
    wordings.show(article, by=by, note=_note(told))
    after = {name: _said(new) for name, new in changed.items()}
    audit.record(ACT, f"article:{article_id}", actor=by, before=before, after=after)
    outbox.touch(article_id)
    return told


def _ensure_fit(article: Article, given: Given, source: Source) -> None:
    """Raise Refused for what the article cannot be given."""
    if given.title and article.segments.alive().filter(kind=Segment.Kind.TITLE).exists():
        raise Refused("The headline came with the text: its English is a sentence of the article.")
    if given.on and not FIRST_YEAR <= given.on.year <= timezone.localdate().year + 1:
        raise Refused(f"The date {given.on.isoformat()} is none that a newspaper bears.")
    others = source.articles.filter(source_ref=article.source_ref).exclude(pk=article.pk)
    if source.pk != article.source_id and others.exists():
        raise Refused(f"{source.name} has this article already, as article {others[0].pk}.")


def _said(value: object) -> str:
    return value.slug if isinstance(value, Source) else str(value or "")


def _note(changed: list[str]) -> str:
    """What readers are told, such as “Byline and date corrected.”"""
    said = " and ".join([", ".join(changed[:-1]), changed[-1]] if changed[1:] else changed)
    return f"{said[0].upper()}{said[1:]} corrected."


class FactsForm(forms.Form):
    """The facts of an article, each empty where it is as it came."""

    title = forms.CharField(label="English headline", required=False, max_length=500)
    title_fr = forms.CharField(
        label="French headline",
        required=False,
        max_length=500,
        widget=forms.TextInput({"lang": "fr", "spellcheck": "false"}),
    )
    byline = forms.CharField(label="Byline", required=False, max_length=300)
    on = forms.DateField(
        label="Date", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.ModelChoiceField(
        Source.objects.all(), label="Source", to_field_name="slug", empty_label=None
    )

    @classmethod
    def of(cls, article: Article, *, has_headline: bool) -> FactsForm:
        """The form as the article stands, with what was received beside each field."""
        initial = {
            "title": article.given_title,
            "title_fr": article.given_title_fr,
            "byline": article.given_byline,
            "on": article.given_date,
            "source": article.source.slug,
        }
        form = cls(prefix="facts", initial=initial)
        capture = article.capture
        assert capture, "an article is stored with its first capture"  # noqa: S101
        dated = f"{capture.published_on:%-d %B %Y}" if capture.published_on else "no date"
        form._received({"title_fr": capture.title, "byline": capture.byline, "on": dated})
        if has_headline:
            del form.fields["title"]
        return form

    def _received(self, received: Mapping[str, str]) -> None:
        for name, value in received.items():
            self.fields[name].help_text = f"As received: {value or 'none'}"
        self.fields["title"].help_text = "As it came: the opening of the first sentence."

    def given(self) -> Given:
        """What was filled in, of a form that is valid."""
        words = {
            name: " ".join(self.cleaned_data.get(name, "").split())
            for name in ("title", "title_fr", "byline")
        }
        on, source = self.cleaned_data["on"], self.cleaned_data["source"].slug
        return Given(source=source, on=on, **words)
