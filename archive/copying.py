"""What goes with a sentence that is copied: where it stands, for good, and who has looked at it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.citing.text import closed, dated
from archive.citing.works import Work
from archive.models import Translation
from archive.reading import Sentence


@dataclass(frozen=True, slots=True)
class Whence:
    """The line under copied words, up to the address; and the address of the Edition."""

    words: str
    address: str

    @classmethod
    def of(cls, work: Work) -> Whence:
        """The line for a translated work."""
        published = closed(f"{work.outlet}, {dated(work)}")
        return cls(f"{published} {work.archive}, edition {work.edition}:", work.url)

    def line(self, sentence: Sentence) -> str:
        """The line for one sentence. `copying.js` puts it together in the same way."""
        return f"{self.words} {self.address}#s{sentence.uid} ({standing(sentence)})"


def standing(sentence: Sentence) -> str:
    """How far the English may be trusted, in a few words."""
    if sentence.checked:
        return "translation reviewed by a person"
    if sentence.wording and sentence.wording.origin == Translation.Origin.MEMORY:
        return "translation a person accepted before"
    return "machine translation"
