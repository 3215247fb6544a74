"""Sentences in the database, for the tests of the translation desk."""

import hashlib
from datetime import date

from archive.models import Article, Segment, Source, Translation


def article(*sentences: str, ref: str = "a") -> list[Segment]:
    """An article of these sentences, as ingest would keep them; its segments in order."""
    source, _ = Source.objects.get_or_create(slug="test", defaults={"name": "Test"})
    made = Article.objects.create(source=source, source_ref=ref, listed_on=date(2024, 10, 23))
    return [
        Segment.objects.create(
            article=made,
            uid=position,
            paragraph=1,
            position=position,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        for position, text in enumerate(sentences, start=1)
    ]


def wording(
    segment: Segment, text: str, *, state: str = "edited", origin: str = "editor", engine: str = ""
) -> Translation:
    """One more English wording of the segment."""
    return Translation.objects.create(
        segment=segment,
        n=segment.translations.count() + 1,
        text=text,
        state=state,
        origin=origin,
        engine=engine,
    )
