"""Who has which article's review page open: told to others for a minute after the last sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.models import Presence

COUNTS_FOR = timedelta(minutes=1)
RENEWED_AFTER = timedelta(seconds=15)
KEPT_FOR = timedelta(hours=1)


def be_present(article_id: int, user: User) -> None:
    """Note that the person has the article's page open now, at most every 15 seconds."""
    now = timezone.now()
    known = Presence.objects.filter(article_id=article_id, user=user)
    if known.filter(seen_at__gt=now - RENEWED_AFTER).exists():
        return
    Presence.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    # In one statement: two windows of one person may say it at once.
    Presence.objects.bulk_create(
        [Presence(article_id=article_id, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["article", "user"],
        update_fields=["seen_at"],
    )


def present_on(
    article_ids: Collection[int], *, other_than: User | None = None
) -> dict[int, list[str]]:
    """The sign-in names of who has each article's page open, in the order of the alphabet."""
    since = timezone.now() - COUNTS_FOR
    rows = Presence.objects.filter(article__in=article_ids, seen_at__gt=since)
    if other_than is not None:
        rows = rows.exclude(user=other_than)
    found: defaultdict[int, list[str]] = defaultdict(list)
    named = rows.order_by("user__username").values_list("article", "user__username")
    for article_id, name in named:
        found[article_id].append(name)
    return dict(found)
