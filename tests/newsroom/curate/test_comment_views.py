"""The pages of comments as a moderator uses them: as plain forms."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from archive.discuss import standings
from archive.discuss.desk import decide, version
from archive.models import Article, AuditEvent, Decision, Report
from tests.archive.discuss.writing import say, translated
from tests.newsroom.curate.moderated import WRITER, act, held, listed, send, states
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(max_: User) -> Client:
    """Max's browser."""
    return signed_in(max_, "moderator")


@pytest.fixture
def article() -> Article:
    return translated()


def queue(client: Client, query: str = "") -> str:
    answer = client.get(f"/desk/comments/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


class TestQueue:
    def test_tabs_count_and_lead_to_each_queue(self, client: Client, article: Article) -> None:
        waits, stands, spam = held(article), say(article), held(article, state="spam")
        stands.reports.create(writer="a", reason="abuse", note="It names my street.")
        page = queue(client)
        assert re.findall(r'(\w+) <span class="count">(\d)</span></a>', page) == [
            ("Pending", "1"),
            ("Reported", "1"),
            ("Unreviewed", "1"),
            ("Spam", "1"),
        ]
        for name, comment in (("reported", stands), ("unreviewed", stands), ("spam", spam)):
            assert listed(queue(client, f"?queue={name}")) == [comment.pk]
        assert listed(page) == listed(queue(client, "?queue=zap&page=-3")) == [waits.pk]

    def test_row_shows_what_to_decide_by(self, client: Client, article: Article) -> None:
        say(article, "Thank you.", writer=WRITER)
        above = say(article, "What is it for?", name="Ines")
        segment = article.segments.all()[1]
        made = held(article, "Pour traverser.", parent=above, segment=segment, language="fr")
        made.revisions.create(body="To cross over.")
        made.reports.create(writer="a", reason="private", note="That is my street.")
        page = queue(client)
        for words in (
            "The bridge reopens",
            "What is it for?",
            segment.text,
            "No comment of this writer stands published",
            "Pour traverser.",
            "To cross over.",
            "It tells private facts about someone",
            "That is my street.",
            "1 published, 0 refused, 1 waiting",
        ):
            assert words in page, words
        assert 'lang="fr">Pour traverser.' in page

    def test_address_is_never_shown_only_that_there_is_one(
        self, client: Client, article: Article
    ) -> None:
        made = held(article, email="rosa@example.org", notify=True)
        for page in (queue(client), queue(client, f"{made.pk}/")):
            assert "left an e-mail address" in page
            assert "rosa@example.org" not in page
            assert made.email_digest not in page
            assert made.email_sealed not in page

    def test_standing_of_the_writer_stands_beside(
        self, client: Client, article: Article, max_: User
    ) -> None:
        held(article)
        standings.suspend(WRITER, timezone.now() + timedelta(days=3), by=max_, reason="Cool down.")
        page = queue(client)
        assert "Suspended for a time, until" in page
        assert "Cool down." in page

    def test_empty_queues_say_so(self, client: Client) -> None:
        assert "No comment waits." in queue(client)
        assert "No report is open." in queue(client, "?queue=reported")
        assert "Every published comment has been read." in queue(client, "?queue=unreviewed")
        assert "Nothing was set aside as spam." in queue(client, "?queue=spam")

    def test_all_on_a_page_are_chosen_without_script(
        self, client: Client, article: Article
    ) -> None:
        for _ in range(3):
            held(article)
        assert queue(client).count(" checked") == 0
        assert queue(client, "?chosen=all").count(" checked") == 3

    def test_one_comment_has_a_page_whatever_became_of_it(
        self, client: Client, article: Article, max_: User
    ) -> None:
        made = held(article)
        decide(made, "rejected", by=max_, reason="abuse", note="Please stay kind.")
        page = queue(client, f"{made.pk}/")
        assert "pending → rejected, by max (abuse)" in page
        assert "Please stay kind." in page
        assert client.get("/desk/comments/999/").status_code == 404


class TestActing:
    def test_one_button_acts_at_once_and_is_undone(self, client: Client, article: Article) -> None:
        made = held(article)
        page = act(client, f"publish {made.pk}", back="/desk/comments/?queue=spam")
        assert "Published: 1 comment." in page
        assert states(made) == ["published"]
        batch = re.search(r'name="batch" value="(\w+)"', page)
        assert batch
        assert "Undone: 1 comment." in send(client, "comments/undo/", batch=batch[1])
        assert states(made) == ["pending"]
        assert "That was undone already." in send(client, "comments/undo/", batch=batch[1])

    def test_refusal_with_its_reason_is_one_button_too(
        self, client: Client, article: Article, max_: User
    ) -> None:
        made = held(article)
        page = act(client, f"refuse {made.pk} abuse")
        told = "A moderator decided not to publish your comment. It attacks people."
        assert f"The writer reads: {told}" in page
        decision = Decision.objects.get()
        assert (decision.after, decision.reason, decision.by) == ("rejected", "abuse", max_)

    def test_refusal_without_a_reason_asks_for_it_and_keeps_what_was_typed(
        self, client: Client, article: Article
    ) -> None:
        made = held(article)
        page = act(client, f"refuse {made.pk}")
        assert "Refuse: 1 comment?" in page
        assert "The writer reads: “A moderator decided not to publish your comment.”" in page
        page = act(client, "refuse", made, status=422, sure="yes", note="Stay kind.")
        assert "Choose a reason: the writer reads it." in page
        assert "Stay kind.</textarea>" in page
        page = act(client, "refuse", made, status=422, sure="yes", reason="burn", note="x" * 501)
        assert "at most 500 characters" in page
        assert states(made) == ["pending"]
        act(client, "refuse", made, sure="yes", reason="abuse", note="Stay kind.")
        assert Decision.objects.get().note == "Stay kind."

    def test_many_are_counted_first_with_what_will_be_left(
        self, client: Client, article: Article, edith: User
    ) -> None:
        one, two, three = (held(article) for _ in range(3))
        seen: dict[str, Any] = {f"seen-{c.pk}": version(c) for c in (one, two, three)}
        decide(two, "spam", by=edith)
        page = act(client, "publish", one, two, three, **seen)
        assert "Publish: 3 comments?" in page
        assert "Published: 2 comments." in page
        assert f"Comment {two.pk} was decided by someone else: it is spam." in page
        assert states(one, two, three) == ["pending", "spam", "pending"]
        page = act(client, "publish", one, two, three, sure="yes", **seen)
        assert "Published: 2 comments." in page
        assert f"Comment {two.pk} was decided by someone else" in page
        assert states(one, two, three) == ["published", "spam", "published"]

    def test_dry_run_carries_what_the_first_page_showed(
        self, client: Client, article: Article
    ) -> None:
        one, two = held(article), held(article)
        old: dict[str, Any] = {f"seen-{one.pk}": "pending 2020"}
        page = act(client, "spam", one, two, **old)
        assert f'name="seen-{one.pk}" value="pending 2020"' in page
        assert f'name="seen-{two.pk}" value="pending"' in page

    def test_many_refused_read_one_reason(self, client: Client, article: Article) -> None:
        one, two = held(article), say(article)
        page = act(client, "refuse", one, two)
        assert "Refused: 1 comment." in page
        assert "Taken back: 1 comment." in page
        assert "A moderator took your comment back." in page
        act(client, "refuse", one, two, sure="yes", reason="private")
        assert states(one, two) == ["rejected", "withdrawn"]

    def test_batch_is_undone_and_what_moved_since_is_told(
        self, client: Client, article: Article, edith: User
    ) -> None:
        one, two = held(article), held(article)
        page = act(client, "publish", one, two, sure="yes")
        two.refresh_from_db()
        decide(two, "withdrawn", by=edith, reason="abuse")
        batch = Decision.objects.earliest("pk").batch
        assert f"Undo: Published: comments {one.pk}, {two.pk}" in page
        page = send(client, "comments/undo/", batch=batch)
        assert "Undone: 1 comment." in page
        assert f"Comment {two.pk} was decided by someone else: it is withdrawn by staff." in page
        assert states(one, two) == ["pending", "withdrawn"]

    def test_dismissing_reports_lets_it_stand(self, client: Client, article: Article) -> None:
        made = say(article)
        made.reports.create(writer="a", reason="abuse")
        assert "Dismiss the reports" in queue(client, "?queue=reported")
        assert "Let stand: 1 comment." in act(client, f"publish {made.pk}")
        assert Report.objects.get().state == "dismissed"
        assert listed(queue(client, "?queue=reported")) == []

    def test_look_again_choose_and_choose_no_longer(self, client: Client, article: Article) -> None:
        made = say(article)
        assert "Chosen: 1 comment." in act(client, f"feature {made.pk}")
        assert "chosen by the editors" in queue(client, f"{made.pk}/")
        assert "Chosen no longer: 1 comment." in act(client, f"unfeature {made.pk}")
        assert "Waiting again: 1 comment." in act(client, f"again {made.pk}")
        assert states(made) == ["pending"]

    def test_all_that_waits_of_a_writer_in_one_act(self, client: Client, article: Article) -> None:
        one, two = held(article), held(article)
        other = held(article, writer="other")
        say(article, writer=WRITER)
        page = send(client, "comments/act/", do="spam", writer=WRITER)
        assert "Spam: 2 comments?" in page
        assert states(one, two, other) == ["pending"] * 3
        act(client, "spam", one, two, sure="yes")
        assert states(one, two, other) == ["spam", "spam", "pending"]
        page = send(client, "comments/act/", do="refuse abuse", writer="other\x00")
        assert "Nothing was chosen." in page

    def test_nonsense_is_told_or_not_found(self, client: Client, article: Article) -> None:
        assert "Nothing was chosen." in act(client, "publish")
        for do in ("publish 999", "publish x", "publish -1", f"spam {'9' * 30}", "again \x00"):
            assert "Nothing was chosen." in act(client, do)
        for do in ("", "burn", "burn 1", "Publish"):
            act(client, do, status=404)
        assert "That was undone already." in send(client, "comments/undo/", batch="' OR 1=1 --\x00")

    @pytest.mark.parametrize(
        "back", ["https://evil.example/", "//evil.example/", "/admin/", "", "/desk/names/"]
    )
    def test_way_back_is_a_page_of_moderators(self, client: Client, back: str) -> None:
        answer = client.post("/desk/comments/act/", {"do": "spam", "back": back})
        assert answer.headers["Location"] == "/desk/comments/"


class TestArticle:
    def test_closing_and_opening_is_told_and_audited(
        self, client: Client, article: Article, settings: Settings
    ) -> None:
        made = held(article)
        assert f'href="/desk/comments/?article={article.pk}"' in queue(client)
        page = queue(client, f"?article={article.pk}")
        assert "No age closes the comments" in page
        page = send(client, f"comments/on/{article.pk}/close/")
        assert "Closed: the article takes no more comments." in page
        assert "The comments on this article are closed." in page
        settings.COMMENTS_CLOSE_AFTER_DAYS = 30
        Article.objects.update(created_at=timezone.now() - timedelta(days=40))
        page = send(client, f"comments/on/{article.pk}/reopen/")
        assert "Opened again. Comments on an article close after 30 days." in page
        assert "Articles take comments for 30 days" in page
        assert listed(page) == [made.pk]
        acts = AuditEvent.objects.order_by("pk").values_list("act", "actor__username")
        assert list(acts) == [("close comments", "max"), ("reopen comments", "max")]

    def test_nonsense_is_not_found(self, client: Client, article: Article) -> None:
        assert client.get("/desk/comments/?article=999").status_code == 404
        assert client.post("/desk/comments/on/999/close/").status_code == 404
        assert client.post(f"/desk/comments/on/{article.pk}/burn/").status_code == 404
        assert client.get(f"/desk/comments/on/{article.pk}/close/").status_code == 405
