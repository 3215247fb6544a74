"""Setting up, replacing, renewing, resetting: each whole, each noted, no secret told."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import override_settings

from archive.models import AuditEvent
from newsroom.curate import enrolling, second_factor
from newsroom.curate.enrolling import NoKey
from newsroom.curate.second_factor import Refused
from newsroom.models import Authenticator, RecoveryCode, RecoverySheet
from tests.newsroom.staff import KEY, armed, entered, figures

pytestmark = pytest.mark.django_db
OTHER = b"another twenty bytes"


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_key_is_long_of_this_session_and_sealed_in_it() -> None:
    session = SessionStore()
    key = enrolling.pending_key(session)
    assert len(key) == 20
    assert enrolling.pending_key(session) == key != enrolling.pending_key(SessionStore())
    assert enrolling.spelt(key).replace(" ", "") not in str(session[enrolling.PENDING])
    with override_settings(SECRET_KEY="another" * 8):
        assert enrolling.pending_key(session) != key


def test_key_is_spelt_in_groups_of_four() -> None:
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", enrolling.spelt(KEY))


def test_address_is_what_apps_read(edith: User) -> None:
    address = urlsplit(enrolling.address(KEY, edith))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Passerelle:edith"
    said = {name: values[0] for name, values in parse_qs(address.query).items()}
    spelt = enrolling.spelt(KEY).replace(" ", "")
    assert said == {
        "secret": spelt,
        "issuer": "Passerelle",
        "algorithm": "SHA1",
        "digits": "6",
        "period": "30",
    }


def test_set_up_gives_an_app_and_ten_codes_kept_as_digests(edith: User) -> None:
    app, codes = enrolling.set_up(edith, KEY, figures())
    assert (app.user, app.confirmed, app.key()) == (edith, True, KEY)
    assert (
        len(
            {code for code in codes if re.fullmatch(r"[a-hjkmnp-z2-9]{5}-[a-hjkmnp-z2-9]{5}", code)}
        )
        == 10
    )
    digests = RecoveryCode.objects.values_list("digest", flat=True)
    assert check_password(codes[0].replace("-", ""), digests[0])
    assert not [code for code in codes if code in " ".join(digests)]
    assert acts() == ["set up second factor"]


def test_figures_that_set_up_sign_in_no_more(edith: User) -> None:
    given = figures()
    app, _ = enrolling.set_up(edith, KEY, given)
    assert not app.verify_token(given)


def test_wrong_figures_set_nothing_up(edith: User) -> None:
    with pytest.raises(Refused, match="not the figures"):
        enrolling.set_up(edith, KEY, "000000")
    assert not Authenticator.objects.exists()
    assert not RecoverySheet.objects.exists()
    assert acts() == []


def test_second_set_up_is_refused(edith: User) -> None:
    armed(edith)
    with pytest.raises(Refused, match="an app for this account already"):
        enrolling.set_up(edith, OTHER, figures(OTHER))
    assert Authenticator.objects.get().key() == KEY


def test_replacing_leaves_the_new_app_alone(edith: User) -> None:
    armed(edith)
    app = enrolling.replace_app(edith, OTHER, figures(OTHER))
    assert Authenticator.objects.get() == app
    assert acts() == ["replace authenticator"]


def test_wrong_figures_replace_nothing(edith: User) -> None:
    before = armed(edith)
    with pytest.raises(Refused):
        enrolling.replace_app(edith, OTHER, "000000")
    assert Authenticator.objects.get() == before
    assert acts() == []


def test_new_codes_void_those_before(edith: User) -> None:
    before = enrolling.renew_codes(edith)
    after = enrolling.renew_codes(edith)
    assert not {*before} & {*after}
    sheet = RecoverySheet.objects.get()
    assert second_factor.codes_left(edith) == 10
    assert not sheet.verify_token(before[0])
    assert acts() == ["make recovery codes"] * 2


def test_reset_takes_all_and_signs_out_everywhere(edith: User, max_: User) -> None:
    client = entered(edith)
    enrolling.renew_codes(edith)
    enrolling.reset(edith, by=max_)
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/account/").headers["Location"].startswith("/sign-in/?")
    event = AuditEvent.objects.get(act="reset second factor")
    assert (event.actor, event.target) == (max_, f"user:{edith.pk}")


def test_nothing_that_is_noted_holds_a_secret(edith: User) -> None:
    _, codes = enrolling.set_up(edith, KEY, figures())
    enrolling.replace_app(edith, OTHER, figures(OTHER))
    codes += enrolling.renew_codes(edith)
    told = json.dumps([*AuditEvent.objects.values_list("act", "target", "details")])
    assert not [word for word in (*codes, enrolling.spelt(KEY), "figures") if word in told]


@time_machine.travel(datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC), tick=False)
def test_app_is_played_by_its_key(edith: User) -> None:
    assert enrolling.played(enrolling.spelt(KEY).lower()) == figures()
    armed(edith)
    assert enrolling.played_for(edith) == figures()


@pytest.mark.parametrize("key", ["1", "ABC", "é", "A=B"])
def test_what_is_no_key_is_said(key: str) -> None:
    with pytest.raises(NoKey, match="no key"):
        enrolling.played(key)


def test_no_app_and_no_secret_play_nothing(edith: User) -> None:
    with pytest.raises(NoKey, match="No app is set up yet"):
        enrolling.played_for(edith)
    armed(edith)
    with override_settings(SECRET_KEY="another" * 8), pytest.raises(NoKey, match="SECRET_KEY"):
        enrolling.played_for(edith)
