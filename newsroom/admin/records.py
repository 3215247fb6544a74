"""Sources in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet, URLField
from django.http import HttpRequest

from archive import audit
from archive.models import Source
from archive.search import outbox
from newsroom.admin.basis import Record

SEEN_BY_READERS = {"name", "display"}  # what a list of results shows, or must not show


@admin.register(Source)
class SourceAdmin(Record):
    """The outlets: what may be shown of each, and who releases it."""

    list_display = ("name", "slug", "display", "release", "language", "articles", "live")
    list_filter = ("display", "release")
    search_fields = ("name", "slug", "homepage")
    list_select_related = False
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    prepopulated_fields = {"slug": ("name",)}
    fields = (
        "name",
        "slug",
        "homepage",
        "language",
        "licence_note",
        "display",
        "release",
        "take",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many articles it has given."""
        live = Q(articles__state="live")
        counts = {"article_count": Count("articles"), "live_count": Count("articles", filter=live)}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug of a source stands in addresses and commands: it is given once."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A slug is proposed for a new source."""
        return {} if obj else {"slug": ("name",)}

    @admin.display(ordering="article_count")
    def articles(self, source: Source) -> int:
        """How many there are."""
        return int(vars(source)["article_count"])

    @admin.display(ordering="live_count")
    def live(self, source: Source) -> int:
        """How many readers may open."""
        return int(vars(source)["live_count"])

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write it down, and let search look again at what it shows otherwise."""
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        act = "change source" if change else "add source"
        audit.record(act, f"source:{obj.slug}", actor=by, fields=form.changed_data)
        if change and SEEN_BY_READERS & set(form.changed_data):
            outbox.touch_all(obj.articles.values_list("pk", flat=True))
