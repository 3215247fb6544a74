"""The rules, each a pure function: pass (None), hold for a moderator, or refuse with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from archive.discuss.pipeline.likeness import Words, is_nearly, normalised
from archive.discuss.pipeline.values import (
    GONE,
    LATEST,
    LONGEST,
    SHORTEST,
    SOONEST,
    Hold,
    Kind,
    Refusal,
    Submission,
    Verdict,
)
from archive.discuss.text import links

EVIDENCE_LONGEST = 300  # characters
RATE_WINDOW = timedelta(minutes=10)
# How many within the window, from one writer and from one network.
RATES: Mapping[Kind, tuple[int, int]] = {
    Kind.COMMENT: (5, 20),
    Kind.EDIT: (10, 40),
    Kind.SUGGESTION: (20, 60),
    Kind.REPORT: (10, 40),
}
LINKS_FREE, LINKS_MOST = 2, 5
DECIDED_LAST, DECIDED_LEAST = 10, 3  # decisions looked at, and without which nothing is said


def thread_open(submission: Submission) -> Verdict:
    """The article takes comments, and what is answered still stands."""
    if submission.closed:
        return Refusal("closed", submission.closed)
    return Refusal("parent", GONE) if submission.is_parent_gone else None


def standing(submission: Submission) -> Verdict:
    """As a moderator decided, all waits that this writer sends, or none is taken for a time.

    Either way the writer reads the reason.
    """
    treatment = submission.treatment
    if treatment is None:
        return None
    if treatment.kind == "held":
        return Hold("standing", treatment.reason)
    if treatment.until is None:
        return Refusal("banned", f"You may not write here any more. The reason: {treatment.reason}")
    words = f"You may not write here until {_moment(treatment.until)}."
    return Refusal("suspended", f"{words} The reason: {treatment.reason}")


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


def honeypot(submission: Submission) -> Verdict:
    """Only a program fills in a field that people do not see, or a browser by mistake."""
    if submission.sent.trap:
        return Hold("honeypot", submission.sent.trap[:EVIDENCE_LONGEST], spam=True)
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
    per_writer, per_network = RATES[submission.kind]
    if submission.by_writer >= per_writer or submission.by_network >= per_network:
        words = f"Many {submission.kind}s came from you or from near you."
        return Refusal("rate", f"{words} Wait ten minutes and send it again.")
    return None


def watched(submission: Submission) -> Verdict:
    """Words that moderators watch for are shown to them, or refused at the field they stand in."""
    hold: Hold | None = None
    given = Words(submission.given)
    for field, text in (("text", submission.sent.text), ("name", submission.sent.name)):
        words = Words(text)
        for word in submission.watched:
            match = words.find(word.folded)
            if not match or given.find(word.folded):
                continue
            if word.is_refused:
                told = f"“{match}” is not taken here. Put it in other words, or leave it out."
                return Refusal("words", told, field)
            hold = hold or Hold("words", _cut(f"“{match}” in the {field}"))
    return hold


def link_count(submission: Submission) -> Verdict:
    """Two links pass, up to five wait for a moderator, more are refused."""
    written = links(f"{submission.sent.name}\n{submission.sent.text}")
    found = [link for link in written if link not in submission.given]
    if len(found) > LINKS_MOST:
        words = f"A {_noun(submission)} may hold five links; yours holds {len(found)}."
        return Refusal("links", f"{words} Take some out.", "text")
    if len(found) > LINKS_FREE:
        return Hold("links", _cut(f"{len(found)} links: {' '.join(found)}"))
    return None


def repeated(submission: Submission) -> Verdict:
    """The same words again, or nearly the same, are looked at."""
    words = _comparable(submission.sent.text)
    for earlier in submission.earlier:
        before = _comparable(earlier.text)
        if is_nearly(words, before):
            likeness = "The same words" if words == before else "Nearly the same words"
            return Hold("repeated", f"{likeness} as comment {earlier.id}")
    return None


def refusals(submission: Submission) -> Verdict:
    """Where most of what came last had to be refused, the next is looked at first."""
    refused, decided = submission.refused, submission.decided
    if decided >= DECIDED_LEAST and refused * 2 > decided:
        return Hold("refusals", f"{refused} of {decided}")
    return None


def first_time(submission: Submission) -> Verdict:
    """A writer is known once a comment of theirs stands published."""
    return None if submission.is_known else Hold("first", "No comment of theirs stands published")


def _noun(submission: Submission) -> str:
    return Kind.COMMENT if submission.kind == Kind.EDIT else submission.kind


def _comparable(text: str) -> str:
    """Its words; where it has none, as with signs and pictures alone, the text itself."""
    return normalised(text) or text.strip()


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")


def _cut(evidence: str) -> str:
    return evidence[:EVIDENCE_LONGEST]
