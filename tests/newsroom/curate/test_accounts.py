"""Making accounts."""

import pytest
from django.contrib.auth.models import Group, User

from newsroom.curate.accounts import (
    GROUPS,
    NotMade,
    check_email,
    check_name,
    generated_password,
    make_staff,
)

pytestmark = pytest.mark.django_db


def test_account_is_staff_in_its_groups_and_no_more() -> None:
    user = make_staff("nina", generated_password(), ["editor", "operator"], email="n@example.org")
    assert sorted(user.groups.values_list("name", flat=True)) == ["editor", "operator"]
    assert (user.is_staff, user.is_superuser, user.email) == (True, False, "n@example.org")


def test_weak_password_is_refused_in_words() -> None:
    with pytest.raises(NotMade, match="too short"):
        make_staff("nina", "1234", GROUPS)
    assert not User.objects.exists()


def test_account_without_its_group_is_not_made() -> None:
    Group.objects.filter(name="editor").delete()
    with pytest.raises(NotMade, match="A group is missing"):
        make_staff("nina", generated_password(), ["editor"])
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "cannot be a name"),
        ("two words", "cannot be a name"),
        ("a" * 151, "cannot be a name"),
        ("demo", "kept for the demo editor"),
        ("Demo", "kept for the demo editor"),
        ("EDITH", "already an account"),
    ],
)
def test_unfit_name_is_refused_in_words(edith: User, name: str, words: str) -> None:
    with pytest.raises(NotMade, match=words):
        check_name(name)


def test_fit_name_and_address_pass() -> None:
    check_name("nina.durand")
    check_email("")
    check_email("nina@example.org")
    with pytest.raises(NotMade, match="no e-mail address"):
        check_email("nina")


def test_generated_passwords_differ_and_can_be_read_out() -> None:
    made = {generated_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(each) == 29 and not set(each) & set("0O1lI") for each in made)
