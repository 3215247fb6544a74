"""Signing in and out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client, override_settings
from pytest_django import Settings

from archive.throttle import MOST_TRIES
from newsroom.curate import enrolling
from newsroom.curate.demo import ensure_demo
from newsroom.models import Authenticator
from tests.newsroom.staff import armed, figures, in_groups

pytestmark = pytest.mark.django_db
PASSWORD = "le-vieux-pont-rouvre"
HASHERS = [f"django.contrib.auth.hashers.{n}PasswordHasher" for n in ("Argon2", "PBKDF2")]
DESK, CODE = "/desk/articles/add/", "/sign-in/code/"
TOKEN = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w+">')


class Counted(MD5PasswordHasher):
    """A hash that counts how often it is made."""

    hashes = 0

    def encode(self, password: str, salt: str) -> str:
        """One more."""
        Counted.hashes += 1
        encoded: str = super().encode(password, salt)
        return encoded


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Iterator[Path]:
    """Tries are counted in a folder of the test's own."""
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


@pytest.fixture
def editor(edith: User) -> User:
    edith.set_password(PASSWORD)
    edith.save()
    armed(edith)
    return in_groups(edith, "editor")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post("/sign-in/", {"username": "edith", "password": password, **more})
    return answer.status_code, answer.headers.get("Location", answer.content.decode())


def give(client: Client, typed: str, **more: str) -> HttpResponse:
    """Type a code at the second step."""
    answer = client.post("/sign-in/code/", {"figures": typed, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def test_editor_signs_in_with_both_and_goes_on_to_where_she_was_going(
    rosa: Client, editor: User
) -> None:
    assert sign_in(rosa, next=DESK) == (302, f"{CODE}?next={DESK}")
    page = rosa.get(f"{CODE}?next={DESK}").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert f'name="next" value="{DESK}"' in page
    assert give(rosa, figures(), next=DESK).headers["Location"] == DESK
    assert rosa.get(DESK).status_code == 200


def test_password_alone_opens_nothing(rosa: Client, editor: User) -> None:
    sign_in(rosa)
    for address in (DESK, "/admin/", "/account/", "/desk/comments/"):
        assert rosa.get(address).headers["Location"].startswith(f"{CODE}?next="), address
        assert rosa.post(address).headers["Location"].startswith(f"{CODE}?next="), address


def test_without_a_place_to_go_it_is_the_first_page(rosa: Client, editor: User) -> None:
    first = resolve_url(settings.LOGIN_REDIRECT_URL)
    assert sign_in(rosa) == (302, f"{CODE}?next={first}")
    assert give(rosa, figures()).headers["Location"] == first


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "\\\\e.example"],
    ids=["address", "no scheme", "script", "backslashes"],
)
def test_next_leads_nowhere_else(rosa: Client, editor: User, elsewhere: str) -> None:
    first = resolve_url(settings.LOGIN_REDIRECT_URL)
    assert sign_in(rosa, next=elsewhere) == (302, f"{CODE}?next={first}")
    assert give(rosa, figures(), next=elsewhere).headers["Location"] == first


def test_each_step_has_a_session_key_of_its_own(rosa: Client, editor: User) -> None:
    keys = [rosa.session.session_key]
    for step in (lambda: sign_in(rosa), lambda: give(rosa, figures())):
        step()
        keys.append(rosa.cookies[settings.SESSION_COOKIE_NAME].value)
    assert len({*keys}) == 3
    assert Session.objects.count() == 1


def test_who_is_signed_in_is_led_on(rosa: Client, editor: User) -> None:
    sign_in(rosa)
    assert rosa.get(f"/sign-in/?next={DESK}").headers["Location"] == f"{CODE}?next={DESK}"
    give(rosa, figures())
    assert rosa.get(f"/sign-in/?next={DESK}").headers["Location"] == DESK
    assert rosa.get(f"{CODE}?next={DESK}").headers["Location"] == DESK


def test_code_step_wants_a_password_first(rosa: Client, editor: User) -> None:
    assert rosa.get(CODE).headers["Location"] == f"/sign-in/?next={CODE}"
    assert give(rosa, figures()).headers["Location"].startswith("/sign-in/?next=")


def test_account_without_a_part_in_the_desk_is_told_so(rosa: Client) -> None:
    User.objects.create_user("edith", password=PASSWORD)
    assert sign_in(rosa, next=DESK) == (302, DESK)
    assert [rosa.get(at).status_code for at in (DESK, CODE, "/sign-in/set-up/")] == [403] * 3


def test_wrong_code_is_said_then_the_pause(rosa: Client, editor: User) -> None:
    sign_in(rosa)
    wrong = give(rosa, "000000")
    assert wrong.status_code == 200
    assert "not those of now" in wrong.content.decode()
    paused = give(rosa, figures())
    assert paused.status_code == 429
    assert "Wait 1 second" in paused.content.decode()


def test_used_code_does_not_sign_in_again(rosa: Client, sam: Client, editor: User) -> None:
    given = figures()
    for client in (rosa, sam):
        sign_in(client)
    assert give(rosa, given).status_code == 302
    assert give(sam, given).status_code == 200
    assert sam.get(DESK).status_code == 302


