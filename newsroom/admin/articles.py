"""Articles in the admin: one list, and the acts of the desk on one or many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from archive.editions import shorten
from archive.listing import rows
from archive.models import Article, Comment, Edition, Segment, Tagging
from newsroom.admin.basis import Shown, ShownInline, ask, each, few_enough
from newsroom.curate import desk
from newsroom.curate.forms import ReasonForm, TagsForm


class Levelled(ChangeList):
    """A page of articles that knows how much of each a person has checked."""

    def get_results(self, request: HttpRequest) -> None:
        """One query more for the whole page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        for row in rows(self.result_list):
            vars(row.article)["level"] = row.level


class Translated(admin.SimpleListFilter):
    """Whether there is an Edition to read."""

    title = "translation"
    parameter_name = "translated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The two choices."""
        return [("yes", "translated"), ("no", "pending")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The articles of the choice."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(edition__isnull=self.value() == "no")


class EditionInline(ShownInline):
    """What readers saw, the newest first."""

    model = Edition
    fk_name = "article"
    ordering = ("-n",)
    fields = readonly_fields = ("n", "at", "by", "note", "digest")
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the manifests, with the names."""
        return super().get_queryset(request).select_related("by").defer("manifest")


class SeenForm(forms.Form):
    """Which version of each article the editor saw."""

    seen = forms.JSONField(widget=forms.HiddenInput)

    def version(self, article: Article) -> int:
        """The version seen of the article; 0, which none has, where it was not among them."""
        seen = self.cleaned_data["seen"]
        found = seen.get(str(article.pk)) if isinstance(seen, dict) else None
        return found if isinstance(found, int) else 0


class WithdrawForm(SeenForm, ReasonForm):
    """One reason for all that are chosen."""


@admin.register(Article)
class ArticleAdmin(Shown):
    """Every article in whatever state. Sentences are corrected on a page of their own."""

    list_display = (
        "headline",
        "french",
        "source",
        "state",
        "listed_on",
        "level",
        "sentences",
        "tags",
        "comments",
    )
    list_display_links = ("headline",)
    list_select_related = ("source", "capture", "edition")
    list_filter = ("state", Translated, "source")
    date_hierarchy = "listed_on"
    search_fields = ("=id", "capture__title", "edition__title", "source_ref", "canonical_url")
    search_help_text = "Words of either headline, the reference, the address, or the number."
    ordering = ("-listed_on", "-id")
    actions = ("publish", "hide", "withdraw", "put_back", "add_tags", "translate_again")
    inlines = (EditionInline,)
    fieldsets = (
        (None, {"fields": ("headline", "french", "source", "state", "withdrawn_reason", "work")}),
        ("Record", {"fields": ("source_ref", "canonical_url", "published", "version")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With all that a row shows, the counts included, and without the bytes received."""
        alive = Segment.objects.filter(article=OuterRef("pk"), alive=True)
        tags = Tagging.objects.filter(article=OuterRef("pk"), refused=False)
        comments = Comment.objects.filter(article=OuterRef("pk"))
        counts = {
            "sentence_count": _count(alive),
            "tag_count": _count(tags),
            "comment_count": _count(comments.filter(state="published")),
            "waiting_count": _count(comments.filter(state="pending")),
        }
        related = super().get_queryset(request).select_related(*self.list_select_related)
        found: QuerySet[Any] = related.defer("capture__raw").annotate(**counts)
        return found

    def get_changelist(self, request: HttpRequest, **rest: Any) -> type[ChangeList]:
        """A list that knows the level of each article."""
        return Levelled

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may add an article does so on a page of its own."""
        return request.user.has_perm("archive.add_article")

    def add_view(self, request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        """That page."""
        return redirect("curate:add")

    @admin.display(description="English headline", ordering="edition__title", empty_value="pending")
    def headline(self, article: Article) -> str | None:
        """The English headline."""
        return shorten(article.edition.title) if article.edition else None

    @admin.display(description="French headline", ordering="capture__title")
    def french(self, article: Article) -> str:
        """The French headline, marked as French."""
        title = shorten(article.capture.title) if article.capture else ""
        return format_html('<span lang="fr" translate="no">{}</span>', title)

    @admin.display
    def level(self, article: Article) -> str:
        """How much of it a person has checked."""
        return str(vars(article).get("level", ""))

    @admin.display(ordering="sentence_count")
    def sentences(self, article: Article) -> str:
        """Their number, and the way to them."""
        address = reverse("curate:article", args=[article.pk])
        count = vars(article)["sentence_count"]
        label = f"Correct the sentences of article {article.pk}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', address, label, count)

    @admin.display(ordering="tag_count")
    def tags(self, article: Article) -> int:
        """Their number."""
        return int(vars(article)["tag_count"])

    @admin.display(ordering="comment_count")
    def comments(self, article: Article) -> str:
        """How many are published, and how many wait."""
        shown, waiting = vars(article)["comment_count"], vars(article)["waiting_count"]
        return f"{shown} + {waiting} waiting" if waiting else str(shown)

    @admin.display(description="Published")
    def published(self, article: Article) -> str:
        """The date with how it is known."""
        capture = article.capture
        if capture is None or capture.published_on is None:
            return "unknown"
        return f"{capture.published_on:%-d %B %Y}, {capture.get_date_basis_display()}"

    @admin.display(description="Work on it")
    def work(self, article: Article) -> str:
        """The way to its sentences and acts."""
        address = reverse("curate:article", args=[article.pk])
        return format_html('<a href="{}">Correct sentences, publish, withdraw, tag</a>', address)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        """Show them to readers as they stand."""
        self._each(request, chosen, desk.publish, "Published: {}.")

    @admin.action(description="Hide", permissions=["change"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        """Take them off the site without a word."""
        self._each(request, chosen, desk.hide, "Hidden: {}.")

    @admin.action(description="Put back what was withdrawn", permissions=["change"])
    def put_back(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        """Show them again."""
        self._each(request, chosen, desk.put_back, "Put back: {}.")

    @admin.action(description="Withdraw with a reason", permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        """Ask for the reason, then take them back."""
        if not few_enough(request, chosen):
            return None
        answer = request.POST if "answered" in request.POST else None
        form = WithdrawForm(answer, initial={"seen": {a.pk: a.version for a in chosen}})
        if not form.is_valid():
            words = {"title": "Withdraw articles", "action": "withdraw", "button": "Withdraw"}
            return ask(self, request, chosen, form, label=_label, **words)

        def do(article: Article) -> None:
            reason, seen = form.cleaned_data["reason"], form.version(article)
            desk.withdraw(article.pk, reason=reason, by=editor(request), expected=seen)

        each(request, chosen, do, done="Withdrawn: {}.", refused=desk.Refused)
        return None

    @admin.action(description="Add tags", permissions=["change"])
    def add_tags(self, request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        """Ask which, then put them on."""
        if not few_enough(request, chosen):
            return None
        form = TagsForm(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            words = {"title": "Add tags to articles", "action": "add_tags", "button": "Add tags"}
            return ask(self, request, chosen, form, label=_label, **words)
        names = form.cleaned_data["names"]
        by = editor(request)
        each(
            request,
            chosen,
            lambda article: desk.add_tags(article.pk, names, by=by),
            done="Tagged: {}.",
            refused=desk.Refused,
        )
        return None

    @admin.action(description="Translate again", permissions=["change"])
    def translate_again(self, request: HttpRequest, chosen: QuerySet[Article]) -> None:
        """Queue them; the language package in use words what it has not worded yet."""
        by = editor(request)
        if few_enough(request, chosen):
            each(
                request,
                chosen,
                lambda article: desk.retranslate(article.pk, by=by),
                done="Queued for translation: {}. A person’s wordings stay as they are.",
                refused=desk.Refused,
            )

    def _each(
        self, request: HttpRequest, chosen: QuerySet[Article], act: Callable[..., None], done: str
    ) -> None:
        by = editor(request)
        if few_enough(request, chosen):
            each(
                request,
                chosen,
                lambda article: act(article.pk, by=by, expected=article.version),
                done=done,
                refused=desk.Refused,
            )


def _count(found: QuerySet[Any]) -> Coalesce:
    """How many rows of another table belong to the outer one."""
    grouped = found.order_by().values("article").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(grouped), 0)


def _label(article: Article) -> str:
    facts = article.edition or article.capture
    return f"{article.pk}: {facts.title if facts else ''} ({article.get_state_display()})"


def editor(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User), "the admin lets nobody else in"  # noqa: S101
    return request.user
