"""What the views that take a reader's words ask of a request: whose it is, and the form's token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone

from archive.discuss.desk import EDITABLE_FOR
from archive.discuss.guard import age, issue
from archive.discuss.pipeline import LATEST
from archive.discuss.writer import digest, network, writer_id
from archive.models import Comment

EDITABLE = frozenset({Comment.State.PENDING, Comment.State.PUBLISHED})


class Whence(TypedDict):
    """Who sent something, from where, and for how long their form was open."""

    writer: str
    network: str
    age: timedelta


def whence(request: HttpRequest, identity: str, open_for: timedelta) -> Whence:
    """The digests that are stored of a writer and of their network."""
    address = request.META.get("REMOTE_ADDR", "")
    return {"writer": digest(identity), "network": network(address), "age": open_for}


def is_own(request: HttpRequest, comment: Comment) -> bool:
    """Whether this browser sent the comment."""
    identity = writer_id(request)
    return bool(identity) and comment.writer == digest(identity)


def editable_until(comment: Comment) -> datetime | None:
    """Until when its writer may change the comment; None where the time for it is over."""
    until = comment.created_at + EDITABLE_FOR
    return until if comment.state in EDITABLE and timezone.now() <= until else None


def token(request: HttpRequest, form: str, subject: int) -> str:
    """The token that was sent, as long as it is good; else a new one."""
    sent = request.POST.get("token", "")
    open_for = age(sent, form, subject)
    return issue(form, subject) if open_for is None or open_for > LATEST else sent


def see_other(address: str) -> HttpResponseRedirect:
    """Lead a browser that has sent something to what came of it."""
    return HttpResponseRedirect(address, status=303)
