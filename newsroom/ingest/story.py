"""What a format makes of a file: frozen stories, without database or settings."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["paragraph", "quote", "list", "caption"]
MOST_SENTENCES = 20_000
TOO_LONG = f"It has more than {MOST_SENTENCES:,} sentences, too many for one article."
NO_TEXT = "It holds no article text."


class Refusal(Exception):
    """Why a file, or one story in it, cannot be taken in: one plain sentence for people."""

    permanent = True

    def __init__(self, reason: str, *, where: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.where = where


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, quotation, list item or caption, as running French text."""

    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Dateline:
    """When a story was published, how that is known, and the words that say so."""

    on: date
    basis: Literal["document", "inferred"]
    at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One article as its file tells it.

    `raw` is what belongs to this story alone, byte for byte (a whole file, one JSON line, one
    feed entry); `where` says which of its file's stories it is. `title` is None where the document
    has none; the desk derives one then.
    """

    ref: str
    format: str
    raw: bytes
    encoding: str
    name: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str = ""
    published: Dateline | None = None
    canonical_url: str = ""
    where: str = ""
    warnings: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """All the French, headline first, a line each."""
        return "\n".join([self.title or "", *(block.text for block in self.blocks)]).strip()
