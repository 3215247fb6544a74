"""Posts from readers, who have no session: from a page of this site, with a form made here.

Readers' forms do without Django's cookie against forged requests, so that reading sets none. In
its place the browser says where the post comes from (Fetch Metadata, else Origin or Referer), and
the form carries a signed token that names it, its subject and when it was made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

SIGNER = Signer(salt="archive.discuss.guard")
ELSEWHERE = "The form came from another site or in a way we cannot check, so it was not sent."
UNKNOWN = "The form was not one of this page’s own, so it was not sent."


class Subject(Protocol):
    """What a form is about: an article, a comment."""

    @property
    def pk(self) -> Any:
        """Its number, which the form's token holds."""


S = TypeVar("S", bound=Subject)
Guarded = Callable[[HttpRequest, S, timedelta], HttpResponseBase]
Refused = Callable[[HttpRequest, S, str], HttpResponseBase]


def issue(form: str, subject: int) -> str:
    """A token for the form about the subject, made now."""
    return SIGNER.sign_object([form, subject, int(time.time())])


def age(token: str, form: str, subject: int) -> timedelta | None:
    """How long ago the token was issued; None unless it is ours, for this form and subject."""
    try:
        named, about, at = SIGNER.unsign_object(token)
    except BadSignature:
        return None
    return timedelta(seconds=int(time.time()) - at) if (named, about) == (form, subject) else None


def is_same_site(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this host."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    except ValueError:
        return False


def same_site_post(
    form: str, *, refused: Refused[S]
) -> Callable[[Guarded[S]], Callable[[HttpRequest, S], HttpResponseBase]]:
    """Give the view how long its form was open, once the post is known to be one of ours.

    Any other is answered by `refused`, which gets the sentence that says why.
    """

    def decorate(view: Guarded[S]) -> Callable[[HttpRequest, S], HttpResponseBase]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, subject: S) -> HttpResponseBase:
            if not is_same_site(request):
                return refused(request, subject, ELSEWHERE)
            open_for = age(request.POST.get("token", ""), form, subject.pk)
            if open_for is None:
                return refused(request, subject, UNKNOWN)
            return view(request, subject, open_for)

        return answer

    return decorate
