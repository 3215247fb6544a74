"""The dashboard, and dead jobs tried again from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from archive.models import Job
from newsroom.curate import bar, dashboard, waiting
from newsroom.curate.access import StaffRequest, may, staff
from newsroom.curate.desk import Refused

RETRY = "archive.change_job"


@staff(*bar.DASHBOARD)
@require_safe
def shown(request: StaffRequest) -> HttpResponse:
    """How the archive fares; of comments and jobs, what the person may see."""
    now = timezone.now()
    context = {
        "inflow": dashboard.inflow(now),
        "sources": dashboard.sources_told(now),
        "reviewed": [
            ("Sentences", dashboard.sentences()),
            ("Articles", dashboard.articles()),
        ],
        "backlog": dashboard.backlog(),
        "kinds": dashboard.kinds(now),
        "states": Job.State.labels,
        "may_retry": may(request.user, RETRY),
        "comments": waiting.comments(),
    }
    if may(request.user, "archive.view_job"):
        context["dead"] = [(job, dashboard.article_of(job)) for job in dashboard.dead()]
    return render(request, "newsroom/dashboard.html", context)


@staff(RETRY)
@require_POST
def retry(request: StaffRequest) -> HttpResponse:
    """Queue the dead jobs that the form names once more."""
    given = [int(pk) for pk in request.POST.getlist("job") if _is_number(pk)]
    try:
        count = dashboard.retry(given, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Queued {count} job{'' if count == 1 else 's'} once more.")
    return redirect(f"{reverse('curate:dashboard')}#dead")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
