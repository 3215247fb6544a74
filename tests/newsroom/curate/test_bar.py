"""The desk's bar: each finds the entries that are meant for them, and where they are."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from newsroom.curate.bar import ENTRIES, ways
from tests.factories import make_article
from tests.newsroom.staff import in_groups, signed_in

pytestmark = pytest.mark.django_db


def labels(user: User, *groups: str) -> list[str]:
    member = User.objects.get(pk=in_groups(user, *groups).pk)
    return [way.label for way in ways(member, "/desk/")]


def current(user: User, path: str) -> dict[str, str]:
    return {way.label: way.current for way in ways(user, path) if way.current}


@pytest.fixture
def editor(edith: User) -> User:
    return in_groups(edith, "editor")


def test_editor_finds_the_work_on_articles(edith: User) -> None:
    found = labels(edith, "editor")
    assert found[:2] == ["Queue", "Articles"]
    assert {"Add", "Suggestions", "Review", "Names", "Dashboard", "Audit"} <= set(found)


def test_moderator_finds_comments_and_no_articles(max_: User) -> None:
    assert labels(max_, "moderator") == ["Queue", "Comments", "Admin"]


def test_operator_finds_the_workings(max_: User) -> None:
    found = labels(max_, "operator")
    assert {"Queue", "Dashboard", "Audit", "Admin"} <= set(found)
    assert not {"Articles", "Comments", "Names"} & set(found)


def test_comments_are_one_entry_to_whoever_sees_them(edith: User) -> None:
    assert labels(edith, "editor").count("Comments") == 1
    assert labels(edith, "editor", "moderator").count("Comments") == 1


def test_who_may_moderate_is_led_to_the_moderators_page(edith: User) -> None:
    both = in_groups(edith, "editor", "moderator")
    addresses = {way.label: way.address for way in ways(both, "/")}
    assert addresses["Comments"] == "/desk/comments/"


def test_staff_without_a_group_finds_nothing(max_: User) -> None:
    assert labels(max_) == []


def test_every_entry_leads_somewhere() -> None:
    assert all(reverse(entry.url_name) for entry in ENTRIES)


def test_page_of_an_entry_is_the_current_one(editor: User) -> None:
    assert current(editor, "/desk/") == {"Queue": "page"}
    assert current(editor, "/desk/names/") == {"Names": "page"}


def test_page_under_an_entry_marks_it(editor: User) -> None:
    assert current(editor, "/desk/queue/hidden/") == {"Queue": "true"}
    assert current(editor, "/desk/articles/7/") == {"Articles": "true"}
    assert current(editor, "/desk/names/paris/") == {"Names": "true"}


def test_most_specific_entry_is_the_current_one(editor: User) -> None:
    assert current(editor, "/desk/articles/add/") == {"Add": "page"}


def test_page_elsewhere_marks_nothing(editor: User) -> None:
    assert current(editor, "/account/") == {}


def test_bar_stands_on_a_page_with_the_way_out(edith: User) -> None:
    client: Client = signed_in(edith, "editor")
    page = client.get(f"/desk/articles/{make_article().pk}/").content.decode()
    assert '<a href="/admin/archive/article/" aria-current="true">Articles</a>' in page
    assert 'action="/sign-out/"' in page
