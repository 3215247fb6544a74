"""The moderators' page of the words they watch for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from archive.discuss import watch
from archive.models import WatchWord
from newsroom.curate.access import StaffRequest, staff

CHANGE = "archive.change_watchword"
PER_PAGE = 100


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: StaffRequest) -> HttpResponse:
    """The words watched for: add one, treat one otherwise, or leave one off."""
    if request.method == "POST":
        try:
            messages.success(request, _change(request))
        except watch.Refused as refused:
            return _page(request, str(refused), 422)
        return redirect("curate:watch_words")
    return _page(request)


def _page(request: StaffRequest, problem: str = "", status: int = 200) -> HttpResponse:
    words = WatchWord.objects.select_related("by")
    context: dict[str, Any] = {
        "page": Paginator(words, PER_PAGE).get_page(request.GET.get("page")),
        "acts": WatchWord.Act.choices,
        "problem": problem,
        "text": request.POST.get("text", ""),
        "chosen": request.POST.get("act", WatchWord.Act.HOLD),
    }
    return render(request, "newsroom/watch_words.html", context, status=status)


def _change(request: StaffRequest) -> str:
    """Do what the form asks; the sentence that says so."""
    asked = request.POST
    if "word" not in asked:
        made = watch.watch(asked.get("text", ""), asked.get("act", ""), by=request.user)
        return f"“{made}” is watched for from now on."
    number = asked["word"]
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    word = get_object_or_404(WatchWord, pk=int(number) if is_number else 0)
    if "act" in asked:
        watch.change(word, asked["act"], by=request.user)
        return f"“{word}”: {word.get_act_display()} from now on."
    watch.unwatch(word, by=request.user)
    return f"“{word}” is watched for no more."
