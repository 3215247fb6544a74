"""Two thousand hostile inputs: each gets an answer, and none reaches what readers cannot name."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice, product
from urllib.parse import quote, quote_from_bytes
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.models import Article, Tag
from archive.search import parse, search
from archive.search.documents import documents
from archive.search.schema import KINDS
from tests.archive.discuss.writing import say
from tests.archive.feeds.atoms import ATOM
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)
INPUTS, SLICES = 2000, 4
GROUPS = 4  # of parameters that one test gives values
ADDRESSES = ("/search/", "/search/feed.atom")
DAY = date(2024, 10, 23)
TEXT, ENGLISH = "Le pont rouvre.", "The bridge reopens."
LAWFUL = {"source", "tag"}  # fields that readers may name
# No word here stands in the article: whatever asks for one must find nothing.
BITS = (
    *('"', '""', "'", "`", "“", "«", "»", "(", ")", "[", "]", "{", "}", "<", ">", "/", "\\", "|"),
    *("-", "--", "+", "!", "*", "**", "?", "~", "~2", "^", "^9", "=", "==", ":", "::", ";", "&&"),
    *("OR", "AND", "NOT", "IN", "TO", "or", "[* TO *]", "{0 TO 9}", ">=0", "IN [1]", "*:*"),
    *(".*", ".+", "^.*$", "(x+x+)+y", "[^z]", r"\d+", r"\w*", "/.*/", "(?:)", "x{9999}", "a|b"),
    *("\x00", "\x01", "\x1b", "\x7f", "\x85", "\ufeff", "\u200b", "\u00ad", "\ufffe"),
    *("\U0010ffff", "person:", "-person:zz"),
    *("\u202egnp", "\u2066", "سلام", "שלום", "नमस्ते", "字", "🙂", "\u0301", "z\u0301\u0327" * 40),
    *("<script>alert(1)</script>", "</title><svg onload=x>", "]]>", "&lt;", "{{ 7*7 }}", "%00"),
    *("' UNION SELECT 1 --", "1; DROP TABLE x", "../../etc/passwd", "${jndi:x}", "\r\nX: y"),
    *("lang:xx", "after:", "before:9999-99-99", "after:0000", "lang:", "tag:", "source:\x00"),
    *("9" * 400, "zz" * 300, "xyz*", "=xyz", "-xyz", "quagga OR"),
)  # fmt: skip


@pytest.fixture
def article() -> Article:
    """An article with something in every field of the index."""
    made = make_article(title=None, body=[[TEXT]], source=make_source("wire"), published_on=DAY)
    publish(made, {TEXT: ENGLISH})
    for kind in KINDS:
        tag = Tag.objects.create(kind=kind, slug=f"slug-{kind}", label_en=f"Named {kind}")
        made.taggings.create(tag=tag, origin="machine")
    say(made)
    return made


def held(article: Article) -> tuple[list[str], list[str]]:
    """The names of all fields of the index, and what they hold of the article beside its words."""
    (document,) = documents([article.pk])
    fields: dict[str, list[object]] = document.to_dict()
    codes = [name for name in fields if not re.search(r"(^|_)(en|fr)$", name)]
    assert {"id", "day", "order", "source", "tag"} <= set(codes) < set(fields)
    return sorted(fields), sorted({str(value) for name in codes for value in fields[name]})


def inputs(article: Article) -> Iterator[str]:
    """Two thousand, always the same: fields by name, then bits in a row, code points, and bulk."""
    chance = random.Random(2000)
    fields, values = held(article)
    named = [(f, v) for f, v in product(fields, values) if f not in LAWFUL]
    for field, value in chance.choices(named, k=600):
        shape = chance.choice(
            ("{}:{}", "{}:={}", '{}:"{}"', "{}:[{} TO *]", "\\{}:{}*", "+{}:({})")
        )
        yield shape.format(field, value)
    for _ in range(1000):
        joint = chance.choice(("", " ", "\t", ":"))
        yield joint.join(chance.choices(BITS, k=chance.randrange(1, 14)))
    for _ in range(360):
        yield "".join(chr(chance.randrange(0x80, 0x110000)) for _ in range(chance.randrange(1, 90)))
    for _ in range(40):
        yield (chance.choice(BITS) * 100_000)[:100_000]


def in_address(text: str) -> str:
    """The input as a browser sends it; surrogates as the bytes that a hostile one sends."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def as_read(text: str) -> str:
    """The input as the site reads it from an address."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def test_there_are_two_thousand_of_every_kind(article: Article) -> None:
    made = list(inputs(article))
    assert len(made) == INPUTS
    assert len(set(made)) > 1800
    assert sum(len(text) == 100_000 for text in made) == 40
    for kind in (
        "\x00",
        '"',
        "OR",
        ".*",
        "\u202e",
        "\u0301",
        "id:",
        "order:",
        "day:",
        "fr:",
        "en:",
    ):
        assert sum(kind in text for text in made) >= 9, kind
    assert any(re.search("[\ud800-\udfff]", text) for text in made)


@pytest.mark.drill
@pytest.mark.parametrize("slice_", range(SLICES))
def test_two_thousand_hostile_inputs_break_nothing_and_reach_no_other_field(
    sam: Client, article: Article, slice_: int, drill_size: Callable[[int, int], int]
) -> None:
    apart = drill_size(7 * SLICES, SLICES)  # one in seven in every run, all in full
    for text in list(inputs(article))[slice_::apart]:
        page = sam.get(f"/search/?q={in_address(text)}")
        feed = sam.get(f"/search/feed.atom?q={in_address(text)}")
        assert (page.status_code, feed.status_code) == (200, 200), text[:200]
        assert b"<script>alert" not in page.content
        entries = list(ElementTree.fromstring(feed.content).iter(f"{ATOM}entry"))
        assert len(entries) == page.context["total"], text[:200]
        if parse(as_read(text)).groups:
            assert not entries, text[:200]


def test_each_value_of_the_index_is_found_by_its_own_filter_and_by_no_name_of_a_field(
    article: Article,
) -> None:
    assert search(parse("source:wire tag:slug-place person:named pont"), sort="newest").total == 1
    for field, value in product(*held(article)):
        if field not in LAWFUL:
            assert search(parse(f"zebra OR {field}:{value}"), sort="newest").total == 0, field


PARAMETERS = (
    *("q", "exact", "lang", "source", "not_source", "tag", "not_tag", "after", "before"),
    *(
        "undated",
        "level",
        "discussed",
        "sort",
        "page",
        "cursor",
        "tag[]",
        "id",
        "order",
        "",
        "q\x00",
    ),
)
VALUES = (
    *("", " ", "-1", "0", "99999999999", "9" * 5000, "1e9", "NaN", "٣", "²", "0x1", "1.5", "--"),
    *("2024-10-23", "2024-13-45", "0000-00-00", "2024-10-23.-1"),
    *("9999-12-31.9223372036854775807", "9999-12-31.18446744073709551616"),
    *("0001-01-01.0", "9999-12-31." + "9" * 30, "2024-10-23.x", ".", "2024-10-23.1.1"),
    *("\x00", "\ud800", "\u202e", "a\u0301", "<script>alert(1)</script>", "' OR 1=1 --", "%"),
    *("%zz", "x" * 100_000, "-id", "newest\x00", "fr\x00", "../", "*", ".*", "\r\nX: y"),
)  # fmt: skip


@pytest.mark.drill
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_parameter_takes_any_value(
    sam: Client, article: Article, drill_size: Callable[[int, int], int], group: int
) -> None:
    """One in seven of all that may be asked; in full everything."""
    asked = product(PARAMETERS[group::GROUPS], enumerate(VALUES), ADDRESSES)
    for name, (n, value), address in islice(asked, 0, None, drill_size(7, 1)):
        query = f"{quote(name)}={in_address(value)}{'&q=bridge' if n % 2 else ''}"
        answer = sam.get(f"{address}?{query}")
        assert answer.status_code == 200, (address, name, value[:80])
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(("times", "status"), [(1000, 200), (1001, 400), (20_000, 400)])
def test_parameter_is_repeated_a_thousand_times_and_no_more(
    sam: Client, article: Article, times: int, status: int
) -> None:
    for name in PARAMETERS:
        query = "&".join(f"{quote(name)}=v{n}" for n in range(times))
        for address in ADDRESSES:
            assert sam.get(f"{address}?{query}").status_code == status, name


def test_broken_percent_signs_and_bytes_are_answered(sam: Client, article: Article) -> None:
    for query in (
        "q=%",
        "q=%f",
        "q=%ff%fe",
        "q=%c0%af",
        "q=%ed%a0%80",
        "q=%F4%90%80%80",
        "%",
        "&&=&",
    ):
        for address in ADDRESSES:
            assert sam.get(f"{address}?{query}").status_code == 200, query
