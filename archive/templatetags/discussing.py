"""Small things that the conversation says often."""

from typing import Any
from urllib.parse import urlencode

from django import template

from archive.discuss.thread import Thread

register = template.Library()


@register.filter
def said_about(thread: Thread | str | None, uid: int) -> int:
    """How many comments are about a sentence; none where the page shows no conversation."""
    return thread.order.about.get(uid, 0) if isinstance(thread, Thread) else 0


@register.simple_tag(takes_context=True)
def here(context: template.Context, mark: str, **asked: Any) -> str:
    """The address of a place on this page, in the view that is chosen, with what is asked for.

    The first page of comments is the one that nobody asks for.
    """
    kept: dict[str, Any] = context.get("kept") or {}
    wanted = {name: value for name, value in asked.items() if value}
    if wanted.get("comments") == 1:
        del wanted["comments"]
    query = urlencode({**kept, **wanted})
    return f"{context['article'].get_absolute_url()}{'?' if query else ''}{query}#{mark}"
