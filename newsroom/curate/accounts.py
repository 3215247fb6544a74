"""Accounts of the staff: made with a group and a password that Django's validators accept."""

import secrets
from collections.abc import Collection

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

GROUPS = ("editor", "moderator", "operator")
DEMO = "demo"


class NotMade(Exception):
    """Why an account cannot be made: plain sentences."""

    permanent = True


def generated_password() -> str:
    """A password of 120 bits that can be read out: five groups of letters and figures."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(5))


def check_name(name: str) -> None:
    """Raise NotMade where the name is unfit or taken, the demo editor's included."""
    field = User._meta.get_field("username")
    try:
        field.clean(name, None)
    except ValidationError as error:
        raise NotMade(f"“{name}” cannot be a name: {' '.join(error.messages)}") from error
    if name.casefold() == DEMO:
        raise NotMade(f"The name “{DEMO}” is kept for the demo editor of a trial site.")
    if User.objects.filter(username__iexact=name).exists():
        raise NotMade(f"There is already an account “{name}”.")


def check_email(email: str) -> None:
    """Raise NotMade where there is an e-mail address that cannot be one."""
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise NotMade(f"“{email}” is no e-mail address.") from error


@transaction.atomic
def make_staff(name: str, password: str, groups: Collection[str], *, email: str = "") -> User:
    """An account that may sign in and do what its groups allow."""
    user = User(username=name, email=email, is_staff=True)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotMade(" ".join(error.messages)) from error
    found = Group.objects.filter(name__in=groups)
    if len(found) < len(set(groups)):
        raise NotMade("A group is missing: `manage.py migrate` makes them.")
    user.set_password(password)
    user.save(force_insert=True)
    user.groups.set(found)
    return user
