"""Accounts in the admin: an operator makes and closes them, and puts them into groups."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from archive import audit
from newsroom.admin.articles import editor
from newsroom.admin.basis import Audited
from newsroom.curate import enrolling, sessions

admin.site.unregister((User, Group))
GUARDED = ("is_superuser", "user_permissions")
STANDING = ("is_active", "is_staff", "groups")


@admin.register(User)
class StaffAdmin(Audited, UserAdmin):  # type: ignore[type-arg]
    """Who may sign in. An account is closed, not deleted: its acts keep their author."""

    list_display = ("username", "email", "get_full_name", "is_staff", "is_active", "last_login")
    list_select_related = False
    list_filter = ("is_staff", "is_active", "groups")
    actions = ("reset_second_factor",)

    @admin.action(description="Reset the second factor of others", permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Let who lost app and codes set up others at the next sign-in; they are signed out."""
        by = editor(request)
        others = [user for user in chosen.exclude(pk=by.pk) if self.is_within_reach(request, user)]
        for user in others:
            enrolling.reset(user, by=by)
        names = ", ".join(user.get_username() for user in others)
        said = f"Reset for {names}: signed out, and asked to set up another app."
        left = "Nothing was done: not for oneself, nor for who may do more."
        messages.info(request, said if others else left)

    def is_within_reach(self, request: HttpRequest, user: User) -> bool:
        """Whether the account may do no more than the one who is about to change it."""
        return request.user.is_superuser or not user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: close it instead."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only who may do everything changes an account that may."""
        above = obj is not None and not self.is_within_reach(request, obj)
        return not above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody gives what is not theirs to give: groups are enough, and never one's own."""
        named = tuple(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return named
        return (*named, *GUARDED, *(STANDING if obj == request.user else ()))

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002  # Django's own name
        form_url: str = "",
    ) -> HttpResponse:
        """Give a colleague a password; one's own needs the old one, on one's own page."""
        if id == str(request.user.pk):
            return redirect("account")
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """Write it down; who is shut out is signed out, for good."""
        super().save_model(request, obj, form, change)
        if not (obj.is_active and obj.is_staff):
            sessions.end_all(obj)

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """In the staff's audit, too."""
        _record("make account", request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """In the staff's audit, too, a password given among it."""
        _record("change account", request, obj, message)
        return super().log_change(request, obj, message)


def _record(act: str, request: HttpRequest, user: User, message: Any) -> None:
    """Note which fields were changed, and in which groups that leaves the account."""
    parts = [part.get("changed", {}) for part in message if isinstance(part, dict)]
    fields = [str(name) for part in parts for name in part.get("fields", [])]
    groups = sorted(user.groups.values_list("name", flat=True))
    facts = {"fields": fields, "groups": groups, "open": user.is_active, "staff": user.is_staff}
    audit.record(act, f"user:{user.pk}", actor=editor(request), **facts)


@admin.register(Group)
class StaffGroupAdmin(Audited, GroupAdmin):
    """What each group may do."""

    list_display = ("name", "members")
    list_select_related = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """With their members."""
        return super().get_queryset(request).prefetch_related("user_set")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: the site counts on its groups."""
        return False

    @admin.display
    def members(self, group: Group) -> str:
        """Who is in it."""
        return ", ".join(user.get_username() for user in group.user_set.all())
