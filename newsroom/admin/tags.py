"""Tags in the admin: labels, other names, and which records readers meet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from archive import audit
from archive.models import Alias, Tag
from archive.names import fold
from archive.search import outbox
from newsroom.admin.basis import Record, TabularInline

SEEN_BY_READERS = {"label_en", "label_fr", "status", "kind", "slug"}


class AliasForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name; how it is looked up follows from it."""

    class Meta:
        model = Alias
        fields = ("text", "language")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Keep the name with its folded form."""
        self.instance.folded = fold(self.instance.text)
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


@admin.register(Tag)
class TagAdmin(Record):
    """The authority records."""

    list_display = ("label_en", "label_fr", "kind", "status", "slug", "articles", "merged_into")
    list_select_related = ("merged_into",)
    list_filter = ("kind", "status", Merged)
    search_fields = ("label_en", "label_fr", "slug", "aliases__text", "=external_id")
    search_help_text = "Any of its names, its slug or its number elsewhere."
    inlines = (AliasInline,)
    prepopulated_fields = {"slug": ("label_en",)}
    readonly_fields = ("merged_into", "merged_from")
    fields = (
        ("label_en", "label_fr"),
        ("kind", "status"),
        "slug",
        "external_id",
        "merged_into",
        "merged_from",
    )
    actions = ("review", "hide")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of articles it stands on, in whatever state."""
        standing = Q(taggings__refused=False)
        counts = {"article_count": Count("taggings", filter=standing, distinct=True)}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug is its address: it is given once."""
        return [*self.readonly_fields, *(["slug"] if obj else [])]

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
        """Write it down, and let search look again at the articles it stands on."""
        super().save_model(request, obj, form, change)
        act = "change tag" if change else "add tag"
        audit.record(act, _target(obj), actor=_by(request), fields=form.changed_data)
        if change and SEEN_BY_READERS & set(form.changed_data):
            _touch(obj)

    @admin.action(description="Mark as reviewed", permissions=["change"])
    def review(self, request: HttpRequest, chosen: QuerySet[Tag]) -> None:
        """A person has looked at them."""
        self._set(request, chosen, Tag.Status.REVIEWED)

    @admin.action(description="Hide from readers", permissions=["change"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Tag]) -> None:
        """Readers meet them no more."""
        self._set(request, chosen, Tag.Status.HIDDEN)

    def _set(self, request: HttpRequest, chosen: QuerySet[Tag], status: Tag.Status) -> None:
        changed = list(chosen.exclude(status=status))
        for tag in changed:
            Tag.objects.filter(pk=tag.pk).update(status=status)
            audit.record("change tag", _target(tag), actor=_by(request), status=status.value)
            _touch(tag)
        self.message_user(request, f"{status.label.capitalize()}: {len(changed)}.")


def _target(tag: Tag) -> str:
    return f"tag:{tag.slug}"


def _by(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _touch(tag: Tag) -> None:
    outbox.touch_all(tag.taggings.values_list("article", flat=True))
