"""Who asks for the pages of the staff, in tests, and what each must be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from newsroom.admin.basis import Shown
from tests.newsroom.addresses import Address
from tests.newsroom.staff import armed, enter, in_groups, note_password

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
READING = frozenset({"GET", "HEAD"})
TOKEN = "a" * 32
FACTORY = RequestFactory()
# Answers, in one word each.
LET_IN, REFUSED, NO_METHOD, NOWHERE = "let in", "refused", "method", "nowhere"
SIGN_IN, CODE, BROKEN = "sign in", "code", "broken"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody: of the staff, in a group, and how far through the sign-in."""

    name: str
    groups: tuple[str, ...] = ()
    is_known: bool = True
    is_staff: bool = True
    is_verified: bool = True
    may_all: bool = False

    def permissions(self) -> frozenset[str]:
        """What the groups allow, read from their rows."""
        found = Permission.objects.select_related("content_type")
        if not self.may_all:
            found = found.filter(group__name__in=self.groups)
        return frozenset(f"{each.content_type.app_label}.{each.codename}" for each in found)

    def browser(self) -> Client:
        """Its browser, with the cookie that forms need."""
        client = Client()
        if self.is_known:
            user = User.objects.create_user(self.name, is_staff=self.is_staff)
            User.objects.filter(pk=user.pk).update(is_superuser=self.may_all)
            in_groups(user, *self.groups)
            if self.is_verified:
                enter(client, user)
            else:
                armed(user)
                client.force_login(user)
                note_password(client)
        client.cookies["csrftoken"] = TOKEN
        return client


ROLES = {
    role.name: role
    for role in (
        Role("stranger", is_known=False),
        Role("reader", is_staff=False),
        Role("half-way", ("editor",), is_verified=False),
        Role("idle"),
        Role("editor", ("editor",)),
        Role("moderator", ("moderator",)),
        Role("operator", ("operator",)),
        Role("root", may_all=True),
    )
}


class Asking:
    """A browser that leaves nothing behind: whatever an answer changed is taken back.

    It asks Django's handler itself: the test client keeps a copy of each template's context.
    """

    def __init__(self, client: Client) -> None:
        """With the cookies that it has now."""
        told = {name: morsel.value for name, morsel in client.cookies.items()}
        self.cookies = "; ".join(f"{name}={value}" for name, value in told.items())
        self.handler = ClientHandler(enforce_csrf_checks=True)

    def __call__(self, method: str, path: str, *, token: str = TOKEN) -> Any:
        """The answer to a form without any field; to a view that breaks, 500."""
        headers = {"Cookie": self.cookies, "Sec-Fetch-Site": "same-origin"}
        headers |= {"X-CSRFToken": token} if token else {}
        request = FACTORY.generic(method, path, headers=headers)
        with transaction.atomic():
            answer = self.handler(request.environ)
            transaction.set_rollback(True)
        return answer


def in_a_word(answer: Any) -> str:
    """What the answer comes to."""
    words = {403: REFUSED, 405: NO_METHOD, 404: NOWHERE}
    if answer.status_code >= 500:
        return f"{BROKEN} with {answer.status_code}"
    leads = answer.headers.get("Location", "")
    for start, word in (("/sign-in/code/", CODE), ("/sign-in/?next=", SIGN_IN)):
        if leads.startswith(start):
            return word
    return words.get(answer.status_code, LET_IN)


def way_in(role: Role) -> str:
    """What every page of the staff answers to who is not, or not wholly, signed in; else empty."""
    if not role.is_known:
        return SIGN_IN
    if not role.is_staff:
        return REFUSED
    return "" if role.is_verified else CODE


def of_desk(address: Address, role: Role, method: str, may: Iterable[str]) -> str:
    """What a page of the desk or of one's own account must answer."""
    if stopped := way_in(role):
        return stopped
    if address.permissions and not address.permissions & set(may):
        return REFUSED
    return LET_IN if method in address.methods else NO_METHOD


def of_admin(address: Address, role: Role, method: str, may: frozenset[str]) -> str:
    """What a page of the admin must answer."""
    if stopped := way_in(role):
        return stopped
    if not may:
        return REFUSED
    _, _, name = address.name.partition(":")
    if name == "login":
        return LET_IN
    reads = method in READING
    if not (reads or method == "POST") or (reads and name == "logout"):
        return NO_METHOD
    if not reads and name in {"password_change_done", "autocomplete", "jsi18n"}:
        return NO_METHOD
    if address.model_admin is not None:
        return LET_IN if _may_in_admin(address, name, method, may) else REFUSED
    if name == "app_list":
        return LET_IN if any(each.startswith("archive.") for each in may) else NOWHERE
    return {"": NOWHERE, "autocomplete": REFUSED}.get(name, LET_IN)


def _may_in_admin(address: Address, name: str, method: str, may: frozenset[str]) -> bool:
    """Whether the permissions open the page of a record or list, and let it be written."""
    of = address.model_admin
    assert of is not None
    model, _, page = name.removeprefix(f"{of.opts.app_label}_").partition("_")
    has = {act for act in ("view", "add", "change") if f"{of.opts.app_label}.{act}_{model}" in may}
    is_shown = isinstance(of, Shown)
    match page:
        case "":  # an address without `change/`, which leads to the one with it
            return True
        case "delete":
            return False
        case "add" if model in {"article", "source"}:  # which lead to the desk's own page
            return True
        case "add":
            return not is_shown and {"add"} | ({"change"} if model == "user" else set()) <= has
        case "password_change":
            return "change" in has
        case "change" if method == "POST" and model != "segment":
            return not is_shown and "change" in has
    return bool(has & {"view", "change"})
