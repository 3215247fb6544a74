"""What editors do on the page “Names”: one act on many records, each whole by itself.

What could not be done to one of them keeps nothing from the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from archive import authority
from archive.authority.merging import pairs_of
from archive.models import Tag
from newsroom.curate.forms import named

MOST = 100  # in one batch
Do = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a record, or on a pair of them: its button, and what is said when it is done."""

    button: str
    done: str
    do: Do
    on_pairs: bool = False

    def things(self, count: int) -> str:
        """What it is done to, counted."""
        noun = "pair" if self.on_pairs else "record"
        return f"{count} {noun}{'' if count == 1 else 's'}"

    def said(self, count: int) -> str:
        """That it was done so often."""
        return self.done.format(self.things(count)) if count else "That was so already."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A record; or one that would become part of another."""

    tag: Tag
    other: Tag | None = None

    @property
    def value(self) -> str:
        """How a form sends it."""
        return f"{self.tag.pk}-{self.other.pk}" if self.other else str(self.tag.pk)

    def __str__(self) -> str:
        return f"{self.tag} → {self.other}" if self.other else str(self.tag)


def chosen(values: Iterable[str], *, on_pairs: bool) -> list[Chosen]:
    """The records that a form names; what names none is left out."""
    parts = [value.split("-") for value in values]
    fitting = [part for part in parts if len(part) == 1 + on_pairs]
    numbers = {n for part in fitting for n in part if n.isdecimal() and len(n) < 19}
    tags = Tag.objects.select_related("merged_into").in_bulk([int(n) for n in numbers])
    found = {str(pk): tag for pk, tag in tags.items()}
    return [Chosen(*(found[n] for n in part)) for part in fitting if all(n in found for n in part)]


def perform(act: Act, given: Sequence[Chosen], by: User) -> tuple[int, list[str]]:
    """Do the act to each in one batch: how often it was done, and why not to the others."""
    batch, count, refused = authority.new_batch(), 0, []
    for each in given:
        try:
            count += bool(act.do(each, by, batch))
        except authority.Refused as error:
            refused.append(str(error))
    return count, refused


def stop_form(tag: Tag) -> str:
    """The French form that a record was made of."""
    return tag.label_fr or tag.label_en


def only_one(word: str) -> Tag:
    """The record that goes by a name. Raises Refused where none does, or several."""
    found = named(" ".join(word.replace("\x00", "").split()))
    if not found:
        raise authority.Refused(f"There is no record “{word}”.")
    if len(found) > 1:
        slugs = ", ".join(sorted(tag.slug for tag in found))
        raise authority.Refused(f"“{word}” means several records: give one of {slugs}.")
    return found.pop()


def _dismiss(pair: Chosen, by: User, batch: str) -> bool:
    asked = pairs_of(pair.tag, pair.other) if pair.other else []
    return sum(authority.dismiss(each, by, batch=batch) for each in asked) > 0


def _merge(pair: Chosen, by: User, batch: str) -> object:
    return pair.other and authority.merge(pair.tag, pair.other, by, batch=batch)


def _stop(each: Chosen, by: User, batch: str) -> object:
    if each.tag.kind == Tag.Kind.SUBJECT:
        raise authority.Refused(f"“{each}” is a subject and no name in the text: hide it instead.")
    return authority.stop(stop_form(each.tag), each.tag.kind, by, batch=batch)


def _on_tag(act: Callable[..., bool]) -> Do:
    return lambda each, by, batch: act(each.tag, by, batch=batch)


ACTS = {
    "review": Act("Reviewed", "Reviewed {}.", _on_tag(authority.review)),
    "hide": Act("Hide", "Hidden from readers: {}.", _on_tag(authority.hide)),
    "stop": Act("Stop the name", "Stopped {}: the articles are read again.", _stop),
    "show": Act(
        "Show again",
        "Shown to readers again: {}. Articles with the names are being read again.",
        _on_tag(authority.unhide),
    ),
    "unreview": Act("Review again", "Put back for review: {}.", _on_tag(authority.unreview)),
    "merge": Act("Merge", "Merged {}.", _merge, on_pairs=True),
    "dismiss": Act("Keep apart", "Kept apart for good: {}.", _dismiss, on_pairs=True),
}
