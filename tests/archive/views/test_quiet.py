"""Letters about replies are ended by whoever has one."""

import pytest
from django.test import Client

from archive.discuss import letters
from archive.models import Comment
from tests.archive.discuss.mailing import asking
from tests.archive.discuss.writing import translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return asking(translated())


def wants(comment: Comment) -> bool:
    comment.refresh_from_db()
    return comment.notify


def test_looking_changes_nothing(rosa: Client, comment: Comment) -> None:
    answer = rosa.get(letters.quiet_address(comment))
    assert answer.status_code == 200
    assert "Send no more" in answer.content.decode()
    assert wants(comment)


def test_button_ends_them_and_twice_is_once(rosa: Client, comment: Comment) -> None:
    for _ in range(2):
        answer = rosa.post(letters.quiet_address(comment))
        assert answer.status_code == 200
        assert "No more letters" in answer.content.decode()
        assert not wants(comment)
    assert not answer.cookies
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "no-referrer",
        "noindex, nofollow",
    )


def test_mail_program_ends_them_with_one_click(comment: Comment) -> None:
    program = Client(enforce_csrf_checks=True)
    program.post(letters.quiet_address(comment), {"List-Unsubscribe": "One-Click"})
    assert not wants(comment)


def test_address_and_comment_stay(rosa: Client, comment: Comment) -> None:
    rosa.post(letters.quiet_address(comment))
    comment.refresh_from_db()
    assert (comment.state, bool(comment.email_sealed)) == ("published", True)


@pytest.mark.parametrize("end", ["x", "é", "1"])
def test_wrong_token_ends_nothing(sam: Client, comment: Comment, end: str) -> None:
    address = f"/comments/{comment.pk}/quiet/{end}/"
    assert [sam.get(address).status_code, sam.post(address).status_code] == [404, 404]
    other = letters.quiet_address(comment).replace(f"/{comment.pk}/", f"/{comment.pk + 1}/")
    assert sam.post(other).status_code == 404
    assert wants(comment)
