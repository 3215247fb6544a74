"""Asking: in turn, by robots.txt, and what servers say of how often they may be asked."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from newsroom.models import Host
from newsroom.wire import turns
from newsroom.wire.asking import Busy, Disallowed, ask
from newsroom.wire.fetching import FEEDS, Forbidden, Unreachable
from newsroom.wire.guard import Network
from tests.press import Press, Reply

pytestmark = pytest.mark.django_db
threads = pytest.mark.django_db(transaction=True)
DAY = 86_400


@pytest.fixture
def paper(open_press: Press) -> Press:
    """A newspaper with one page."""
    open_press.put("/page", "Le pont de Valmer rouvre.", etag='"1"')
    return open_press


def page(paper: Press, n: int = 0) -> str:
    return f"{paper.origin(n)}/page"


def host(paper: Press, n: int = 0) -> Host:
    return Host.objects.get(origin=paper.origin(n))


def wait_of(paper: Press, n: int = 0) -> float:
    """For how many seconds the host is left alone from now on."""
    return (host(paper, n).free_at - timezone.now()).total_seconds()


def let_pass(paper: Press) -> None:
    """Go on to the moment from which it may be asked."""
    one = host(paper)
    ahead = one.free_at - timezone.now() + timedelta(seconds=1)
    assert one.held_until
    Host.objects.update(free_at=one.free_at - ahead, held_until=one.held_until - ahead)


def paths(paper: Press, n: int = 0) -> list[str]:
    return [each.path for each in paper.asked if each.host == paper.host(n)]


def test_page_comes_after_robots_txt(paper: Press) -> None:
    assert ask(page(paper)).body == b"Le pont de Valmer rouvre."
    assert paths(paper) == ["/robots.txt", "/page"]


def test_robots_txt_is_asked_for_once(paper: Press) -> None:
    ask(page(paper))
    ask(page(paper))
    assert paths(paper) == ["/robots.txt", "/page", "/page"]


def test_what_is_known_of_the_page_goes_along(paper: Press) -> None:
    answer = ask(page(paper), etag='"1"', accept=FEEDS)
    assert answer.status == 304
    assert paper.asked_for("/page")[0].headers["accept"] == FEEDS


def test_what_robots_txt_disallows_is_not_asked_for(paper: Press) -> None:
    paper.put("/robots.txt", "User-agent: Passerelle\nDisallow: /pa")
    with pytest.raises(Disallowed) as caught:
        ask(page(paper))
    place = f"{paper.host()}:{paper.port}"
    assert caught.value.reason == f"The robots.txt of {place} asks not to fetch {page(paper)}"
    assert paths(paper) == ["/robots.txt"]


def test_refusal_by_rules_that_are_known_costs_no_pause(paper: Press, settings: Settings) -> None:
    paper.put("/robots.txt", "User-agent: *\nDisallow: /page")
    paper.put("/other", "Autre page.")
    ask(f"{paper.origin()}/other")
    settings.FETCH_PAUSE = 60.0
    with pytest.raises(Disallowed):
        ask(page(paper))
    assert ask(f"{paper.origin()}/other").status == 200


def test_server_is_left_alone_after_each_request(paper: Press, settings: Settings) -> None:
    ask(page(paper))
    settings.FETCH_PAUSE = 60.0
    ask(page(paper))
    with pytest.raises(Busy) as caught:
        ask(page(paper))
    assert 58 < caught.value.seconds <= 60
    assert paths(paper).count("/page") == 2


def test_crawl_delay_outweighs_a_shorter_pause(paper: Press) -> None:
    paper.put("/robots.txt", "User-agent: *\nCrawl-delay: 45")
    ask(page(paper))
    let_pass(paper)
    ask(page(paper))
    assert 43 < wait_of(paper) <= 45


def test_each_request_of_a_turn_is_paid_for(paper: Press, settings: Settings) -> None:
    settings.FETCH_PAUSE = 60.0
    paper.redirect("/old", "/page")
    ask(f"{paper.origin()}/old")
    assert paths(paper) == ["/robots.txt", "/old", "/page"]
    assert 178 < wait_of(paper) <= 180


def test_retry_after_is_heeded_and_the_answer_returned(paper: Press) -> None:
    paper.put("/page", status=429, retry_after="120")
    assert ask(page(paper)).status == 429
    assert 118 < wait_of(paper) <= 120
    with pytest.raises(Busy, match=r"2 minutes: it answered 429 \(Too Many Requests\)\."):
        ask(page(paper))


@pytest.mark.parametrize(
    ("said", "wait"), [("999999999", DAY), ("0", 0), ("1", 60)], ids=["years", "none", "a second"]
)
def test_retry_after_lies_between_the_pause_and_a_day(
    paper: Press, settings: Settings, said: str, wait: float
) -> None:
    ask(page(paper))
    settings.FETCH_PAUSE = min(60.0, wait)
    paper.put("/page", status=503, retry_after=said)
    ask(page(paper))
    assert wait - 2 < wait_of(paper) <= wait


def test_wait_doubles_where_the_server_does_not_say(paper: Press) -> None:
    paper.put("/page", status=503)
    waits = []
    for _ in range(11):
        ask(page(paper))
        waits.append(wait_of(paper))
        let_pass(paper)
    assert waits[:3] == pytest.approx([300, 600, 1200], abs=3)
    assert waits[-1] == pytest.approx(DAY, abs=3)


def test_good_answer_ends_the_doubling(paper: Press) -> None:
    paper.script("/page", [Reply(status=503), Reply(status=503), Reply(b"Bon."), Reply(status=503)])
    for _ in range(4):
        ask(page(paper))
        wait = wait_of(paper)
        let_pass(paper)
    assert wait == pytest.approx(300, abs=3)
    assert host(paper).problem == "it answered 503 (Service Unavailable)."


def test_other_failures_are_no_wish_to_wait(paper: Press) -> None:
    paper.put("/page", status=500, retry_after="900")
    assert ask(page(paper)).status == 500
    assert (host(paper).problem, ask(page(paper)).status) == ("", 500)


def test_server_without_robots_txt_to_be_had_is_not_asked(paper: Press) -> None:
    paper.put("/robots.txt", status=500)
    with pytest.raises(Busy, match=r"its robots.txt was answered with status 500\."):
        ask(page(paper))
    assert paths(paper) == ["/robots.txt"]
    assert wait_of(paper) == pytest.approx(3600, abs=3)


def test_wait_for_robots_txt_grows(paper: Press) -> None:
    paper.put("/robots.txt", status=500)
    waits = []
    for _ in range(6):
        with pytest.raises(Busy):
            ask(page(paper))
        waits.append(wait_of(paper) / 3600)
        let_pass(paper)
    assert waits == pytest.approx([1, 2, 4, 8, 16, 24], abs=0.01)


def test_wait_that_robots_txt_is_answered_with_is_heeded(paper: Press) -> None:
    paper.put("/robots.txt", status=429, retry_after="90")
    with pytest.raises(Busy) as caught:
        ask(page(paper))
    assert caught.value.seconds == 90
    assert 88 < wait_of(paper) <= 90


def test_server_that_does_not_answer_is_unreachable_then_left_alone(paper: Press) -> None:
    paper.script("/robots.txt", [Reply(stream=lambda: ())])
    with pytest.raises(Unreachable, match="broke off the connection"):
        ask(page(paper))
    with pytest.raises(Busy, match=r"60 minutes: no robots.txt was to be had"):
        ask(page(paper))
    assert paths(paper) == ["/robots.txt"]


def test_page_that_breaks_off_frees_the_turn(paper: Press) -> None:
    paper.script("/page", [Reply(stream=lambda: ()), Reply(b"Bon.")])
    with pytest.raises(Unreachable):
        ask(page(paper))
    assert ask(page(paper)).body == b"Bon."


def test_redirect_takes_the_other_servers_turn(paper: Press) -> None:
    paper.redirect("/page", page(paper, 1), host=paper.host(0))
    turns.take(turns.server_of(page(paper, 1)))
    with pytest.raises(Busy):
        ask(page(paper))
    assert paths(paper, 1) == []
    assert not host(paper).token


def test_redirect_obeys_the_other_servers_rules(paper: Press) -> None:
    paper.redirect("/page", page(paper, 1), host=paper.host(0))
    paper.put("/robots.txt", "User-agent: *\nDisallow: /", host=paper.host(1))
    with pytest.raises(Disallowed):
        ask(page(paper))
    assert paths(paper, 1) == ["/robots.txt"]


def test_redirect_leaves_both_servers_free(paper: Press) -> None:
    paper.redirect("/page", page(paper, 1), host=paper.host(0))
    assert ask(page(paper)).url == page(paper, 1)
    assert {each.token for each in Host.objects.all()} == {None}
    assert Host.objects.count() == 2


def test_wish_to_wait_counts_for_the_server_that_said_it(paper: Press) -> None:
    paper.redirect("/page", page(paper, 1), host=paper.host(0))
    paper.put("/page", status=429, retry_after="60", host=paper.host(1))
    ask(page(paper))
    assert wait_of(paper, 0) <= 0
    assert wait_of(paper, 1) > 50


def test_robots_txt_may_be_elsewhere(paper: Press) -> None:
    elsewhere = f"{paper.origin(1)}/rules"
    paper.redirect("/robots.txt", elsewhere, host=paper.host(0))
    paper.put("/rules", "User-agent: *\nDisallow: /page")
    with pytest.raises(Disallowed):
        ask(page(paper))
    assert (paths(paper), paths(paper, 1)) == (["/robots.txt"], ["/rules"])


def test_robots_txt_that_leads_to_forbidden_places_allows_nothing(paper: Press) -> None:
    paper.redirect("/robots.txt", "http://169.254.169.254/")
    with pytest.raises(Forbidden):
        ask(page(paper))
    assert paths(paper) == ["/robots.txt"]


def test_forbidden_address_leaves_no_trace(paper: Press) -> None:
    with pytest.raises(Forbidden):
        ask(page(paper), network=Network())
    with pytest.raises(Forbidden):
        ask("file:///etc/passwd")
    assert not Host.objects.exists()
    assert not paper.asked


def test_network_given_is_the_one_used(paper: Press, settings: Settings) -> None:
    settings.FETCH_EXCEPTIONS = []
    network = Network(exceptions=((ip_network("127.0.0.0/8"), paper.port),))
    assert ask(page(paper), network=network).status == 200


def test_name_that_leads_behind_the_wall_is_forbidden_at_once(paper: Press) -> None:
    network = Network(resolve=lambda name, port: ["10.0.0.1"])
    with pytest.raises(Forbidden):
        ask("http://valmer.example/", network=network)
    assert turns.delay_of("https://valmer.example") is None


def test_patience_waits_for_the_turn(paper: Press, settings: Settings) -> None:
    settings.FETCH_PAUSE = 0.3
    ask(page(paper))
    since = time.monotonic()
    assert ask(page(paper), patience=20).status == 200
    assert 0.3 < time.monotonic() - since < 10


@threads
def test_many_askers_are_one_at_a_time(
    paper: Press, settings: Settings, many_threads: None
) -> None:
    settings.FETCH_PAUSE = 0.05
    paper.put("/page", "Le pont de Valmer rouvre.", delay=0.02)

    def work() -> None:
        try:
            ask(page(paper), patience=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        for each in [pool.submit(work) for _ in range(12)]:
            each.result()
    assert len(paper.asked_for("/page")) == 12
    assert paper.most_at_once(paper.host()) == 1
    assert len(paper.asked_for("/robots.txt")) == 1
    assert min(paper.gaps(paper.host())[1:]) > 0.045  # all but that between robots.txt and a page
