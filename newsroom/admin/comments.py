"""Comments in the admin: what waits, why it waits, and the moderator's acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from archive.discuss import desk, moderation
from archive.discuss.notices import REASONS
from archive.discuss.states import Impossible
from archive.editions import shorten
from archive.models import Comment, CommentRevision, Decision, Report, Standing
from newsroom.admin.articles import editor
from newsroom.admin.basis import Shown, ShownInline, ask, each, few_enough
from newsroom.curate.comment_rows import HELD

REFUSED = (desk.Overtaken, Impossible)
TIMES = ("created_at", "published_at", "edited_at")


class DecisionForm(forms.Form):
    """Why, for the record and for the writer."""

    reason = forms.ChoiceField(label="Reason", choices=[*REASONS.items()])
    note = forms.CharField(
        label="A word to the writer",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The writer reads the reason and this.",
    )


class DecisionInline(ShownInline):
    """How it came to where it is."""

    model = Decision
    fields = readonly_fields = ("at", "before", "after", "by", "reason", "note")
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the names."""
        return super().get_queryset(request).select_related("by")


class RevisionInline(ShownInline):
    """What it said before its writer changed it."""

    model = CommentRevision
    fields = readonly_fields = ("at", "body")
    verbose_name_plural = "earlier texts"


class ReportInline(ShownInline):
    """What readers have against it; who they are nobody knows."""

    model = Report
    fields = readonly_fields = ("at", "reason", "note", "state")


@admin.register(Comment)
class CommentAdmin(Shown):
    """Every comment; what waits is one filter away, the oldest first."""

    change_list_template = "newsroom/admin_comments.html"
    list_display = ("said", "writer_name", "headline", "state", "held", "evidence", "created_at")
    list_select_related = ("article__edition", "article__capture")
    list_filter = ("state", "hold_reason", "featured", "language", "article__source")
    date_hierarchy = "created_at"
    search_fields = ("body", "name", "=article__id")
    search_help_text = "Words of the comment, its writer’s name, or the number of an article."
    ordering = ("-created_at", "-pk")
    actions = ("approve", "reject", "take_back", "spam", "look_again")
    inlines = (DecisionInline, ReportInline, RevisionInline)
    fieldsets = (
        (None, {"fields": ("body", "name", "language", "headline", "sentence", "answers")}),
        ("State", {"fields": ("state", "held", "evidence", "featured", "address", *TIMES)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the headlines, and without the bytes received and any address."""
        found = super().get_queryset(request).select_related(*self.list_select_related)
        return found.defer("email_sealed", "article__capture__raw", "article__edition__manifest")

    @admin.display(description="Comment")
    def said(self, comment: Comment) -> str:
        """Its beginning."""
        return shorten(comment.body, 160) if comment.body else "(erased)"

    @admin.display(description="Writer", ordering="name")
    def writer_name(self, comment: Comment) -> str:
        """The name given."""
        return comment.name

    @admin.display(description="Article")
    def headline(self, comment: Comment) -> str:
        """What it stands under."""
        article = comment.article
        facts = article.edition or article.capture
        return f"{article.pk}: {shorten(facts.title, 80) if facts else ''}"

    @admin.display(description="Held because", ordering="hold_reason")
    def held(self, comment: Comment) -> str:
        """Why a rule held it back, in words."""
        return HELD.get(comment.hold_reason, comment.hold_reason)

    @admin.display(description="An e-mail address was left", boolean=True)
    def address(self, comment: Comment) -> bool:
        """Only that there is one: nobody has to read it."""
        return bool(comment.email_digest)

    @admin.display
    def sentence(self, comment: Comment) -> str:
        """The sentence it is about, if it is about one."""
        return comment.segment.text if comment.segment else ""

    @admin.display
    def answers(self, comment: Comment) -> str:
        """The comment it answers."""
        return shorten(comment.parent.body, 300) if comment.parent else ""

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Publish them."""
        self._decide(request, chosen, Comment.State.PUBLISHED, "Published: {}.")

    @admin.action(description="Set aside as spam", permissions=["change"])
    def spam(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Set them aside as advertisements."""
        self._decide(request, chosen, Comment.State.SPAM, "Set aside as spam: {}.")

    @admin.action(description="Set aside to look at again", permissions=["change"])
    def look_again(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Take published ones off the page until somebody decides."""
        self._decide(request, chosen, Comment.State.PENDING, "Waiting again: {}.")

    @admin.action(description="Reject with a reason", permissions=["change"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Comment]) -> HttpResponse | None:
        """Ask for the reason, then reject what waits."""
        return self._with_reason(request, chosen, Comment.State.REJECTED, "reject", "Reject")

    @admin.action(description="Take back with a reason", permissions=["change"])
    def take_back(self, request: HttpRequest, chosen: QuerySet[Comment]) -> HttpResponse | None:
        """Ask for the reason, then take back what readers see."""
        return self._with_reason(request, chosen, Comment.State.WITHDRAWN, "take_back", "Take back")

    def _with_reason(
        self,
        request: HttpRequest,
        chosen: QuerySet[Comment],
        after: Comment.State,
        action: str,
        button: str,
    ) -> HttpResponse | None:
        form = DecisionForm(request.POST if "answered" in request.POST else None)
        if not few_enough(request, chosen):
            return None
        if not form.is_valid():
            words = {"title": f"{button} comments", "action": action, "button": button}
            return ask(self, request, chosen, form, label=_label, **words)
        done = f"{after.label.capitalize()}: {{}}."
        self._decide(request, chosen, after, done, **form.cleaned_data)
        return None

    def _decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[Comment],
        after: Comment.State,
        done: str,
        **why: str,
    ) -> None:
        """Decide on each, all in one batch that the page of comments can undo."""
        by, batch = editor(request), moderation.new_batch()

        def do(comment: Comment) -> None:
            desk.decide(comment, after, by=by, batch=batch, **why)

        if few_enough(request, chosen):
            each(request, chosen, do, done=done, refused=REFUSED)


def _label(comment: Comment) -> str:
    return f"{comment.name or 'anonymous'}: {shorten(comment.body, 120)}"


@admin.register(Standing)
class StandingAdmin(Shown):
    """Which writers are treated otherwise, and why; the page of the writer is where it is done."""

    list_display = ("of_writer", "kind", "until", "reason", "by", "at")
    list_display_links = ("kind",)
    list_select_related = ("by",)
    list_filter = ("kind",)
    search_fields = ("=writer", "reason")
    search_help_text = "Words of the reason, or the digest of a writer."
    ordering = ("-at", "-pk")
    fields = ("of_writer", "kind", "until", "reason", "by", "at")

    def audited_as(self, record: Any) -> str:
        """What was done to the writer."""
        return f"writer:{record.writer}"

    @admin.display(description="Writer", ordering="writer")
    def of_writer(self, standing: Standing) -> str:
        """The writer, with the way to their page."""
        address = reverse("curate:writer", args=[standing.writer])
        return format_html('<a href="{}">{}</a>', address, standing.writer[:8])
