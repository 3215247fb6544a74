"""HTML as a tree and as blocks, within bounds that no hostile page can break."""

import re

from lxml import etree, html
from lxml.html import HtmlElement

from newsroom.ingest.story import Block, BlockKind, Refusal
from newsroom.ingest.wording import tidy

# The parser compares attributes pairwise and the extractor walks siblings again and again: both
# take minutes on pages that no newspaper makes. A long article has some 3,000 tags.
MOST_TAGS = 60_000
MOST_ELEMENTS = 20_000
MOST_LINKS_TOGETHER = 300
LONGEST_TAG = 10_000
MOST_ATTRIBUTES = 30
TOO_TANGLED = "It has too many tags to be read as a page."
OVERLONG = re.compile(rf"<[^<>]{{{LONGEST_TAG},}}>?")
# Marks inside a line; their words stay. Links stay too: they tell menus from text.
INLINE = (
    "abbr acronym b bdi bdo big cite data dfn em font i ins kbd mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr"
)
UNREAD = "nav script style noscript template svg math iframe object button select"
KINDS: dict[str, BlockKind] = {
    "blockquote": "quote",
    "li": "list",
    "dd": "list",
    "figcaption": "caption",
    "caption": "caption",
}
BLOCK_TAGS = (
    "address article aside blockquote body br caption dd div dl dt figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"
)


def parse(text: str) -> HtmlElement | None:
    """A page or fragment as a tree, or None where there is none; nested 256 deep at most.

    Raises Refusal for pages beyond the bounds.
    """
    if text.count("<") > MOST_TAGS:
        raise Refusal(TOO_TANGLED)
    source = without_long_tags(text).encode("utf-8", "replace")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        return html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def without_long_tags(text: str) -> str:
    """The text without tags of more than 10,000 characters, such as pictures written into them."""
    return OVERLONG.sub(" ", text)


def simplify(tree: HtmlElement) -> None:
    """Take off marks inside lines, links where hundreds stand together, and heaps of attributes."""
    etree.strip_elements(tree, *UNREAD.split(), with_tail=False)
    etree.strip_tags(tree, *INLINE.split())
    parents = {link.getparent() for link in tree.iter("a")} - {None}
    for parent in parents:
        if sum(child.tag == "a" for child in parent) > MOST_LINKS_TOGETHER:
            etree.strip_tags(parent, "a")
    for n, element in enumerate(tree.iter()):
        if n > MOST_ELEMENTS:
            raise Refusal(TOO_TANGLED)
        if len(element.attrib) > MOST_ATTRIBUTES:
            element.attrib.clear()


def fragment_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of HTML that is article text from end to end, such as a feed's entry."""
    tree = parse(text) if text.strip() else None
    if tree is None:
        return ()
    simplify(tree)
    found: list[tuple[list[str], BlockKind]] = [([], "paragraph")]
    _gather(tree, "paragraph", found)
    blocks = (Block(tidy("".join(parts)), kind) for parts, kind in found)
    return tuple(block for block in blocks if block.text)


def _gather(
    element: HtmlElement, kind: BlockKind, found: list[tuple[list[str], BlockKind]]
) -> None:
    """Append the element's text to the open block; block tags open new ones around theirs."""
    is_block = element.tag in BLOCK_TAGS.split()
    inside = KINDS.get(element.tag, kind)
    if is_block:
        found.append(([], inside))
    found[-1][0].append(element.text or "")
    for child in element:
        _gather(child, inside, found)
        found[-1][0].append(child.tail or "")
    if is_block:
        found.append(([], kind))
