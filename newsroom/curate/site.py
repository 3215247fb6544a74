"""The admin's site: one sign-in page, and no way in without a permission."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class CurationSite(AdminSite):
    """Django's admin for those staff whom a group lets do something."""

    site_header = f"{settings.SITE_NAME}: curation"
    site_title = f"{settings.SITE_NAME} curation"
    index_title = "What there is to do"
    enable_nav_sidebar = False  # lists are wide: the way to the others is one click up

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is staff and may do anything at all."""
        return super().has_permission(request) and bool(request.user.get_all_permissions())

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send strangers to the one sign-in page; who is signed in and sent here may not enter."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", ""), login_url=settings.LOGIN_URL)
