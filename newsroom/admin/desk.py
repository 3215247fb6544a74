"""The desk's own records in the admin: batches, terms and dismissals, only shown."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from archive.models import Batch, Dismissal
from newsroom.admin.basis import Shown
from newsroom.models import Term


class Undone(admin.SimpleListFilter):
    """Whether it was taken back."""

    title = "undoing"
    parameter_name = "undone"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """The two choices."""
        return [("no", "stands"), ("yes", "undone")]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The batches of the choice."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(undone_at__isnull=self.value() == "no")


@admin.register(Batch)
class BatchAdmin(Shown):
    """What was done to many articles at once; its own page follows it and undoes it."""

    list_display = ("work", "kind", "by", "at", "articles", "left", "done_at", "undone_at")
    list_display_links = ("kind",)
    list_select_related = ("by",)
    list_filter = ("kind", Undone, ("by", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("=id", "by__username")
    search_help_text = "The number of a batch, or who began it."
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("work", "kind", "by", "at", "asked_for", "articles", "left")}),
        ("End", {"fields": ("done_at", "undo_until", "undone_by", "undone_at")}),
    )

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """With how many articles it has, and how many are still to come or were left."""
        left = Q(items__state__in=["waiting", "skipped", "kept"])
        counts = {"item_count": Count("items"), "left_count": Count("items", filter=left)}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    @admin.display(description="Batch", ordering="pk")
    def work(self, batch: Batch) -> str:
        """Its number, and the way to its page."""
        address = reverse("curate:batch", args=[batch.pk])
        return format_html('<a href="{}">batch {}</a>', address, batch.pk)

    @admin.display(ordering="item_count")
    def articles(self, batch: Batch) -> int:
        """How many it was begun for."""
        return int(vars(batch)["item_count"])

    @admin.display(description="Waiting or left", ordering="left_count")
    def left(self, batch: Batch) -> int:
        """How many are not, or no longer, as it wants them."""
        return int(vars(batch)["left_count"])

    @admin.display(description="Asked")
    def asked_for(self, batch: Batch) -> str:
        """The filter and the act’s own facts."""
        return json.dumps(batch.asked, ensure_ascii=False)[1:-1]


@admin.register(Term)
class TermAdmin(Shown):
    """The glossary; a term is changed on its own page, which shows first what would change."""

    list_display = ("in_french", "english", "part", "never", "by", "at")
    list_select_related = ("by",)
    list_filter = ("part", ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("french", "folded", "english")
    search_help_text = "Words of the French or of the English."
    ordering = ("folded", "part")
    fields = ("in_french", "english", "part", "never", "note", "by", "at", "work")

    @admin.display(description="French", ordering="folded")
    def in_french(self, term: Term) -> str:
        """The French, marked as French."""
        return format_html('<span lang="fr" translate="no">{}</span>', term.french)

    @admin.display(description="Forbidden")
    def never(self, term: Term) -> str:
        """The English that it must not have."""
        return "; ".join(str(wording) for wording in term.forbidden)

    @admin.display(description="Work on it")
    def work(self, term: Term) -> str:
        """The way to its page."""
        address = reverse("curate:term", args=[term.pk])
        return format_html('<a href="{}">Change the term</a>', address)


@admin.register(Dismissal)
class DismissalAdmin(Shown):
    """What editors said is no fault; it is said and taken back on the page of the sentence."""

    list_display = ("words", "code", "reason", "by", "at")
    list_select_related = ("by",)
    list_filter = ("code", ("by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("words", "reason", "=french_sha256")
    search_help_text = "What the check said, the reason, or the digest of the French."
    date_hierarchy = "at"
    ordering = ("-pk",)
    fields = ("words", "code", "reason", "by", "at", "french_sha256")
