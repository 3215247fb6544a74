"""The demo editor: an account for trying the site out, on this machine and nowhere else."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from archive import audit
from archive.models import AuditEvent
from newsroom.curate.accounts import DEMO, generated_password, make_staff
from newsroom.environment import foreign

GROUPS = ("editor", "moderator", "operator")
KEPT_IN = "demo-editor"
PUT_OFF = "put off second factor"
NONE = (
    "No demo editor: DEMO is not 1. Make an editor with `manage.py create_editor NAME`, or start "
    "with DEMO=1 to try the site out on this machine."
)
SECOND_STEP = (
    "Its second step may be put off at the first sign-in; from the second on an authenticator app "
    "is asked for a code. `.venv/bin/python manage.py second_factor demo-code` plays one."
)


def foreign_hosts() -> list[str]:
    """The hosts the site answers for that are not this machine itself."""
    return foreign([urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS])


def is_demo(user: User | AnonymousUser) -> bool:
    """Whether this is the demo editor, where there may be one."""
    return user.get_username() == DEMO and settings.DEMO and not foreign_hosts()


def is_barred(user: User | AnonymousUser) -> bool:
    """Whether this is the demo editor, on a site that is no demo or that others can reach."""
    return user.get_username() == DEMO and not is_demo(user)


def may_put_off(user: User) -> bool:
    """Whether the person need not set up a second factor yet: the demo editor, once."""
    return is_demo(user) and not AuditEvent.objects.filter(actor=user, act=PUT_OFF).exists()


def put_off(user: User, session: SessionBase) -> bool:
    """Let the demo editor in for this session without a second factor; False if that was so."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not may_put_off(user):
            return False
        audit.record(PUT_OFF, f"user:{user.pk}", actor=user)
    session[PUT_OFF] = True
    return True


def has_put_off(request: HttpRequest) -> bool:
    """Whether this is the demo editor's session without a second factor."""
    return bool(request.session.get(PUT_OFF)) and is_demo(request.user)


def ensure_demo(address: str) -> str:
    """Make the demo editor once, and say in a sentence how to sign in at the address.

    Where others can reach the site, or no demo was asked for, none is made, and the sentence says
    why.
    """
    if others := foreign_hosts():
        return (
            f"No demo editor: the site answers for {', '.join(others)}, and a demo account is "
            "for this machine alone. Make an editor with `manage.py create_editor NAME`."
        )
    if not settings.DEMO:
        return NONE
    path = settings.VAR_DIR / KEPT_IN
    if not User.objects.filter(username=DEMO).exists():
        password = generated_password()
        _keep(path, password)
        user = make_staff(DEMO, password, GROUPS)
        user.first_name, user.last_name = "Demo", "editor (this machine only)"
        user.save(update_fields=["first_name", "last_name"])
    return _sentence(address, path)


def _keep(path: Path, password: str) -> None:
    """Write the password where only its owner can read it."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{password}\n")


def _sentence(address: str, path: Path) -> str:
    if not path.exists():
        return f"The demo editor “{DEMO}” is there; the file with its password, {path}, is gone."
    password = path.read_text(encoding="utf-8").strip()
    return (
        f"Demo editor, for this machine only: sign in at {address} "
        f"as {DEMO} with the password {password}"
    )
