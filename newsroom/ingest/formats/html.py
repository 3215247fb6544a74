"""A saved web page: its own statements first, its main text by trafilatura."""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element
from lxml.html import HtmlElement

from newsroom.ingest.encodings import decode
from newsroom.ingest.markup import parse, simplify
from newsroom.ingest.story import NO_TEXT, Block, BlockKind, Refusal, Story
from newsroom.ingest.structured import facts_of
from newsroom.ingest.wording import fold, tidy, words

LINE_BREAK = "\u2028"
SHORTEST_CAPTION = 4  # words; below that it is a credit
KINDS: dict[str, BlockKind] = {"p": "paragraph", "head": "paragraph", "item": "list"}


def read(raw: bytes, ref: str, name: str, charset: str = "") -> Iterator[Story | Refusal]:
    """The one story of a saved page. Its reference is its canonical address where it has one."""
    decoded = decode(raw, charset)
    tree = parse(decoded.text)
    if tree is None:
        raise Refusal(NO_TEXT)
    facts = facts_of(tree)
    simplify(tree)
    blocks = _main_text(tree)
    if blocks and fold(blocks[0].text) == fold(facts.title):
        blocks = blocks[1:]
    yield Story(
        ref=facts.canonical_url or ref,
        format="html",
        raw=raw,
        encoding=decoded.encoding,
        name=name,
        blocks=tuple(blocks),
        title=facts.title or None,
        byline=facts.byline,
        published=facts.published,
        canonical_url=facts.canonical_url,
        warnings=decoded.warnings,
    )


def _main_text(tree: HtmlElement) -> list[Block]:
    captions = _captions_as_paragraphs(tree)
    body = _extract(tree)
    blocks = [] if body is None else [block for top in body for block in _blocks(top)]
    return [
        replace(block, kind="caption") if fold(block.text) in captions else block
        for block in blocks
    ]


def _captions_as_paragraphs(tree: HtmlElement) -> set[str]:
    """Make captions paragraphs, which the extractor keeps, and return them to be known again."""
    captions = set()
    for caption in list(tree.iter("figcaption")):
        text = tidy(" ".join(caption.itertext()))
        if len(words(text)) >= SHORTEST_CAPTION:
            caption.tag = "p"
            captions.add(fold(text))
            for figure in caption.iterancestors("figure"):
                figure.tag = "div"
    return captions


def _extract(tree: HtmlElement) -> _Element | None:
    # It takes as long to import as Django, and most processes never read a page.
    import trafilatura  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    document = trafilatura.bare_extraction(
        tree,
        fast=True,
        include_comments=False,
        include_tables=False,
        with_metadata=False,
    )
    return document.body if isinstance(document, Document) else None


def _blocks(element: _Element, kind: BlockKind | None = None) -> Iterator[Block]:
    """The extractor's paragraphs, quotations and list items; a line break ends a block too."""
    if element.tag in {"quote", "list"} and len(element):
        inside: BlockKind = "quote" if element.tag == "quote" else "list"
        yield from _lines(element.text or "", kind or inside)
        for child in element:
            yield from _blocks(child, kind or inside)
            yield from _lines(child.tail or "", kind or inside)
        return
    for line in element.iter("lb"):
        line.tail = LINE_BREAK + (line.tail or "")
    own: BlockKind = "quote" if element.tag == "quote" else KINDS.get(element.tag, "paragraph")
    yield from _lines("".join(element.itertext()), kind or own)


def _lines(text: str, kind: BlockKind) -> Iterator[Block]:
    for line in map(tidy, text.split(LINE_BREAK)):
        if line:
            yield Block(line, kind)
