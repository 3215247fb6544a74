"""Comments as moderators meet them, and what their forms send."""

import re
from typing import Any

from django.test import Client

from archive.models import Article, Comment
from tests.archive.discuss.writing import say, translated

WRITER = "c0ffee" + "0" * 58


def held(article: Article | None = None, body: str = "Well put.", **fields: Any) -> Comment:
    """A comment that waits, of a writer who is known by a digest."""
    plain = {"state": "pending", "writer": WRITER, "hold_reason": "first"}
    return say(article or translated(), body, **{**plain, **fields})


def send(client: Client, address: str, status: int = 200, **data: object) -> str:
    """What a browser shows after it sent a form of the desk."""
    answer = client.post(f"/desk/{address}", data, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, do: str, *comments: Comment, status: int = 200, **data: Any) -> str:
    """Press a button of the queue with these comments ticked, as the page shows them."""
    ticked = [str(comment.pk) for comment in comments]
    return send(client, "comments/act/", status, do=do, chosen=ticked, **data)


def states(*comments: Comment) -> list[str]:
    """Where they stand now."""
    found = Comment.objects.in_bulk([comment.pk for comment in comments])
    return [found[comment.pk].state for comment in comments]


def listed(page: str) -> list[int]:
    """The numbers of the comments that a page lists, in order."""
    return [int(pk) for pk in re.findall(r'data-row id="comment-(\d+)"', page)]
