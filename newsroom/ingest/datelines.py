"""When a story was published: what its document says, else what its French says of today."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from newsroom.ingest.calendar_fr import DAY_MONTH, WEEKDAY, YEAR, date_of
from newsroom.ingest.story import Dateline

PARIS = ZoneInfo("Europe/Paris")
FIRST_NEWSPAPER = date(1600, 1, 1)  # an earlier date is a slip
DAY_ONLY = re.compile(r"\d{4}-?\d\d-?\d\d")
OPENING = 3  # sentences that speak of the day of publication

# « aujourd'hui mercredi 23 octobre », « ce mercredi 23 octobre 2024 », « ce mercredi (23 octobre) »
TODAY = re.compile(
    rf"\b(?:aujourd['’]hui|ce)[\s,(]+{WEEKDAY}[\s,(]+{DAY_MONTH}{YEAR}?", re.IGNORECASE
)
# « PARIS, 23 octobre 2024 (Agence) – », « Lyon, le mercredi 23 octobre – »
CAPITALISED = r"[A-ZÀ-ÖØ-ÝŒ][\w'’-]{1,30}"
PLACE = rf"(?-i:{CAPITALISED}(?: {CAPITALISED}){{0,3}})(?:\s*\([^()]{{1,40}}\))?"
DATELINE = re.compile(
    rf"{PLACE}\s*[,–—-]\s*(?:le\s+)?(?:{WEEKDAY}\s+)?{DAY_MONTH}{YEAR}?"
    r"\s*,?\s*(?:\([^()]{1,40}\)|/[\w /-]{2,30}/)?\s*[–—:-]",
    re.IGNORECASE,
)
# « Publié le mercredi 23 octobre 2024 à 18 h 05 », on a line of its own
PUBLISHED = re.compile(
    rf"(?:(?:publié|posté|paru|diffusé|mis\s+en\s+ligne)e?\s*:?\s*)?(?:le\s+)?(?:{WEEKDAY},?\s+)?"
    rf"{DAY_MONTH}{YEAR}(?:\s*(?:,|à|-|–)*\s*(?P<hour>[012]?\d)\s*[h:]\s*(?P<minute>[0-5]\d)?)?\s*\.?",
    re.IGNORECASE,
)


def from_document(written: str) -> Dateline | None:
    """Read a date that a document gives of itself: ISO 8601, or the form of e-mail (RFC 5322).

    A time without a zone is in Paris, and the day is the day in Paris. None where it is neither.
    """
    written = written.strip()
    try:
        at = _iso(written) or parsedate_to_datetime(written)
        at = at.replace(tzinfo=at.tzinfo or PARIS).astimezone(UTC)
        on = at.astimezone(PARIS).date()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    if on < FIRST_NEWSPAPER:
        return None
    exact = None if DAY_ONLY.fullmatch(written) else at
    return Dateline(on=on, basis="document", at=exact, evidence=written[:300])


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def from_line(line: str) -> Dateline | None:
    """Read a line of its own such as « Publié le 23 octobre 2024 à 18 h 05 »."""
    found = PUBLISHED.fullmatch(line.strip()) if len(line) <= 80 else None
    on = date_of(found, not_after=date.max) if found else None
    if found is None or on is None:
        return None
    at = None
    if found["hour"] and int(found["hour"]) < 24:
        clock = time(int(found["hour"]), int(found["minute"] or 0), tzinfo=PARIS)
        at = datetime.combine(on, clock).astimezone(UTC)
    return Dateline(on=on, basis="document", at=at, evidence=line.strip())


def inferred(sentences: Sequence[str], *, not_after: date) -> Dateline | None:
    """What the French itself says of today; None where it says nothing, or two things.

    `not_after` is the day of receipt. A dateline opens the text; « ce mercredi 23 octobre » counts
    in the first three sentences, and anywhere if the same day is said twice.
    """
    early = list(_today(sentences[:OPENING], not_after))
    early += _dateline(sentences[:1], not_after)
    said = Counter(day for day, _ in _today(sentences, not_after))
    often = [pair for pair in _today(sentences, not_after) if said[pair[0]] > 1]
    candidates = dict(reversed(early + often))
    if len(candidates) != 1:
        return None
    on, words = candidates.popitem()
    return Dateline(on=on, basis="inferred", evidence=words[:300])


def _today(sentences: Sequence[str], not_after: date) -> Iterator[tuple[date, str]]:
    for found in (found for sentence in sentences for found in TODAY.finditer(sentence)):
        day = date_of(found, not_after=not_after)
        if day:
            yield day, found[0].rstrip(" .")


def _dateline(sentences: Sequence[str], not_after: date) -> Iterator[tuple[date, str]]:
    for sentence in sentences:
        found = DATELINE.match(sentence)
        day = date_of(found, not_after=not_after) if found else None
        if found and day:
            yield day, found[0].rstrip(" –—:-")
