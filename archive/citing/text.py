"""Citations as a sentence for people, on the page and as plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.citing.works import Work

Mark = Literal["", "french", "outlet"]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words and what it is: plain, a French headline, or an outlet's name."""

    words: str
    mark: Mark = ""


def write(works: Iterable[Work]) -> str:
    """The citations as plain text, a paragraph each."""
    return "\n\n".join("".join(part.words for part in parts(work)) for work in works) + "\n"


def parts(work: Work) -> list[Part]:
    """A citation in the parts that a page marks up."""
    return list(_french(work) if work.edition is None else _english(work))


def spoken(day: date) -> str:
    """“3 January 2026”."""
    return f"{day.day} {day:%B %Y}"


def dated(work: Work) -> str:
    """When the outlet published it: a day, “n.d.” where that is not known."""
    if work.published_on is None:
        return "n.d."
    return spoken(work.published_on) + (", date inferred" if work.date_is_inferred else "")


def note(work: Work) -> str:
    """What a reference’s note tells: how words and date came about, and which text it is."""
    made = f"{work.made}. " if work.made else ""
    inferred = "Date inferred from the text. " if work.date_is_inferred else ""
    return f"{made}{inferred}{_kept(work, work.digest)}"


def closed(words: str) -> str:
    """The words with a full stop, if no other mark ends them."""
    return words if words.endswith((".", "…", "!", "?")) else f"{words}."


def _kept(work: Work, digest: str) -> str:
    if work.edition is None:
        return f"Received by {work.archive} {spoken(work.seen_on)}. SHA-256 {digest}."
    return f"{work.archive}, edition {work.edition}, {spoken(work.seen_on)}. SHA-256 {digest}."


def _french(work: Work) -> Iterator[Part]:
    yield from _authors(work)
    yield Part(f"«\u00a0{work.title}\u00a0»", "french")
    yield Part(". ")
    yield Part(work.outlet, "outlet")
    yield Part(f", {closed(dated(work))} {_address(work)}{_kept(work, work.digest[:12])}")


def _english(work: Work) -> Iterator[Part]:
    yield from _authors(work)
    yield Part(f"“{work.title}”, translation of ")
    yield Part(f"«\u00a0{work.other_title}\u00a0»", "french")
    yield Part(" (")
    yield Part(work.outlet, "outlet")
    yield Part(f", {dated(work)}). {work.made}. {_address(work)}{_kept(work, work.digest[:12])}")


def _authors(work: Work) -> Iterator[Part]:
    if work.authors:
        yield Part(f"{closed(', '.join(map(str, work.authors)))} ")


def _address(work: Work) -> str:
    return f"{work.url}. " if work.url else ""
