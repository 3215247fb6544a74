"""What happens to a comment before a person looks: an ordered list of pure rules.

Each rule looks at one frozen Submission and passes it (None), holds it for a moderator, or
refuses it with a sentence for its writer, who keeps the text. The first refusal decides, whatever
holds the text besides: a moderator is not shown what cannot be published, and its writer can mend
it now. Where none refuses, what looks like spam is stored as spam, for a person to see;
nothing is dropped in silence. Else the first hold stands with its evidence.

So the order says two things. Of two refusals the writer reads the one that no mending cures
(closed, suspended) before those that the text cures, and these before those that time cures. Of
two holds the moderator sees what a person decided before what the text shows, and that before what
is known of its writer; that a writer is new, which says least, comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive.discuss.pipeline import rules
from archive.discuss.pipeline.likeness import normalised
from archive.discuss.pipeline.rules import RATE_WINDOW
from archive.discuss.pipeline.values import (
    ASTRAY,
    CLOSED,
    GONE,
    LATEST,
    LONGEST,
    SHORTEST,
    SOONEST,
    Earlier,
    Hold,
    Kind,
    Refusal,
    Sent,
    Submission,
    Treatment,
    Verdict,
    Watched,
)

__all__ = [
    "ASTRAY",
    "CLOSED",
    "GONE",
    "LATEST",
    "LONGEST",
    "RATE_WINDOW",
    "RULES",
    "SHORTEST",
    "SOONEST",
    "Earlier",
    "Hold",
    "Kind",
    "Refusal",
    "Rule",
    "Sent",
    "Submission",
    "Treatment",
    "Verdict",
    "Watched",
    "judge",
    "normalised",
]

Rule = Callable[[Submission], Verdict]

COMMENT: tuple[Rule, ...] = (
    rules.thread_open,
    rules.standing,
    rules.length,
    rules.watched,
    rules.link_count,
    rules.form_age,
    rules.rate,
    rules.honeypot,
    rules.repeated,
    rules.refusals,
    rules.first_time,
)
RULES: Mapping[Kind, tuple[Rule, ...]] = {
    Kind.COMMENT: COMMENT,
    Kind.EDIT: COMMENT,
    # An editor decides on each: a hold only says which to look at last.
    Kind.SUGGESTION: (
        rules.standing,
        rules.watched,
        rules.link_count,
        rules.form_age,
        rules.rate,
        rules.honeypot,
        rules.refusals,
    ),
    # Its note may quote what is wrong with the comment, so words and links are not asked.
    Kind.REPORT: (
        rules.standing,
        rules.form_age,
        rules.rate,
        rules.honeypot,
    ),
}


def judge(submission: Submission) -> Hold | None:
    """What the rules for its kind say together: None publishes it; a Refusal is raised."""
    holds: list[Hold] = []
    for rule in RULES[submission.kind]:
        verdict = rule(submission)
        if isinstance(verdict, Refusal):
            raise verdict
        if verdict:
            holds.append(verdict)
    spam = [hold for hold in holds if hold.spam]
    return next(iter(spam + holds), None)
