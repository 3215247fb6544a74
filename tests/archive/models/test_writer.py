"""What the database promises of standings, keys, mail links and watch words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.models import MailLink, NetworkKey, Standing, WatchWord

pytestmark = pytest.mark.django_db


def stand(**fields: Any) -> Standing:
    return Standing.objects.create(**{"writer": "w", "kind": "held", "reason": "x", **fields})


def test_writer_has_one_standing() -> None:
    stand()
    stand(writer="another")
    with pytest.raises(IntegrityError), transaction.atomic():
        stand(kind="banned")


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"writer": ""}, "standing_has_writer"),
        ({"reason": ""}, "standing_has_reason"),
        ({"kind": "suspended"}, "standing_suspended_until"),
        ({"kind": "lost"}, "standing_suspended_until"),
        ({"kind": "held", "until": timezone.now()}, "standing_suspended_until"),
        ({"kind": "banned", "until": timezone.now()}, "standing_suspended_until"),
    ],
)
def test_standing_is_whole(fields: dict[str, Any], broken: str) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        stand(**fields)


def test_suspension_has_its_end() -> None:
    assert stand(kind="suspended", until=timezone.now()).pk


def test_day_has_one_key_and_each_is_another() -> None:
    today = timezone.now().date()
    one = NetworkKey.objects.create(day=today)
    other = NetworkKey.objects.create(day=today - timedelta(days=1))
    assert len(one.secret) == 32
    assert one.secret != other.secret
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkKey.objects.create(day=today)


def test_mail_link_ends_after_it_begins() -> None:
    now = timezone.now()
    link = MailLink.objects.create(email_digest="d", made_at=now, expires_at=now + timedelta(1))
    assert len(link.nonce) == 32
    with pytest.raises(IntegrityError, match="mail_link_ends_later"), transaction.atomic():
        MailLink.objects.create(email_digest="d", made_at=now, expires_at=now)


def test_word_is_watched_once_whatever_its_capitals() -> None:
    WatchWord.objects.create(text="Casino", folded="casino")
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchWord.objects.create(text="CASINO", folded="casino")


@pytest.mark.parametrize(
    ("fields", "broken"),
    [({"folded": ""}, "watch_word_not_empty"), ({"act": "laugh"}, "watch_word_act_known")],
)
def test_watch_word_is_whole(fields: dict[str, str], broken: str) -> None:
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        WatchWord.objects.create(**{"text": "x", "folded": "x", **fields})
