"""Which of the machine's sentences come first."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import Article, DayViews, Dismissal, Doubt, Segment
from newsroom.curate import queues, review
from tests.archive.discuss.mending import FRENCH, sentence, standing, worded
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db
CHECK = {"code": "number", "words": "The number 14 is missing from the English."}
OTHER = "Le pont a rouvert mardi."


def doubt(segment: Segment, times: int = 1) -> None:
    wording = standing(segment)
    Doubt.objects.bulk_create(Doubt(translation=wording, writer=f"w{n}") for n in range(times))


def fail(segment: Segment, times: int = 1) -> None:
    segment.translations.update(checks=[CHECK] * times)


def view(article: Article, times: int, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    DayViews.objects.create(article=article, day=day, count=times)


def scores(segments: Sequence[Segment]) -> list[int]:
    found = {rank.wording: rank.score for rank in review.ranked()}
    return [found.get(standing(segment).pk, 0) for segment in segments]


def test_score_is_doubts_times_views_times_failed_checks_each_plus_one() -> None:
    article = worded()
    both, plain = sentence(article), sentence(article, OTHER)
    doubt(both, 2)
    fail(both, 1)
    view(article, 3)
    view(article, 1, days_ago=review.DAYS - 1)
    view(article, 100, days_ago=review.DAYS)
    assert scores([both, plain]) == [3 * 5 * 2, 5]
    assert review.ranked()[0].wording == standing(both).pk


def test_ranks_go_down() -> None:
    for n in range(4):
        article = worded()
        view(article, n)
        doubt(sentence(article), 3 - n)
    found = [rank.score for rank in review.ranked()]
    assert found == sorted(found, reverse=True)


def test_persons_wordings_and_unseen_articles_are_left_out() -> None:
    article = worded()
    make_translation(sentence(article), "Residents waited.", state="edited", origin="editor")
    hidden = worded()
    doubt(sentence(hidden), 5)
    view(hidden, 50)
    Article.objects.filter(pk=hidden.pk).update(state="hidden")
    make_article()
    assert scores([sentence(article), sentence(hidden)]) == [0, 0]
    assert {r.wording for r in review.ranked()} == {
        standing(s).pk for s in article.segments.exclude(text=FRENCH)
    }


def test_doubts_of_a_wording_that_no_longer_stands_do_not_count() -> None:
    segment = sentence(worded())
    doubt(segment, 4)
    make_translation(segment, "The machine’s second try.")
    assert scores([segment]) == [1]


def test_person_whose_wording_is_doubted_is_told_apart() -> None:
    article = worded()
    segment = sentence(article)
    make_translation(segment, "Residents waited.", state="edited", origin="editor")
    publish(article)
    doubt(segment, 2)
    (line,) = review.doubted_persons()
    assert (line.wording.text, line.rank.doubts) == ("Residents waited.", 2)
    make_translation(segment, "Locals waited.", state="edited", origin="editor")
    assert review.doubted_persons() == []


def test_doubted_sentence_of_an_old_unread_article_is_among_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(review, "NEWEST", 1)
    old, opened, _ = worded(), worded(), worded()
    view(opened, 1)
    assert scores([sentence(old), sentence(opened)]) == [0, 2]
    doubt(sentence(old))
    assert scores([sentence(old), sentence(opened)]) == [2, 2]


def test_doubted_ones_are_kept_however_many_fail_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "MOST_SENTENCES", 1)
    article = worded()
    fail(sentence(article, OTHER))
    doubt(sentence(article))
    assert scores([sentence(article, OTHER), sentence(article)]) == [2, 2]


def test_line_knows_the_page_on_which_its_sentence_is_worded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queues, "PER_PAGE", 2)
    worded()
    pages = {line.wording.segment.uid: line.page for line in review.page(None)}
    assert pages == {1: 1, 2: 1, 3: 2, 4: 2}


def test_pages_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "PER_PAGE", 3)
    worded()
    first, second = (review.page(number) for number in ("1", "2"))
    shown = [line.wording.pk for line in [*first, *second]]
    assert shown == [rank.wording for rank in review.ranked()]
    assert len(shown) == 4


def test_dismissed_check_counts_no_more_and_is_not_shown(edith: User) -> None:
    check = {"code": "number", "words": "The number 14 is missing."}
    article = make_article(title=None, body=[["Depuis 14 mois.", "Il y a 14 ans."]])
    publish(article, {text: {"checks": [check]} for text in ("Depuis 14 mois.", "Il y a 14 ans.")})
    one, two = article.segments.all()
    Dismissal.objects.create(french_sha256=one.sha256, **check, reason="Spelt.", by=edith)
    told = {
        line.wording.segment_id: (line.rank.failed, len(line.checks)) for line in review.page("")
    }
    assert told == {one.pk: (0, 0), two.pk: (1, 1)}
