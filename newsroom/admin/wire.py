"""The wire in the admin: feeds, the pages they led to, and the servers that are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from archive.models import Feed, Page
from newsroom.admin.articles import editor
from newsroom.admin.basis import Shown, each, few_enough
from newsroom.models import Host
from newsroom.wire import desk


class Failing(admin.SimpleListFilter):
    """Whether the last request failed."""

    title = "last request"
    parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two choices."""
        return [("yes", "failed"), ("no", "went well")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the choice."""
        if self.value() not in {"yes", "no"}:
            return queryset
        fitting = {"failures": 0} if self.value() == "no" else {"failures__gt": 0}
        return queryset.filter(**fitting)


def _each(
    request: HttpRequest, chosen: QuerySet[Any], act: Callable[..., object], done: str
) -> None:
    """Do the act of the desk to each of the chosen."""
    by = editor(request)
    if few_enough(request, chosen):
        each(request, chosen, lambda row: act(row, by=by), done=done, refused=desk.Refused)


@admin.register(Feed)
class FeedAdmin(Shown):
    """What is followed; feeds are added on the pages of sources."""

    list_display = (
        "__str__",
        "followed_for",
        "stands",
        "next_fetch_at",
        "succeeded_at",
        "failures",
        "said",
    )
    list_select_related = ("source",)
    list_filter = ("state", Failing, ("source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("url", "title", "source__name", "source__slug")
    search_help_text = "Words of the address, the title or the source."
    ordering = ("-failures", "pk")
    actions = ("poll_now", "pause", "resume")
    fieldsets = (
        (None, {"fields": ("title", "url", "followed_for", "state", "problem", "failures")}),
        ("When", {"fields": ("next_fetch_at", "interval", "tried_at", "succeeded_at")}),
        ("What it last said", {"fields": ("changed_at", "etag", "last_modified", "sha256")}),
    )

    @admin.display(description="Source", ordering="source__name")
    def followed_for(self, feed: Feed) -> str:
        """The source, and the way to its page."""
        address = reverse("curate:source", args=[feed.source.slug])
        return format_html('<a href="{}">{}</a>', address, feed.source)

    @admin.display(description="State", ordering="state")
    def stands(self, feed: Feed) -> str:
        """Its state in one word."""
        return feed.state

    @admin.display(description="Problem")
    def said(self, feed: Feed) -> str:
        """The beginning of it."""
        return feed.problem[:160]

    @admin.action(description="Ask now", permissions=["change"])
    def poll_now(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Ask them at the next opportunity."""
        _each(request, chosen, desk.poll_now, "Being asked now: {}.")

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Ask them no more until somebody resumes them."""
        _each(request, chosen, desk.pause, "Paused: {}.")

    @admin.action(description="Resume", permissions=["change"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Follow them again."""
        _each(request, chosen, desk.resume, "Followed again: {}.")


@admin.register(Page)
class PageAdmin(Shown):
    """Where articles stand on the web, and what came of fetching them."""

    list_display = ("__str__", "source", "stands", "from_where", "held", "next_fetch_at", "said")
    list_select_related = ("source",)
    list_filter = ("state", "via", Failing, ("source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("url", "entry_ref", "=article__id")
    search_help_text = "Words of the address, or the number of an article."
    ordering = ("-pk",)
    actions = ("fetch_again",)
    fieldsets = (
        (None, {"fields": ("url", "entry_ref", "source", "feed", "held", "state", "via")}),
        ("When", {"fields": ("listed_at", "tried_at", "seen_at", "held_at", "gone_at")}),
        ("Next", {"fields": ("next_fetch_at", "failures", "problem")}),
        ("What it last said", {"fields": ("etag", "last_modified", "sha256")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the entries, which are bytes."""
        found: QuerySet[Any] = super().get_queryset(request).defer("entry")
        return found

    @admin.display(description="State", ordering="state")
    def stands(self, page: Page) -> str:
        """Its state in one word."""
        return page.state

    @admin.display(description="Via", ordering="via")
    def from_where(self, page: Page) -> str:
        """Whose text is held, in one word."""
        return page.via

    @admin.display(description="Article", ordering="article", empty_value="none")
    def held(self, page: Page) -> str | None:
        """The article’s number, and the way to it."""
        if page.article_id is None:
            return None
        address = reverse("archive:article", args=[page.article_id])
        return format_html('<a href="{}">{}</a>', address, page.article_id)

    @admin.display(description="Problem")
    def said(self, page: Page) -> str:
        """The beginning of it."""
        return page.problem[:160]

    @admin.action(description="Fetch again", permissions=["change"])
    def fetch_again(self, request: HttpRequest, chosen: QuerySet[Page]) -> None:
        """Fetch them at the next opportunity, those that were refused among them."""
        _each(request, chosen, desk.fetch_again, "Being fetched once more: {}.")


@admin.register(Host)
class HostAdmin(Shown):
    """The servers that are asked: since when, how slowly, and what their robots.txt says."""

    list_display = ("origin", "free_at", "pause", "robots_status", "robots_at", "problem")
    list_select_related = False
    list_filter = ("robots_status",)
    search_fields = ("origin", "problem")
    search_help_text = "Words of the address, or of what it said."
    fields = (
        "origin",
        "free_at",
        "held_until",
        "pause",
        "problem",
        "robots_status",
        "robots_at",
        "robots",
    )
