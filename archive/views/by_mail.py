"""What was written with an e-mail address, for whoever reads the letters to it, and nobody else.

Three steps without a session: a letter is asked for, its link is used up by a button, and what is
shown then holds a grant, which opens the export and the erasure for ten minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from archive import throttle
from archive.discuss import mail_links, own_words
from archive.discuss.exporting import export as exported
from archive.discuss.guard import issue, same_site_post
from archive.discuss.notices import tell
from archive.discuss.outcomes import outcome
from archive.discuss.own_words import Erased, Owner
from archive.discuss.pipeline import LATEST
from archive.forms import AddressForm
from archive.views.writing import see_other, token

SHOWN = 100
OLD = "The page was open for more than a day. Please send it once more."
OFTEN = "Many letters were asked for from where you are. Wait a quarter of an hour and try again."
UNSURE = "Say that you are sure: there is no way back."
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class _Anybody:
    """Whom the form is about: nobody whom we know yet."""

    pk: int = 0


NOBODY = _Anybody()


def discreet(view: View) -> View:
    """Keep the page out of every cache and search engine, and its address out of every request."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        response = view(request, *args, **rest)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@never_cache
@csrf_exempt  # `_send` keeps its own guard
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for an address, and have a letter sent to it if anything was written with it."""
    if request.method == "POST":
        return _send(request, NOBODY)
    form = AddressForm(token=issue("by-mail", NOBODY.pk))
    return _asking(request, form, status=200, was_asked="asked" in request.GET)


# No other site can send the forms below: each holds what only the letter's reader has.


@discreet
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, which uses the link up and shows what was written with the address."""
    found = mail_links.find(token)
    if found is None:
        return _over(request, status=404)
    if request.method == "POST":
        if not mail_links.consume(found):
            return _over(request)
        return _show(request, found.email_digest, mail_links.grant(found.email_digest))
    return _over(request) if mail_links.is_over(found) else _button(request, token)


@discreet
@csrf_exempt
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """All that was written with the address, as a file."""
    whose = mail_links.granted(request.POST.get("grant", ""))
    if not whose:
        return _over(request)
    return as_file(Owner(email=whose))


@discreet
@csrf_exempt
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase all that was written with the address, once its writer is sure."""
    grant = request.POST.get("grant", "")
    whose = mail_links.granted(grant)
    if not whose:
        return _over(request)
    if not request.POST.get("sure"):
        return _show(request, whose, grant, status=422, problem=UNSURE)
    return _show(request, whose, grant, erased=own_words.erase(Owner(email=whose)))


def as_file(owner: Owner) -> JsonResponse:
    """What somebody wrote, for their browser to keep."""
    response = JsonResponse(exported(owner), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response.headers["Content-Disposition"] = 'attachment; filename="what-i-wrote.json"'
    return response


def _asking(
    request: HttpRequest, form: AddressForm, status: int = 422, *, was_asked: bool = False
) -> HttpResponse:
    context = {"form": form, "was_asked": was_asked}
    return render(request, "archive/by_mail.html", context, status=status)


def _refused(request: HttpRequest, nobody: _Anybody, words: str) -> HttpResponse:
    form = AddressForm(request.POST, token=token(request, "by-mail", nobody.pk))
    form.add_error(None, f"{words} Your address is kept: send it from here.")
    return _asking(request, form, status=403)


@same_site_post("by-mail", refused=_refused)
def _send(request: HttpRequest, nobody: _Anybody, open_for: timedelta) -> HttpResponse:
    form = AddressForm(request.POST, token=token(request, "by-mail", nobody.pk))
    if open_for > LATEST:
        form.add_error(None, OLD)
    if not form.is_valid():
        return _asking(request, form)
    name = throttle.key("by-mail", request.META.get("REMOTE_ADDR", ""))
    if not throttle.admit(settings.VAR_DIR / "by-mail", name):
        form.add_error(None, OFTEN)
        return _asking(request, form, status=429)
    if not form.cleaned_data["homepage"]:
        mail_links.ask(form.cleaned_data["email"])
    return see_other(f"{reverse('archive:by_mail')}?asked")


def _button(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "archive/by_mail_link.html", {"token": token})


def _over(request: HttpRequest, status: int = 410) -> HttpResponse:
    return render(request, "archive/by_mail_over.html", status=status)


def _show(
    request: HttpRequest,
    whose: str,
    grant: str,
    status: int = 200,
    *,
    problem: str = "",
    erased: Erased | None = None,
) -> HttpResponse:
    owner = Owner(email=whose)
    comments, suggestions = own_words.comments(owner), own_words.of_suggestions(owner)
    context = {
        "comments": tell(comments[:SHOWN]),
        "suggestions": [(each, outcome(each)) for each in suggestions[:SHOWN]],
        "counts": (comments.count(), suggestions.count()),
        "shown": SHOWN,
        "grant": grant,
        "problem": problem,
        "erased": erased,
    }
    return render(request, "archive/by_mail_shown.html", context, status=status)
