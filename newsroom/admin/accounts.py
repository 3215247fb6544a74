"""Accounts in the admin: an operator makes and closes them, and puts them into groups."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.admin.articles import editor
from newsroom.curate import enrolling

admin.site.unregister((User, Group))
GUARDED = ("is_superuser", "user_permissions")


@admin.register(User)
class StaffAdmin(UserAdmin):  # type: ignore[type-arg]
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
        """Nobody gives what is not theirs to give: groups are enough."""
        named = tuple(super().get_readonly_fields(request, obj))
        return named if request.user.is_superuser else (*named, *GUARDED)


@admin.register(Group)
class StaffGroupAdmin(GroupAdmin):
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
