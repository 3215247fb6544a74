"""How often articles are opened: counted without a query, written down together."""

import atexit
import threading
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import readership
from archive.models import Article, DayViews
from tests.factories import make_article, publish
from tests.servers import free_port, wait_for
from tests.sites import Site

pytestmark = pytest.mark.django_db
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process counts, and writes only when it is asked to."""
    with monkeypatch.context() as patch:
        patch.setattr(atexit, "register", lambda act: None)
        patch.setattr(readership, "EVERY", 3600.0)
        readership.begin()
        yield
    readership._counts.clear()
    readership._process = 0


@pytest.fixture
def article() -> Article:
    found = make_article()
    publish(found)
    return found


def open_page(client: Client, article: Article, **headers: str) -> None:
    found = client.get(article.get_absolute_url(), headers={**NAVIGATION, **headers})
    assert found.status_code == 200


def views() -> dict[tuple[int, date], int]:
    rows = DayViews.objects.values_list("article_id", "day", "count")
    return {(article, day): count for article, day, count in rows}


@pytest.mark.usefixtures("counting")
class TestCounting:
    def test_openings_are_added_to_the_days_count(self, rosa: Client, article: Article) -> None:
        today = timezone.localdate()
        DayViews.objects.create(article=article, day=today, count=40)
        DayViews.objects.create(article=article, day=today - timedelta(days=1), count=7)
        for _ in range(2):
            open_page(rosa, article)
        assert readership.flush() == 1
        assert views() == {(article.pk, today): 42, (article.pk, today - timedelta(days=1)): 7}

    def test_written_twice_is_counted_once(self, rosa: Client, article: Article) -> None:
        open_page(rosa, article)
        assert [readership.flush(), readership.flush()] == [1, 0]
        assert list(views().values()) == [1]

    def test_reading_asks_nothing_for_it(self, rosa: Client, article: Article) -> None:
        def queries(**headers: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                rosa.get(article.get_absolute_url(), headers=headers)
            return len(asked)

        queries()  # the search index hears of the article
        assert queries(**NAVIGATION) == queries()
        readership.flush()
        assert list(views().values()) == [1]

    def test_many_articles_are_one_statement(self, article: Article) -> None:
        for _ in range(4):
            found = make_article()
            readership.count(RequestFactory().get("/", headers=NAVIGATION), found)
        with CaptureQueriesContext(connection) as asked:
            readership.flush()
        assert len([q for q in asked if q["sql"].lstrip().startswith("INSERT")]) == 1
        assert len(views()) == 4

    def test_article_that_is_gone_loses_only_its_own(self, rosa: Client, article: Article) -> None:
        for each in (Article(pk=999_999), article):
            readership.count(RequestFactory().get("/", headers=NAVIGATION), each)
        readership.flush()
        assert list(views()) == [(article.pk, timezone.localdate())]

    def test_nothing_is_lost_while_the_database_is_away(
        self, rosa: Client, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_page(rosa, article)
        with monkeypatch.context() as patch:
            patch.setattr(readership, "ADD", "INSERT INTO nowhere VALUES {rows}")
            assert readership.flush() == 0
        open_page(rosa, article)
        readership.flush()
        assert list(views().values()) == [2]

    def test_counts_of_two_threads_are_both_kept(self, article: Article) -> None:
        request = RequestFactory().get("/", headers=NAVIGATION)

        def read() -> None:
            for _ in range(500):
                readership.count(request, article)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        readership.flush()
        assert list(views().values()) == [2000]


class TestOpening:
    def test_browser_that_goes_to_the_page_opens_it(self) -> None:
        said = {**NAVIGATION, "Referer": "https://elsewhere.example/articles/1/other/"}
        assert readership.is_opening(RequestFactory().get("/articles/1/x/", headers=said))

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {**NAVIGATION, "Sec-Fetch-Dest": "iframe"},
            {**NAVIGATION, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
            {**NAVIGATION, "Sec-Purpose": "prefetch;prerender"},
            {**NAVIGATION, "Purpose": "prefetch"},
            {**NAVIGATION, "Referer": "http://testserver/articles/1/x/?view=fr"},
        ],
        ids=["program", "frame", "script", "prerendered", "prefetched", "other view"],
    )
    def test_whatever_is_no_reader_opens_nothing(self, headers: dict[str, str]) -> None:
        assert not readership.is_opening(RequestFactory().get("/articles/1/x/", headers=headers))

    def test_asking_for_the_head_alone_opens_nothing(self) -> None:
        assert not readership.is_opening(RequestFactory().head("/", headers=NAVIGATION))

    def test_address_that_is_none_does_no_harm(self) -> None:
        headers = {**NAVIGATION, "Referer": "http://[::1"}
        assert readership.is_opening(RequestFactory().get("/", headers=headers))


def test_process_that_serves_no_reader_counts_nothing(rosa: Client, article: Article) -> None:
    open_page(rosa, article)
    assert readership.flush() == 0


STORE = """
from tests.factories import make_article, publish
article = make_article(); publish(article); print(article.get_absolute_url())
"""
VIEWS = "from archive.models import DayViews; print([v.count for v in DayViews.objects.all()])"


@pytest.mark.embedded
def test_web_process_writes_what_it_counted_before_it_ends(embedded_site: Site) -> None:
    address = embedded_site.python(STORE).stdout.strip()
    port = free_port()
    web = embedded_site.start_web(port)
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers=NAVIGATION)
    for _ in range(3):
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert answer.status == 200
    embedded_site.ask_to_stop(web)
    wait_for(lambda: "[3]" in embedded_site.python(VIEWS).stdout, "the openings", 5)


READ = """
from django.test import RequestFactory
from archive import readership
from archive.models import Article
readership.EVERY = 3600
readership.begin()
print("ready", flush=True)
input()
navigation = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
request = RequestFactory().get("/", headers=navigation)
articles = list(Article.objects.order_by("?"))
for _ in range(20):
    for article in articles: readership.count(request, article)
    readership.flush()
"""
MANY = "from tests.factories import make_article\nfor _ in range(20): make_article()"
COUNTED = "from archive.models import DayViews; print({v.count for v in DayViews.objects.all()})"


@pytest.mark.postgres
@pytest.mark.redis
def test_openings_of_two_web_processes_are_added_up(served_site: Site) -> None:
    served_site.python(MANY)
    served_site.at_once((READ,), (READ,))
    assert served_site.python(COUNTED).stdout.strip() == "{40}"
