"""What a reader is shown of an article: its sentences in order, as an Edition holds them.

An article without an Edition is read in French from its newest Capture. What a Source does not
allow to be shown is cut here, so that the page, its JSON and a sentence's own page agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import count, groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import F

from archive import editions
from archive.crediting import credit
from archive.dismissals import dismissed, open_checks
from archive.mentions import Mentions
from archive.models import Article, Capture, Edition, Segment, Source, Translation
from archive.quotations import Quotations, find, in_paragraph

# BCP 47 with the T extension (RFC 6497): English made from French by an unnamed machine.
MACHINE_ENGLISH = "en-t-fr-t0-und"
Manifest = Sequence[Any]  # rows of uid, kind, paragraph and the wording's id, as JSON gives them
CHECKED = frozenset({Translation.State.EDITED, Translation.State.APPROVED})
EXCERPT_PARAGRAPHS = 2
EXCERPT_WORDS = 80


class Level(StrEnum):
    """How much of an article a person has checked, in readers' words."""

    PENDING = "translation pending"
    MACHINE = "machine translation"
    PARTLY = "partly reviewed"
    FULLY = "fully reviewed"

    @classmethod
    def of(cls, checked: int, total: int) -> Level:
        """The level of an Edition of `total` sentences with `checked` seen by a person."""
        if checked == 0:
            return cls.MACHINE
        return cls.FULLY if checked == total else cls.PARTLY


ORIGINS = {
    (Translation.Origin.MACHINE, False): "Machine translation",
    (Translation.Origin.MACHINE, True): "Machine translation, approved by a person",
    (Translation.Origin.MEMORY, False): "From an earlier translation that a person accepted",
    (Translation.Origin.MEMORY, True): "From an earlier translation, approved by a person",
    (Translation.Origin.EDITOR, False): "Written by an editor",
    (Translation.Origin.EDITOR, True): "Written by an editor",
    (Translation.Origin.READER, False): "A reader’s wording",
    (Translation.Origin.READER, True): "A reader’s wording, accepted by an editor",
}
CREDITED = "Suggested by {}, accepted by an editor"
CHANGED = "Suggested by {}, accepted with changes by an editor"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as readers see it. `flag` numbers those worth checking; 0 is none.

    `credit` is the reader who suggested the English, if they gave a name. `checks` are those that
    it failed, without those that an editor dismissed.
    """

    uid: int
    n: int
    kind: str
    paragraph: int
    french: str
    wording: Translation | None = None
    flag: int = 0
    credit: str = ""
    checks: tuple[Mapping[str, str], ...] = ()

    @property
    def english(self) -> str | None:
        """The English, None while there is none."""
        return self.wording.text if self.wording else None

    @property
    def checked(self) -> bool:
        """Whether a person wrote or approved the English."""
        return self.wording is not None and self.wording.state in CHECKED

    @property
    def reasons(self) -> list[str]:
        """Why the English is worth checking, a sentence each; a person's check ends them."""
        return [] if self.checked else [check["words"] for check in self.checks]

    @property
    def language(self) -> str:
        """The language tag of the English: a machine's hand is named, a person's is plain."""
        return language_of(self.wording) if self.wording else "en"

    @property
    def origin(self) -> str:
        """Who made the English, in words for readers."""
        return origin_of(self.wording, self.credit) if self.wording else Level.PENDING.capitalize()


def language_of(wording: Translation) -> str:
    """The language tag of a wording: a machine's hand is named, a person's is plain."""
    by_machine = wording.origin == Translation.Origin.MACHINE and wording.state not in CHECKED
    return MACHINE_ENGLISH if by_machine else "en"


