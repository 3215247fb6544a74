"""robots.txt: what is read of it, how long it is kept, and what holds while it cannot be had."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st
from pytest_django import Settings

from newsroom.models import Host
from newsroom.wire import robots, turns
from newsroom.wire.fetching import Forbidden, Unreachable, fetch
from newsroom.wire.robots import NotHad
from tests.press import Press, Reply

ORIGIN = "https://valmer.example"
PAGE = f"{ORIGIN}/politique/budget"
NOBODY = "User-agent: *\nDisallow: /"
database = pytest.mark.django_db


def allows(text: str, url: str = PAGE) -> bool:
    return robots.read(text).allow(url)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        (NOBODY, False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /politique/", False),
        ("User-agent: *\nDisallow: /politique/\nAllow: /politique/budget", True),
        ("User-agent: *\nDisallow: /*/budget$", False),
        ("User-agent: *\nDisallow: /*/budg$", True),
        ("User-agent: Passerelle\nDisallow: /", False),
        ("user-agent: PASSERELLE\ndisallow: /", False),
        ("User-agent: Passerelle/1.0 # us\nDisallow: /", False),
        (f"{NOBODY}\nUser-agent: Passerelle\nDisallow: /sport/", True),
        ("User-agent: Passerelle\nUser-agent: Other\nDisallow: /", False),
        ("User-agent: Other\nUser-agent: Passerelle\nDisallow: /", False),
        ("User-agent: Passerelle\nAllow: /\nUser-agent: Other\nDisallow: /", True),
        ("User-agent: Passerelle\nAllow: /x\nUser-agent: passerelle\nDisallow: /", False),
        ("<html><body>Disallow: /</body></html>", True),
        ("Disallow: /", True),
    ],
)
def test_rules_are_those_of_our_group_else_of_all(text: str, allowed: bool) -> None:  # noqa: FBT001
    assert allows(text) is allowed


@pytest.mark.parametrize("name", ["Pass", "Passerelle-bot", "NotPasserelle", "elle", "P"])
def test_agent_with_a_like_name_is_not_us(name: str) -> None:
    assert allows(f"User-agent: {name}\nDisallow: /")


def test_rules_see_the_query() -> None:
    assert not allows("User-agent: *\nDisallow: /*?print=", f"{PAGE}?print=1")


def test_accents_in_rules_and_addresses_are_one() -> None:
    text = "User-agent: *\nDisallow: /économie/"
    assert not allows(text, f"{ORIGIN}/%C3%A9conomie/a")
    assert not allows("User-agent: *\nDisallow: /%c3%a9conomie/", f"{ORIGIN}/économie/a")


@pytest.mark.parametrize(
    ("said", "pause"), [("10", 10), ("0.5", 0.5), ("86400", 300), ("-1", 0), ("nan", 0), ("", 0)]
)
def test_crawl_delay_is_heeded_up_to_five_minutes(said: str, pause: float) -> None:
    assert robots.read(f"User-agent: *\nCrawl-delay: {said}").pause == pause


def test_crawl_delay_for_others_is_not_ours() -> None:
    assert robots.read("User-agent: Other\nCrawl-delay: 9\nUser-agent: *\nDisallow: /x").pause == 0


@pytest.mark.parametrize(
    "body",
    [
        f"\ufeff{NOBODY}".encode(),
        NOBODY.replace("\n", "\r").encode(),
        b"\xff\xfe\n" + NOBODY.encode(),
    ],
    ids=["byte order mark", "bare returns", "no utf-8"],
)
def test_bytes_are_read_as_servers_send_them(body: bytes) -> None:
    assert not allows(robots.text_of(body))


def test_what_comes_after_500_kib_is_not_read() -> None:
    filler = b"# " + b"x" * 97 + b"\n"
    body = filler * 6000 + NOBODY.encode()
    assert len(robots.text_of(body)) <= robots.MOST_BYTES
    assert allows(robots.text_of(body))


def test_rule_cut_in_two_is_no_rule() -> None:
    head = b"User-agent: *\n"
    body = head + b"#" * (robots.MOST_BYTES - len(head) - 13) + b"\nDisallow: /archives/1987\n"
    assert robots.text_of(body).endswith("#\n")
    assert allows(robots.text_of(body))


def test_nul_never_reaches_the_database() -> None:
    assert "\0" not in robots.text_of(b"User-agent: *\0\nDisallow: /")


def test_many_agents_times_many_rules_cost_little() -> None:
    agents = "".join(f"User-agent: a{n}\n" for n in range(13_000))
    text = agents + NOBODY + "".join(f"\nDisallow: /{n}" for n in range(13_000))
    since = time.process_time()
    assert not allows(text)
    assert time.process_time() - since < 5


WORDS = ["User-agent: *\n", "user agent Passerelle", "Disallow: /", "Allow: ", "$", "*", "%", "#"]
ODD = [
    "\n",
    "\r",
    "\0",
    "%c3",
    "Crawl-delay: ",
    "9" * 40,
    "Request-rate: 1/",
    ":",
    "\u2028é\ud7ff😀",
]
URLS = ["Sitemap:", "http://[", "//", "Visit-time: 0000-", "?"]
PIECES = [*(text.encode() for text in (*WORDS, *ODD, *URLS)), b"\xff", b"\xed\xa0\x80"]
LINES = st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)
BYTES = st.one_of(st.binary(max_size=400), LINES)


@runs(max_examples=300, deadline=None)
@given(BYTES, st.text(st.characters(), max_size=60))
def test_no_bytes_make_it_fail(body: bytes, path: str) -> None:
    rules = robots.read(robots.text_of(body))
    assert rules.allow(f"{ORIGIN}/{path}") in {True, False}
    assert 0 <= rules.pause <= robots.LONGEST_PAUSE


@dataclass
class Server:
    """A newspaper and what it says in its robots.txt."""

    press: Press

    @property
    def origin(self) -> str:
        return self.press.origin()

    def says(self, text: str = "", **reply: Any) -> None:
        self.press.put("/robots.txt", text, **reply)

    def breaks_off(self) -> None:
        self.press.script("/robots.txt", [Reply(stream=lambda: ())])

    def allows(self, path: str = "/politique/budget") -> bool:
        return robots.rules_of(self.origin, fetch).allow(f"{self.origin}{path}")


@pytest.fixture
def server(open_press: Press) -> Server:
    return Server(open_press)


def go_on(**time: float) -> None:
    """Let time pass since what is known of the host was written down."""
    host = Host.objects.get()
    assert host.robots_at
    Host.objects.update(robots_at=host.robots_at - timedelta(**time))


@database
def test_rules_are_asked_for_once_a_day(server: Server) -> None:
    server.says(NOBODY)
    assert not server.allows()
    server.says("")
    go_on(hours=23)
    assert not server.allows()
    assert len(server.press.asked) == 1
    go_on(hours=2)
    assert server.allows()
    assert [each.path for each in server.press.asked] == ["/robots.txt"] * 2


@database
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_txt_allows_all(server: Server, status: int) -> None:
    server.says(NOBODY, status=status)
    assert server.allows()
    assert server.allows()
    assert len(server.press.asked) == 1


@database
@pytest.mark.parametrize("status", [429, 500, 503, 304, 204])
def test_answer_that_says_nothing_allows_nothing(server: Server, status: int) -> None:
    server.says(status=status)
    with pytest.raises(NotHad, match=f"its robots.txt was answered with status {status}."):
        server.allows()


@database
def test_no_answer_allows_nothing(server: Server) -> None:
    server.breaks_off()
    with pytest.raises(Unreachable):
        server.allows()
    assert Host.objects.get().robots_status == 0


@database
def test_wish_to_wait_is_told(server: Server) -> None:
    server.says(status=429, retry_after="77")
    with pytest.raises(NotHad) as caught:
        server.allows()
    assert caught.value.retry_after == 77


@database
def test_old_rules_do_not_stand_in_for_new_ones(server: Server) -> None:
    server.says("")
    server.allows()
    go_on(hours=25)
    server.says(status=503)
    with pytest.raises(NotHad):
        server.allows()


@database
def test_after_thirty_days_without_an_answer_all_is_allowed(server: Server) -> None:
    server.says(status=500)
    for days in (0, 20, 9.5):
        with pytest.raises(NotHad):
            server.allows()
        go_on(days=days)
    with pytest.raises(NotHad):
        server.allows()
    go_on(days=1)
    assert server.allows()


@database
def test_after_thirty_days_without_an_answer_the_last_rules_count(server: Server) -> None:
    server.says("User-agent: *\nDisallow: /sport/")
    server.allows()
    go_on(days=2)
    server.breaks_off()
    with pytest.raises(Unreachable):
        server.allows()
    go_on(days=31)
    assert server.allows()
    assert not server.allows("/sport/")


@database
def test_answer_ends_the_count_of_days(server: Server) -> None:
    server.says(status=500)
    with pytest.raises(NotHad):
        server.allows()
    go_on(days=29)
    server.says(status=404)
    server.allows()
    server.says(status=500)
    go_on(days=2)
    with pytest.raises(NotHad):
        server.allows()


@database
def test_forbidden_address_is_no_failure_of_its_server(server: Server, settings: Settings) -> None:
    settings.FETCH_EXCEPTIONS = []
    with pytest.raises(Forbidden):
        server.allows()
    assert Host.objects.get().robots_status is None


@database
def test_pause_is_kept_for_the_server_of_both_schemes(server: Server) -> None:
    server.says("User-agent: *\nCrawl-delay: 30")
    turns.host_of(ORIGIN)
    robots.rules_of("http://valmer.example", lambda url: fetch(f"{server.origin}/robots.txt"))
    assert turns.pause_of(ORIGIN) == 30
