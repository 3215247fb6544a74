"""JSON lines: one article a line, an object with these fields (others are passed over).

| field        | what it holds                                                        |
|--------------|----------------------------------------------------------------------|
| `ref`        | the source's own name of the article; `url` serves where it is absent |
| `url`        | the article's web address                                            |
| `title`      | its headline; may be absent                                          |
| `text`       | its text, paragraphs divided by line breaks                          |
| `paragraphs` | or a list of paragraphs                                              |
| `byline`     | its author                                                           |
| `published`  | its date or time, ISO 8601                                           |
"""

import json
from collections.abc import Iterator

from newsroom.ingest.addresses import canonical
from newsroom.ingest.datelines import from_document
from newsroom.ingest.encodings import Decoded, decode
from newsroom.ingest.story import Block, Dateline, Refusal, Story
from newsroom.ingest.wording import tidy

STRINGS = ("ref", "url", "title", "text", "byline", "published")


def read(raw: bytes, ref: str, name: str, charset: str = "") -> Iterator[Story | Refusal]:
    """A story or refusal for each line that is not blank; `raw` of each is its line alone."""
    decoded = decode(raw, charset)
    for n, line in enumerate(decoded.text.split("\n"), start=1):
        if line.strip(" \t\r\ufeff"):
            try:
                yield _story(line, n, decoded, name)
            except Refusal as refusal:
                refusal.where = f"line {n}"
                yield refusal


def _story(line: str, n: int, decoded: Decoded, name: str) -> Story:
    fields = _fields(line, n)
    url = canonical(_string(fields, "url"))
    ref = tidy(_string(fields, "ref")) or url or tidy(_string(fields, "url"))
    if not ref:
        raise Refusal(f"Line {n} has neither “ref” nor “url”.")
    return Story(
        ref=ref,
        format="jsonl",
        raw=line.rstrip("\r").encode(decoded.encoding.replace("-sig", ""), "replace"),
        encoding=decoded.encoding.replace("-sig", ""),
        name=name,
        where=f"line {n}",
        blocks=tuple(Block(text) for text in _paragraphs(fields, n) if text),
        title=tidy(_string(fields, "title")) or None,
        byline=tidy(_string(fields, "byline")),
        published=_published(fields, n),
        canonical_url=url,
        warnings=decoded.warnings,
    )


def _fields(line: str, n: int) -> dict[str, object]:
    try:
        fields = json.loads(line.strip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Refusal(
            f"Line {n} is not valid JSON: {error.msg.removesuffix(' at')} at column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise Refusal(f"Line {n} is not valid JSON: it cannot be read.") from error
    if not isinstance(fields, dict):
        raise Refusal(f"Line {n} is not a JSON object.")
    for field in STRINGS:
        if not isinstance(fields.get(field), str | None):
            raise Refusal(f"Line {n}: “{field}” must be a string.")
    return fields


def _string(fields: dict[str, object], field: str) -> str:
    return str(fields.get(field) or "")


def _paragraphs(fields: dict[str, object], n: int) -> list[str]:
    listed = fields.get("paragraphs")
    if listed is None:
        return [tidy(line) for line in _string(fields, "text").splitlines()]
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise Refusal(f"Line {n}: “paragraphs” must be a list of strings.")
    return [tidy(each) for each in listed]


def _published(fields: dict[str, object], n: int) -> Dateline | None:
    written = _string(fields, "published")
    published = from_document(written) if written else None
    if written and not published:
        raise Refusal(f"Line {n}: “published” is not an ISO 8601 date.")
    return published
