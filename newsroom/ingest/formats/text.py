"""Plain text: a headline where the first line reads as one, then a paragraph a line or block."""

import re
from collections.abc import Iterator, Sequence

from newsroom.ingest.datelines import from_line
from newsroom.ingest.encodings import decode
from newsroom.ingest.headlines import byline_of, is_headline
from newsroom.ingest.story import Block, Dateline, Refusal, Story
from newsroom.ingest.wording import tidy

WRAPPED_AT = 100  # characters: longer lines are paragraphs of their own
HEAD = 3  # lines under the headline that may name author and date
SENTENCE_END = re.compile(r"[.!?…:;»”\"]\s*$")
BULLET = re.compile(r"[•▪■►*–—-]\s+(?=\S)")


def read(raw: bytes, ref: str, name: str, charset: str = "") -> Iterator[Story | Refusal]:
    """The one story of a text file; its reference is the file's."""
    decoded = decode(raw, charset)
    title, byline, published, paragraphs = parts_of(decoded.text)
    yield Story(
        ref=ref,
        format="text",
        raw=raw,
        encoding=decoded.encoding,
        name=name,
        blocks=tuple(_block(paragraph) for paragraph in paragraphs),
        title=title,
        byline=byline,
        published=published,
        warnings=decoded.warnings,
    )


def parts_of(text: str) -> tuple[str | None, str, Dateline | None, list[str]]:
    """Headline, byline, date and paragraphs, as the text's own lines give them."""
    blocks = _line_blocks(text)
    title = blocks[0][0] if blocks and is_headline(blocks[0][0]) else None
    byline, published = _take_head(blocks, start=1 if title else 0)
    if title and _stands_alone(blocks):
        del blocks[0][0]
    else:
        title = None
    wrapped = _is_wrapped(blocks)
    paragraphs: list[str] = []
    for lines in blocks:
        paragraphs += [" ".join(lines)] if wrapped and lines else lines
    return title, byline, published, paragraphs


def _line_blocks(text: str) -> list[list[str]]:
    """The lines that hold something, grouped between blank ones."""
    blocks: list[list[str]] = [[]]
    for line in map(tidy, text.splitlines()):
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _take_head(blocks: list[list[str]], *, start: int) -> tuple[str, Dateline | None]:
    """Take the lines that name author and date, below the headline, out of the blocks."""
    byline, published = "", None
    lines = [(block, line) for block in blocks[: HEAD + 1] for line in block[: HEAD + 1]]
    for block, line in lines[start : start + HEAD]:
        named, dated = byline_of(line), from_line(line)
        if named and not byline:
            byline = named
        elif dated and not published:
            published = dated
        else:
            break
        block.remove(line)
    return byline, published


def _stands_alone(blocks: Sequence[list[str]]) -> bool:
    """Whether text follows the first line, which in hard-wrapped text is a block of its own."""
    if sum(map(len, blocks)) < 2:
        return False
    return len(blocks[0]) == 1 or not _is_wrapped([blocks[0]])


def _is_wrapped(blocks: Sequence[list[str]]) -> bool:
    """Whether line ends are only where the margin was: most lines stop inside a sentence."""
    inner = [line for lines in blocks for line in lines[:-1]]
    if not inner or max(map(len, inner)) > WRAPPED_AT:
        return False
    return sum(not SENTENCE_END.search(line) for line in inner) > len(inner) / 2


def _block(paragraph: str) -> Block:
    """A line with a bullet is a list item; with a dash it may as well be speech."""
    is_item = paragraph[:1] in "•▪■►*" and BULLET.match(paragraph)
    return Block(paragraph, "list" if is_item else "paragraph")
