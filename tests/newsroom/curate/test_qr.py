"""A QR code as a path: what it draws is what a scanner wants to see."""

import re

import segno

from newsroom.curate.qr import BORDER, drawn

TEXT = "otpauth://totp/Le%20Pont:edith?secret=ABCD2345&issuer=Le%20Pont"


def squares(path: str) -> set[tuple[int, int]]:
    """The units that the path covers."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    return {(x, int(y)) for left, y, n in runs for x in range(int(left), int(left) + int(n))}


def test_every_dark_module_is_drawn_and_no_other() -> None:
    code = segno.make(TEXT, error="m", micro=False)
    dark = {
        (x, y)
        for y, row in enumerate(code.matrix_iter(border=BORDER))
        for x, d in enumerate(row)
        if d
    }
    drawing = drawn(TEXT)
    assert squares(drawing.path) == dark
    assert drawing.size == code.symbol_size(border=BORDER)[0]


def test_path_is_nothing_but_runs() -> None:
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", drawn(TEXT).path)


def test_white_lies_around_it() -> None:
    drawing = drawn(TEXT)
    inside = range(BORDER, drawing.size - BORDER)
    assert all(x in inside and y in inside for x, y in squares(drawing.path))
