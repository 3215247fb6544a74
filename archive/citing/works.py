"""What there is to cite of a Reading: two works, frozen. Nothing here knows of a format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.encoding import iri_to_uri
from django.utils.timezone import localdate

from archive.citing.names import Name, names_in, one_line
from archive.models import Edition, Translation
from archive.reading import Level, Reading

UNNAMED = "Machine translation"
REVIEWS: Mapping[Level, str] = {Level.PARTLY: ", partly reviewed", Level.FULLY: ", fully reviewed"}


@dataclass(frozen=True, slots=True)
class Work:
    """The French article, or one Edition of its English; `edition` tells them apart.

    `published_on` is the outlet's date and None where it is not known. `seen_on` is the day on
    which the archive received the French, or from which the Edition stands at its address.
    `made` says how the English came about. `digest` is the SHA-256 of the bytes received, or of
    all that readers of the Edition see.
    """

    key: str
    language: str
    title: str
    other_title: str
    authors: tuple[Name, ...]
    outlet: str
    published_on: date | None
    date_is_inferred: bool
    url: str
    archive: str
    seen_on: date
    digest: str
    edition: int | None = None
    translators: tuple[str, ...] = ()
    made: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A pair: the original, and the translation once there is one."""

    original: Work
    translation: Work | None

    @property
    def works(self) -> tuple[Work, ...]:
        """Both, the translation first; or the original alone."""
        return (self.translation, self.original) if self.translation else (self.original,)

    def named(self) -> Iterator[tuple[str, Work]]:
        """Each under the name that addresses and pages give it."""
        yield "original", self.original
        if self.translation:
            yield "translation", self.translation


def cite(reading: Reading, *, archive: str, address: str) -> Citation:
    """The works behind a page. `archive` and `address` are the site's name and public address."""
    original = _original(reading, archive)
    if reading.edition is None:
        return Citation(original, None)
    return Citation(original, _translation(reading, reading.edition, archive, address))


def _original(reading: Reading, archive: str) -> Work:
    facts, capture = reading.facts, reading.capture
    return Work(
        key=f"passerelle{reading.article.pk}c{capture.n}",
        language="fr",
        title=one_line(reading.title_fr),
        other_title=one_line(reading.edition.title) if reading.edition else "",
        authors=names_in(facts.byline),
        outlet=one_line(reading.article.source.name),
        published_on=facts.published_on,
        date_is_inferred=facts.date_basis == "inferred",
        url=iri_to_uri(one_line(reading.original_url)),
        archive=one_line(archive),
        seen_on=localdate(capture.received_at),
        digest=capture.sha256,
    )


def _translation(reading: Reading, edition: Edition, archive: str, address: str) -> Work:
    engines = _engines(reading)
    by_persons = reading.level is Level.FULLY and not engines and not reading.withheld
    return Work(
        key=f"passerelle{reading.article.pk}v{edition.n}",
        language="en",
        title=one_line(edition.title),
        other_title=one_line(edition.title_fr),
        authors=names_in(edition.byline),
        outlet=one_line(reading.article.source.name),
        published_on=edition.published_on,
        date_is_inferred=edition.date_basis == "inferred",
        url=iri_to_uri(address + edition.get_absolute_url()),
        archive=one_line(archive),
        seen_on=localdate(edition.at),
        digest=edition.digest,
        edition=edition.n,
        translators=engines or ((one_line(archive),) if by_persons else (UNNAMED,)),
        made=_made(reading.level, engines, by_persons=by_persons),
    )


def _made(level: Level, engines: tuple[str, ...], *, by_persons: bool) -> str:
    kind = "Translation" if by_persons else "Machine translation"
    by = f" by {', '.join(engines)}" if engines else ""
    return f"{kind} from French{by}{REVIEWS.get(level, '')}"


def _engines(reading: Reading) -> tuple[str, ...]:
    """The machines among the translators; what memory took over is a person's already."""
    wordings = [s.wording for s in reading.sentences if s.wording]
    machines = {w.engine for w in wordings if w.origin == Translation.Origin.MACHINE}
    return tuple(sorted(_named(engine) for engine in machines))


def _named(engine: str) -> str:
    """Package, version and digest; the brackets keep readers from taking a digest for a surname."""
    words = one_line(engine).replace(",", "").split()
    if len(words) == 3 and not words[2].startswith("("):
        words[2] = f"({words[2]})"
    return " ".join(words)
