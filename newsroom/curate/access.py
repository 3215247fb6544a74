"""Who may see a staff page: one decorator, which every view under /desk/ names."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from newsroom.curate import demo, second_factor, sessions

View = Callable[..., HttpResponseBase]
SECRETS = ("password", "figures", "recovery", "code")


class StaffRequest(HttpRequest):
    """A request behind `staff`: somebody is signed in."""

    user: User


def staff(*permissions: str) -> Callable[[View], View]:
    """Let only staff with one of the permissions (such as `archive.change_article`) see the view.

    Strangers are asked to sign in and come back; who is signed in and may not is told so.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
            if not any(may(request.user, permission) for permission in permissions):
                return forbidden(request)
            return view(request, *args, **rest)

        guarded = member(permitted)
        vars(guarded)["staff_permission"] = " or ".join(permissions)
        return guarded

    return decorate


def member(view: View) -> View:
    """Let all staff see the view who have signed in with both factors."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        return turned_away(request) or view(request, *args, **rest)

    vars(guarded)["is_for_members"] = True
    return guarded


def may(user: User | AnonymousUser, permission: str) -> bool:
    """Whether the person is active staff with the permission."""
    return user.is_active and user.is_staff and user.has_perm(permission)


def is_verified(request: HttpRequest) -> bool:
    """Whether the second factor was given in this session, or the demo editor put it off."""
    return getattr(request.user, "otp_device", None) is not None or demo.has_put_off(request)


def is_whole(request: HttpRequest) -> bool:
    """Whether staff are signed in here with both factors, and the sign-in still lasts."""
    is_staff = request.user.is_active and request.user.is_staff
    return is_staff and not sessions.ended(request) and is_verified(request)


def turned_away(request: HttpRequest) -> HttpResponseBase | None:
    """What gets who is not, or no longer, signed in with both factors; None: come in."""
    if away := without_password(request):
        return away
    if is_verified(request):
        return None
    has_app = second_factor.has_app(request.user)  # type: ignore[arg-type]  # not anonymous
    return _sent(request, resolve_url("sign-in-code" if has_app else "set-up"))


def without_password(request: HttpRequest) -> HttpResponseBase | None:
    """What gets who has not given a password, or too long ago, or is no staff; else None."""
    if not request.user.is_authenticated:
        return _sent(request, resolve_url("sign-in"))
    if not request.user.is_staff:
        return forbidden(request)
    why = "barred" if demo.is_barred(request.user) else sessions.ended(request)
    if why:
        logout(request)
        return _sent(request, f"{resolve_url('sign-in')}?why={why}")
    sessions.touch(request)
    return None


def by_way_of(step: str, goal: str) -> str:
    """The address of a step of the sign-in, by its name, that leads on to the goal."""
    return redirect_to_login(goal, resolve_url(step)).url


def _sent(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to the address and from there back. What was written is shown, so as not to be lost."""
    onward = redirect_to_login(_whence(request), address)
    if words := _written(request):
        told = {"words": words, "address": onward.url}
        return render(request, "newsroom/signed_out.html", told, status=403)
    return onward


def _whence(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one whose form was sent."""
    page = request.headers.get("Referer", "") if request.method == "POST" else ""
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return urlunsplit(("", "", *urlsplit(page)[2:4], ""))
    return request.get_full_path()


def _written(request: HttpRequest) -> list[str]:
    """The texts in a form, which nobody wants to write again: what has a space in it."""
    if request.method != "POST":
        return []
    named = [(name, text) for name, texts in request.POST.lists() for text in texts]
    return [text for name, text in named if " " in text.strip() and not _is_secret(name)]


def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRETS)


def forbidden(request: HttpRequest) -> HttpResponse:
    """Tell who is signed in that this account may not do this."""
    return render(request, "newsroom/forbidden.html", status=403)
