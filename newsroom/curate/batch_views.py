"""One act on many articles: choosing them, seeing how many, and following what becomes of it."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive import ledger
from archive.models import Batch, Job
from newsroom.curate import batch_page, batches, bulk
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.desk import Refused

SEE = "archive.view_batch"
ADD = "archive.add_batch"


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """Articles by a filter: how many, the first of them, and what may be done to all."""
    if request.method == "POST":
        return _act(request)
    if not request.GET:
        return _page(request, bulk.BulkForm())
    return _page(request, bulk.BulkForm(request.GET))


def _act(request: StaffRequest) -> HttpResponse:
    """Begin the batch, if the filter still gives as many articles as the editor saw."""
    form = bulk.BulkForm(QueryDict(request.POST.get("query", "").encode()))
    act = bulk.ActForm(request.POST)
    if not form.is_valid() or not act.is_valid():
        return _page(request, form, act, status=422)
    given = act.cleaned_data
    try:
        batch = batches.begin(
            given["act"],
            form.articles(),
            {"filter": form.asked(), **act.asked()},
            request.user,
            expected=given["count"],
            once=given["form"],
        )
    except batches.Moved as moved:
        messages.warning(request, str(moved))
        return _page(request, form, act, status=409)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, form, act, status=422)
    return redirect("curate:batch", batch.pk)


def _page(
    request: StaffRequest,
    form: bulk.BulkForm,
    act: bulk.ActForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "packages": bulk.packages()}
    if form.is_bound and form.is_valid():
        articles = form.articles()
        count = articles.count()
        context |= {
            "count": count,
            "counted": batches.counted(count),
            "first": articles.for_lists().defer("edition__manifest", "capture__raw")[: bulk.FIRST],
            "acts": [(each, bulk.button(each, count)) for each in bulk.ACTS.values()],
            "query": form.query(),
            "once": secrets.token_hex(8),
            "act": act or bulk.ActForm(),
        }
    elif form.is_bound:
        status = 422
    return render(request, "newsroom/bulk.html", context, status=status)


@staff(SEE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """All batches, the newest first."""
    context = {"page": batch_page.listed(request.GET.get("page"))}
    return render(request, "newsroom/batches.html", context)


@staff(SEE)
@require_safe
def shown(request: StaffRequest, batch_id: int) -> HttpResponse:
    """One batch: how far it is, its articles, what was left and why."""
    batch = _batch(batch_id)
    if batch.kind == Batch.Kind.GLOSSARY:
        return redirect("curate:glossary_change", batch.pk)
    state = request.GET.get("state", "")
    context = {
        "batch": batch,
        "called": batch_page.called(batch),
        "asked": bulk.described(batch.asked),
        "progress": batch_page.progress(batch),
        "state": state,
        "page": batch_page.items(batch, state, request.GET.get("page")),
        "compared": batch_page.compared(batch),
        "why_not": batches.why_not_undone(batch),
    }
    return render(request, "newsroom/batch.html", context)


def _batch(batch_id: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("by", "undone_by"), pk=batch_id)


@staff(ADD)
@require_POST
def undo(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Have all of it taken back."""
    try:
        batches.undo(_batch(batch_id), request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is being undone; what was changed since is kept.")
    return redirect("curate:batch", batch_id)


@staff(ADD)
@require_POST
def stop(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Leave what was not begun."""
    left = batches.stop(_batch(batch_id), request.user)
    if left:
        messages.success(request, f"Stopped: {batches.counted(left)} left as they were.")
    else:
        messages.warning(request, "There was nothing left to stop.")
    return redirect("curate:batch", batch_id)


@staff(ADD)
@require_POST
def retry(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Go on with a batch whose job an error ended."""
    dead = batches.broken(_batch(batch_id))
    if dead is None:
        messages.warning(request, "It has not ended in an error.")
    else:
        ledger.retry(Job.objects.filter(pk=dead.pk))
        messages.success(request, "It goes on.")
    return redirect("curate:batch", batch_id)
