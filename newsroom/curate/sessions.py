"""How long a sign-in of the staff lasts: half an hour idle, twelve hours in all.

A session notes when the password was given and when a staff page was last asked for; the latter
at most once a minute, so that reading on costs no write. What it does not note has ended.
"""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

IDLE = 30 * 60.0  # seconds without a staff page
LONGEST = 12 * 60 * 60.0  # seconds since the password
TOUCH = 60.0  # seconds between two notes of a page
PASSWORD_AT, SEEN_AT = "password_at", "seen_at"
WHY_ENDED = {
    "idle": "You were signed out because half an hour had passed without a page.",
    "over": "You were signed out because a sign-in lasts twelve hours at most.",
}


def begin(request: HttpRequest) -> None:
    """Note that the password was given now; a second factor given before counts no more.

    Sessions that ran out long ago go on this occasion: nobody else clears them away.
    """
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    request.session[PASSWORD_AT] = request.session[SEEN_AT] = time.time()


def ended(request: HttpRequest) -> str:
    """Why the session is over, as a key of WHY_ENDED; empty while it lasts."""
    now = time.time()
    if now - request.session.get(PASSWORD_AT, 0.0) > LONGEST:
        return "over"
    return "idle" if now - request.session.get(SEEN_AT, 0.0) > IDLE else ""


def touch(request: HttpRequest) -> None:
    """Note that a staff page was asked for."""
    if time.time() - request.session.get(SEEN_AT, 0.0) > TOUCH:
        request.session[SEEN_AT] = time.time()


def of(user: User) -> list[str]:
    """The keys of the person's sessions. Only staff have any: the table is short."""
    living = Session.objects.filter(expire_date__gt=timezone.now())
    mine = str(user.pk)
    return [one.session_key for one in living if one.get_decoded().get(SESSION_KEY) == mine]


def end_all(user: User, *, but: str | None = None) -> int:
    """Sign the person out everywhere, or everywhere else; return how many sessions that ended."""
    keys = [key for key in of(user) if key != but]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
