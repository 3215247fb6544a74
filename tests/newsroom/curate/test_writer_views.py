"""A writer's page: how they are treated from now on."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.discuss import standings
from archive.models import Standing
from tests.newsroom.curate.moderated import WRITER, held, send
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db
HERE = f"writers/{WRITER}/"


@pytest.fixture
def client(max_: User) -> Client:
    """Max's browser, and a writer to decide on."""
    held()
    return signed_in(max_, "moderator")


def treat(client: Client, name: str, status: int = 200, **data: object) -> str:
    return send(client, f"{HERE}{name}/", status, **data)


def kinds() -> list[str]:
    return list(Standing.objects.values_list("kind", flat=True))


def test_hold_ban_and_lift_with_what_the_writer_reads(client: Client) -> None:
    page = treat(client, "hold", reason="Many attacks.")
    assert "Whatever they send waits for a moderator. They read: “Many attacks.”" in page
    assert "Banned. They read: “Threats.”" in treat(client, "ban", reason="Threats.")
    assert kinds() == ["banned"]
    page = treat(client, "lift")
    assert "They are treated as everybody else again." in page
    assert "Hold writer" in page
    assert "Lift standing" in page
    assert "That was so already." in treat(client, "lift")
    assert kinds() == []


def test_suspension_ends_as_the_day_begins(client: Client) -> None:
    day = timezone.localdate() + timedelta(days=7)
    page = treat(client, "suspend", reason="Cool down.", until=day.isoformat())
    assert f"Suspended until {day.day} " in page
    until = Standing.objects.get().until
    assert until is not None
    assert timezone.localtime(until).isoformat()[:16] == f"{day.isoformat()}T00:00"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("hold", {}, "Give a reason: the writer reads it."),
        ("ban", {"reason": "x" * 301}, "at most 300 characters"),
        ("ban", {"reason": "a\x00b"}, "Null characters are not allowed."),
        ("suspend", {"reason": "Cool down."}, "still to come"),
        ("suspend", {"reason": "Cool down.", "until": "yesterday"}, "Enter a valid date."),
        ("suspend", {"reason": "Cool down.", "until": "2020-01-01"}, "still to come"),
        ("suspend", {"reason": "Cool down.", "until": "9999-12-31"}, "a year at most"),
    ],
)
def test_bad_input_is_told_and_kept(
    client: Client, name: str, data: dict[str, str], words: str
) -> None:
    page = treat(client, name, 422, **data)
    assert words in page
    assert data.get("reason", "") in page
    assert "<details open>" in page
    assert kinds() == []


def test_second_moderator_is_told_and_nothing_is_lost(client: Client, edith: User) -> None:
    standings.hold(WRITER, by=edith, reason="Attacks.")
    page = treat(client, "ban", 409, reason="Threats.", seen="")
    assert "Another moderator changed how this writer is treated" in page
    assert 'value="Threats."' in page
    assert kinds() == ["held"]
    assert treat(client, "lift", 409, seen="")


def test_unknown_writers_and_acts_are_not_found(client: Client) -> None:
    for address in ("writers/nobody/", "writers/nobody/ban/", f"{HERE}burn/"):
        assert client.post(f"/desk/{address}", {"reason": "Mine."}).status_code in {404, 405}
        assert client.get(f"/desk/{address}").status_code in {404, 405}
    assert client.get(f"/desk/{HERE}ban/").status_code == 405
    assert kinds() == []
