"""Plain text as it comes and as it is shown."""

import pytest

from archive.discuss.text import as_html, links, one_line, opening, tidy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Bonjour \r\n\r\nà tous\r ", "Bonjour \n\nà tous"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("tab\tstays", "tab\tstays"),
        ("e\u0301te\u0301", "été"),
        ("evil \u202etxt.exe\u202c", "evil txt.exe"),
        ("ze\u200bro\ufeff", "zero"),
        ("👩\u200d🔬 نامه\u200cها", "👩\u200d🔬 نامه\u200cها"),
        ("\u2028\u2028", ""),
    ],
)
def test_only_what_cannot_be_seen_goes(given: str, kept: str) -> None:
    assert tidy(given) == kept


def test_one_line_is_one() -> None:
    assert one_line(" Rosa \n\t Marchetti\x00 ") == "Rosa Marchetti"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example/x, please.", ["https://a.example/x"]),
        ("(http://a.example) www.b.example!", ["http://a.example", "www.b.example"]),
        ('<a href="http://a.example">x</a>', ["http://a.example"]),
        ("None here: example, http: //", []),
    ],
)
def test_links_are_found_without_their_punctuation(text: str, found: list[str]) -> None:
    assert links(text) == found


def test_paragraphs_and_lines_are_kept() -> None:
    assert as_html("One.\nTwo.\n\n \nThree.") == "<p>One.<br>Two.</p><p>Three.</p>"


def test_markup_is_shown_not_run() -> None:
    shown = as_html("<script>alert(1)</script> & \"x\" 'y'")
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;" in shown


def test_link_shows_where_it_truly_leads_and_vouches_for_nothing() -> None:
    shown = as_html("https://bank.example@evil.example/a?b=1&c=2.")
    anchor = '<a href="https://bank.example@evil.example/a?b=1&amp;c=2"'
    assert shown == f'<p>{anchor} rel="nofollow ugc noopener">evil.example</a>.</p>'


@pytest.mark.parametrize("text", ["http://[", "https://", "http://[::1", "www.plain.example"])
def test_what_no_browser_follows_stays_text(text: str) -> None:
    assert as_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "host",
    [
        "sam.example\\@bank.example",
        "[v1.a]",
        "a.example:99999",
        "a^b.example",
        "a..b",
        "a%zz.example",
    ],
)
def test_host_that_a_browser_reads_otherwise_is_no_link(host: str) -> None:
    assert "<a " not in as_html(f"https://{host}/x")


def test_letters_that_pass_for_others_are_named_by_their_code() -> None:
    assert ">xn--80a.example</a>" in as_html("https://\u0430.example/x")
    assert ">société.example</a>" in as_html("https://société.example/x")


def test_quote_cannot_leave_the_address() -> None:
    assert 'onclick="' not in as_html('https://a.example/\'"onclick="alert(1)')


def test_long_runs_take_no_time() -> None:
    for text in ("\n" * 5000, " \n" * 2500, "http://" * 700, "." * 5000, "https://a" + ")" * 5000):
        as_html(tidy(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("short", "short"),
        ("ten chars.", "ten chars."),
        ("one two three four", "one two …"),
        ("one two thr", "one two …"),
        ("a whole lot", "a whole …"),
        ("unbreakablewords", "unbreakabl …"),
    ],
)
def test_opening_ends_at_a_word(text: str, kept: str) -> None:
    assert opening(text, 10) == kept
