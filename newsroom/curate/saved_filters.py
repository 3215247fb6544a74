"""Filters of the queues that people keep under a name, for themselves or for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from newsroom.curate.desk import Refused
from newsroom.curate.queue import QUEUES
from newsroom.curate.queue_filter import FilterForm
from newsroom.models import SavedFilter

MOST = 50  # a person's own
MOST_NAME = 60
MOST_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved filter as the pages show it."""

    pk: int
    name: str
    address: str
    shared: bool
    owner: str
    is_own: bool


def visible(user: User) -> list[Kept]:
    """The person's own filters, and those that others share, by name."""
    found = _shown_to(user).select_related("owner").order_by("name", "pk")
    return [
        Kept(
            each.pk,
            each.name,
            _address(each.query),
            each.shared,
            each.owner.get_username(),
            each.owner_id == user.pk,
        )
        for each in found
    ]


def _shown_to(user: User) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(Q(owner=user) | Q(shared=True))


def _address(query: str) -> str:
    """The page that the filter was saved on; another queue's where its own is no more."""
    asked = QueryDict(query, mutable=True)
    name = asked.pop("queue", [""])[-1]
    page = reverse("curate:queue", args=[name if name in QUEUES else next(iter(QUEUES))])
    return f"{page}?{asked.urlencode()}" if asked else page


def save(user: User, name: str, queue: str, query: str, *, shared: bool) -> SavedFilter:
    """Keep the filter of the queue under the name; the person's own of that name is replaced."""
    name = " ".join(name.replace("\x00", " ").split())
    if not name:
        raise Refused("Give the filter a name.")
    if len(name) > MOST_NAME:
        raise Refused(f"The name is longer than {MOST_NAME} characters.")
    whole = "&".join(
        filter(None, [urlencode({"queue": queue}), FilterForm(QueryDict(query)).query])
    )
    if len(whole) > MOST_QUERY:
        raise Refused("The filter is too long to be kept.")
    others = SavedFilter.objects.filter(owner=user).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(f"You keep {MOST} filters already. Take one off first.")
    facts = {"query": whole, "shared": shared}
    kept, _ = SavedFilter.objects.update_or_create(owner=user, name=name, defaults=facts)
    return kept


def forget(user: User, pk: int) -> str:
    """Take one of the person's own filters off and return its name."""
    kept = _shown_to(user).filter(pk=pk).first()
    if kept is None:
        raise Refused("There is no such filter any more.")
    if kept.owner_id != user.pk:
        raise Refused("Only who saved a filter can take it off.")
    kept.delete()
    return kept.name
