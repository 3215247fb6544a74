"""Tags in the admin: labels, other names, and which records readers meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from archive import audit, authority
from archive.authority.holding import articles_of, retag, reword
from archive.authority.seeking import seek_record
from archive.models import Alias, Tag
from archive.names import fold, romanised
from archive.search import outbox
from archive.tagging import heir
from newsroom.admin.articles import editor
from newsroom.admin.basis import Record, TabularInline, ask, each, few_enough
from newsroom.curate.naming import only_one

LABELS = ("label_en", "label_fr")


class AliasForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name; how it is looked up follows from it."""

    class Meta:
        model = Alias
        fields = ("text", "language")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Keep the name with its folded form and its key."""
        self.instance.folded = fold(self.instance.text)
        self.instance.key = romanised(self.instance.folded)
        return super().save(commit)


class AliasFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The names of one record, each once."""

    def clean(self) -> None:
        """Names that differ in capitals and accents only are one name."""
        super().clean()
        kept = [f.cleaned_data for f in self.forms if f not in self.deleted_forms]
        said = [(fold(facts["text"]), facts["language"]) for facts in kept if facts.get("text")]
        if len(said) != len(set(said)):
            raise ValidationError("Two of these names differ in capitals and accents only.")


def _changed(formset: Any) -> Iterator[Alias]:
    """The names that a saved formset added, changed or took away."""
    yield from (*formset.new_objects, *formset.deleted_objects)
    yield from (alias for alias, _ in formset.changed_objects)


class AliasInline(TabularInline):
    """The names it goes by."""

    model = Alias
    form = AliasForm
    formset = AliasFormSet
    extra = 1


class Merged(admin.SimpleListFilter):
    """Whether the record has gone into another."""

    title = "merging"
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two choices."""
        return [("no", "standing"), ("yes", "merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The records of the choice."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(merged_into__isnull=self.value() == "no")


class IntoForm(forms.Form):
    """The record that others become part of."""

    into = forms.CharField(
        label="Merge into",
        max_length=200,
        help_text="An English or French label, another name or the slug of the record.",
    )

    def clean_into(self) -> Tag:
        """The record that goes by the name."""
        try:
            return only_one(self.cleaned_data["into"])
        except authority.Refused as refused:
            raise ValidationError(str(refused)) from refused


@admin.register(Tag)
class TagAdmin(Record):
    """The authority records; what an act may change is changed by that act."""

    change_list_template = "newsroom/admin_tags.html"
    list_display = ("label_en", "label_fr", "kind", "status", "slug", "articles", "merged_into")
    list_select_related = ("merged_into",)
    list_filter = ("kind", "status", Merged)
    search_fields = ("label_en", "label_fr", "slug", "aliases__text", "=external_id")
    search_help_text = "Any of its names, its slug or its number elsewhere."
    inlines = (AliasInline,)
    prepopulated_fields = {"slug": ("label_en",)}
    readonly_fields = ("status", "merged_into", "merged_from")
    fields = (
        ("label_en", "label_fr"),
        ("kind", "status"),
        "slug",
        ("external_id", "wikidata"),
        "merged_into",
        "merged_from",
    )
    actions = ("review", "hide", "unhide", "merge")

    def audited_as(self, record: Any) -> str:
        """By its slug."""
        return f"{self.opts.model_name}:{record.slug}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of articles it stands on, in whatever state."""
        standing = Q(taggings__refused=False)
        counts = {"article_count": Count("taggings", filter=standing, distinct=True)}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug is its address: it is given once. A merged record keeps its labels."""
        merged = LABELS if obj and obj.merged_into_id else ()
        return [*self.readonly_fields, *(["slug"] if obj else []), *merged]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A slug is proposed for a new record."""
        return {} if obj else {"slug": ("label_en",)}

    @admin.display(ordering="article_count")
    def articles(self, tag: Tag) -> int:
        """How many it stands on."""
        return int(vars(tag)["article_count"])

    @admin.display(description="Merged into it")
    def merged_from(self, tag: Tag) -> str:
        """The records that went into this one."""
        return ", ".join(tag.merged.values_list("slug", flat=True)) if tag.pk else ""

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write it down, and tell search; its labels wait for its other names."""
        if not change:
            obj.status = Tag.Status.REVIEWED
            super().save_model(request, obj, form, change)
            audit.record("add tag", f"tag:{obj.slug}", actor=editor(request))
            return
        plain = [name for name in form.changed_data if name not in LABELS]
        if plain:
            Tag.objects.filter(pk=obj.pk).update(**{n: getattr(obj, n) for n in plain})
            audit.record("change tag", f"tag:{obj.slug}", actor=editor(request), fields=plain)
            outbox.touch_all(obj.taggings.values_list("article", flat=True))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Keep its names, then give it its labels by the act that renames."""
        super().save_related(request, form, formsets, change)
        tag: Tag = form.instance
        names = sorted({alias.text for formset in formsets for alias in _changed(formset)})
        if names and change:
            audit.record("change tag", f"tag:{tag.slug}", actor=editor(request), names=names)
            articles = articles_of(heir(tag))
            outbox.touch_all(articles)
            retag(articles)
            reword(articles)
        if names:
            seek_record(tag)
        if change and set(LABELS) & set(form.changed_data):
            authority.rename(tag, tag.label_en, tag.label_fr, editor(request))

    @admin.action(description="Mark as reviewed", permissions=["change"])
    def review(self, request: HttpRequest, chosen: QuerySet[Tag]) -> None:
        """A person has looked at them."""
        self._each(request, chosen, authority.review, done="Reviewed: {}.")

    @admin.action(description="Hide from readers", permissions=["change"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Tag]) -> None:
        """Readers meet them no more."""
        self._each(request, chosen, authority.hide, done="Hidden: {}.")

    @admin.action(description="Show hidden ones again", permissions=["change"])
    def unhide(self, request: HttpRequest, chosen: QuerySet[Tag]) -> None:
        """Readers meet them again."""
        self._each(request, chosen, authority.unhide, done="Shown again: {}.")

    @admin.action(description="Merge into one record…", permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Tag]) -> HttpResponse | None:
        """Ask into which; those chosen become part of it."""
        form = IntoForm(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            title = "Merge records"
            return ask(self, request, chosen, form, title=title, action="merge", button="Merge")
        into = form.cleaned_data["into"]

        def do(tag: Tag, by: Any, *, batch: str) -> object:
            return authority.merge(tag, into, by, batch=batch)

        self._each(request, chosen.exclude(pk=into.pk), do, done="Merged: {}.")
        return None

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Tag], act: Callable[..., object], *, done: str
    ) -> None:
        """Do the act to each, all in one batch that the page “Names” can undo."""
        if few_enough(request, chosen):
            do = partial(act, by=editor(request), batch=authority.new_batch())
            each(request, list(chosen), do, done=done, refused=authority.Refused)
