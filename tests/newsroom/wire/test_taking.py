"""Taking pages in for the first time: from the page, else from the feed, else not at all."""

import zlib

import pytest
from django.utils import timezone

from archive import ledger
from archive.models import Article, Capture, Job, Page, Source, Translation
from archive.models.feed import FETCH
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.language import TOO_SHORT
from newsroom.ingest.story import Story
from newsroom.wire import taking
from newsroom.wire.holding import NO_ENTRY
from newsroom.wire.rechecks import CHECKS
from newsroom.wire.story import HOME, NOARCHIVE
from tests.newsroom.ingest.texts import ENGLISH
from tests.newsroom.wire.pages import (
    FIRST,
    PATH,
    SECOND,
    TEXT,
    THIRD,
    TITLE,
    TOLD_BY_FEED,
    document,
    held,
    journal,
    listed,
    show,
    take,
)
from tests.press import Press, Reply, article_html

pytestmark = pytest.mark.django_db

ROBOTS = "User-agent: *\nDisallow: /phare"
PAYERS = """<script type="application/ld+json">
{"@type": "NewsArticle", "isAccessibleForFree": false}</script>"""


@pytest.fixture
def source(open_press: Press) -> Source:
    return journal(open_press)


@pytest.fixture
def url(open_press: Press) -> str:
    return f"{open_press.origin()}{PATH}"


def store(story: Story, source: Source, at: object) -> Receipt:
    return line.store(story, source, received_at=timezone.now())


def test_listed_page_becomes_an_article(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT, etag='"1"')
    page = listed(source, url)
    assert take(page).state == Job.State.DONE
    assert held(page) == [TITLE, *TEXT]
    assert (page.state, page.via, page.problem) == ("held", "page", "")
    assert (page.etag, page.failures, page.gone_at) == ('"1"', 0, None)
    assert page.held_at == page.seen_at
    assert page.held_at
    assert page.next_fetch_at == page.held_at + CHECKS[0]


def test_page_is_kept_byte_for_byte(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    take(listed(source, url))
    assert Capture.objects.get().original() == article_html(TITLE, TEXT)


def test_taken_twice_is_once(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    page = listed(source, url)
    take(page)
    take(page)
    assert (Article.objects.count(), Capture.objects.count()) == (1, 1)


def test_two_addresses_of_one_page_are_one_article(open_press: Press, source: Source) -> None:
    origin = open_press.origin()
    show(open_press, *TEXT, canonical=f"{origin}{PATH}")
    show(open_press, *TEXT, path="/phare?page=1", canonical=f"{origin}{PATH}")
    first, second = listed(source, f"{origin}{PATH}"), listed(source, f"{origin}/phare?page=1")
    take(first, second)
    assert first.article == second.article == Article.objects.get()


def test_source_that_gives_its_feed_only_is_not_asked(open_press: Press, url: str) -> None:
    source = journal(open_press, take=Source.Take.FEED)
    page = listed(source, url, document(url=url))
    assert take(page).state == Job.State.DONE
    assert held(page) == [TITLE, TOLD_BY_FEED]
    assert (page.state, page.via, page.next_fetch_at, page.problem) == ("held", "feed", None, "")
    assert not open_press.asked


def test_entry_without_an_address_is_an_article(source: Source) -> None:
    page = listed(source, entry=document(guid="n-12"), entry_ref="n-12")
    take(page)
    assert Article.objects.get().source_ref == "n-12"
    assert (page.via, page.next_fetch_at) == ("feed", None)


def test_entry_too_short_to_be_an_article_is_refused(source: Source) -> None:
    page = listed(source, entry=document("À lire demain."), entry_ref="n-12")
    job = take(page)
    assert (job.state, job.error) == (Job.State.DEAD, TOO_SHORT)
    assert (page.state, page.problem, page.next_fetch_at) == ("refused", TOO_SHORT, None)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(Reply(status=401), "127.0.0.1 answered 401 (unauthorized).", id="401"),
        pytest.param(Reply(status=402), "127.0.0.1 answered 402 (payment required).", id="402"),
        pytest.param(Reply(status=403), "127.0.0.1 answered 403 (forbidden).", id="403"),
        pytest.param(Reply(status=404), "127.0.0.1 answered 404 (not found).", id="404"),
        pytest.param(Reply(status=410), "127.0.0.1 answered 410 (gone).", id="410"),
        pytest.param(
            Reply(article_html(TITLE, TEXT), headers={"X-Robots-Tag": "noarchive"}),
            NOARCHIVE,
            id="noarchive",
        ),
        pytest.param(Reply(article_html(TITLE, ["Bientôt."])), TOO_SHORT, id="short"),
        pytest.param(Reply(article_html("A pool", [ENGLISH])), "It looks like English", id="en"),
        pytest.param(Reply(b"%PDF", content_type="application/pdf"), "It is application", id="pdf"),
        pytest.param(Reply(status=302, headers={"Location": "/"}), HOME, id="home"),
    ],
)
def test_page_that_is_not_to_be_had(
    open_press: Press, source: Source, url: str, reply: Reply, reason: str
) -> None:
    show(open_press, *TEXT, path="/")
    open_press.script(PATH, [reply])
    page, other = listed(source, url, document(url=url)), listed(source, f"{url}?2")
    open_press.script(f"{PATH}?2", [reply])
    jobs = take(page), take(other)
    assert (page.state, page.via, held(page)) == ("held", "feed", [TITLE, TOLD_BY_FEED])
    assert page.problem.startswith(reason)
    assert (other.state, other.article) == ("refused", None)
    assert other.problem.startswith(reason)
    assert jobs[1].error == other.problem
    assert [job.state for job in jobs] == [Job.State.DONE, Job.State.DEAD]


