"""Sources in the admin: their rules, and how their feeds fare."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from archive import audit
from archive.health import health_of
from archive.models import Feed, Source
from archive.search import outbox
from newsroom.admin.basis import Record, ShownInline
from newsroom.curate.source_pages import Fares

SEEN_BY_READERS = {"name", "display"}  # what a list of results shows, or must not show


class Healthy(ChangeList):
    """A page of sources that knows how each of them fares."""

    def get_results(self, request: HttpRequest) -> None:
        """A few queries more for the whole page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        fares = health_of(self.result_list)
        for source in self.result_list:
            vars(source)["health"] = fares[source.pk]


class FeedInline(ShownInline):
    """The feeds that are followed for it."""

    model = Feed
    fields = readonly_fields = (
        "url",
        "state",
        "next_fetch_at",
        "succeeded_at",
        "failures",
        "problem",
    )
    max_num = 0
    show_change_link = True


@admin.register(Source)
class SourceAdmin(Record):
    """The outlets: what may be shown of each, who releases it, and how its feeds fare."""

    list_display = (
        "name",
        "work",
        "shown",
        "released",
        "articles",
        "live",
        "succeeded",
        "per_day",
        "delay",
        "failing",
    )
    list_filter = ("display", "release", "take")
    search_fields = ("name", "slug", "homepage")
    list_select_related = False
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    inlines = (FeedInline,)
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

    def audited_as(self, record: Any) -> str:
        """By its slug."""
        return f"{self.opts.model_name}:{record.slug}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many articles it has given."""
        live = Q(articles__state="live")
        counts = {"article_count": Count("articles"), "live_count": Count("articles", filter=live)}
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    def get_changelist(self, request: HttpRequest, **rest: Any) -> type[ChangeList]:
        """A list that knows how each fares."""
        return Healthy

    def add_view(self, request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        """The page that shows first what would come in."""
        return redirect("curate:source_add")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug of a source stands in addresses and commands: it is given once."""
        return ["slug"]

    @admin.display(ordering="display")
    def shown(self, source: Source) -> str:
        """How much readers see, in one word."""
        return source.display

    @admin.display(ordering="release")
    def released(self, source: Source) -> str:
        """Who releases its articles, in one word."""
        return source.release

    @admin.display(ordering="article_count")
    def articles(self, source: Source) -> int:
        """How many there are."""
        return int(vars(source)["article_count"])

    @admin.display(ordering="live_count")
    def live(self, source: Source) -> int:
        """How many readers may open."""
        return int(vars(source)["live_count"])

    @admin.display(description="Last success", empty_value="never")
    def succeeded(self, source: Source) -> str | None:
        """How long ago a feed last answered well."""
        return _fares(source).ago or None

    @admin.display
    def failing(self, source: Source) -> str:
        """How many feeds fail now, and why one does."""
        found = _fares(source).health
        return f"{found.failing}: {found.problem[:160]}" if found.failing else "0"

    @admin.display(description="Articles a day")
    def per_day(self, source: Source) -> str:
        """How many come in a day."""
        return _fares(source).per_day

    @admin.display(description="Median delay")
    def delay(self, source: Source) -> str:
        """How long half of them take to come, at most."""
        return _fares(source).delay

    @admin.display(description="Feeds")
    def work(self, source: Source) -> str:
        """The way to its feeds and pages, by its slug."""
        address = reverse("curate:source", args=[source.slug])
        label = f"Feeds and pages of {source}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', address, label, source.slug)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write it down, and let search look again at what it shows otherwise."""
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        audit.record("change source", f"source:{obj.slug}", actor=by, fields=form.changed_data)
        if SEEN_BY_READERS & set(form.changed_data):
            outbox.touch_all(obj.articles.values_list("pk", flat=True))


def _fares(source: Source) -> Fares:
    return Fares(vars(source)["health"])
