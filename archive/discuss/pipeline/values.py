"""What the rules look at and what they answer: frozen values that know no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST, LONGEST = 2, 5000  # characters
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=24)
GONE = "The comment you reply to is not here any more. Send yours to let it stand by itself."
CLOSED = "This article takes no comments at present."
ASTRAY = "The sentence you write about is not here any more. Send yours to let it stand by itself."


class Kind(StrEnum):
    """What is sent. The value stands in the sentences that a writer reads."""

    COMMENT = "comment"
    EDIT = "edit"
    SUGGESTION = "suggestion"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a writer sent. `writer` and `network` are digests; `age` is how long the form was open.

    `notify` asks for a letter when somebody replies. `trap` is what stood in the field that people
    do not see. `parent`, `segment` and `translation` are primary keys: the comment answered, and
    the sentence with the wording that it is about.
    """

    text: str
    name: str
    writer: str
    network: str
    age: timedelta
    email: str = ""
    notify: bool = False
    language: str = "en"
    trap: str = ""
    parent: int | None = None
    segment: int | None = None
    translation: int | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a moderator has this writer treated: `held`, `suspended` or `banned`, in force now."""

    kind: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A word or a few that moderators watch for, folded by `likeness.normalised`."""

    folded: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the writer or somebody on their network said within the last day."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent, with what the archive knows of its writer and of the place it is for.

    `closed` is the sentence that says why the place takes none. `by_writer` and `by_network` count
    what came within RATE_WINDOW. Of the last `decided` comments of either, `refused` were refused.
    `given` is text that is not the writer's own, such as the wording they set out from.
    """

    sent: Sent
    kind: Kind = Kind.COMMENT
    closed: str = ""
    is_parent_gone: bool = False
    treatment: Treatment | None = None
    by_writer: int = 0
    by_network: int = 0
    earlier: tuple[Earlier, ...] = ()
    watched: tuple[Watched, ...] = ()
    given: str = ""
    refused: int = 0
    decided: int = 0
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Store it where only a moderator sees it. `spam` sets it apart from the others."""

    reason: str
    evidence: str = ""
    spam: bool = False


class Refusal(Exception):
    """Nothing is stored; `words` tell the writer why, and `field` names the field that is meant."""

    def __init__(self, reason: str, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.reason, self.words, self.field = reason, words, field


Verdict = Hold | Refusal | None
