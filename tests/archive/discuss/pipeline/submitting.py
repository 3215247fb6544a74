"""Submissions for the rules to look at: a known writer's, with nothing against them."""

from typing import Any

from archive.discuss.pipeline import Submission
from tests.archive.discuss.writing import sent


def known(
    text: str = "I crossed it today.", *, facts: dict[str, Any] | None = None, **fields: Any
) -> Submission:
    """What a known writer sent; `facts` are the Submission's, `fields` those of what was sent."""
    return Submission(sent(text, **fields), **{"is_known": True, **(facts or {})})


def links(count: int) -> str:
    """A text with so many links."""
    return " ".join(f"https://{n}.example/" for n in range(count))
