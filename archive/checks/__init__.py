"""Checks: what in an English sentence is worth a person's look, given its French.

Pure functions of two texts. They never raise, whatever the texts are, and take linear time. They
expect English in its final typography: a figure left in the French manner counts as missing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from archive.checks import content, form
from archive.checks.finding import Finding
from archive.names import Rendering
from archive.terms import Known, Use

__all__ = ["Finding", "findings"]

AT_MOST = 3  # findings of one check, so that a table of figures does not drown the rest
SAID = re.compile(r"[^\W_]")

Check = Callable[[str, str], Iterator[Finding]]

# In this order they are shown, the gravest first.
CHECKS: tuple[Check, ...] = (
    form.unknown,
    form.echo,
    form.loop,
    form.length,
    content.negation,
    content.figures,
    content.names,
    content.terms,
    content.kept,
    content.tone,
    content.quotation,
)


def findings(french: str, english: str, known: Sequence[Known] = ()) -> tuple[Finding, ...]:
    """What is worth checking in the English; empty if nothing is.

    `known` are the names and terms of the French whose English is decided.
    """
    if not SAID.search(english):
        lost = SAID.search(french)
        return (Finding("empty", "There is no English.", retry=True),) if lost else ()
    checks = _with(known) if known else CHECKS
    found = (finding for check in checks for finding in islice(check(french, english), AT_MOST))
    return tuple(dict.fromkeys(found))


def _with(known: Sequence[Known]) -> list[Check]:
    """The checks, those of names and terms told what is known."""
    uses = [each for each in known if isinstance(each, Use)]
    renderings = [each for each in known if isinstance(each, Rendering)]
    told: dict[Check, Check] = {
        content.names: partial(
            content.names, renderings=renderings, besides=[use.french for use in uses]
        ),
        content.terms: partial(content.terms, uses=uses),
    }
    return [told.get(check, check) for check in CHECKS]
