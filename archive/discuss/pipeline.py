"""What happens to a comment before a person looks: an ordered list of pure rules.

Each rule looks at one frozen Submission and passes it (None), holds it for a moderator, or
refuses it with a sentence for its writer, who keeps the text. The first that does not pass
decides. Nothing is dropped in silence: what looks like spam is stored as spam, for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from archive.discuss.text import links

SHORTEST, LONGEST = 2, 5000  # characters
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=24)
RATE_WINDOW = timedelta(minutes=10)
PER_WRITER, PER_NETWORK = 5, 20  # comments in the window
LINKS_FREE, LINKS_MOST = 2, 5
GONE = "The comment you reply to is not here any more. Send yours to let it stand by itself."
CLOSED = "This article takes no comments at present."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a writer sent. `writer` and `network` are digests; `age` is how long the form was open.

    `trap` is what stood in the field that people do not see.
    """

    text: str
    name: str
    writer: str
    network: str
    age: timedelta
    email: str = ""
    trap: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent, with what the archive knows of its writer.

    `by_writer` and `by_network` count comments stored within RATE_WINDOW; `said_elsewhere` is
    whether either sent the same text elsewhere within a day.
    """

    sent: Sent
    by_writer: int = 0
    by_network: int = 0
    said_elsewhere: bool = False
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


def length(submission: Submission) -> Verdict:
    """At least two characters, at most 5,000."""
    count = len(submission.sent.text)
    if count == 0:
        return Refusal("empty", "Write your comment here.", "text")
    if count < SHORTEST:
        return Refusal("short", "A comment needs at least two characters.", "text")
    if count > LONGEST:
        words = f"A comment may have 5,000 characters; yours has {count:,}. Shorten it a little."
        return Refusal("long", words, "text")
    return None


def form_age(submission: Submission) -> Verdict:
    """A person needs three seconds; after a day the page is out of date."""
    if submission.sent.age < SOONEST:
        return Refusal("quick", "That was very quick. Wait three seconds and send it again.")
    if submission.sent.age > LATEST:
        return Refusal("old", "The page was open for more than a day. Please send it once more.")
    return None


def rate(submission: Submission) -> Verdict:
    """Only so many in ten minutes from one writer, and from one network."""
    if submission.by_writer >= PER_WRITER or submission.by_network >= PER_NETWORK:
        words = "Many comments came from you or from near you. Wait ten minutes and send it again."
        return Refusal("rate", words)
    return None


def honeypot(submission: Submission) -> Verdict:
    """Only a program fills in a field that people do not see, or a browser by mistake."""
    if submission.sent.trap:
        return Hold("honeypot", submission.sent.trap[:300], spam=True)
    return None


def link_count(submission: Submission) -> Verdict:
    """Two links pass, up to five wait for a moderator, more are refused."""
    found = links(submission.sent.text)
    if len(found) > LINKS_MOST:
        words = f"A comment may hold five links; yours holds {len(found)}. Take some out."
        return Refusal("links", words, "text")
    if len(found) > LINKS_FREE:
        return Hold("links", " ".join(found)[:300])
    return None


def repeated(submission: Submission) -> Verdict:
    """The same words in several places are looked at."""
    return Hold("repeated") if submission.said_elsewhere else None


def first_time(submission: Submission) -> Verdict:
    """A writer is known once a comment of theirs stands published."""
    return None if submission.is_known else Hold("first")


RULES: tuple[Callable[[Submission], Verdict], ...] = (
    length,
    form_age,
    rate,
    honeypot,
    link_count,
    repeated,
    first_time,
)


def judge(submission: Submission) -> Hold | None:
    """The first rule's word that is not a pass. None publishes it; a Refusal is raised."""
    for rule in RULES:
        verdict = rule(submission)
        if isinstance(verdict, Refusal):
            raise verdict
        if verdict:
            return verdict
    return None
