"""Words that mean harm to templates, feeds, letters, links and whoever looks at them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from tests.hostile.vectors import IMAGE, SCRIPT, Vector


def _encodings() -> Iterator[Vector]:
    for raw in (IMAGE, SCRIPT):
        yield Vector(escape(raw))
        yield Vector(escape(escape(raw)))
        yield Vector("".join(f"&#{ord(c)};" for c in raw[:12]) + raw[12:])
        yield Vector("".join(f"&#x{ord(c):06x}" for c in raw))
        yield Vector(quote(raw, safe=""))
        yield Vector(quote(quote(raw, safe=""), safe=""))
        yield Vector(raw.replace("<", "\\u003c"))
        yield Vector(raw.replace("<", "\\x3c"))
        yield Vector(raw.replace("<", "\\74"))
        yield Vector(raw.replace("<", "%c0%bc").replace(">", "%c0%be"))
        yield Vector(raw.replace("<", "+ADw-").replace(">", "+AD4-"))
        yield Vector(raw.replace("<", "\uff1c").replace(">", "\uff1e"))
        yield Vector(raw.replace("<", "\u2039").replace(">", "\u203a"))
        yield Vector(raw.replace("<", "\ufe64").replace(">", "\ufe65"))
        yield Vector(raw.replace("<", "<\u0338"))
        yield Vector(f"data:text/html;base64,{b64encode(raw.encode()).decode()}")


def _links() -> Iterator[Vector]:
    heads: tuple[str, ...] = (
        "javascript:",
        "JaVaScRiPt:",
        "java\tscript:",
        "java\nscript:",
        " javascript:",
        "javascript\t:",
    )
    heads += (
        "javascript&colon;",
        "&#106;avascript:",
        "&#x6A;avascript&#58;",
        "java&Tab;script&NewLine;:",
    )
    heads += (
        "\x01javascript:",
        "javascript://a.example/%0a",
        "javascript:https://a.example/*%0a*/",
    )
    yield from (Vector(f"{head}ran=1", "" if "https" in head else "link") for head in heads)
    others: tuple[str, ...] = (
        "vbscript:ran=1",
        f"data:text/html,{SCRIPT}",
        "feed:javascript:ran=1",
        "blob:x",
    )
    others += ("view-source:javascript:ran=1", "file:///etc/passwd", "\uff4aavascript:ran=1")
    others += ("java\u200bscript:ran=1", "[x](javascript:ran=1)", "<javascript:ran=1>")
    others += ("<a href=javascript:ran=1>https://a.example</a>", "[url=javascript:ran=1]x[/url]")
    yield from (Vector(words) for words in others)
    ends: tuple[str, ...] = (
        '"onfocus="ran=1" autofocus="',
        "'onfocus='ran=1' autofocus='",
        "`onfocus=ran=1",
        f'">{IMAGE}',
    )
    ends += (
        "javascript:ran=1",
        "&quot;onfocus=ran=1",
        "&#34; onfocus=ran=1",
        "%22onfocus=ran=1",
        '\x00"x',
    )
    for end in ends:
        yield Vector(f"https://a.example/{end}")
        yield Vector(f"www.a.example/{end}")


def _hosts() -> Iterator[Vector]:
    hosts: tuple[str, ...] = (
        "sam.example\\@a.example",
        "sam.example\\.a.example",
        "a.example@sam.example",
        "a.example%2f@sam.example",
    )
    hosts += (
        "a.example:80@sam.example",
        "javascript:ran=1@a.example",
        "a.example:99999",
        "a^b",
        "a|b.example",
    )
    hosts += (
        "a%zz.example",
        "[::1]x",
        "[v1.a]",
        "\u0430.example",
        "a\u00ad.example",
        "a.example\u3002sam.example",
    )
    hosts += (
        "a.example\u2044sam.example",
        "a.example\uff0fsam.example",
        "\uff41.example",
        "\u2100.example",
        "a..b",
    )
    hosts += (
        "xn--a.example",
        "2130706433",
        "\u05d0.a.example",
        "a.example\u202esam.example",
        "@",
        "",
        "a.example;b",
    )
    yield from (Vector(f"https://{host}/x") for host in hosts)
    yield from (
        Vector(f"{head}a.example/x")
        for head in ("http:\\\\", "//", "http:/", "hxxp://", "HTTPS://")
    )


def _languages() -> Iterator[Vector]:
    templates: tuple[str, ...] = (
        "{{ settings.SECRET_KEY }}",
        "{{7*7}}",
        "{% debug %}",
        "{% include 'base.html' %}",
        "{# x #}",
    )
    templates += (
        "{% autoescape off %}" + IMAGE,
        "{{ x|safe }}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "[[7*7]]",
    )
    templates += (
        "{{constructor.constructor('ran=1')()}}",
        "%(SECRET_KEY)s",
        "{0.__class__}",
        "%s%n%x",
        "{x!r}",
    )
    xml: tuple[str, ...] = (
        "]]>",
        f"<![CDATA[{SCRIPT}]]>",
        "&nbsp;&xxe;",
        "&#0;&#x1f;&#xd800;",
        "<?xml version='1.0'?>",
        "&",
    )
    xml += (
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
        "</summary></entry></feed>",
    )
    xml += (
        "<xi:include href='/canary'/>",
        "<?xml-stylesheet href='/canary'?>",
        "</name></author><author>",
    )
    json = (
        '"}],"x":[{"y":"',
        "\\",
        '\\"',
        "\\ud800",
        "__proto__",
        "\u2028ran=1\u2029",
        "<!--<script>",
        "]}'",
    )
    css = (
        "expression(ran=1)",
        "};*{background:url(/canary)}",
        "\\65xpression(ran=1)",
        "-moz-binding:url(/canary)",
    )
    sql: tuple[str, ...] = (
        "' OR 1=1 --",
        "'; DROP TABLE archive_comment; --",
        '" OR ""="',
        "') UNION SELECT 1 --",
        "%' OR '%'='",
    )
    sql += ("1; SELECT pg_sleep(9)", "$$; --", "E'\\\\x'", "\\'; --", "/**/ OR 1", "_%[a]^")
    yield from (Vector(words) for words in (*templates, *xml, *json, *css, *sql))
    yield Vector(";background:url(/canary)", "css")


def _headers() -> Iterator[Vector]:
    for end in ("\r\n", "\n", "\r", "%0d%0a", "\x0b", "\x85", "\u2028", "\u560d\u560a", "\\r\\n"):
        yield Vector(f"Sam{end}Bcc: sam@a.example")
        yield Vector(f"Sam{end}Set-Cookie: ran=1{end}{end}{SCRIPT}")
    yield from map(
        Vector, ("Sam <sam@a.example>, x", '"Sam" <sam@a.example>', "=?utf-8?q?=0aBcc:=20sam?=")
    )


def _unseen() -> Iterator[Vector]:
    for odd in (
        "\x00",
        "\x08",
        "\x1b[2J",
        "\x7f",
        "\x9b2J",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\udfff",
        "\x0c",
    ):
        yield Vector(f"<img {odd}src=x {odd}onerror=ran=1>")
        yield Vector(f"a{odd}b")
    turns = (
        "\u202e",
        "\u2066",
        "\u200f",
        "\u200b",
        "\ufeff",
        "\u200d",
        "\u034f",
        "\U000e0041",
        "\ufe0f",
    )
    yield from (Vector(f"a{turn}{IMAGE}") for turn in turns)
    yield Vector("Z" + "\u0351\u036b" * 25)
    yield Vector("\ufdfd\U0001f309\U0010ffff")


def _hijacks() -> Iterator[Vector]:
    yield Vector(
        "<form><button autofocus formaction=/canary onfocus=click()>x</button></form>", "text"
    )
    yield Vector("<form action=/canary id=f></form><img src=x onerror=f.submit()>", "text")
    still: tuple[str, ...] = (
        "<base href=//canary.example/>",
        "</form><form action=//canary.example/>",
        "<a ping=/canary href=#>x</a>",
    )
    still += (
        "<input form=write name=token value=x>",
        "<button form=write formaction=javascript:ran=1>x",
    )
    still += (
        "<meta http-equiv=Content-Security-Policy content=default-src:*>",
        "<img name=getElementById>",
    )
    still += (
        "<a id=violations>x</a>",
        "<form id=documentElement>",
        "<plaintext>",
        "<frameset onload=ran=1>",
    )
    still += (
        "<meta charset=utf-7>",
        "<marquee>x",
        "<dialog open>x",
        "<isindex action=/canary>",
        "<h1 id=comments>",
    )
    yield from (Vector(words) for words in still)


def _long() -> Iterator[Vector]:
    yield Vector(IMAGE * 19, "text")
    yield Vector(IMAGE * 190)
    yield Vector("<b>" * 1600)
    yield Vector("&" * 4999)
    yield Vector('"><' * 200)


FAMILIES = (_encodings, _links, _hosts, _languages, _headers, _unseen, _hijacks, _long)
