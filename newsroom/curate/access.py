"""Who may see a staff page: one decorator, which every view under /desk/ names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request behind `staff`: somebody is signed in."""

    user: User


def staff(permission: str) -> Callable[[View], View]:
    """Let only staff with the permission (such as `archive.change_article`) see the view.

    Strangers are asked to sign in and come back; who is signed in and may not is told so.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.user, permission):
                return forbidden(request)
            return view(request, *args, **rest)

        vars(guarded)["staff_permission"] = permission
        return guarded

    return decorate


def may(user: User | AnonymousUser, permission: str) -> bool:
    """Whether the person is active staff with the permission."""
    return user.is_active and user.is_staff and user.has_perm(permission)


def forbidden(request: HttpRequest) -> HttpResponse:
    """Tell who is signed in that this account may not do this."""
    return render(request, "newsroom/forbidden.html", status=403)
