"""What the archive says of itself: how it works, and what it keeps of its readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Translation


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How an article comes to stand here, what the marks mean, and what to make of them."""
    by_machine = Translation.objects.filter(origin=Translation.Origin.MACHINE)
    newest = by_machine.order_by("-pk").values_list("engine", flat=True).first()
    return render(request, "archive/about.html", {"engine": newest})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a reader, and of one who comments."""
    return render(request, "archive/privacy.html")
