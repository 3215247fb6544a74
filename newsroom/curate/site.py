"""The admin's site: one sign-in page, and no way in without a permission."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django_otp.admin import OTPAdminSite

from newsroom.curate import access

METHODS = ("GET", "HEAD", "POST")
LEADS_ON = "view_on_site"


class CurationSite(OTPAdminSite):  # type: ignore[misc]  # django-otp has no types
    """Django's admin for those staff whom a group lets do something, with both factors."""

    site_header = f"{settings.SITE_NAME}: curation"
    site_title = f"{settings.SITE_NAME} curation"
    index_title = "What there is to do"
    enable_nav_sidebar = False  # lists are wide: the way to the others is one click up

    def __init__(self, name: str = "admin") -> None:
        """Under Django's own name, by which the addresses are made."""
        super().__init__(name)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is staff, signed in with both factors, and may do anything at all."""
        return access.is_whole(request) and bool(request.user.get_all_permissions())

    def admin_view(
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002  # Django's own signature
    ) -> Callable[..., HttpResponseBase]:
        """The view, for those whom no step of the sign-in keeps out."""
        inner: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
            if away := access.turned_away(request):
                return away
            if not self.has_permission(request):
                return access.forbidden(request)
            # Django takes any method that it does not know for GET.
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            return inner(request, *args, **rest)

        return update_wrapper(never_cache(guarded), view)

    def get_urls(self) -> list[Any]:
        """Django's, without the way that leads any staff to the address of any record.

        The address of an article that readers may not see holds its headline.
        """
        return [each for each in super().get_urls() if getattr(each, "name", "") != LEADS_ON]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Send strangers to the one sign-in page; who is signed in and sent here may not enter."""
        if self.has_permission(request):
            return redirect("admin:index")
        if away := access.turned_away(request):
            return away
        raise PermissionDenied

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The person's own page changes passwords, and nothing else does."""
        return redirect("account")
