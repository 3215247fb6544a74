"""Small things that reading pages say often."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What could end a script element or begin another, as JSON escapes (as Django's json_script does).
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def short(digest: str) -> str:
    """The first twelve digits of a digest: enough to compare by eye."""
    return digest[:12]


@register.filter
def log_probability(score: float) -> str:
    """A score to two places, with a true minus sign."""
    return f"{score:.2f}".replace("-", "−")


@register.filter
def ordinal_suffix(n: int) -> str:
    """The letters that make 2 into 2nd."""
    if n % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A JSON-LD block. It is data, which browsers never run."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 escaped above