def origin_of(wording: Translation, credit: str = "") -> str:
    """Who made a wording, in words for readers; `credit` is the reader who suggested it."""
    if credit:
        is_changed = wording.state == Translation.State.EDITED
        return (CHANGED if is_changed else CREDITED).format(credit)
    return ORIGINS[Translation.Origin(wording.origin), wording.state in CHECKED]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs that belong together on the page: one, or a run of quotations or list items."""

    kind: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class Reading:
    """An article as a reader may see it.

    `withheld` counts the sentences its Source keeps back; `level` speaks of all of them.
    `mentions` are the names to mark, by sentence: none unless a reader asks for them.
    """

    article: Article
    capture: Capture
    edition: Edition | None
    sentences: tuple[Sentence, ...]
    withheld: int
    level: Level
    mentions: Mapping[int, Mentions] = field(default_factory=dict)

    @cached_property
    def headline(self) -> Sentence | None:
        """The headline as a sentence; None where the headline was drawn from the text."""
        return next((s for s in self.sentences if s.kind == Segment.Kind.TITLE), None)

    @cached_property
    def body(self) -> tuple[Sentence, ...]:
        """All but the headline."""
        return tuple(s for s in self.sentences if s.kind != Segment.Kind.TITLE)

    @cached_property
    def groups(self) -> list[Group]:
        """The body's paragraphs, runs of quotations and of list items joined."""
        return list(_grouped(self.body))

    @cached_property
    def quotations(self) -> dict[int, Quotations]:
        """Where sentences hold words that were said in French, by the sentence's uid."""
        found: dict[int, Quotations] = {}
        for _, run in groupby(self.sentences, key=lambda s: s.paragraph):
            paragraph = list(run)
            held = in_paragraph([(s.french, s.english or "") for s in paragraph])
            found |= {s.uid: q for s, q in zip(paragraph, held, strict=True) if q}
        return found

    @cached_property
    def headline_quotations(self) -> Quotations | None:
        """The same for the headline, which may be an opening of the text."""
        return find(self.title_fr, self.edition.title if self.edition else "")

    @cached_property
    def doubtful(self) -> list[Sentence]:
        """The sentences worth checking, in order."""
        return [s for s in self.sentences if s.flag]

    @cached_property
    def checked(self) -> int:
        """How many sentences a person has checked."""
        return sum(s.checked for s in self.sentences)

    @cached_property
    def engines(self) -> list[str]:
        """The engines that wrote any of the sentences."""
        return sorted({s.wording.engine for s in self.sentences if s.wording and s.wording.engine})

    @property
    def title_fr(self) -> str:
        """The French headline."""
        return self.edition.title_fr if self.edition else self.capture.title

    @property
    def headline_language(self) -> str:
        """The language tag of the English headline, which may be the first sentence's opening."""
        if self.headline_is_given:
            return "en"
        first = self.headline or next(iter(self.body), None)
        return first.language if first else MACHINE_ENGLISH

    @property
    def headline_is_given(self) -> bool:
        """Whether an editor wrote the English headline, as none came with the text."""
        return self.edition is not None and self.edition.title == self.article.given_title

    @property
    def is_live(self) -> bool:
        """Whether this is the Edition that the article's own address shows."""
        return bool(self.edition and self.edition.pk and self.edition.pk == self.article.edition_id)

    @property
    def newer_capture(self) -> Capture | None:
        """A later text that is not yet in the live Edition."""
        newest = self.article.capture
        return newest if self.is_live and newest and newest.pk != self.capture.pk else None

    @property
    def original_url(self) -> str:
        """Where the French was published, only if that is a web address."""
        return web_address(self.article.canonical_url)

    @property
    def facts(self) -> Edition | Capture:
        """What holds the byline and the date: the Edition, else the Capture."""
        return self.edition or self.capture


def web_address(address: str) -> str:
    """The address if a link may safely lead there, else nothing."""
    return address if urlsplit(address).scheme in {"http", "https"} else ""


def read(article: Article) -> Reading:
    """The article as it stands: its live Edition, else the French of its newest Capture."""
    if article.edition:
        return read_edition(article, article.edition)
    segments = article.segments.alive()
    lines = [
        Sentence(uid=s.uid, n=n, kind=s.kind, paragraph=s.paragraph, french=s.text)
        for n, s in enumerate(segments, 1)
    ]
    assert article.capture is not None, "an article is stored with its first capture"  # noqa: S101
    return _reading(article, article.capture, None, lines)


def read_draft(article: Article) -> Reading:
    """The article as it would be read if it were published now.

    Raises editions.Incomplete where a sentence has no wording.
    """
    return read_edition(article, editions.draft(article))


def read_edition(article: Article, edition: Edition) -> Reading:
    """The article as one of its Editions shows it, from one query, or two where checks failed."""
    return _of_edition(article, edition, _wordings([edition.manifest]))


