"""Giving a name that belongs to another a record of its own."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from archive.authority.holding import Refused, articles_of, hold_records, note
from archive.authority.seeking import seek_record
from archive.models import Alias, Tag
from archive.names import fold
from archive.search import outbox
from archive.tagging import heir

MOST_ADDRESSES = 100  # of records that share a name


@transaction.atomic
def split_off(alias: Alias, by: User, **details: object) -> Tag:
    """Make a name a record of its own, in whatever language the old record has it.

    It counts as reviewed, so that no table claims the name back. The articles that hold it are
    sought, and read again. Raises Refused where it is a label.
    """
    (old,) = hold_records(alias.tag_id)
    labels = {fold(old.label_en), fold(old.label_fr)}
    if not Alias.objects.filter(pk=alias.pk, tag=old).exists():
        raise Refused(f"“{alias}” is a name of “{old}” no longer.")
    if alias.folded in labels:
        raise Refused(f"“{alias}” is a label of “{old}”: rename that first.")
    made = _make(old.kind, alias.text)
    old.aliases.filter(folded=alias.folded).update(tag=made)
    outbox.touch_all(articles_of(heir(old)))
    seek_record(made)
    note("split tag", made, by, of=old.slug, name=alias.text, **details)
    return made


def _make(kind: str, name: str) -> Tag:
    """The record, under the first address of its name that is free."""
    stem = slugify(fold(name))[:90] or kind
    for n in range(1, MOST_ADDRESSES):
        try:
            with transaction.atomic():
                slug = stem if n == 1 else f"{stem}-{n}"
                labels = {"label_en": name, "label_fr": name}
                return Tag.objects.create(kind=kind, slug=slug, status="reviewed", **labels)
        except IntegrityError:
            continue  # another record has this address
    raise Refused(f"No address is left for “{name}”.")
