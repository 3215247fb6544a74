"""What the admin's classes stand on: nothing is deleted, and what a desk writes is only shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:  # at run time these classes take no parameters
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

AT_ONCE = 500  # records in one action: each is a transaction of its own


class Audited(ModelAdmin):
    """A record whose history is what the audit tells: the admin's own log knows but a part."""

    def audited_as(self, record: Any) -> str:
        """By which name the audit knows the record, such as batch:7."""
        return f"{self.opts.model_name}:{record.pk}"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The audit, narrowed to the record; to who may not read it, what the admin knows."""
        record = self.get_object(request, unquote(object_id))
        is_seen = record is not None and self.has_view_or_change_permission(request, record)
        if not (is_seen and request.user.has_perm("archive.view_auditevent")):
            return super().history_view(request, object_id, extra_context)
        query = urlencode({"target": self.audited_as(record)})
        return redirect(f"{reverse('curate:audit')}?{query}")


class Record(Audited):
    """A list of 50, counted once, from which nothing can be deleted."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    view_on_site = False  # what is hidden has no page

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: records are hidden, withdrawn or closed, and so keep their history."""
        return False


class Shown(Record):
    """A record that only its desk may write: the admin shows it and offers acts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: a desk makes these."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """All there is to see."""
        named = [n for _, facts in self.get_fieldsets(request, obj) for n in facts["fields"]]
        return [str(name) for name in named]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields that the class names."""
        return self.fieldsets or [(None, {"fields": self.fields or []})]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record without a button to save it."""
        if request.method == "POST":
            raise PermissionDenied
        hidden = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        context = dict.fromkeys(hidden, False) | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)


class ShownInline(TabularInline):
    """Rows that belong to a record, only shown."""

    extra = 0
    can_delete = False
    view_on_site = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def few_enough(request: HttpRequest, chosen: QuerySet[Any]) -> bool:
    """Whether an action may take on so many records; says so if not."""
    if chosen.count() <= AT_ONCE:
        return True
    messages.error(request, f"Choose at most {AT_ONCE} at once.")
    return False


def each(
    request: HttpRequest,
    chosen: Iterable[Any],
    do: Callable[[Any], object],
    *,
    done: str,
    refused: type[Exception] | tuple[type[Exception], ...],
) -> None:
    """Do it to each record, and say how often it was done and why not to the others.

    `done` is such as "Published {}.", with the number of records in its place.
    """
    count, refusals = 0, Counter[str]()
    for record in chosen:
        try:
            do(record)
            count += 1
        except refused as error:
            refusals[str(error)] += 1
    if count:
        messages.success(request, done.format(count))
    for words, times in refusals.most_common(10):
        messages.error(request, words if times == 1 else f"{words} ({times} times)")
    if len(refusals) > 10:
        messages.error(request, f"{len(refusals) - 10} refusals more are not listed.")


def ask(
    of: ModelAdmin,
    request: HttpRequest,
    chosen: Iterable[Any],
    form: Form,
    *,
    label: Callable[[Any], str] = str,
    **words: str,
) -> TemplateResponse:
    """A page between an action and its doing, which asks for what `form` holds.

    `words` are its `title`, `action` (the action's name) and `button`; `label` names a record.
    """
    context = {
        **of.admin_site.each_context(request),
        **words,
        "opts": of.opts,
        "chosen": [{"pk": record.pk, "label": label(record)} for record in chosen],
        "form": form,
        "media": of.media,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "newsroom/admin_ask.html", context)
