"""Small things that reading pages say often."""

import json

import pytest

from archive.templatetags.reading import json_ld, log_probability, ordinal_suffix, short


def test_short_digest_is_twelve_digits() -> None:
    assert short("0123456789abcdef") == "0123456789ab"


def test_score_has_a_true_minus_sign() -> None:
    assert log_probability(-0.345) == "−0.34"


@pytest.mark.parametrize(("n", "suffix"), [(1, "st"), (2, "nd"), (3, "rd"), (4, "th"), (12, "th")])
def test_ordinal_suffix(n: int, suffix: str) -> None:
    assert ordinal_suffix(n) == suffix


def test_linked_data_cannot_leave_its_block() -> None:
    data = {"headline": "</script><script>alert('&')"}
    block = json_ld(data)
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == data
