"""HTML as blocks, within bounds."""

import pytest

from newsroom.ingest.markup import TOO_TANGLED, fragment_blocks, parse
from newsroom.ingest.story import Block, Refusal


def test_fragment_becomes_blocks() -> None:
    html = "<p>Un <b>mot</b>.<br>Deux.</p><ul><li>Trois</li></ul><blockquote>Quatre</blockquote>"
    assert fragment_blocks(html) == (
        Block("Un mot."),
        Block("Deux."),
        Block("Trois", "list"),
        Block("Quatre", "quote"),
    )


def test_plain_text_is_one_block() -> None:
    assert fragment_blocks("Un &amp; deux") == (Block("Un & deux"),)


def test_scripts_are_not_read() -> None:
    assert fragment_blocks("<script>a</script><style>b</style><p>c</p>") == (Block("c"),)


@pytest.mark.parametrize("html", ["", "  ", "<!-- -->", "<>", "<p></p>"])
def test_nothing_becomes_no_blocks(html: str) -> None:
    assert not [block for block in fragment_blocks(html) if block.text.strip("<>")]


@pytest.mark.parametrize("html", ["<p>" * 60_001, "<p>a</p>" * 20_001])
def test_tangle_is_refused(html: str) -> None:
    with pytest.raises(Refusal, match=TOO_TANGLED):
        fragment_blocks(html)


def test_deep_nesting_does_not_break() -> None:
    fragment_blocks("<div>" * 50_000 + "fond")


def test_heaps_of_attributes_do_not_stall() -> None:
    attributes = " ".join(f'a{n}="x"' for n in range(200_000))
    assert fragment_blocks(f"<p {attributes}>Un</p><p>Deux</p>")[-1] == Block("Deux")


def test_picture_written_into_the_page_is_passed_over() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 900_000}">'
    tree = parse(f"<p>Un{picture}</p>")
    assert tree is not None
    assert tree.find(".//img") is None
