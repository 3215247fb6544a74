"""Sentences in the admin: to find one by its French; it is corrected on its article's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from archive.editions import shorten
from archive.models import Segment
from archive.models.segment import current_translations
from archive.reading import CHECKED
from newsroom.admin.basis import Shown
from newsroom.curate.queues import page_of


class Standing(admin.SimpleListFilter):
    """Who made the wording that stands, and whether it is worth a look."""

    title = "wording"
    parameter_name = "wording"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("none", "none yet"), ("doubt", "worth checking"), ("person", "by a person")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The sentences of the choice."""
        by_person = {"standing_state__in": sorted(CHECKED)}
        match self.value():
            case "none":
                return queryset.filter(english__isnull=True)
            case "doubt":
                return queryset.exclude(**by_person).exclude(standing_checks__in=[[], None])
            case "person":
                return queryset.filter(**by_person)
        return queryset


@admin.register(Segment)
class SegmentAdmin(Shown):
    """The sentences of the newest captures."""

    list_display = ("french", "in_english", "checks", "made_by", "article")
    list_select_related = ("article",)
    list_filter = (Standing, "kind", "article__source")
    search_fields = ("text", "=article__id")
    search_help_text = "French words, or the number of an article."
    ordering = ("-article_id", "position")
    fields = ("text",)

    def audited_as(self, record: Any) -> str:
        """Under its article."""
        return f"article:{record.article_id}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Living sentences with the wording that stands for each."""
        standing = current_translations()
        facts = {
            "english": Subquery(standing.values("text")[:1]),
            "standing_checks": Subquery(standing.values("checks")[:1]),
            "standing_state": Subquery(standing.values("state")[:1]),
            "standing_origin": Subquery(standing.values("origin")[:1]),
        }
        living = super().get_queryset(request).filter(alive=True)
        found: QuerySet[Any] = living.annotate(**facts)
        return found

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page where it is corrected, beside the rest of its article."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        segments = Segment.objects.filter(alive=True).select_related("article")
        found = get_object_or_404(segments, pk=object_id if object_id.isdecimal() else None)
        number = page_of(found.article, found.uid)
        address = reverse("curate:article", args=[found.article_id])
        return redirect(f"{address}?page={number}#s{found.uid}")

    @admin.display(ordering="text")
    def french(self, segment: Segment) -> str:
        """The sentence."""
        return format_html('<span lang="fr" translate="no">{}</span>', shorten(segment.text, 200))

    @admin.display(description="English", empty_value="pending")
    def in_english(self, segment: Segment) -> str | None:
        """The wording that stands."""
        text = vars(segment)["english"]
        return shorten(text, 200) if text else None

    @admin.display(description="Checks")
    def checks(self, segment: Segment) -> int:
        """How many things are worth a look."""
        return len(vars(segment)["standing_checks"] or [])

    @admin.display(description="Wording by")
    def made_by(self, segment: Segment) -> str:
        """Machine, memory, editor or reader."""
        return vars(segment)["standing_origin"] or ""
