"""Members of the staff for tests: in their groups, and signed in with both factors."""

import time

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp

from newsroom import sealing
from newsroom.curate import sessions
from newsroom.models import Authenticator

KEY = b"twenty octets of key"


def in_groups(user: User, *names: str) -> User:
    """The person, in just these groups."""
    user.groups.set(Group.objects.filter(name__in=names))
    return user


def signed_in(user: User, *names: str) -> Client:
    """The browser of a person who is in these groups and has signed in."""
    return entered(in_groups(user, *names))


def armed(user: User) -> Authenticator:
    """The person's authenticator app, set up if need be, with the key KEY."""
    made = {"name": "app", "sealed_key": sealing.seal(KEY)}
    app: Authenticator = Authenticator.objects.get_or_create(user=user, defaults=made)[0]
    return app


def entered(user: User) -> Client:
    """The browser of a person who has just given password and code."""
    return enter(Client(), user)


def enter(client: Client, user: User) -> Client:
    """Sign the person in with both factors, in this browser."""
    client.force_login(user)
    note_password(client)
    session = client.session
    # Ahead of time: no page that a test counts the queries of notes that it was asked for.
    session[sessions.SEEN_AT] += sessions.IDLE / 2
    session[DEVICE_ID_SESSION_KEY] = armed(user).persistent_id
    session.save()
    return client


def note_password(client: Client) -> None:
    """The password was given just now, and nothing else."""
    session = client.session
    session[sessions.PASSWORD_AT] = session[sessions.SEEN_AT] = time.time()
    session.save()


def member(name: str, *names: str) -> Client:
    """The browser of somebody new in these groups."""
    return signed_in(User.objects.create_user(name, is_staff=True), *names)


def figures(key: bytes = KEY, *, steps: int = 0) -> str:
    """What an app with the key shows now, or so many half minutes from now."""
    return f"{totp(key, drift=steps):06}"
