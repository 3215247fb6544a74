"""The audit page, and its events as a file."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.curate import audit_page
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.audit_page import AuditForm

VIEW = "archive.view_auditevent"


@staff(VIEW)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Who did what, the latest first; `?older=` is the number below which the page begins."""
    form = AuditForm(request.GET, label_suffix="")
    older = request.GET.get("older", "")
    before = int(older) if older.isascii() and older.isdigit() and len(older) < 19 else None
    context = {
        "form": form,
        "query": form.query,
        "page": audit_page.page(form, before),
        "is_first": before is None,
        "acts": audit_page.acts(),
        "most": f"{audit_page.MOST_EXPORTED:,}",
    }
    return render(request, "newsroom/audit.html", context)


@staff(VIEW)
@require_safe
def exported(request: StaffRequest) -> StreamingHttpResponse:
    """The events that the filter leaves, as CSV."""
    lines = audit_page.exported(AuditForm(request.GET).events())
    named = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named)
