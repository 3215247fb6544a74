"""What readers are told of as a correction, and what not; and the log of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import audit, corrections, editions
from archive.corrections import CORRECT, POINT, latest, log, log_of, with_latest, withdrawn_at
from archive.models import Article, AuditEvent, Capture
from newsroom.curate import desk
from tests.archive.correcting import (
    BRIDGE,
    QUAY,
    correct,
    events,
    reword,
    rewritten,
    shown,
    shown_anew,
)
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return shown()


def withdraw(article: Article, by: User, reason: str = "It was wrong.") -> None:
    article.refresh_from_db()
    desk.withdraw(article.pk, reason=reason, by=by, expected=article.version)


def point(article: Article, n: int, by: User) -> None:
    article.refresh_from_db()
    desk.point_to(article.pk, n, by=by, expected=article.version)


class TestWhatIsACorrection:
    def test_first_edition_is_none(self, article: Article) -> None:
        assert events(article) == []

    def test_editors_wording_is_one(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        assert events(article) == [{"edition": 2, "before": 1, "sentences": 1, "facts": []}]
        assert AuditEvent.objects.get(act=CORRECT).actor == edith

    def test_accepted_wording_of_a_reader_is_one(self, article: Article, edith: User) -> None:
        reword(article, {2: "The bridge opens again."}, origin="reader", state="approved")
        shown_anew(article, edith)
        assert [each["sentences"] for each in events(article)] == [1]

    def test_machines_wording_is_none_whoever_asked_for_it(
        self, article: Article, edith: User
    ) -> None:
        reword(article, {2: "The bridge reopened."}, origin="machine", engine="toy 2.0 (1)")
        shown_anew(article)
        reword(article, {2: "The bridge is open."}, origin="machine", engine="toy 3.0 (2)")
        assert shown_anew(article, edith).n == 3
        assert events(article) == []

    def test_wording_from_memory_is_none(self, article: Article) -> None:
        reword(article, {2: "The bridge opens again."}, origin="memory")
        assert shown_anew(article).n == 2
        assert events(article) == []

    def test_approval_that_changes_no_word_is_none(self, article: Article, edith: User) -> None:
        reword(article, {2: "The bridge reopens."}, origin="machine", state="approved", engine="t")
        assert shown_anew(article, edith).n == 2
        assert events(article) == []

    def test_persons_wording_given_up_is_one(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        article.segments.get(uid=2).translations.filter(origin="editor").update(state="rejected")
        shown_anew(article, edith)
        assert [each["edition"] for each in events(article)] == [2, 3]

    def test_new_text_of_the_source_is_none(self, article: Article) -> None:
        rewritten(article, BRIDGE, "Le pont rouvre lundi.", title="Le pont, lundi", byline="A. B.")
        assert shown_anew(article).n == 2
        assert events(article) == []

    def test_persons_wording_shown_with_a_new_text_is_one(
        self, article: Article, edith: User
    ) -> None:
        rewritten(article, BRIDGE, "Le pont rouvre lundi.")
        reword(article, {3: "The quay shuts."})
        shown_anew(article)
        assert [each["sentences"] for each in events(article)] == [1]
        assert AuditEvent.objects.get(act=CORRECT).actor is None

    def test_wording_that_readers_never_saw_otherwise_is_none(self, edith: User) -> None:
        article = make_article(state="hidden", body=[[BRIDGE]])
        for segment in article.segments.all():
            make_translation(segment)
        reword(article, {2: "The bridge opens again."})
        desk.publish(article.pk, by=edith, expected=article.version)
        assert events(article) == []

    def test_what_was_corrected_while_hidden_is_one_when_readers_see_it(
        self, article: Article, edith: User
    ) -> None:
        desk.hide(article.pk, by=edith, expected=article.version)
        reword(article, {2: "The bridge opens again."})
        assert events(article) == []
        desk.publish(article.pk, by=edith, expected=article.version + 1)
        assert [each["before"] for each in events(article)] == [1]

    @pytest.mark.parametrize(
        ("given", "facts"),
        [
            ({"given_title_fr": "Le pont rouvert"}, ["title_fr"]),
            ({"given_byline": "Une Autre"}, ["byline"]),
            ({"given_date": "2024-10-20"}, ["published_on"]),
            ({"given_byline": "Une Autre", "given_date": "2024-10-20"}, ["byline", "published_on"]),
        ],
        ids=["headline", "byline", "date", "both"],
    )
    def test_facts_that_an_editor_gave_are_one(
        self, article: Article, edith: User, given: dict[str, Any], facts: list[str]
    ) -> None:
        Article.objects.filter(pk=article.pk).update(**given)
        shown_anew(article, edith)
        Article.objects.filter(pk=article.pk).update(
            given_title_fr="", given_byline="", given_date=None
        )
        shown_anew(article, edith)
        assert [(each["facts"], each["sentences"]) for each in events(article)] == [(facts, 0)] * 2

    def test_headline_that_an_editor_wrote_where_none_came_is_one(self, edith: User) -> None:
        article = make_article(title=None, body=[[BRIDGE, QUAY]])
        publish(article, {BRIDGE: "The bridge reopens."})
        Article.objects.filter(pk=article.pk).update(given_title="A bridge")
        shown_anew(article, edith)
        assert [each["facts"] for each in events(article)] == [["title"]]

    def test_opening_reworded_tells_the_sentence_and_not_the_headline_too(
        self, edith: User
    ) -> None:
        article = make_article(title=None, body=[[BRIDGE, QUAY]])
        publish(article, {BRIDGE: "The bridge reopens."})
        edition = correct(article, {1: "The bridge is open again."}, edith)
        assert edition.title == "The bridge is open again."
        assert [(e["sentences"], e["facts"]) for e in events(article)] == [(1, [])]


class TestLog:
    def test_tells_the_newest_first_with_what_changed(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith, note="It opens tomorrow.")
        correct(article, {2: "The bridge opens.", 3: "The quay shuts."}, edith)
        second, first = log()
        assert (first.note, first.edition, first.before) == ("It opens tomorrow.", 2, 1)
        assert first.summary == "1 sentence reworded."
        assert second.summary == "2 sentences reworded."
        assert first.article == article

    def test_words_facts(self, article: Article, edith: User) -> None:
        Article.objects.filter(pk=article.pk).update(given_byline="Une Autre")
        correct(article, {2: "The bridge opens again."}, edith)
        assert log()[0].summary == "1 sentence reworded; the byline corrected."
        given = {"given_title_fr": "Un pont", "given_byline": "", "given_date": "2024-10-20"}
        Article.objects.filter(pk=article.pk).update(**given)
        shown_anew(article, edith)
        assert log()[0].summary == "The French headline, the byline and the date corrected."

    def test_tells_that_an_earlier_edition_stands_again(
        self, article: Article, edith: User
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        point(article, 1, edith)
        returned = log()[0]
        assert returned.is_return
        assert returned.summary == "Edition 1 stands again in place of edition 2."

    @pytest.mark.parametrize("act", ["hide", "schedule"])
    def test_tells_nothing_of_what_readers_may_not_see(
        self, article: Article, edith: User, act: str
    ) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        state = {"hide": "hidden", "schedule": "scheduled"}[act]
        Article.objects.filter(pk=article.pk).update(state=state, publish_at="2030-01-01T00:00Z")
        assert log() == []

    def test_of_a_withdrawn_article_only_that_it_was(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        withdraw(article, edith)
        (only,) = log()
        assert (only.is_withdrawal, only.article, only.edition) == (True, article, 0)

    def test_withdrawn_twice_is_told_once_and_put_back_no_more(
        self, article: Article, edith: User
    ) -> None:
        withdraw(article, edith, "First.")
        first = log()[0].pk
        article.refresh_from_db()
        desk.put_back(article.pk, by=edith, expected=article.version)
        assert log() == []
        withdraw(article, edith, "Second.")
        (only,) = log()
        assert only.pk > first
        assert only.article.withdrawn_reason == "Second."

    def test_pages_follow_each_other(self, article: Article, edith: User) -> None:
        for n in range(5):
            correct(article, {2: f"The bridge opens {n}."}, edith)
        first = log(size=2)
        assert [entry.edition for entry in first] == [6, 5, 4]
        assert [entry.edition for entry in log(first[1].pk, size=2)] == [4, 3, 2]
        assert [entry.edition for entry in log(first[2].pk, size=3)] == [3, 2]

    def test_merges_the_acts_by_time(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        other = shown()
        withdraw(other, edith)
        point(article, 1, edith)
        assert [entry.act for entry in log()] == [POINT, "withdraw", CORRECT]

    def test_other_acts_of_the_same_name_break_nothing(self, edith: User) -> None:
        for target in ("suggestion:x", "comment:1", "article:99999999"):
            audit.record(CORRECT, target, actor=edith, edition=1, before=1)
        assert log() == []

    def test_asks_as_often_in_a_large_log_as_in_a_small_one(self, edith: User) -> None:
        counts = []
        for more in (1, 12):
            for n in range(more):
                correct(shown(), {2: f"The bridge opens {n}."}, edith)
                withdraw(shown(), edith)
            with CaptureQueriesContext(connection) as captured:
                log()
            counts.append(len(captured))
        assert counts == [5, 5]

    def test_is_read_from_the_index_of_acts(self, article: Article) -> None:
        for act in (CORRECT, POINT, "withdraw"):
            events = corrections._of(act) if act != "withdraw" else corrections._withdrawals()
            plan = events.order_by("-pk")[:31].explain()
            if connection.vendor == "sqlite":
                assert "USING INDEX audit_act" in plan, plan
                assert "TEMP B-TREE" not in plan, plan


class TestOneArticle:
    def test_has_its_own_log(self, article: Article, edith: User) -> None:
        correct(article, {2: "The bridge opens again."}, edith)
        correct(shown(), {2: "The bridge opens again."}, edith)
        (only,) = log_of(article)
        assert only.article is article

    def test_log_begins_where_it_is_asked_to(self, article: Article, edith: User) -> None:
        for n in range(3):
            correct(article, {2: f"The bridge opens {n}."}, edith)
        second = log_of(article)[1]
        assert [entry.edition for entry in log_of(article, second.pk)] == [3, 2]
        assert [entry.edition for entry in log_of(article, size=1)] == [4, 3]

    def test_knows_the_latest_without_a_query_of_its_own(
        self, article: Article, edith: User
    ) -> None:
        assert latest(with_latest(Article.objects.all()).get()) is None
        correct(article, {2: "The bridge opens again."}, edith)
        found = latest(with_latest(Article.objects.all()).get())
        assert found is not None
        assert (found.at, found.is_return) == (AuditEvent.objects.get(act=CORRECT).at, False)
        point(article, 1, edith)
        returned = latest(with_latest(Article.objects.all()).get())
        assert returned is not None
        assert returned.is_return

    def test_that_was_not_asked_for_it_knows_none(self, article: Article) -> None:
        assert latest(article) is None

    def test_knows_when_it_was_withdrawn(self, article: Article, edith: User) -> None:
        assert withdrawn_at(article) is None
        withdraw(article, edith)
        assert withdrawn_at(article) == AuditEvent.objects.get(act="withdraw").at


def test_date_of_the_document_is_no_editors(article: Article, edith: User) -> None:
    rewritten(article, BRIDGE, "Le pont rouvre lundi.", published_on=None)
    edition = shown_anew(article, edith)
    assert edition.date_basis == Capture.DateBasis.UNKNOWN
    assert events(article) == []
    assert editions.publish(article.pk) == edition
