"""French forms that are never names: the stop list."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from archive.authority.holding import Refused, retag, reword, write_down
from archive.authority.seeking import seek_name
from archive.models import Alias, StopName, Tag, Tagging
from archive.names import fold
from archive.search import outbox
from archive.tagging import heir

# Of what a name may be stopped for, "" being all; subjects are found by no name.
KINDS = {"", *Tag.Kind.values} - {Tag.Kind.SUBJECT.value}


@transaction.atomic
def stop(text: str, kind: str, by: User, **details: object) -> StopName:
    """Put a French form on the stop list, for one kind of record or, with "", for all.

    The articles of the records that go by it are read again; the machine takes it off there.
    """
    text = " ".join(text.split())
    folded = fold(text)
    if not folded or max(len(text), len(folded)) > 200 or kind not in KINDS:
        raise Refused("A stop name is a French form of at most 200 characters.")
    stopped, new = StopName.objects.get_or_create(
        folded=folded, kind=kind, defaults={"text": text, "by": by}
    )
    if new:
        articles = read_as(folded)
        outbox.touch_all(articles)
        retag(articles)
        reword(articles)
        _note("stop name", stopped, by, articles=len(articles), **details)
    return stopped


@transaction.atomic
def unstop(stopped: StopName, by: User, **details: object) -> bool:
    """Take a form off the stop list; the articles that hold it are sought, and read again."""
    if not StopName.objects.filter(pk=stopped.pk).delete()[0]:
        return False
    seek_name(stopped.text)
    _note("allow name", stopped, by, **details)
    return True


def read_as(folded: str) -> list[int]:
    """The articles on which the machine put a record that goes by the name."""
    named = Alias.objects.filter(folded=folded).select_related("tag__merged_into")
    rows = Tagging.objects.filter(
        tag__in={heir(alias.tag) for alias in named}, origin=Tagging.Origin.MACHINE
    )
    return sorted(set(rows.values_list("article", flat=True)))


def _note(act: str, stopped: StopName, by: User, **details: object) -> None:
    said = {"text": stopped.text, "kind": stopped.kind}
    write_down(act, f"stop:{stopped.folded}"[:200], by, **said, **details)
