"""The queues: which articles are in them, in what order, and no more than is of use."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.models import Article, AuditEvent, Dismissal
from newsroom.curate import desk, queue
from newsroom.curate.desk import Conflict
from newsroom.curate.queue import QUEUES, counted, found, ranked, see_change
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.factories import make_article, make_capture, make_translation, publish
from tests.newsroom.curate.test_review import CHECK, doubt, fail, view

pytestmark = pytest.mark.django_db


def ids(name: str) -> list[int]:
    return QUEUES[name].find(Article.objects.all())


def age(article: Article, days: int) -> None:
    Article.objects.filter(pk=article.pk).update(created_at=timezone.now() - timedelta(days=days))


def review_all(article: Article) -> None:
    for segment in article.segments.alive():
        make_translation(segment, f"By hand {segment.uid}.", origin="editor", state="edited")
    publish(article)


def hear_again(article: Article, at: datetime | None = None) -> None:
    """The source sends another text of the article."""
    text = f"Le pont rouvre encore {article.captures.count()}"
    make_capture(article, raw=text, received_at=at or timezone.now())


class TestRanked:
    def test_score_is_all_four_multiplied_each_plus_one(self) -> None:
        article = worded()
        doubt(sentence(article), 2)
        fail(sentence(article), 3)
        view(article, 4)
        age(article, 5)
        (rank,) = ranked(Article.objects.all())
        assert (rank.doubts, rank.views, rank.failed, rank.days) == (2, 4, 3, 5)
        assert rank.score == 3 * 5 * 4 * 6

    def test_worthiest_comes_first(self) -> None:
        plain, opened, doubted = worded(), worded(), worded()
        view(opened, 3)
        doubt(sentence(doubted), 9)
        assert ids("unreviewed") == [doubted.pk, opened.pk, plain.pk]

    def test_wholly_reviewed_article_is_left_out(self) -> None:
        article = worded()
        review_all(article)
        assert ids("unreviewed") == []

    def test_article_reviewed_in_part_stays(self) -> None:
        article = worded()
        make_translation(sentence(article), "By hand.", origin="editor", state="edited")
        publish(article)
        assert ids("unreviewed") == [article.pk]

    def test_hidden_and_untranslated_are_not_ranked(self) -> None:
        make_article()
        worded(state="hidden")
        assert ids("unreviewed") == []

    def test_old_article_that_readers_doubt_is_looked_at(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queue, "NEWEST", 1)
        old, _ = worded(), worded()
        assert old.pk not in ids("unreviewed")
        doubt(sentence(old))
        assert ids("unreviewed")[0] == old.pk

    def test_only_what_was_asked_for_is_ranked(self) -> None:
        article, other = worded(), worded()
        view(other, 9)
        among = Article.objects.filter(pk=article.pk)
        assert [rank.article for rank in ranked(among)] == [article.pk]


class TestFlagged:
    def test_most_failed_checks_come_first(self) -> None:
        one, two, _ = worded(), worded(), worded()
        fail(sentence(one), 1)
        fail(sentence(two), 2)
        assert ids("flagged") == [two.pk, one.pk]

    def test_dismissed_check_counts_no_more(self, edith: User) -> None:
        article = worded()
        fail(sentence(article))
        digest = sentence(article).sha256
        Dismissal.objects.create(french_sha256=digest, **CHECK, reason="It is there.", by=edith)
        assert ids("flagged") == []

    def test_checks_of_what_a_person_worded_anew_do_not_count(self) -> None:
        article = worded()
        fail(sentence(article))
        make_translation(sentence(article), "By hand.", origin="editor", state="edited")
        publish(article)
        assert ids("flagged") == []


class TestSuggested:
    def test_wording_that_waits_longest_comes_first(self) -> None:
        late, early = worded(), worded()
        suggested(sentence(early))
        suggested(sentence(late))
        suggested(sentence(early), "Once more.")
        assert ids("suggestions") == [early.pk, late.pk]

    def test_decided_one_waits_no_more(self) -> None:
        article = worded()
        suggested(sentence(article), state="rejected", reason="No.")
        assert ids("suggestions") == []


class TestChanged:
    @pytest.fixture
    def article(self) -> Article:
        """Worded by a person, and then sent anew."""
        found = worded()
        make_translation(sentence(found), "By hand.", origin="editor", state="edited")
        hear_again(found)
        return found

    def test_source_changed_it_after_the_last_person(self, article: Article) -> None:
        assert ids("changed") == [article.pk]

    def test_article_that_no_person_touched_is_not_among_them(self) -> None:
        hear_again(worded())
        assert ids("changed") == []

    def test_person_who_words_the_new_text_ends_it(self, article: Article) -> None:
        make_translation(sentence(article), "Again.", origin="editor", state="edited")
        assert ids("changed") == []

    def test_person_who_publishes_ends_it(self, article: Article, edith: User) -> None:
        desk.publish(article.pk, by=edith, expected=article.version)
        assert ids("changed") == []

    def test_withdrawn_article_needs_nobody(self, article: Article) -> None:
        Article.objects.update(state="withdrawn", withdrawn_reason="It was wrong.")
        assert ids("changed") == []

    def test_change_that_was_seen_is_off_the_list(self, article: Article, edith: User) -> None:
        see_change(article.pk, capture=article.capture_id or 0, by=edith)
        assert ids("changed") == []
        event = AuditEvent.objects.get(act="see change")
        assert (event.actor, event.details) == (edith, {"capture": article.capture_id})

    def test_next_change_brings_it_back(self, article: Article, edith: User) -> None:
        see_change(article.pk, capture=article.capture_id or 0, by=edith)
        hear_again(article, timezone.now() + timedelta(seconds=1))
        assert ids("changed") == [article.pk]

    def test_only_the_change_that_was_looked_at_is_seen(
        self, article: Article, edith: User
    ) -> None:
        looked_at = article.capture_id or 0
        hear_again(article)
        with pytest.raises(Conflict):
            see_change(article.pk, capture=looked_at, by=edith)
        assert not AuditEvent.objects.exists()
        assert ids("changed") == [article.pk]


class TestUnseen:
    def test_scheduled_ones_come_by_their_time(self) -> None:
        now = timezone.now()
        later = make_article(state="scheduled", publish_at=now + timedelta(days=2))
        sooner = make_article(state="scheduled", publish_at=now + timedelta(days=1))
        assert ids("scheduled") == [sooner.pk, later.pk]

    def test_hidden_ones_come_by_how_long_they_wait(self) -> None:
        first, second = make_article(state="hidden"), make_article(state="hidden")
        make_article()
        assert ids("hidden") == [first.pk, second.pk]


def test_queue_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST", 2)
    for _ in range(4):
        make_article(state="hidden")
    assert len(ids("hidden")) == 3
    assert (counted(len(ids("hidden"))), counted(2)) == ("2+", "2")


def test_all_queues_together_are_the_same_as_each_alone() -> None:
    article = worded()
    fail(sentence(article))
    suggested(sentence(article))
    make_article(state="hidden")
    assert found(Article.objects.all()) == {name: ids(name) for name in QUEUES}


def test_queries_do_not_grow() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            found(Article.objects.all())
        return len(asked)

    def one_more() -> None:
        article = worded()
        fail(sentence(article))
        doubt(sentence(article))
        suggested(sentence(article))

    one_more()
    few = queries()
    for _ in range(4):
        one_more()
    assert queries() == few
    assert few <= 14


def test_ranking_reads_no_text() -> None:
    worded()
    with CaptureQueriesContext(connection) as asked:
        ranked(Article.objects.all())
    words = [q["sql"].partition(" FROM ")[0] for q in asked.captured_queries]
    assert not any('"text"' in selected or '"raw"' in selected for selected in words)
