"""Acts on one record: its labels, whether readers meet it, whether a person has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.authority.holding import (
    Refused,
    articles_of,
    hold_standing,
    note,
    reword,
)
from archive.authority.seeking import seek_record
from archive.models import Alias, AuditEvent, Tag
from archive.names import fold, romanised
from archive.search import outbox

Status = Tag.Status


@transaction.atomic
def rename(tag: Tag, label_en: str, label_fr: str, by: User, **details: object) -> bool:
    """Give a record its labels; the old ones stay as names that it goes by, and so does its slug.

    Whoever renames has looked at it: it is reviewed from then on. False where nothing changes.
    """
    held = hold_standing(tag)
    label_en, label_fr = " ".join(label_en.split()), " ".join(label_fr.split())
    _check(label_en, label_fr)
    if (label_en, label_fr) == (held.label_en, held.label_fr):
        return False
    before = {"label_en": held.label_en, "label_fr": held.label_fr, "status": held.status}
    names = [(before["label_en"], "en"), (before["label_fr"], "fr")]
    names += [(label_en, "en"), (label_fr, "fr")]
    added = [alias.pk for name, language in names if (alias := _alias(held, name, language))]
    write(tag, held, label_en=label_en, label_fr=label_fr, status=_looked_at(held))
    after = {"label_en": label_en, "label_fr": label_fr}
    note("rename tag", held, by, before=before, after=after, aliases=added, **details)
    return True


def _check(*labels: str) -> None:
    if not labels[0]:
        raise Refused("A record needs an English label.")
    if max(map(len, labels)) > 200:
        raise Refused("A label has at most 200 characters.")


def _looked_at(tag: Tag) -> str:
    """Renaming brings no hidden record before readers."""
    return tag.status if tag.status == Status.HIDDEN else Status.REVIEWED


def _alias(tag: Tag, text: str, language: str) -> Alias | None:
    """The name as one that the record goes by; None where it does already."""
    folded = fold(text)
    if not text or tag.aliases.filter(folded=folded, language=language).exists():
        return None
    return tag.aliases.create(text=text, folded=folded, key=romanised(folded), language=language)


@transaction.atomic
def unname(tag: Tag, renaming: Mapping[str, Any], by: User, **details: object) -> None:
    """Take a renaming back, with the names it added. Raises Refused after another one."""
    held = hold_standing(tag)
    if {name: getattr(held, name) for name in renaming["after"]} != renaming["after"]:
        raise Refused(f"“{held}” has been renamed again since.")
    held.aliases.filter(pk__in=renaming["aliases"]).delete()
    was = renaming["before"]
    status = was["status"] if held.status == Status.REVIEWED else held.status
    write(tag, held, label_en=was["label_en"], label_fr=was["label_fr"], status=status)
    note("name tag back", held, by, before=renaming["after"], **details)


@transaction.atomic
def hide(tag: Tag, by: User, **details: object) -> bool:
    """Take a record from readers: no page, chip, facet or feed."""
    return _set(tag, Status.HIDDEN, "hide tag", by, **details)


@transaction.atomic
def unhide(tag: Tag, by: User, **details: object) -> bool:
    """Show readers a hidden record again, with the status that it had.

    The machine puts no hidden record on an article: those that hold its names are sought.
    """
    held = hold_standing(tag)
    if held.status != Status.HIDDEN:
        return False
    seek_record(held)
    return _set(tag, before(tag, "hide tag", Status.REVIEWED), "show tag", by, **details)


@transaction.atomic
def review(tag: Tag, by: User, **details: object) -> bool:
    """Note that a person has looked at a record and found it right."""
    if hold_standing(tag).status == Status.HIDDEN:
        raise Refused(f"“{tag}” is hidden: show it first.")
    return _set(tag, Status.REVIEWED, "review tag", by, **details)


@transaction.atomic
def unreview(tag: Tag, by: User, **details: object) -> bool:
    """Have a reviewed record looked at again."""
    if hold_standing(tag).status != Status.REVIEWED:
        return False
    return _set(tag, before(tag, "review tag", Status.AUTO), "unreview tag", by, **details)


def before(tag: Tag, act: str, otherwise: str) -> str:
    """The status that the last such act took from the record."""
    event = AuditEvent.objects.filter(target=f"tag:{tag.slug}", act=act).first()
    found = event.details.get("before") if event else None
    return str(found) if found in Status.values else otherwise


@transaction.atomic
def restore(tag: Tag, change: Mapping[str, Any], act: str, by: User, **details: object) -> None:
    """Take a change of status back, written down as `act`. Raises Refused after another one."""
    held = hold_standing(tag)
    if held.status != change["after"]:
        raise Refused(f"“{held}” is {held.get_status_display()} since.")
    if held.status == Status.HIDDEN:
        seek_record(held)
    write(tag, held, status=change["before"])
    note(act, held, by, before=change["after"], after=change["before"], **details)


def _set(tag: Tag, status: str, act: str, by: User, **details: object) -> bool:
    held = hold_standing(tag)
    was = held.status
    if was == status:
        tag.status = status
        return False
    write(tag, held, status=status)
    note(act, held, by, before=was, after=status, **details)
    return True


def write(given: Tag, held: Tag, **fields: str) -> None:
    """Change the record, in the caller’s hand too; search and translation hear of its articles."""
    Tag.objects.filter(pk=held.pk).update(**fields)
    for name, value in fields.items():
        setattr(given, name, value)
        setattr(held, name, value)
    outbox.touch_all(articles_of(held))
    reword(articles_of(held))
