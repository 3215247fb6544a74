"""The translation memory as a file: export, and what another's file would do here."""

from __future__ import annotations

import io
import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive.models import Source
from newsroom.curate import adding, memory_exchange
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.adding import Given
from newsroom.curate.desk import Refused
from newsroom.ingest.story import Refusal

ADD = "archive.add_batch"
MOST_BYTES = 4_000_000  # what a form carries back; larger files go by the command line


class MemoryForm(forms.Form):
    """A file of sentence pairs."""

    file = forms.FileField(
        label="TMX file",
        allow_empty_file=True,
        help_text=f"TMX 1.4, of {MOST_BYTES // 1_000_000} MB at most; "
        "larger ones go by “manage.py memory import”.",
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Want no more than a form can carry."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        return file


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: StaffRequest) -> HttpResponse:
    """Export the memory, or see what a file would do; nothing is changed yet."""
    if request.method != "POST":
        return _page(request, MemoryForm())
    form = MemoryForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    raw: bytes = form.cleaned_data["file"].read()
    try:
        planned = memory_exchange.read(io.BytesIO(raw))
    except Refused as error:
        form.add_error("file", str(error))
        return _page(request, form, status=422)
    sealed = adding.sealed(Given(raw, "", ""), request.user)
    return _page(request, form, plan=planned, sealed=sealed, once=secrets.token_hex(8))


def _page(request: StaffRequest, form: MemoryForm, status: int = 200, **rest: Any) -> HttpResponse:
    context = {"form": form, "sources": Source.objects.order_by("name"), **rest}
    return render(request, "newsroom/memory.html", context, status=status)


@staff(ADD)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """Take over the file that was previewed, as a batch."""
    try:
        given = adding.opened(request.POST.get("sealed", ""), request.user)
        planned = memory_exchange.read(io.BytesIO(given.raw))
        batch = memory_exchange.begin(planned, request.user, once=request.POST.get("form", "")[:16])
    except (Refusal, Refused) as error:
        messages.error(request, str(error))
        return redirect("curate:memory")
    return redirect("curate:batch", batch.pk)


@staff(ADD)
@require_safe
def export(request: StaffRequest) -> StreamingHttpResponse:
    """All accepted wordings, or those of a source, as a TMX file."""
    slug = request.GET.get("source", "").replace("\x00", "")
    source = get_object_or_404(Source, slug=slug) if slug else None
    pieces = (piece.encode() for piece in memory_exchange.exported(source))
    answer = StreamingHttpResponse(pieces, content_type="application/x-tmx; charset=utf-8")
    name = f"memory-{slug}.tmx" if slug else "memory.tmx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
