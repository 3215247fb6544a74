"""Terms as editors write them, and the changes that they ask for; no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.names import fold
from archive.names.known import words
from archive.terms.english import inflected
from newsroom.curate.desk import Refused
from newsroom.models import Term

LONGEST = 200  # characters of an expression
LONGEST_NOTE = 2000
MOST_FORBIDDEN = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """A term as editors write it."""

    french: str
    english: str
    forbidden: tuple[str, ...] = ()
    part: str = Term.Part.NOUN
    note: str = ""

    @classmethod
    def of(cls, term: Term) -> Facts:
        """What the row says."""
        return cls(term.french, term.english, tuple(term.forbidden), term.part, term.note)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Facts:
        """What JSON says; Refused where that is no term."""
        texts = {name: told.get(name) for name in ("french", "english", "part", "note")}
        forbidden = told.get("forbidden", [])
        if not all(isinstance(each, str) for each in (*texts.values(), *forbidden)):
            raise Refused("This is no term of the glossary.")
        return cls(**texts, forbidden=tuple(forbidden))  # type: ignore[arg-type]

    @property
    def key(self) -> tuple[str, str]:
        """What no other term may share: the folded French and the part of speech."""
        return fold(self.french), self.part

    def as_json(self) -> dict[str, Any]:
        """As a TermChange keeps it."""
        return asdict(self)

    def row(self, **fields: Any) -> Term:
        """The row that says it."""
        told = {**self.as_json(), "forbidden": list(self.forbidden)}
        return Term(folded=self.key[0], **told, **fields)


@dataclass(frozen=True, slots=True)
class Change:
    """One term as it is and as it is to be: without `before` it is new, without `after` it goes."""

    before: Facts | None
    after: Facts | None
    term_id: int | None = None

    @property
    def french(self) -> str:
        """The French by which people know it."""
        told = self.after or self.before
        return told.french if told else ""

    def as_json(self) -> dict[str, Any]:
        """As a form carries it."""
        told = {"before": self.before, "after": self.after}
        return {"term": self.term_id} | {k: v and v.as_json() for k, v in told.items()}


def read_changes(told: Any) -> list[Change]:
    """The changes that a form carries. Raises Refused where they are none."""
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise Refused("These are no changes of the glossary.")
    return [_read(each) for each in told]


def _read(told: dict[str, Any]) -> Change:
    before, after, number = told.get("before"), told.get("after"), told.get("term")
    if not all(isinstance(each, dict | None) for each in (before, after)):
        raise Refused("These are no changes of the glossary.")
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return Change(
        Facts.read(before) if before else None,
        clean(Facts.read(after)) if after else None,
        number if is_number else None,
    )


def clean(facts: Facts) -> Facts:
    """The term without stray spaces. Raises Refused with what is wrong with it."""
    french, english = _one_line(facts.french), _one_line(facts.english)
    forbidden = tuple(dict.fromkeys(filter(None, map(_one_line, facts.forbidden))))
    note = facts.note.replace("\x00", "").strip()
    for text, language in ((french, "French"), (english, "English")):
        if not words(text):
            raise Refused(f"Write the {language} of the term.")
    if facts.part not in Term.Part.values:
        raise Refused(f"“{facts.part}” is no part of speech that the glossary knows.")
    if max(map(len, (french, english, *forbidden))) > LONGEST:
        raise Refused(f"An expression has {LONGEST} characters at most.")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note has {LONGEST_NOTE:,} characters at most.")
    _check_forbidden(english, forbidden, facts.part)
    return Facts(french, english, forbidden, facts.part, note)


def _check_forbidden(english: str, forbidden: Sequence[str], part: str) -> None:
    if len(forbidden) > MOST_FORBIDDEN:
        raise Refused(f"A term has {MOST_FORBIDDEN} forbidden wordings at most.")
    own = {words(form) for slot in inflected(english, part) for form in slot}
    for wording in forbidden:
        if not words(wording):
            raise Refused(f"“{wording}” holds no word to look for.")
        if own & {words(form) for slot in inflected(wording, part) for form in slot}:
            raise Refused(f"“{wording}” cannot be forbidden: it is a form of “{english}” itself.")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def differing(changes: Iterable[Change]) -> list[Change]:
    """The changes that change anything."""
    return [change for change in changes if change.before != change.after]