def test_robots_that_forbid_the_page_leave_the_feeds_text(
    open_press: Press, source: Source, url: str
) -> None:
    show(open_press, *TEXT)
    open_press.put("/robots.txt", ROBOTS, content_type="text/plain")
    page, bare = listed(source, url, document(url=url)), listed(source, f"{url}/2")
    take(page, bare)
    assert held(page) == [TITLE, TOLD_BY_FEED]
    assert (bare.state, bare.next_fetch_at) == ("refused", None)
    assert "robots.txt" in bare.problem
    assert not open_press.asked_for(PATH)


def test_address_that_the_guard_forbids_is_refused(source: Source) -> None:
    page = listed(source, "http://169.254.169.254/latest")
    assert take(page).state == Job.State.DEAD
    assert (page.state, page.next_fetch_at) == ("refused", None)


def test_news_flash_is_looked_at_again(open_press: Press, source: Source, url: str) -> None:
    show(open_press, "Plus d’informations à venir.")
    page = listed(source, url)
    take(page)
    assert page.next_fetch_at == page.listed_at + CHECKS[0]
    show(open_press, *TEXT)
    take(page)
    assert held(page) == [TITLE, *TEXT]


def test_teaser_of_a_page_for_payers_gives_way_to_a_longer_entry(
    open_press: Press, source: Source, url: str
) -> None:
    show(open_press, TEXT[0], "La suite est réservée à nos abonnés.", head=PAYERS)
    entry = document(" ".join(TEXT), url=url)
    page = listed(source, url, entry)
    take(page)
    assert page.via == "feed"
    assert held(page) == [TITLE, *TEXT]


def test_article_of_another_source_is_refused(open_press: Press, source: Source, url: str) -> None:
    show(open_press, *TEXT)
    other = Source.objects.create(slug="phare", name="Le Phare")
    taken = taking.take_by_hand(url, other, store=store)
    Page.objects.all().delete()
    page = listed(source, url)
    assert take(page).state == Job.State.DEAD
    assert page.problem == (
        f"Its address is already held by article {taken.receipt.article_id} of source “phare”."
    )
    assert Article.objects.count() == 1


def test_page_that_is_no_more_in_the_books_ends_its_job(source: Source, url: str) -> None:
    page = listed(source, url)
    job = Job.objects.create(kind=FETCH, key=str(page.pk), run_after=timezone.now())
    page.delete()
    ledger.run_due(FETCH)
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_other_text_under_an_address_that_all_pages_give_is_an_article_of_its_own(
    open_press: Press, source: Source
) -> None:
    origin = open_press.origin()
    wrong = f"{origin}/article.php"
    show(open_press, *TEXT, path="/a", canonical=wrong)
    show(open_press, TOLD_BY_FEED, path="/b", title="Le port", canonical=wrong)
    pages = listed(source, f"{origin}/a"), listed(source, f"{origin}/b")
    take(*pages)
    take(*pages)
    assert (Article.objects.count(), Capture.objects.count()) == (2, 2)
    assert held(pages[0]) == [TITLE, *TEXT]
    assert held(pages[1]) == ["Le port", TOLD_BY_FEED]


def test_entry_is_kept_compressed_and_read_whole(source: Source) -> None:
    page = listed(source, entry=document(" ".join(TEXT), guid="n"), entry_ref="n")
    take(page)
    assert page.entry
    assert Capture.objects.get().original() in zlib.decompress(bytes(page.entry))


def test_page_without_text_and_without_an_entry_says_so(source: Source, open_press: Press) -> None:
    changed = journal(open_press, take=Source.Take.FEED)
    page = listed(changed, f"{open_press.origin()}{PATH}")
    take(page)
    assert page.problem == NO_ENTRY


def test_translated_end_to_end(open_press: Press, source: Source, url: str) -> None:
    show(open_press, FIRST, SECOND)
    page = listed(source, url)
    take(page)
    ledger.run_due(line.TRANSLATE)
    before = set(Translation.objects.values_list("pk", flat=True))
    show(open_press, FIRST, SECOND, THIRD)
    take(page)
    ledger.run_due(line.TRANSLATE)
    added = Translation.objects.exclude(pk__in=before)
    assert [each.segment.text for each in added] == [THIRD]
    assert Capture.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("many_threads")
def test_pages_of_many_hosts_are_taken_together(open_press: Press) -> None:
    source = journal(open_press)
    for n in range(3):
        for path in (PATH, "/port"):
            told = f"La {n + 1}e vedette du port {path} est rentrée."
            show(open_press, told, *TEXT, path=path, host=open_press.host(n), title=told)
    origins = [open_press.origin(n) for n in range(3)]
    pages = [listed(source, f"{origin}{path}") for origin in origins for path in (PATH, "/port")]
    take(*pages)
    assert [page.state for page in pages] == ["held"] * 6
    assert Article.objects.count() == 6
    assert {open_press.most_at_once(open_press.host(n)) for n in range(3)} == {1}
