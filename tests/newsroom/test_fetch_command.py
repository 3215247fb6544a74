"""`manage.py fetch`, as an operator sees it."""

import io
import threading
import time

import pytest
from django.core.management import CommandError, call_command

from archive import ledger
from archive.models import Article, Capture, Page, Source
from tests.factories import make_source
from tests.newsroom.ingest.texts import SECOND
from tests.newsroom.wire.valmer import TITLES, print_articles, print_feed
from tests.press import Press, article_html
from tests.sites import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(open_press: Press) -> Press:
    """A press with the articles on it."""
    print_articles(open_press)
    return open_press


def run(*words: object) -> tuple[int, str, list[str]]:
    """Exit status, closing lines and the lines of standard error."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("fetch", *map(str, words), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue(), err.getvalue().splitlines()


def test_article_is_fetched_and_stored(paper: Press) -> None:
    url = f"{paper.origin()}/0.html"
    assert run(url) == (0, "Stored 1 article, 0 unchanged, 0 refused.\n", [])
    article = Article.objects.get()
    assert (article.canonical_url, article.source.slug) == (url, "files")
    assert article.capture is not None
    assert article.capture.title == TITLES[0]
    assert Page.objects.get().article == article


def test_same_address_twice_is_stored_once(paper: Press) -> None:
    url = f"{paper.origin()}/0.html"
    run(url)
    assert run(url, url) == (0, "Stored 0 articles, 2 unchanged, 0 refused.\n", [])
    assert Capture.objects.count() == 1


def test_changed_article_is_named_as_changed(paper: Press) -> None:
    url = f"{paper.origin()}/0.html"
    run(url)
    paper.put("/0.html", article_html(TITLES[0], [f"{SECOND} {SECOND}"]))
    assert run(url)[1] == "Stored 0 articles, 1 changed, 0 unchanged, 0 refused.\n"


def test_refused_addresses_are_listed_and_the_others_are_stored(paper: Press) -> None:
    lost, private = f"{paper.origin()}/lost.html", "http://10.0.0.1/a"
    status, out, err = run(lost, private, f"{paper.origin()}/1.html")
    assert (status, out) == (1, "Stored 1 article, 0 unchanged, 2 refused.\n")
    assert [line.partition(": ")[0] for line in err] == [lost, private]
    assert "404" in err[0]
    assert "public internet" in err[1]


def test_robots_txt_is_obeyed(paper: Press) -> None:
    rules = "User-agent: *\nDisallow: /\n"
    paper.put("/robots.txt", rules, content_type="text/plain")
    status, out, err = run(f"{paper.origin()}/0.html")
    assert (status, out) == (1, "Stored 0 articles, 0 unchanged, 1 refused.\n")
    assert "robots.txt" in err[0]
    assert paper.asked_for("/0.html") == []


def test_feed_is_no_article(paper: Press) -> None:
    assert run(print_feed(paper))[0] == 1
    assert not Article.objects.exists()


def test_source_at_the_same_host_gets_the_article(paper: Press) -> None:
    make_source("valmer", homepage=f"{paper.origin()}/")
    run(f"{paper.origin()}/0.html", f"{paper.origin(1)}/1.html")
    found = Article.objects.order_by("pk").values_list("source__slug", flat=True)
    assert list(found) == ["valmer", "files"]


def test_source_named_gets_the_article(paper: Press) -> None:
    make_source("valmer", homepage=f"{paper.origin()}/")
    make_source("other")
    run(f"{paper.origin()}/0.html", "--source", "other")
    assert Article.objects.get().source.slug == "other"


def test_unknown_source_stops_before_anything_is_asked(paper: Press) -> None:
    with pytest.raises(CommandError, match="There is no source “gazette”"):
        run(f"{paper.origin()}/0.html", "--source", "gazette")
    assert (paper.asked, Source.objects.count()) == ([], 0)


def test_waiting_ends_when_all_is_translated(paper: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def nap(_seconds: float) -> None:
        if threading.current_thread() is threading.main_thread():  # the press has its own
            ledger.run_due("translate")

    monkeypatch.setattr(time, "sleep", nap)
    status, out, _ = run(f"{paper.origin()}/0.html", "--wait")
    assert (status, out.splitlines()[-1]) == (0, "Translated 1 article.")


@pytest.mark.embedded
def test_operator_fetches_with_leave_for_the_loopback(embedded_site: Site, press: Press) -> None:
    print_articles(press)
    url = f"{press.origin()}/0.html"
    forbidden = embedded_site.manage("fetch", url)
    assert forbidden.returncode == 1
    assert press.asked == []
    embedded_site.env |= {"FETCH_EXCEPTIONS": f"127.0.0.0/8:{press.port}", "FETCH_PAUSE": "0"}
    done = embedded_site.manage("fetch", url)
    assert (done.returncode, done.stdout) == (0, "Stored 1 article, 0 unchanged, 0 refused.\n")
