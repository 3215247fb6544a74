"""Counting what became of many stories, and saying it in a sentence."""

from dataclasses import dataclass, field

from newsroom.ingest.desk import Receipt


@dataclass(slots=True)
class Tally:
    """Ids of the articles stored or changed, and how many stories were unchanged or refused."""

    stored: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    unchanged: int = 0
    refused: int = 0

    def count(self, receipt: Receipt) -> None:
        """Add one story's receipt."""
        if receipt.outcome == "unchanged":
            self.unchanged += 1
        else:
            (self.stored if receipt.outcome == "stored" else self.changed).add(receipt.article_id)

    def articles(self) -> set[int]:
        """Ids of the articles that now have something to translate."""
        return self.stored | self.changed

    def sentence(self) -> str:
        """Such as "Stored 12 articles, 3 unchanged, 1 refused."."""
        changed = f"{len(self.changed)} changed, " if self.changed else ""
        return (
            f"Stored {articles(len(self.stored))}, {changed}"
            f"{self.unchanged} unchanged, {self.refused} refused."
        )


def articles(count: int) -> str:
    """A number of articles in words: "1 article", "2 articles"."""
    return f"{count} article" if count == 1 else f"{count} articles"
