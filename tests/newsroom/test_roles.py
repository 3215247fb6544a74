"""Every address × every method × every role: deny by default.

What must be answered follows from the permission that a view names and from what the groups have,
never from what the site answers. GROUPS says it once more, by hand.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.urls import path

from tests.newsroom.addresses import Address, absent, addresses, leads_back, make_rows
from tests.newsroom.roles import (
    BROKEN,
    CODE,
    LET_IN,
    METHODS,
    NO_METHOD,
    NOWHERE,
    READING,
    REFUSED,
    ROLES,
    SIGN_IN,
    Asking,
    Role,
    in_a_word,
    of_admin,
    of_desk,
)

pytestmark = pytest.mark.django_db
# What GET answers on the way in: to a stranger, a reader, one half-way, and one who is through.
SIGNING = {
    "sign-in": (LET_IN, LET_IN, CODE, LET_IN),
    "sign-in-code": (SIGN_IN, REFUSED, LET_IN, LET_IN),
    "set-up": (SIGN_IN, REFUSED, CODE, CODE),
    "set-up-later": (NO_METHOD,) * 4,
    "sign-out": (NO_METHOD,) * 4,
}
EDITORS = """
add store article approve_clean facts preview here sentence check dismiss restore sentence_decide
editions seen act queue save_filter forget_filter bulk batch_undo batch_stop batch_retry
memory memory_take memory_export names names_act names_undo name name_change stop_names
term_add term term_delete glossary_impact glossary_apply glossary_import glossary_undo
suggestions suggestion suggestion_decide review
"""
MODERATORS = """
comments comments_act comments_undo comment comments_on writer writer_treat watch_words
"""
OPERATORS = """
retry source_add source_accept sources_import sources_import_accept source_act
"""
SHARED = """
dashboard audit audit_csv batches batch glossary glossary_change glossary_export
sources source sources_export
"""
# What each group may ask for under /desk/, by hand: a slip in a permission shows up here.
GROUPS = {
    "editor": {"home", *EDITORS.split(), *SHARED.split()},
    "moderator": {"home", *MODERATORS.split()},
    "operator": {"home", *OPERATORS.split(), *SHARED.split()},
    "idle": set[str](),
}


def wing(address: Address) -> str:
    """Whose page it is, by what the view says of itself; empty if it says nothing."""
    if address.permissions:
        return "desk"
    if getattr(address.view, "is_for_members", False):
        return "account"
    if address.is_admins:
        return "admin"
    if address.name in SIGNING:
        return "signing"
    return "readers" if address.name.startswith("archive:") else ""


def undeclared(found: Any) -> list[str]:
    return [f"{each.route} ({each.name})" for each in found if not wing(each)]


@pytest.fixture
def examples(edith: User) -> dict[str, str]:
    return make_rows(edith)


def expected(address: Address, role: Role, method: str, may: frozenset[str]) -> set[str]:
    """The answers that will do."""
    match wing(address):
        case "desk" | "account":
            due = of_desk(address, role, method, may)
            # A form without any field may name nothing that is there.
            return {due, NOWHERE} if due == LET_IN and method == "POST" else {due}
        case "admin":
            return {of_admin(address, role, method, may)}
        case "signing" if method in READING:
            known = role.is_known + role.is_known * role.is_staff * (1 + role.is_verified)
            return {SIGNING[address.name][known]}
        case "readers" if method not in address.methods:
            return {NO_METHOD}
    return {LET_IN, REFUSED, NO_METHOD, NOWHERE, SIGN_IN, CODE}


def test_every_view_says_who_may_see_it() -> None:
    assert undeclared(addresses()) == []


def test_view_that_says_nothing_is_named() -> None:
    forgotten = path("forgotten/", HttpResponse, name="forgotten")
    resolver = SimpleNamespace(url_patterns=[forgotten])
    assert undeclared(addresses(resolver, "desk/", "curate")) == [
        "desk/forgotten/ (curate:forgotten)"
    ]


def test_each_wing_lies_where_it_should() -> None:
    starts = {"desk": "desk/", "admin": "admin/", "account": "account/", "signing": "sign-"}
    for address in addresses():
        at = next((w for w, start in starts.items() if address.route.startswith(start)), "readers")
        assert wing(address) == at, address.route


def test_every_view_says_its_methods() -> None:
    silent = [a.route for a in addresses() if wing(a) not in {"admin", "signing"} and not a.methods]
    assert silent == []


def test_every_page_answers_head_as_well_as_get() -> None:
    assert [a.route for a in addresses() if len(a.methods & READING) == 1] == []


def test_every_permission_that_a_view_names_is_one() -> None:
    names = {permission for address in addresses() for permission in address.permissions}
    kept = Permission.objects.values_list("content_type__app_label", "codename")
    assert names - {f"{app}.{codename}" for app, codename in kept} == set()


def test_every_address_has_an_example(examples: dict[str, str]) -> None:
    wrong = [a.route for a in addresses() if not leads_back(a, a.path(examples))]
    assert wrong == []


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_reaches_what_is_written_down(group: str) -> None:
    may = ROLES[group].permissions()
    desk = {a.name.removeprefix("curate:"): a.permissions for a in addresses() if a.permissions}
    assert {name for name, permissions in desk.items() if permissions & may} == GROUPS[group]
    assert desk.keys() == set().union(*GROUPS.values())


@pytest.mark.embedded
@pytest.mark.parametrize("part", ["desk", "admin", "rest"])
@pytest.mark.parametrize("name", ROLES)
def test_every_address_answers_each_role_and_method_as_declared(
    examples: dict[str, str], name: str, part: str
) -> None:
    role, wrong = ROLES[name], []
    ask, may = Asking(role.browser()), role.permissions()
    for address in addresses():
        if part != (wing(address) if wing(address) in {"desk", "admin"} else "rest"):
            continue
        # What readers see is made without asking who reads: two roles try it in every way.
        is_readers = wing(address) == "readers" and name not in {"stranger", "editor"}
        for method in ("GET",) if is_readers else METHODS:
            answer = ask(method, address.path(examples))
            if address.name == "archive:readyz" and answer.status_code == 503:
                continue  # it is not ready: no index was made
            said = in_a_word(answer)
            due = expected(address, role, method, may)
            if said not in due:
                wrong.append(f"{method} /{address.route}: {said}, not {' or '.join(sorted(due))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.embedded
@pytest.mark.parametrize("name", ["editor", "moderator", "operator", "root"])
def test_no_form_is_taken_without_its_token(examples: dict[str, str], name: str) -> None:
    ask = Asking(ROLES[name].browser())
    taken = [
        address.route
        for address in addresses()
        if wing(address) in {"desk", "account", "admin", "signing"}
        if ask("POST", address.path(examples), token="").status_code != 403
    ]
    assert taken == []


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_rows_that_are_not_there_break_nothing(examples: dict[str, str], number: str) -> None:
    ask, gone = Asking(ROLES["root"].browser()), absent(examples, number)
    broken = []
    for address in addresses():
        if "<" not in address.route:
            continue
        for method in ("GET", "POST"):
            said = in_a_word(ask(method, address.path(gone)))
            if said.startswith(BROKEN):
                broken.append(f"{method} /{address.route}: {said}")
    assert not broken, "\n".join(broken)
