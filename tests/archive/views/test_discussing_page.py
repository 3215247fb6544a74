"""What an article’s page shows of the conversation."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from archive.discuss.circumstances import why_closed
from archive.discuss.desk import decide
from archive.discuss.order import PAGE
from archive.models import Article, Comment
from tests.archive.discuss.writing import page, post, read, say, translated
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return translated()


class TestArticlePage:
    def test_form_stands_under_a_translated_article(self, rosa: Client, article: Article) -> None:
        shown = read(rosa, article)
        assert f'action="/articles/{article.pk}/comments/"' in shown
        assert "Nobody has commented on this article yet." in shown
        assert "Never shown." in shown

    def test_no_form_under_a_pending_article_or_an_edition(
        self, rosa: Client, article: Article
    ) -> None:
        for address in (make_article().get_absolute_url(), f"/articles/{article.pk}/v1/"):
            assert 'id="comment-form"' not in page(rosa, address)

    def test_published_comments_are_there_with_a_way_to_follow_them(
        self, rosa: Client, article: Article
    ) -> None:
        comment = say(article, "I <b>crossed</b> it.")
        shown = read(rosa, article)
        assert f'id="comment-{comment.pk}"' in shown
        assert "I &lt;b&gt;crossed&lt;/b&gt; it." in shown
        assert 'type="application/atom+xml" title="Comments on this article" href="/art' in shown

    @pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
    def test_stranger_cannot_see_what_is_unpublished(
        self, sam: Client, article: Article, state: str
    ) -> None:
        say(article, "Secret words", name="Secret name", email="s@a.example", state=state)
        assert "Secret" not in read(sam, article)

    def test_email_is_never_shown(self, sam: Client, article: Article) -> None:
        say(article, email="rosa@a.example")
        assert "rosa@a.example" not in read(sam, article)

    def test_reply_needs_no_script(self, rosa: Client, article: Article) -> None:
        comment = say(article, name="Rosa Marchetti")
        asked = f"?view=side&amp;reply={comment.pk}#comment-form"
        assert f'href="{article.get_absolute_url()}{asked}"' in read(rosa, article, "?view=side")
        shown = read(rosa, article, f"?reply={comment.pk}")
        assert f'<input type="hidden" name="parent" value="{comment.pk}">' in shown
        assert "You reply to" in shown

    def test_place_in_a_view_and_on_a_page_is_kept(self, rosa: Client, article: Article) -> None:
        for n in range(PAGE + 1):
            say(article, f"{n}")
        shown = read(rosa, article, "?view=lines&names=1&comments=2")
        address, kept = article.get_absolute_url(), "?view=lines&amp;names=1"
        assert f'href="{address}{kept}#comments"' in shown
        assert f"{address}{kept}&amp;comments=2&amp;reply=" in shown
        assert "51 comments, page 2 of 2" in shown
        assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in shown

    def test_pager_names_its_pages(self, rosa: Client, article: Article) -> None:
        assert "Pages of comments" not in read(rosa, article)
        for n in range(PAGE * 2 + 1):
            say(article, f"{n}")
        shown = read(rosa, article, "?comments=2")
        assert 'aria-current="page"><span class="unseen">Page </span>2</a>' in shown
        assert ">Earlier</a>" in shown
        assert 'comments=3#comments"><span class="unseen">Page </span>3</a>' in shown

    @pytest.mark.parametrize("asked", ["x", "-1", "0", "999", "9" * 5000, "%00", "²"])
    def test_any_page_of_comments_may_be_asked_for(
        self, rosa: Client, article: Article, asked: str
    ) -> None:
        say(article, "The only one.")
        assert "The only one." in read(rosa, article, f"?comments={asked}")

    def test_french_comment_is_marked(self, rosa: Client, article: Article) -> None:
        say(article, "D’accord.", language="fr")
        assert '<div class="said" lang="fr"><p>D’accord.</p></div>' in read(rosa, article)

    def test_editors_choice_leads_to_its_place(self, rosa: Client, article: Article) -> None:
        comment = say(article, featured=True)
        shown = read(rosa, article)
        assert "Chosen by the editors" in shown
        assert f'href="/comments/{comment.pk}/" aria-label="See it in its place' in shown

    def test_what_was_removed_is_counted(self, rosa: Client, article: Article, max_: User) -> None:
        assert "removed:" not in read(rosa, article)
        decide(say(article, "Secret"), "withdrawn", by=max_, reason="abuse")
        shown = read(rosa, article)
        assert "1 removed: 1 attack" in shown
        assert "Secret" not in shown

    def test_edited_comment_says_when(self, rosa: Client, article: Article) -> None:
        say(article, edited_at=datetime(2026, 1, 1, 12, 5, tzinfo=UTC))
        assert 'edited <time datetime="2026-01-01T13:05:00+01:00">13:05</time>' in read(
            rosa, article
        )

    @pytest.mark.parametrize("how", ["staff", "age"])
    def test_closed_article_says_so_in_place_of_the_form_and_keeps_its_comments(
        self, rosa: Client, article: Article, how: str
    ) -> None:
        say(article, "Said before.")
        with override_settings(COMMENTS_CLOSE_AFTER_DAYS=10 if how == "age" else 0):
            old = {"created_at": article.created_at - timedelta(days=11)}
            close = old if how == "age" else {"comments_closed": True}
            Article.objects.filter(pk=article.pk).update(**close)
            article.refresh_from_db()
            sentence, shown = why_closed(article), read(rosa, article)
            assert sentence
            assert sentence in shown
            assert "Said before." in shown
            assert '<form class="write-form' not in shown
            assert ">Reply</a>" not in shown
            answer = post(rosa, article, text="Too late.")
            assert (answer.status_code, Comment.objects.count()) == (422, 1)
            assert sentence in answer.content.decode()
            assert "Too late." in answer.content.decode()

    def test_sentence_counts_what_is_said_about_it(self, rosa: Client, article: Article) -> None:
        for _ in range(2):
            say(article, segment=article.segments.get(uid=2))
        way = f'href="/articles/{article.pk}/s/2/#said">2 comments'
        counts = [read(rosa, article, f"?view={view}").count(way) for view in ("en", "lines")]
        assert counts == [1, 2]
        assert way not in page(rosa, f"/articles/{article.pk}/v1/")

    @pytest.mark.parametrize("reply", ["x", "-1", "9" * 5000, "%00", "1e3", "%F0%9F"])
    def test_nonsense_to_reply_to_is_a_plain_form(
        self, rosa: Client, article: Article, reply: str
    ) -> None:
        say(article)
        assert 'name="parent"' not in read(rosa, article, f"?reply={reply}")

    def test_reading_sets_no_cookie(self, rosa: Client, article: Article) -> None:
        comment = say(article)
        for address in (article.get_absolute_url(), "/comments/", f"/comments/{comment.pk}/"):
            answer = rosa.get(address)
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")

    def test_queries_are_few_with_500_comments_and_300_sentences(self, rosa: Client) -> None:
        short, long = translated(), translated(body=[["Un.", "Deux."]] * 150)
        say(short)
        parent, segments = say(long), list(long.segments.all())
        for n in range(499):
            segment = segments[n % 300] if n % 3 else None
            say(long, f"Comment {n}", parent=parent if n % 2 else None, segment=segment)
        counts = []
        for article in (short, long):
            with CaptureQueriesContext(connection) as queries:
                read(rosa, article, "?view=side")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12
