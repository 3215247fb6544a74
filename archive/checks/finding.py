"""What a check says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a look: `code` for machines, `words` one plain sentence for people.

    `retry` asks the engine for another attempt, as a better wording is likely to be had.
    """

    code: str
    words: str
    retry: bool = False

    def as_json(self) -> dict[str, str]:
        """What a Translation keeps of it."""
        return {"code": self.code, "words": self.words}
