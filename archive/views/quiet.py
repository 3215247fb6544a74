"""Where letters about replies are ended, by a link in each of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.discuss import letters
from archive.views.by_mail import discreet


@discreet
@csrf_exempt  # the token, which only the letters hold, is the proof; mail programs post it alone
@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: HttpRequest, comment_id: int, token: str) -> HttpResponse:
    """Show one button, which ends the letters. Pressed twice, it says the same."""
    if not letters.may_quiet(comment_id, token):
        raise Http404
    if request.method == "POST":
        letters.quiet(comment_id)
    return render(request, "archive/quiet.html", {"is_quiet": request.method == "POST"})