def test_recovery_code_signs_in_once_and_says_how_many_are_left(
    rosa: Client, sam: Client, editor: User
) -> None:
    code = enrolling.renew_codes(editor)[0]
    for client in (rosa, sam):
        sign_in(client)
    assert rosa.post(CODE, {"recovery": code, "next": DESK}).headers["Location"] == DESK
    assert "with a recovery code; 9 of them are left" in rosa.get(DESK).content.decode()
    page = sam.post(CODE, {"recovery": code}).content.decode()
    assert '<details class="instead" open>' in page
    assert "none of your recovery codes, or it was used before" in page


def test_many_wrong_codes_are_told_to_who_gives_the_right_one(rosa: Client, editor: User) -> None:
    Authenticator.objects.update(throttling_failure_count=5)
    sign_in(rosa)
    give(rosa, figures())
    assert "5 wrong codes came before yours" in rosa.get(DESK).content.decode()


def test_other_secret_key_is_said_at_the_code_step(rosa: Client, editor: User) -> None:
    Authenticator.objects.update(sealed_key="sealed under another")
    sign_in(rosa)
    answer = give(rosa, "123456")
    assert answer.status_code == 200
    assert "secret key is another than when your app was set up" in answer.content.decode()


def test_name_that_nobody_has_costs_as_much_as_a_wrong_password(
    rosa: Client, editor: User, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    editor.set_password(PASSWORD)
    editor.save()
    costs, answers = [], []
    for name in ("edith", "nobody"):
        Counted.hashes = 0
        answers.append(rosa.post("/sign-in/", {"username": name, "password": "wrong"}))
        costs.append(Counted.hashes)
    assert costs == [1, 1]
    said = [re.sub("edith|nobody", "", TOKEN.sub("", a.content.decode())) for a in answers]
    assert said[0] == said[1]


@pytest.mark.embedded
def test_old_hash_is_made_anew_at_the_sign_in(
    rosa: Client, editor: User, settings: Settings
) -> None:
    pbkdf2, argon2 = (
        f"django.contrib.auth.hashers.{n}PasswordHasher" for n in ("PBKDF2", "Argon2")
    )
    settings.PASSWORD_HASHERS = [argon2, pbkdf2]
    editor.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    editor.save()
    assert sign_in(rosa)[0] == 302
    editor.refresh_from_db()
    assert editor.password.startswith("argon2$argon2id$")
    assert give(rosa, figures()).status_code == 302


def test_form_of_another_sign_in_is_refused_in_words(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "edith"})
    assert answer.status_code == 403
    assert "This form was out of date" in answer.content.decode()


def test_wrong_password_is_said_without_saying_which_was_wrong(rosa: Client, editor: User) -> None:
    status, page = sign_in(rosa, "wrong")
    assert status == 200
    assert "This name and this password do not belong together." in page
    assert "edith" in page
    assert "wrong" not in page.replace("class=", "")


def test_ten_wrong_ones_shut_the_name(rosa: Client, editor: User) -> None:
    assert {sign_in(rosa, "wrong")[0] for _ in range(MOST_TRIES)} == {200}
    status, page = sign_in(rosa)
    assert status == 429
    assert "too many tries for this name" in page


def test_other_network_is_not_shut_out(rosa: Client, editor: User) -> None:
    for _ in range(MOST_TRIES + 1):
        sign_in(rosa, "wrong")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9"))[0] == 302


def test_right_password_clears_the_count(rosa: Client, editor: User) -> None:
    for _ in range(3):
        for _ in range(MOST_TRIES - 1):
            sign_in(rosa, "wrong")
        assert sign_in(rosa)[0] == 302
        rosa.post("/sign-out/")


def test_no_address_is_kept(rosa: Client, editor: User, var: Path) -> None:
    sign_in(rosa, "wrong")
    kept = [path.name + path.read_text() for path in (var / "sign-in").iterdir()]
    assert len(kept) == 1
    assert "127.0.0.1" not in kept[0]
    assert "edith" not in kept[0]


def test_form_from_elsewhere_is_refused(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client)[0] == 403


def test_signing_out_takes_a_post(rosa: Client, editor: User) -> None:
    sign_in(rosa)
    assert rosa.get("/sign-out/").status_code == 405
    assert rosa.post("/sign-out/").headers["Location"] == "/"
    assert rosa.get("/desk/articles/add/").status_code == 302


@override_settings(ALLOWED_HOSTS=["localhost"], DEMO=True)
def test_demo_editor_signs_in_on_this_machine_only() -> None:
    rosa = Client(headers={"host": "localhost"})
    password = ensure_demo("/sign-in/").rsplit(" ", 1)[1]
    sent = {"username": "demo", "password": password}
    with override_settings(SITE_URL="https://news.example.org"):
        page = rosa.post("/sign-in/", sent).content.decode()
    assert "only where the site is this machine’s own" in page
    assert rosa.post("/sign-in/", sent).status_code == 302


def test_closed_account_cannot_sign_in(rosa: Client, editor: User) -> None:
    User.objects.update(is_active=False)
    assert "do not belong together" in sign_in(rosa)[1]
