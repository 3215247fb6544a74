"""A link for one use within ten minutes, then a grant."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.discuss import mail_links
from archive.discuss.sealing import digest_of
from archive.models import Job, MailLink
from tests.archive.discuss.writing import say, translated
from tests.sites import Site

pytestmark = pytest.mark.django_db
ADDRESS = "rosa@a.example"
CONSUME = """
from archive.discuss import mail_links
from archive.models import MailLink
link = MailLink.objects.get()
print("ready", flush=True)
input()
print(mail_links.consume(link))
"""


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> datetime:
    """Let so much time pass."""
    then = timezone.now() + timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: then)
    monkeypatch.setattr("time.time", then.timestamp)
    return then


def asked() -> MailLink:
    mail_links.ask(ADDRESS)
    return MailLink.objects.latest("pk")


def test_link_is_kept_without_its_token_and_without_the_address() -> None:
    link = asked()
    kept = " ".join(str(value) for value in vars(link).values())
    assert ADDRESS not in kept
    assert mail_links.token(link) not in kept
    assert (link.email_sealed, link.email_digest) == ("", digest_of(ADDRESS))
    assert link.expires_at - link.made_at == timedelta(minutes=10)
    assert Job.objects.get().key == f"link:{link.pk}"


def test_known_and_unknown_addresses_are_treated_alike() -> None:
    say(translated(), email=ADDRESS)
    done = []
    for address in (ADDRESS, "nobody@a.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            mail_links.ask(address)
        done.append(len(queries))
    assert done[0] == done[1]
    assert MailLink.objects.count() == Job.objects.count() == 2


def test_fourth_within_an_hour_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        mail_links.ask(ADDRESS)
    mail_links.ask("other@a.example")
    assert Job.objects.count() == 4
    later(monkeypatch, hours=1, seconds=1)
    mail_links.ask(ADDRESS)
    assert Job.objects.count() == 5


def test_token_finds_its_link_and_no_other_does() -> None:
    link = asked()
    token = mail_links.token(link)
    assert mail_links.find(token) == link
    number, signature = token.split("-", 1)
    wrong = ["", "-", "x", number, f"{number}-", f"{int(number) + 1}-{signature}", f"{token}x"]
    wrong += [token[:-1], f"0{token}", f"{'9' * 30}-{signature}", f"²-{signature}", "é-é"]
    assert [text for text in wrong if mail_links.find(text)] == []


def test_token_of_a_link_that_was_made_again_is_another() -> None:
    link = asked()
    token = mail_links.token(link)
    MailLink.objects.update(nonce="another")
    assert mail_links.find(token) is None


def test_link_is_good_once() -> None:
    link = asked()
    assert not mail_links.is_over(link)
    assert [mail_links.consume(link) for _ in range(3)] == [True, False, False]
    link.refresh_from_db()
    assert mail_links.is_over(link)


def test_link_is_good_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    link = asked()
    later(monkeypatch, minutes=9, seconds=58)
    assert not mail_links.is_over(link)
    later(monkeypatch, seconds=3)
    assert mail_links.is_over(link)
    assert not mail_links.consume(link)


def test_grant_is_good_for_ten_minutes_and_for_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    grant = mail_links.grant("digest")
    later(monkeypatch, minutes=9, seconds=58)
    assert mail_links.granted(grant) == "digest"
    later(monkeypatch, seconds=5)
    assert mail_links.granted(grant) == ""


@pytest.mark.parametrize("text", ["", "x", "é", "a:b:c"])
def test_what_is_no_grant_opens_nothing(text: str) -> None:
    assert mail_links.granted(text) == ""
    assert mail_links.granted(mail_links.token(asked())) == ""


def check_at_once(site: Site) -> None:
    made = site.python("from archive.discuss import mail_links; mail_links.ask('rosa@a.example')")
    assert made.returncode == 0, made.stderr
    assert sorted(site.at_once((CONSUME,), (CONSUME,))) == ["False\n", "True\n"]


@pytest.mark.embedded
def test_of_two_at_once_one_wins(embedded_site: Site) -> None:
    check_at_once(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_of_two_at_once_one_wins_on_postgres(served_site: Site) -> None:
    check_at_once(served_site)
