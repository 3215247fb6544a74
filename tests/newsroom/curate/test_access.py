"""Nobody reaches a staff page without the right: not a stranger, not a wrong group."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from newsroom.curate.site import CurationSite
from tests.factories import make_article, publish
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
STAFF = ("desk/", "admin/")


def views(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every pattern of the site with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def guard(view: Any) -> Any:
    """What stands before the view: the permission it names, or the admin's site."""
    if permission := getattr(view, "staff_permission", None):
        return permission
    method = getattr(view, "__wrapped__", None)  # of a view that an admin class wrapped itself
    admin = getattr(view, "model_admin", None) or getattr(method, "__self__", None)
    site = getattr(view, "admin_site", None) or getattr(admin, "admin_site", None)
    return site if isinstance(site, CurationSite) else None


def test_every_staff_view_is_guarded() -> None:
    staff = {route: view for route, view in views() if route.startswith(STAFF)}
    # The admin's way in only sends strangers on to the sign-in page.
    assert isinstance(staff.pop("admin/login/").__self__, CurationSite)
    assert len(staff) > 50
    assert [route for route, view in staff.items() if guard(view) is None] == []


def test_no_view_elsewhere_is_a_staff_view_in_disguise() -> None:
    public = [(route, view) for route, view in views() if not route.startswith(STAFF)]
    assert [route for route, view in public if guard(view) is not None] == []


MODELS = ("article", "segment", "comment", "standing", "source", "feed", "page", "tag", "job")
SOURCES = "/desk/sources/"
QUEUE = "/desk/"  # every group's: each sees its own parts
MODERATORS = ("/desk/comments/", "/desk/writers/", "/desk/watch-words/")


def addresses() -> list[str]:
    """An address of every kind under /desk/ and /admin/."""
    article = make_article()
    publish(article)
    desk = f"/desk/articles/{article.pk}"
    return [
        *(reverse(f"admin:archive_{name}_changelist") for name in MODELS),
        *(reverse(f"admin:auth_{name}_changelist") for name in ("user", "group")),
        *(
            reverse("admin:archive_auditevent_changelist"),
            reverse("admin:newsroom_host_changelist"),
        ),
        reverse("admin:archive_article_change", args=[article.pk]),
        reverse("admin:archive_source_change", args=[article.source_id]),
        *("/desk/", f"{desk}/", f"{desk}/publish/"),
        *(f"{desk}/{way}/" for way in ("approve-clean", "facts", "preview", "here", "s/1")),
        *(f"{desk}/s/1/{way}/" for way in ("check", "approve", "dismiss", "restore")),
        *("/desk/articles/add/", "/desk/articles/add/store/"),
        *("/desk/suggestions/", "/desk/suggestions/1/", "/desk/suggestions/1/accept/"),
        "/desk/review/",
        *("/desk/names/", "/desk/names-act/", "/desk/names-undo/", "/desk/stop-names/"),
        *("/desk/names/iran/", "/desk/names/iran/rename/", "/desk/names/iran/merge/"),
        *(
            "/desk/comments/",
            "/desk/watch-words/",
            "/desk/comments/1/",
            "/desk/comments/act/",
            "/desk/comments/undo/",
        ),
        *(f"/desk/comments/on/{article.pk}/close/", "/desk/writers/abc/", "/desk/writers/abc/ban/"),
        *(f"{SOURCES}{way}" for way in ("", "add/", "add/accept/", "files/", "files/pause/")),
        *(f"{SOURCES}{way}" for way in ("import/", "import/accept/", "export/")),
        *("/admin/", "/admin/archive/", "/admin/nothing/", "/admin/archive/tag/add/"),
        *("/admin/autocomplete/", "/admin/password_change/", "/admin/jsi18n/"),
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_is_asked_to_sign_in_everywhere(sam: Client, method: str) -> None:
    for address in addresses():
        answer = getattr(sam, method)(address, follow=True)
        last, _ = answer.redirect_chain[-1]
        assert last.startswith("/sign-in/?next="), address
        assert b"Le pont" not in answer.content, address


def test_staff_without_a_group_sees_nothing(max_: User) -> None:
    client = signed_in(max_)
    answers = {address: client.get(address, follow=True) for address in addresses()}
    assert {a: r.status_code for a, r in answers.items() if r.status_code != 403} == {}


def test_reader_with_an_account_sees_nothing() -> None:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    answers = {address: client.get(address, follow=True) for address in addresses()}
    assert {a: r.status_code for a, r in answers.items() if r.status_code != 403} == {}


@pytest.mark.parametrize("group", ["moderator", "operator"])
def test_desk_is_the_editors_alone(group: str) -> None:
    client = member("other", group)
    others = MODERATORS if group == "moderator" else (SOURCES,)
    for address in addresses():
        if address == QUEUE:
            assert client.get(address).status_code == 200
        elif address.startswith("/desk/") and not address.startswith(others):
            assert client.get(address).status_code == 403, address
            assert client.post(address).status_code == 403, address


@pytest.mark.parametrize("group", ["editor", "operator"])
def test_comments_are_the_moderators_alone(group: str) -> None:
    client = member("other", group)
    for address in addresses():
        if address.startswith(MODERATORS):
            assert client.get(address).status_code == 403, address
            assert client.post(address).status_code == 403, address


@pytest.mark.parametrize("group", ["moderator", "editor"])
def test_sources_are_changed_by_operators_alone(group: str) -> None:
    client = member("other", group)
    seen = {SOURCES, f"{SOURCES}files/", f"{SOURCES}export/"} if group == "editor" else set()
    for address in addresses():
        if address.startswith(SOURCES):
            assert client.get(address).status_code == (200 if address in seen else 403), address
            assert client.post(address).status_code == (405 if address in seen else 403), address


def test_closed_account_is_out_at_once(edith: User) -> None:
    client = signed_in(edith, "editor")
    assert client.get("/desk/articles/add/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/desk/articles/add/").status_code == 302


def test_refusal_says_who_is_signed_in_and_lets_them_out(max_: User) -> None:
    page = signed_in(max_, "moderator").get("/desk/articles/add/").content.decode()
    assert "You are signed in as max" in page
    assert 'action="/sign-out/"' in page


def test_staff_pages_are_never_kept(edith: User) -> None:
    article = make_article()
    client = signed_in(edith, "editor")
    for address in (f"/desk/articles/{article.pk}/", "/desk/articles/add/", "/admin/"):
        kept = client.get(address).headers["Cache-Control"]
        assert "no-store" in kept, address
        assert "private" in kept, address
