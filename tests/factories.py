"""Rows for tests, each whole and plausible unless a test says otherwise."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from archive import editions
from archive.models import Article, Capture, Edition, Segment, Source, Translation

RECEIVED_AT = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
EDITED_AT = datetime(2026, 11, 3, 10, 15, tzinfo=UTC)
ENGINE = "toy 1.0 (000000000000)"
BODY = (
    ("Le pont a rouvert mardi.", "Les riverains l’attendaient depuis 14 mois."),
    ("« C’est un soulagement », dit une habitante.",),
)
_numbers = count(1)


def sha256(text: str) -> str:
    """The digest of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def make_source(slug: str = "files", **fields: Any) -> Source:
    """The source of that slug, made if need be."""
    fields.setdefault("name", slug.replace("-", " ").capitalize())
    source, _ = Source.objects.update_or_create(slug=slug, defaults=fields)
    return source


def make_article(
    *,
    title: str | None = "Le pont rouvre",
    body: Sequence[Sequence[str]] = BODY,
    source: Source | None = None,
    published_on: date | None = date(2024, 10, 23),
    received_at: datetime = RECEIVED_AT,
    capture: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Article:
    """A live article with its capture and its sentences, still without English.

    `body` holds paragraphs of sentences; with `title=None` the headline is drawn from the text.
    """
    fields.setdefault("source_ref", f"paper-{next(_numbers)}.txt")
    fields.setdefault("state", Article.State.LIVE)
    fields.setdefault("listed_on", published_on or received_at.date())
    article = Article.objects.create(source=source or make_source(), **fields)
    lines = [line for paragraph in body for line in paragraph]
    held = {"title": title or editions.shorten(lines[0]), "title_derived": title is None}
    held |= {"published_on": published_on, "received_at": received_at, **(capture or {})}
    make_capture(article, raw="\n".join([title or "", *lines]), **held)
    if title:
        make_segment(article, title, kind=Segment.Kind.TITLE, paragraph=0)
    for number, paragraph in enumerate(body, 1):
        for line in paragraph:
            make_segment(article, line, paragraph=number)
    return article


def make_capture(article: Article, *, raw: str = "Le pont rouvre", **fields: Any) -> Capture:
    """One more capture of the article, which becomes its newest."""
    fields.setdefault("title", "Le pont rouvre")
    fields.setdefault("received_at", RECEIVED_AT)
    basis = Capture.DateBasis.DOCUMENT if fields.get("published_on") else Capture.DateBasis.UNKNOWN
    fields.setdefault("date_basis", basis)
    capture = Capture.objects.create(
        article=article,
        n=article.captures.count() + 1,
        raw=zlib.compress(raw.encode()),
        size=len(raw.encode()),
        sha256=sha256(f"{article.pk} {raw}"),
        text_sha256=sha256(raw),
        format="text",
        encoding="utf-8",
        name=article.source_ref,
        **fields,
    )
    article.capture = capture
    article.save(update_fields=["capture"])
    return capture


def make_segment(
    article: Article,
    text: str = "Le pont a rouvert mardi.",
    *,
    kind: str = Segment.Kind.PARAGRAPH,
    paragraph: int = 1,
    **fields: Any,
) -> Segment:
    """One more sentence at the article's end, with the next uid."""
    uid = article.next_uid
    article.next_uid += 1
    article.save(update_fields=["next_uid"])
    fields.setdefault("position", uid - 1)
    return Segment.objects.create(
        article=article,
        uid=uid,
        kind=kind,
        paragraph=paragraph,
        text=text,
        sha256=sha256(text),
        **fields,
    )


def make_translation(segment: Segment, text: str = "", **fields: Any) -> Translation:
    """One more wording of the sentence: a machine's, unless `origin` says otherwise."""
    n = segment.translations.count() + 1
    fields.setdefault("origin", Translation.Origin.MACHINE)
    by_machine = fields["origin"] == Translation.Origin.MACHINE
    fields.setdefault("engine", ENGINE if by_machine else "")
    fields.setdefault("score", -0.25 if by_machine else None)
    fields.setdefault("input_sha256", sha256(f"{segment.text}{n}"))
    return Translation.objects.create(
        segment=segment, n=n, text=text or f"In English: {segment.text}", **fields
    )


def publish(article: Article, wordings: Mapping[str, str | Mapping[str, Any]] = {}) -> Edition:
    """Give each sentence that lacks one a machine's wording, then make an Edition.

    `wordings` maps French to English, or to the fields of its Translation.
    """
    for segment in article.segments.alive().unworded():
        given = wordings.get(segment.text, "")
        make_translation(segment, **({"text": given} if isinstance(given, str) else given))
    edition = editions.publish(article.pk)
    article.refresh_from_db()
    return edition


def rewrite(
    article: Article,
    swaps: Mapping[str, str] = {},
    wordings: Mapping[str, str | Mapping[str, Any]] = {},
    *,
    received_at: datetime = EDITED_AT,
    **capture: Any,
) -> Edition:
    """The source's own later edit, as a new capture and its Edition.

    `swaps` maps French to what stands in its place; "" takes it out, and "" for an old sentence
    puts the new one at the end.
    """
    for old, new in swaps.items():
        was = article.segments.alive().filter(text=old).first() if old else None
        if was:
            article.segments.filter(pk=was.pk).update(alive=False)
        if new:
            place = {n: getattr(was, n) for n in ("kind", "paragraph", "position")} if was else {}
            make_segment(article, new, **place)
    title = article.segments.alive().filter(kind=Segment.Kind.TITLE).first()
    held = {"title": title.text if title else "Le pont", "received_at": received_at}
    last = article.capture
    if last:
        held |= {"published_on": last.published_on, "byline": last.byline}
    make_capture(article, raw=f"{received_at} {swaps} {capture}", **(held | capture))
    return publish(article, wordings)
