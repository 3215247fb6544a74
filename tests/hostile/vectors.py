"""What a hostile word is, and where it would run."""

from __future__ import annotations

from dataclasses import dataclass

IMAGE = "<img src=x onerror=ran=1>"
SCRIPT = "<script>ran=1</script>"
# Where words stand in a page that does not escape them.
PLACES = {
    "text": "<div>{}</div>",
    "double": '<input value="{}">',
    "single": "<input value='{}'>",
    "bare": "<input value={}>",
    "textarea": "<textarea>{}</textarea>",
    "title": "<title>{}</title>",
    "remark": "<!-- {} -->",
    "style": "<style>p {{ color: {} }}</style>",
    "css": '<p style="color: red{}">x</p>',
    "data": '<script type="application/ld+json">{{"name": "{}"}}</script>',
    "string": '<script>var a = "{}"</script>',
    "link": '<a id="go" href="{}">x</a>',
    "noscript": "<iframe></iframe><xmp>{}</xmp>",
}


@dataclass(frozen=True, slots=True)
class Vector:
    """Words, and the place in an unescaped page where they run; no place where none is meant."""

    words: str
    place: str = ""
