"""The desk's first page and its queues as plain pages and forms."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Article, AuditEvent, Job
from newsroom.curate.presence import be_present
from newsroom.curate.queue import QUEUES
from newsroom.models import SavedFilter
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.archive.discuss.writing import say
from tests.factories import make_article, make_source, make_translation
from tests.newsroom.curate.test_queue import hear_again
from tests.newsroom.curate.test_review import doubt, fail
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestHome:
    def test_editor_sees_what_waits_with_counts(self, client: Client) -> None:
        article = worded()
        fail(sentence(article))
        make_article(state="hidden")
        text = page(client, "/desk/")
        assert '<span class="need-count">1</span> Not yet reviewed' in text
        assert '<span class="need-count">1</span> With failed checks' in text
        assert '<span class="need-count">1</span> Hidden' in text
        assert "The bridge reopens" in text

    def test_editor_sees_neither_comments_nor_jobs(self, client: Client) -> None:
        text = page(client, "/desk/")
        assert "Wait for a moderator" not in text
        assert "Dead jobs" not in text

    def test_moderator_sees_comments_alone(self) -> None:
        say(worded(), state="pending")
        text = page(member("max", "moderator"), "/desk/")
        assert '<span class="need-count">1</span> Wait for a moderator' in text
        assert "Not yet reviewed" not in text
        assert "Dead jobs" not in text

    def test_operator_sees_jobs_alone(self) -> None:
        Job.objects.create(kind="translate", key="1", state="dead", error="No ink.")
        text = page(member("olga", "operator"), "/desk/")
        assert '<span class="need-count">1</span> Dead jobs' in text
        assert "Not yet reviewed" not in text
        assert "Wait for a moderator" not in text

    def test_empty_archive_has_a_page_for_everyone(self, client: Client) -> None:
        for browser in (client, member("max", "moderator"), member("olga", "operator")):
            assert "What needs you" in page(browser, "/desk/")

    def test_somebody_in_no_group_is_told_so(self) -> None:
        assert member("nobody").get("/desk/").status_code == 403


class TestQueuePage:
    @pytest.mark.parametrize("name", list(QUEUES))
    def test_every_queue_has_a_page(self, client: Client, name: str) -> None:
        assert "Nothing waits here." in page(client, f"/desk/queue/{name}/")

    def test_unknown_queue_is_not_found(self, client: Client) -> None:
        assert client.get("/desk/queue/nothing/").status_code == 404

    @pytest.mark.parametrize("group", ["moderator", "operator"])
    def test_queues_of_articles_are_the_editors(self, group: str) -> None:
        assert member("other", group).get("/desk/queue/hidden/").status_code == 403

    def test_row_tells_what_there_is_and_who_is_on_it(self, client: Client, max_: User) -> None:
        article = worded(source=make_source("wire"))
        fail(sentence(article))
        suggested(sentence(article))
        be_present(article.pk, max_)
        text = page(client, "/desk/queue/flagged/")
        told = ("Wire", "23 October 2024", "machine translation", "The bridge reopens")
        for words in (*told, "Le pont rouvre", "1 failed check", "1 suggestion", "On it now: max"):
            assert words in text, words

    def test_scheduled_one_tells_its_time(self, client: Client) -> None:
        make_article(state="scheduled", publish_at=timezone.now() + timedelta(days=1))
        assert "goes live" in page(client, "/desk/queue/scheduled/")

    def test_filter_narrows_and_stays_in_the_links(self, client: Client) -> None:
        make_source("wire")
        make_article(state="hidden")
        text = page(client, "/desk/queue/hidden/?source=wire")
        assert "Nothing in this queue is as the filter asks." in text
        assert 'href="/desk/queue/flagged/?source=wire"' in text

    def test_what_cannot_be_read_is_said_beside_its_field(self, client: Client) -> None:
        text = page(client, "/desk/queue/hidden/?after=yesterday")
        assert "It is left out." in text

    def test_hostile_filter_is_only_text(self, client: Client) -> None:
        text = page(client, "/desk/queue/hidden/?words=%00<script>&page=%FF&level=x&tag=<b>")
        assert "<script>&" not in text

    def test_pages_are_linked_with_the_filter(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("newsroom.curate.queue_rows.PER_PAGE", 1)
        make_article(state="hidden")
        make_article(state="hidden")
        text = page(client, "/desk/queue/hidden/?words=pont")
        assert "Page 1 of 2" in text
        assert 'href="?words=pont&amp;page=2"' in text

    @pytest.mark.embedded
    @pytest.mark.parametrize("address", ["/desk/", "/desk/queue/unreviewed/"])
    def test_queries_do_not_grow(self, client: Client, edith: User, address: str) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                page(client, address)
            return len(asked)

        def one_more() -> None:
            article = worded()
            fail(sentence(article))
            doubt(sentence(article))
            suggested(sentence(article))

        one_more()
        queries()
        few = queries()
        for n in range(4):
            one_more()
            SavedFilter.objects.create(owner=edith, name=f"f{n}", query="")
        assert queries() == few
        assert few <= 32


class TestSavedFilters:
    def test_filter_is_kept_and_listed(self, client: Client) -> None:
        data = {"name": "Bridges", "query": "words=pont", "shared": "on"}
        answer = client.post("/desk/queue/hidden/save/", data, follow=True)
        text = answer.content.decode()
        assert answer.redirect_chain[-1][0] == "/desk/queue/hidden/?words=pont"
        assert "Saved as “Bridges”." in text
        assert '<a href="/desk/queue/hidden/?words=pont">Bridges</a>' in text
        assert SavedFilter.objects.get().shared

    def test_filter_without_a_name_is_refused(self, client: Client) -> None:
        text = client.post("/desk/queue/hidden/save/", {"name": " "}, follow=True).content.decode()
        assert "Give the filter a name." in text
        assert not SavedFilter.objects.exists()

    def test_own_one_is_taken_off(self, client: Client, edith: User) -> None:
        kept = SavedFilter.objects.create(owner=edith, name="Wire", query="queue=hidden")
        address, data = f"/desk/filters/{kept.pk}/forget/", {"back": "/desk/queue/hidden/"}
        answer = client.post(address, data, follow=True)
        assert answer.redirect_chain[-1][0] == "/desk/queue/hidden/"
        assert "is taken off" in answer.content.decode()
        assert not SavedFilter.objects.exists()

    def test_anothers_one_stays(self, client: Client, max_: User) -> None:
        kept = SavedFilter.objects.create(owner=max_, name="Wire", shared=True)
        text = client.post(f"/desk/filters/{kept.pk}/forget/", follow=True).content.decode()
        assert "Only who saved a filter" in text
        assert SavedFilter.objects.exists()

    def test_only_the_desk_is_come_back_to(self, client: Client, edith: User) -> None:
        for back in ("https://evil.example/desk/", "//evil.example", "/admin/"):
            kept = SavedFilter.objects.create(owner=edith, name="Wire")
            answer = client.post(f"/desk/filters/{kept.pk}/forget/", {"back": back})
            assert answer.headers["Location"] == "/desk/", back


class TestSeen:
    @pytest.fixture
    def article(self) -> Article:
        found = worded()
        make_translation(sentence(found), "By hand.", origin="editor", state="edited")
        hear_again(found)
        return found

    def test_change_is_seen_from_its_row(self, client: Client, article: Article) -> None:
        text = page(client, "/desk/queue/changed/")
        assert f'name="capture" value="{article.capture_id}"' in text
        data = {"capture": article.capture_id, "back": "/desk/queue/changed/"}
        answer = client.post(f"/desk/articles/{article.pk}/seen/", data, follow=True)
        assert "Nothing waits here." in answer.content.decode()
        assert AuditEvent.objects.get().act == "see change"

    def test_change_that_is_not_the_newest_is_not_seen(
        self, client: Client, article: Article
    ) -> None:
        data = {"capture": "1x"}
        answer = client.post(f"/desk/articles/{article.pk}/seen/", data, follow=True)
        assert "yet another text" in answer.content.decode()
        assert not AuditEvent.objects.exists()
