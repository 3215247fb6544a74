"""The desk's first page, what needs me, and the queues it leads to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from archive.models import Article
from newsroom.curate import bar, queue, queue_rows, saved_filters, waiting
from newsroom.curate.access import StaffRequest, may, staff
from newsroom.curate.desk import Refused
from newsroom.curate.queue_filter import FilterForm, narrowed

CHANGE = "archive.change_article"
SAVE, FORGET = "newsroom.add_savedfilter", "newsroom.delete_savedfilter"
BEGIN_WITH = 5  # articles on the first page


@staff(*bar.QUEUE)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What needs whoever is signed in: each sees the parts that their permissions allow."""
    context: dict[str, Any] = {}
    if may(request.user, CHANGE):
        found = queue.found(Article.objects.all())
        first = found["unreviewed"][:BEGIN_WITH]
        context |= {
            "queues": [(q, queue.counted(len(found[q.name]))) for q in queue.QUEUES.values()],
            "rows": queue_rows.rows(first, request.user),
            "saved": saved_filters.visible(request.user),
        }
    if may(request.user, "archive.change_comment"):
        context["comments"] = waiting.comments()
    if may(request.user, "archive.view_job"):
        context["jobs"] = waiting.jobs()
    return render(request, "newsroom/queue_home.html", context)


@staff(CHANGE)
@require_safe
def listed(request: StaffRequest, name: str) -> HttpResponse:
    """One queue, narrowed as the address says."""
    shown = _queue(name)
    form = FilterForm(request.GET, label_suffix="")
    ids = shown.find(narrowed(form, request.user))
    context = {
        "queue": shown,
        "queues": queue.QUEUES.values(),
        "form": form,
        "query": form.query,
        "count": queue.counted(len(ids)),
        "rows": queue_rows.page(ids, request.GET.get("page"), request.user),
        "saved": saved_filters.visible(request.user),
    }
    return render(request, "newsroom/queue.html", context)


@staff(SAVE)
@require_POST
def save(request: StaffRequest, name: str) -> HttpResponse:
    """Keep the page's filter under a name."""
    shown, query = _queue(name), request.POST.get("query", "")
    try:
        kept = saved_filters.save(
            request.user,
            request.POST.get("name", ""),
            shown.name,
            query,
            shared="shared" in request.POST,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Saved as “{kept.name}”.")
    page = reverse("curate:queue", args=[shown.name])
    again = FilterForm(QueryDict(query)).query
    return redirect(f"{page}?{again}" if again else page)


@staff(FORGET)
@require_POST
def forget(request: StaffRequest, filter_id: int) -> HttpResponse:
    """Take one of one's own filters off."""
    try:
        name = saved_filters.forget(request.user, filter_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{name}” is taken off.")
    return redirect(_back(request))


@staff(CHANGE)
@require_POST
def seen(request: StaffRequest, article_id: int) -> HttpResponse:
    """Say that what the source changed was looked at and needs nothing done."""
    found = get_object_or_404(Article, pk=article_id)
    capture = request.POST.get("capture", "")
    try:
        number = int(capture) if capture.isascii() and capture.isdigit() else 0
        queue.see_change(found.pk, capture=number, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Article {found.pk} is off the list of the changed ones.")
    return redirect(_back(request))


def _queue(name: str) -> queue.Queue:
    if name not in queue.QUEUES:
        raise Http404
    return queue.QUEUES[name]


def _back(request: StaffRequest) -> str:
    """The desk's page that the form stood on; no other place."""
    place = request.POST.get("back", "")
    desk = reverse("curate:home")
    ours = place.startswith(desk) and url_has_allowed_host_and_scheme(place, None)
    return place if ours else desk
