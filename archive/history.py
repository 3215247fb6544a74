"""The history of one sentence: the wordings that readers have seen, and from which Edition on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.crediting import credit
from archive.dismissals import dismissed, open_checks
from archive.models import Edition, Segment, Source, Suggestion, Translation
from archive.reading import Reading, Sentence, language_of, origin_of


@dataclass(frozen=True, slots=True)
class Wording:
    """One English wording, the first Edition that showed it, and whether it stands now.

    `credit` is the reader who suggested it, if they gave a name. `checks` are those that it
    failed, without those that an editor dismissed.
    """

    translation: Translation
    since: Edition
    stands: bool
    credit: str = ""
    checks: tuple[Mapping[str, str], ...] = ()

    @property
    def origin(self) -> str:
        """Who made it, in words for readers."""
        return origin_of(self.translation, self.credit)

    @property
    def suggestion(self) -> Suggestion | None:
        """The reader's suggestion that became this wording; None for any other."""
        return getattr(self.translation, "suggestion", None)

    @property
    def language(self) -> str:
        """The language tag of the English."""
        return language_of(self.translation)


@dataclass(frozen=True, slots=True)
class History:
    """A sentence's French, its place in the live text if it still has one, and its wordings.

    `waiting` counts the suggestions that an editor will look at; those held back are not told of.
    """

    uid: int
    french: str
    shown: Sentence | None
    wordings: list[Wording]
    waiting: int


def history(reading: Reading, uid: int) -> History | None:
    """The history of a sentence of the article, newest wording first.

    None where there is no such sentence, or where its Source keeps it back.
    """
    shown = next((s for s in reading.sentences if s.uid == uid), None)
    if shown is None and reading.article.source.display != Source.Display.FULL:
        return None
    firsts = _first_shown(reading, uid)
    if shown is None and not firsts:
        return None
    segment = Segment.objects.get(article=reading.article, uid=uid)
    french = shown.french if shown else segment.text
    waiting = segment.suggestions.waiting().filter(hold_reason="").count() if shown else 0
    return History(uid, french, shown, _wordings(segment, shown, firsts), waiting)


def _first_shown(reading: Reading, uid: int) -> dict[int, Edition]:
    """For each wording of the sentence that readers saw, by id, the Edition that began it."""
    firsts: dict[int, Edition] = {}
    for edition in reading.article.editions.order_by("n"):
        for row_uid, _, _, pk in edition.manifest:
            if row_uid == uid:
                firsts.setdefault(pk, edition)
    return firsts


def _wordings(
    segment: Segment, shown: Sentence | None, firsts: dict[int, Edition]
) -> list[Wording]:
    standing = shown.wording.pk if shown and shown.wording else None
    found = Translation.objects.filter(pk__in=firsts).annotate(credit=credit())
    held = dismissed([segment.sha256])
    return [
        Wording(
            t, firsts[t.pk], t.pk == standing, t.credit, open_checks(t.checks, segment.sha256, held)
        )
        for t in found.select_related("suggestion").order_by("-n")
    ]
