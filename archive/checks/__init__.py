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
    content.kept,
    content.tone,
    content.quotation,
)


def findings(
    french: str, english: str, renderings: Sequence[Rendering] = ()
) -> tuple[Finding, ...]:
    """What is worth checking in the English; empty if nothing is.

    `renderings` are the names of the French for which the authority file has an English.
    """
    if not SAID.search(english):
        lost = SAID.search(french)
        return (Finding("empty", "There is no English.", retry=True),) if lost else ()
    names = partial(content.names, renderings=renderings)
    checks = (names if check is content.names else check for check in CHECKS)
    found = (finding for check in checks for finding in islice(check(french, english), AT_MOST))
    return tuple(dict.fromkeys(found))
