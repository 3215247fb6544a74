"""The editors’ pages of the glossary: terms, what a change would touch, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.models import Batch
from newsroom.curate import glossary, glossary_csv, glossary_impact, glossary_page, terms
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.desk import Conflict, Refused
from newsroom.curate.glossary_forms import FileForm, TermForm
from newsroom.curate.terms import Change, Facts
from newsroom.models import Term

SEE, ADD = "newsroom.view_term", "newsroom.add_term"
CHANGE, DELETE = "newsroom.change_term", "newsroom.delete_term"
MOST_LINES = 300  # of one fate, that a preview shows


@staff(SEE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """The terms, searched and filtered, and the last changes."""
    wanted = glossary_page.Wanted.of(request.GET)
    context = {
        "wanted": wanted,
        "parts": Term.Part.choices,
        "page": glossary_page.terms(wanted, request.GET.get("page")),
        "past": glossary_page.past(),
    }
    return render(request, "newsroom/glossary.html", context)


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """A new term: its form, then what it would touch."""
    names = ("french", "english", "part")
    first = {name: request.GET[name][:200] for name in names if name in request.GET}
    form = TermForm(request.POST) if request.method == "POST" else TermForm(initial=first)
    if request.method == "POST" and form.is_valid():
        return _impact(request, [Change(None, form.cleaned_data["facts"])])
    return _form(request, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: StaffRequest, term_id: int) -> HttpResponse:
    """One term: its form, then what the change would touch."""
    row = get_object_or_404(Term.objects.select_related("by"), pk=term_id)
    if request.method != "POST":
        return _form(request, TermForm(initial=TermForm.told(Facts.of(row))), row, Facts.of(row))
    form, was = TermForm(request.POST), _was(request)
    if not form.is_valid():
        return _form(request, form, row, was)
    changes = terms.differing([Change(was, form.cleaned_data["facts"], row.pk)])
    if not changes:
        messages.warning(request, "Nothing was changed.")
        return redirect("curate:glossary")
    return _impact(request, changes)


@staff(DELETE)
@require_POST
def delete(request: StaffRequest, term_id: int) -> HttpResponse:
    """What it would touch to take the term out of the glossary."""
    row = get_object_or_404(Term, pk=term_id)
    return _impact(request, [Change(_was(request), None, row.pk)])


def _was(request: StaffRequest) -> Facts:
    """The term as the form's page showed it."""
    told = glossary_impact.given(request.POST.get("was", ""))
    if not isinstance(told, dict):
        raise Http404
    try:
        return Facts.read(told)
    except Refused as refused:
        raise Http404 from refused


def _form(
    request: StaffRequest, form: TermForm, row: Term | None = None, was: Facts | None = None
) -> HttpResponse:
    told = json.dumps(was.as_json(), ensure_ascii=False) if was else ""
    context = {"form": form, "term": row, "was": told}
    return render(request, "newsroom/term.html", context, status=422 if form.errors else 200)


def _impact(
    request: StaffRequest,
    changes: Sequence[Change],
    so_far: glossary_impact.Counts | None = None,
    begin: int = 0,
) -> HttpResponse:
    """The page of what the changes would touch."""
    found = glossary_impact.look(changes, so_far or glossary_impact.Counts(), begin)
    context: dict[str, Any] = {
        "changes": changes[: glossary_page.MOST_TERMS],
        "more": max(0, len(changes) - glossary_page.MOST_TERMS),
        "carried": glossary_impact.carried(changes),
        "impact": found,
        "begin": begin,
    }
    return render(request, "newsroom/glossary_impact.html", context)


def _changes(request: StaffRequest) -> list[Change]:
    """The changes that the form carries, if whoever sends it may make them."""
    changes = terms.read_changes(glossary_impact.given(request.POST.get("changes", "")))
    wanted = {DELETE if not each.after else CHANGE if each.before else ADD for each in changes} or {
        CHANGE
    }
    if not request.user.has_perms(wanted):
        raise PermissionDenied
    return changes


@staff(CHANGE)
@require_POST
def impact(request: StaffRequest) -> HttpResponse:
    """Go on counting what the changes would touch, or show the next of it."""
    begin = request.POST.get("begin", "")
    try:
        changes = _changes(request)
    except Refused as refused:
        return _refused(request, refused)
    so_far = glossary_impact.Counts.read(request.POST.get("so_far", ""))
    is_number = begin.isascii() and begin.isdigit() and len(begin) < 19
    return _impact(request, changes, so_far, int(begin) if is_number else 0)


@staff(CHANGE)
@require_POST
def apply(request: StaffRequest) -> HttpResponse:
    """Change the terms, and show what comes of it."""
    try:
        batch = glossary.apply(_changes(request), request.user)
    except Refused as refused:
        return _refused(request, refused)
    messages.success(request, "The glossary was changed. It can be undone for seven days.")
    return redirect("curate:glossary_change", batch.pk)


def _refused(request: StaffRequest, refused: Refused) -> HttpResponse:
    status = 409 if isinstance(refused, Conflict) else 422
    context = {"problem": str(refused)}
    return render(request, "newsroom/glossary_refused.html", context, status=status)


@staff(SEE)
@require_safe
def change(request: StaffRequest, batch_id: int) -> HttpResponse:
    """One change: how far it is, its terms, and each sentence before and after."""
    batches = Batch.objects.filter(kind=Batch.Kind.GLOSSARY).select_related("by", "undone_by")
    batch = get_object_or_404(batches, pk=batch_id)
    first, more = glossary_page.changed_terms(batch)
    context = {
        "deed": glossary_page.Deed(batch),
        "batch": batch,
        "progress": glossary_page.progress(batch),
        "terms": first,
        "more": more,
        "page": glossary_page.articles(batch, request.GET.get("page")),
    }
    return render(request, "newsroom/glossary_change.html", context)


@staff(CHANGE)
@require_POST
def undo(request: StaffRequest, batch_id: int) -> HttpResponse:
    """Take a change back, whole."""
    get_object_or_404(Batch, pk=batch_id, kind=Batch.Kind.GLOSSARY)
    try:
        glossary.undo(batch_id, request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The terms are as before; their sentences are being put back.")
    return redirect("curate:glossary_change", batch_id)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Terms from a file: first what each of its lines would do."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = glossary_csv.preview(form.cleaned_data["file"].read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            context |= _previewed(found)
    return render(
        request, "newsroom/glossary_import.html", context, status=422 if form.errors else 200
    )


def _previewed(found: glossary_csv.Preview) -> dict[str, Any]:
    order = ("refused", "new", "changed", "same")
    lines = {fate: found.of(fate) for fate in order}
    return {
        "preview": found,
        "counts": found.counted(),
        "shown": [
            (fate, each[:MOST_LINES], max(0, len(each) - MOST_LINES))
            for fate, each in lines.items()
            if each
        ],
        "carried": glossary_impact.carried(found.changes) if found.changes else "",
    }


@staff(SEE)
@require_safe
def export(request: StaffRequest) -> StreamingHttpResponse:
    """All terms as a file."""
    answer = StreamingHttpResponse(
        glossary_csv.write(Term.objects.iterator()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    return answer
