"""The demo editor: an account for trying the site out, on this machine and nowhere else."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User

from newsroom.curate.accounts import DEMO, generated_password, make_staff

GROUPS = ("editor", "moderator", "operator")
KEPT_IN = "demo-editor"


def foreign_hosts() -> list[str]:
    """The hosts the site answers for that are not this machine itself."""
    hosts = [urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS]
    return sorted({host for host in hosts if not is_loopback(host)})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    host = host.strip("[]").lower().removesuffix(".")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_barred(user: User) -> bool:
    """Whether this is the demo editor, on a site that others can reach."""
    return user.get_username() == DEMO and bool(foreign_hosts())


def ensure_demo(address: str) -> str:
    """Make the demo editor once, and say in a sentence how to sign in at the address.

    Where others can reach the site none is made, and the sentence says why.
    """
    foreign = foreign_hosts()
    if foreign:
        return (
            f"No demo editor: the site answers for {', '.join(foreign)}, and a demo account is "
            "for this machine alone. Make an editor with `manage.py create_editor NAME`."
        )
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
