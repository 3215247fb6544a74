"""`manage.py create_editor`: a password is asked for, or made and shown once."""

import getpass
import sys
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("create_editor", *words, stdout=out)
    return out.getvalue()


def typed(patch: pytest.MonkeyPatch, *passwords: str) -> None:
    """A person at a terminal, who types these."""
    answers = iter(passwords)
    patch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    patch.setattr(getpass, "getpass", lambda _: next(answers))


def test_generated_password_is_shown_once_and_works() -> None:
    said = run("nina", "--generate", "--email", "nina@example.org").splitlines()
    assert said[0] == "Made nina, editor."
    user = User.objects.get()
    assert said[1] == "The first sign-in asks to set up an authenticator app."
    assert user.check_password(said[2].removeprefix("Password, shown this once: "))
    assert (user.is_staff, user.is_superuser, user.email) == (True, False, "nina@example.org")
    assert [group.name for group in user.groups.all()] == ["editor"]


def test_groups_may_be_several() -> None:
    said = run("nina", "--generate", "--group", "moderator", "--group", "operator")
    assert said.startswith("Made nina, moderator and operator.\n")
    assert User.objects.get().groups.count() == 2


def test_password_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "le-vieux-pont-rouvre", "le-vieux-pont-rouvre")
    assert run("nina").startswith("Made nina, editor.\n")
    assert User.objects.get().check_password("le-vieux-pont-rouvre")


@pytest.mark.parametrize(
    ("passwords", "words"),
    [
        (("one", "two"), "The two passwords differ"),
        (("le-vieux-pont.",) * 2, "too short. It must contain at least 15 characters"),
        (("1q2w3e4r5t6y7u8i",) * 2, "too common"),
    ],
)
def test_unfit_password_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, passwords: tuple[str, str], words: str
) -> None:
    typed(monkeypatch, *passwords)
    with pytest.raises(CommandError, match=words):
        run("nina")
    assert not User.objects.exists()


def test_without_a_terminal_it_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("secret\nsecret\n"))
    with pytest.raises(CommandError, match="give --generate"):
        run("nina")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["demo", "--generate"], "kept for the demo editor"),
        (["edith", "--generate"], "already an account"),
        (["a b", "--generate"], "cannot be a name"),
        (["nina", "--generate", "--email", "x"], "no e-mail address"),
        (["nina", "--generate", "--group", "king"], "invalid choice"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(edith: User, words: list[str], error: str) -> None:
    with pytest.raises(CommandError, match=error) as raised:
        run(*words)
    assert "\n" not in str(raised.value)
    assert User.objects.get() == edith