def read_live(articles: Iterable[Article]) -> dict[int, Reading]:
    """The live Editions of translated articles by the article's id, from one query or two."""
    found = [(article, article.edition) for article in articles if article.edition]
    wordings = _wordings(edition.manifest for _, edition in found)
    return {article.pk: _of_edition(article, edition, wordings) for article, edition in found}


def whole(manifests: Mapping[int, Manifest]) -> dict[int, list[Sentence]]:
    """All sentences of each manifest, cut nowhere, all from one query.

    What a Source keeps back is among them: whoever shows them has `CUTS` to heed.
    """
    wordings = _wordings(manifests.values())
    return {key: _lines(manifest, wordings) for key, manifest in manifests.items()}


class Worded(NamedTuple):
    """A French sentence, its English, whom to credit with that, and the checks that stand."""

    french: str
    wording: Translation
    credit: str
    checks: tuple[Mapping[str, str], ...]


def _wordings(manifests: Iterable[Manifest]) -> dict[int, Worded]:
    """The wordings of the manifests' rows by their id, each with its French and its credit."""
    ids = {row[3] for manifest in manifests for row in manifest}
    french, digest = F("segment__text"), F("segment__sha256")
    rows = Translation.objects.annotate(french=french, french_sha256=digest, credit=credit())
    found = rows.in_bulk(ids)
    held = dismissed({wording.french_sha256 for wording in found.values() if wording.checks})
    return {
        pk: Worded(t.french, t, t.credit, open_checks(t.checks, t.french_sha256, held))
        for pk, t in found.items()
    }


def _of_edition(article: Article, edition: Edition, wordings: Mapping[int, Worded]) -> Reading:
    lines = _lines(edition.manifest, wordings)
    return _reading(article, edition.capture, edition, lines)


def _lines(manifest: Manifest, wordings: Mapping[int, Worded]) -> list[Sentence]:
    lines = []
    for n, (uid, kind, paragraph, pk) in enumerate(manifest, 1):
        french, wording, name, checks = wordings[pk]
        line = Sentence(uid, n, kind, paragraph, french, wording, credit=name, checks=checks)
        lines.append(line)
    return lines


def _reading(
    article: Article, capture: Capture, edition: Edition | None, lines: Sequence[Sentence]
) -> Reading:
    shown = CUTS[Source.Display(article.source.display)](lines)
    flags = count(1)
    flagged = tuple(replace(s, flag=next(flags)) if s.reasons else s for s in shown)
    checked = sum(s.checked for s in lines)
    level = Level.of(checked, len(lines)) if edition else Level.PENDING
    return Reading(article, capture, edition, flagged, len(lines) - len(shown), level)


def _headline_only(lines: Sequence[Sentence]) -> list[Sentence]:
    return [s for s in lines if s.kind == Segment.Kind.TITLE]


def _opening(lines: Sequence[Sentence]) -> list[Sentence]:
    """The headline and the first paragraphs, up to the sentence that passes the word limit."""
    body = [s for s in lines if s.kind != Segment.Kind.TITLE]
    allowed = sorted({s.paragraph for s in body})[:EXCERPT_PARAGRAPHS]
    kept, words = _headline_only(lines), 0
    for sentence in body:
        if sentence.paragraph not in allowed or words >= EXCERPT_WORDS:
            break
        kept.append(sentence)
        words += len(sentence.french.split())
    return kept


CUTS: dict[Source.Display, Callable[[Sequence[Sentence]], Sequence[Sentence]]] = {
    Source.Display.FULL: lambda lines: lines,
    Source.Display.EXCERPT: _opening,
    Source.Display.METADATA: _headline_only,
}


def _grouped(body: Sequence[Sentence]) -> Iterator[Group]:
    paragraphs = [tuple(run) for _, run in groupby(body, key=lambda s: s.paragraph)]
    joined = {Segment.Kind.QUOTE, Segment.Kind.LIST}

    def run_of(paragraph: tuple[Sentence, ...]) -> tuple[str, int]:
        first = paragraph[0]
        return first.kind, 0 if first.kind in joined else first.paragraph

    for (kind, _), run in groupby(paragraphs, key=run_of):
        yield Group(kind, tuple(run))
