"""Records that were made of a table kept by hand, given the names that it has got since.

Names are added and none is taken away; labels and status stay as they are. A name that editors gave
to a record of its own is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from archive.authority.holding import articles_of
from archive.models import Alias, Tag
from archive.names import fold
from archive.search import outbox
from newsroom.tag.keys import key_of
from newsroom.tag.linking import DECIDED
from newsroom.tag.records import by_hand

Form = tuple[str, str]  # a folded name and its language


def refresh() -> int:
    """Add the tables' new names to the records that are there; return how many records got some.

    Three queries where there is nothing to add. Articles that hold a new name get the record when
    they are read again.
    """
    named = Tag.objects.exclude(external_id="").exclude(external_id__startswith="geonames:")
    tags = [tag for tag in named if tag.external_id in by_hand()]
    aliases = Alias.objects.filter(tag__in=named).order_by()
    held = set(aliases.values_list("tag", "folded", "language"))
    own = Alias.objects.filter(tag__external_id="", tag__status__in=DECIDED)
    theirs = set(own.values_list("folded", "language"))
    lacking = [(tag, list(_lacking(tag, held, theirs))) for tag in tags]
    for tag, names in lacking:
        if names:
            _add(tag, names)
    return sum(bool(names) for _, names in lacking)


def _lacking(
    tag: Tag, held: set[tuple[int, str, str]], theirs: set[Form]
) -> Iterator[tuple[str, Form]]:
    """The names of its table that the record does not go by, each once."""
    once: dict[Form, str] = {}
    for text, language in by_hand()[tag.external_id].names:
        once.setdefault((fold(text), language), text)
    for form, text in once.items():
        if (tag.pk, *form) not in held and form not in theirs:
            yield text, form


@transaction.atomic
def _add(tag: Tag, names: list[tuple[str, Form]]) -> None:
    """The index holds the names of a record with each of its articles."""
    rows = [
        Alias(tag=tag, text=text, folded=folded, key=key_of(text), language=language)
        for text, (folded, language) in names
    ]
    Alias.objects.bulk_create(rows, ignore_conflicts=True)
    outbox.touch_all(articles_of(tag))
