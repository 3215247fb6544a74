"""Markup that runs or fetches where nothing escapes it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.vectors import IMAGE, SCRIPT, Vector


def _scripts() -> Iterator[Vector]:
    runs: tuple[str, ...] = (
        SCRIPT,
        SCRIPT.upper().replace("RAN", "ran"),
        "<ScRiPt >ran=1</sCrIpT >",
    )
    runs += ("<script/x>ran=1</script>", "<script\n>ran=1</script\n>", f"<{SCRIPT}")
    runs += ("<script src=/canary></script>", "<script>alert(ran=1)</script>")
    runs += ("<svg><script>ran&#61;1</script></svg>", "<svg><script href=/canary></script></svg>")
    runs += ("<script>/*--></title></style>*/ran=1</script>", "<script>\nran=1\n//</script>")
    yield from (Vector(words, "text") for words in runs)
    odd: tuple[str, ...] = (
        "<scr<script>ipt>ran=1</scr</script>ipt>",
        "<script>ran=1",
        "<script",
        "</script>",
    )
    odd += (
        "<script type=module src=//canary.example/x></script>",
        "<scr\x00ipt>ran=1</scr\x00ipt>",
    )
    yield from (Vector(words) for words in odd)


def _handlers() -> Iterator[Vector]:
    for space in (" ", "/", "\n", "\t", " / "):
        for mark in ("", '"', "'"):
            words = f"<img{space}src={mark}x{mark}{space}onerror={mark}ran=1{mark}>"
            yield Vector(words, "" if (space, mark) == ("/", "") else "text")
    for name in ("ONERROR", "oNeRrOr", "onerror ", "onerror\n"):
        yield Vector(f"<img src=x {name}=ran=1>", "text")
    for code in ("&#114;an=1", "&#x72;an=1", "&#0000114;an=1", "ran&equals;1", "eval('r'+'an=1')"):
        yield Vector(f"<img src=x onerror={code}>", "text")
    for name in ("input", "select", "textarea", "button", "x tabindex=1", "a href=#"):
        yield Vector(f"<{name} autofocus onfocus=ran=1>", "text")
    loads: tuple[str, ...] = (
        "svg onload",
        "svg/onload",
        "iframe onload",
        "body onload",
        "style onload",
        "body/onpageshow",
    )
    loads += ("details open ontoggle", "video src=x onerror", "audio src=x onerror")
    loads += (
        "video><source onerror",
        "svg><animate attributeName=x dur=1s onbegin",
        "svg><set attributeName=x onbegin",
    )
    yield from (Vector(f"<{each}=ran=1>", "text") for each in loads)
    yield from (
        Vector(f"<div on{name}=ran=1>x") for name in ("click", "mouseover", "wheel", "copy")
    )


def _fetches() -> Iterator[Vector]:
    runs: tuple[str, ...] = (
        "img src",
        "img srcset",
        "iframe src",
        "embed src",
        "object data",
        "link rel=stylesheet href",
    )
    runs += (
        "video poster",
        "audio src",
        "input type=image src",
        "svg><image href",
        "body background",
    )
    runs += ("table><td background",)
    yield from (Vector(f"<{each}=/canary>", "text") for each in runs)
    yield Vector("<style>@import '/canary';</style>", "text")
    yield Vector("<style>*{background:url(/canary)}</style>", "text")
    yield Vector('<div style="background:url(/canary)">x</div>', "text")
    yield Vector("<meta http-equiv=refresh content='0;url=/canary'>", "text")
    yield Vector("<iframe srcdoc='<script>top.ran=1</script>'></iframe>", "text")
    yield Vector("<iframe srcdoc='&lt;img src=x onerror=top.ran=1&gt;'></iframe>", "text")
    yield Vector("<iframe src=javascript:top.ran=1>", "text")
    yield Vector("<object data='data:text/html,<script>ran=1</script>'>")
    yield Vector(
        "<link rel=prefetch href=//canary.example/><link rel=manifest href=//canary.example/>"
    )
    yield Vector("![x](/canary) [x]: /canary")


def _breaks() -> Iterator[Vector]:
    closers = {"double": '">', "single": "'>", "bare": "x>", "textarea": "</textarea>"}
    closers |= {"title": "</title>", "remark": "-->", "style": "</style>", "data": '"}</script>'}
    closers |= {"string": "</script>", "noscript": "</xmp>", "text": "</div></p></q></li></ol>"}
    for place, closer in closers.items():
        yield Vector(f"{closer}{IMAGE}", place)
        yield Vector(f"{closer.upper()}{SCRIPT}", place)
    for place, mark in (("double", '"'), ("single", "'")):
        yield Vector(f"{mark} autofocus onfocus=ran=1 x={mark}", place)
        yield Vector(f"{mark}/autofocus/onfocus={mark}ran=1", place)
        yield Vector(f"{mark}\nautofocus\nonfocus={mark}ran=1{mark} ", place)
        yield Vector(f"{mark} type=image src=/canary {mark}", place)
    yield Vector("x autofocus onfocus=ran=1", "bare")
    yield Vector("` autofocus onfocus=ran=1 `")
    yield Vector('"-(ran=1)-"', "string")
    yield Vector('";ran=1//', "string")
    yield Vector("\\';ran=1//")
    yield Vector('\\";ran=1//', "")
    yield Vector("--!><!---->" + IMAGE, "remark")


def _mutations() -> Iterator[Vector]:
    wrapped: tuple[str, ...] = (
        "<svg><foreignObject>{}",
        "<math><mtext>{}",
        "<svg><desc>{}",
        "<svg><style>{}",
    )
    wrapped += ('<math><annotation-xml encoding="text/html">{}', "<svg><title>{}", "<table>{}")
    wrapped += ("<!-->{}-->", "<!--->{}", "<?x>{}", "</x>{}", "<![CDATA[>{}]]>", "<!x>{}", "<b/{}")
    wrapped += (
        "<math><mi><table><mglyph><style><!--</style>{}",
        "<title></title>{}",
        "<p title='>'>{}",
    )
    yield from (Vector(each.format(IMAGE), "" if each == "<b/{}" else "text") for each in wrapped)
    hidden = (
        '<noscript><p title="</noscript>{}">',
        '<style><a id="</style>{}">',
        "<template>{}</template>",
    )
    yield from (Vector(each.format(IMAGE)) for each in hidden)
    yield Vector("<svg><a href=javascript:ran=1><text y=9>x</text></a></svg>")
    yield Vector("<math href=javascript:ran=1>x</math>")
    yield Vector("<svg><use href='data:image/svg+xml,<svg id=x onload=ran=1 />#x' /></svg>")


FAMILIES = (_scripts, _handlers, _fetches, _breaks, _mutations)
