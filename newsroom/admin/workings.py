"""The workings in the admin: jobs, which may be tried again, and the staff's acts."""

from __future__ import annotations

import json

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from archive import audit, ledger
from archive.models import AuditEvent, Job
from newsroom.admin.articles import editor
from newsroom.admin.basis import Shown


@admin.register(Job)
class JobAdmin(Shown):
    """What is due, running, done or dead; the ledger alone moves a job."""

    list_display = ("kind", "key", "state", "failures", "lapses", "run_after", "said")
    list_select_related = False
    list_filter = ("state", "kind")
    date_hierarchy = "created_at"
    search_fields = ("=key", "error")
    search_help_text = "The key, such as the number of an article, or words of the error."
    ordering = ("-id",)
    actions = ("retry",)
    fields = (
        "kind",
        "key",
        "state",
        "failures",
        "lapses",
        "run_after",
        "lease_until",
        "error",
        "created_at",
        "finished_at",
    )

    @admin.display(description="Error")
    def said(self, job: Job) -> str:
        """The beginning of the error."""
        return job.error[:160]

    @admin.action(description="Try dead jobs again", permissions=["change"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Job]) -> None:
        """Queue the dead ones among them anew."""
        count = ledger.retry(chosen)
        audit.record("retry jobs", "jobs", actor=editor(request), count=count)
        messages.success(request, f"Queued {count} dead job{'' if count == 1 else 's'} once more.")


@admin.register(AuditEvent)
class AuditAdmin(Shown):
    """Who did what to which record, and when."""

    list_display = ("at", "actor", "act", "target", "facts")
    list_select_related = ("actor",)
    list_filter = ("act", ("actor", admin.RelatedOnlyFieldListFilter))
    date_hierarchy = "at"
    search_fields = ("=target", "act", "actor__username")
    search_help_text = "A record such as article:12, an act, or a name."
    ordering = ("-id",)
    fields = ("at", "actor", "act", "target", "facts")

    def audited_as(self, record: AuditEvent) -> str:
        """With all else that was done to the same."""
        return record.target

    @admin.display(description="Details")
    def facts(self, event: AuditEvent) -> str:
        """What else is noted of it."""
        return json.dumps(event.details, ensure_ascii=False)[1:-1]
