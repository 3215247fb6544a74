"""Storing stories: once, whole, and with every unchanged sentence under its number."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from archive.models import Article, Capture, Job, Segment, Source
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.reading import read
from newsroom.ingest.story import Block, Dateline, Refusal, Story
from tests.newsroom.ingest.texts import FRENCH, SECOND, THIRD

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "samples" / "000_d51d13384d74c1f2.txt"
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)
ONE, TWO = FRENCH.split(". ", 1)
ONE += "."


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="gazette", name="Gazette")


def story(*paragraphs: str, ref: str = "a.txt", title: str | None = "Le titre") -> Story:
    raw = "\n".join([title or "", *paragraphs]).encode()
    blocks = tuple(Block(paragraph) for paragraph in paragraphs)
    return Story(ref, "text", raw, "utf-8", ref, blocks, title=title)


def store(story: Story, source: Source, at: datetime = NEW_YEAR) -> Receipt:
    return line.store(story, source, received_at=at)


def alive(article_id: int) -> dict[str, int]:
    segments = Segment.objects.filter(article=article_id).alive()
    return dict(segments.values_list("text", "uid"))


def test_story_becomes_article_capture_and_sentences(source: Source) -> None:
    receipt = store(story(FRENCH, SECOND), source)
    article = Article.objects.get(pk=receipt.article_id)
    assert (receipt.outcome, article.source_ref, article.state) == ("stored", "a.txt", "live")
    assert article.capture
    assert article.capture.original() == story(FRENCH, SECOND).raw
    rows = article.segments.alive().values_list("uid", "kind", "paragraph", "position", "text")
    assert list(rows) == [
        (1, "title", 0, 0, "Le titre"),
        (2, "paragraph", 1, 1, ONE),
        (3, "paragraph", 1, 2, TWO),
        (4, "paragraph", 2, 3, SECOND),
    ]
    assert article.next_uid == 5


def test_job_is_queued_with_the_article(source: Source) -> None:
    receipt = store(story(FRENCH), source)
    job = Job.objects.get()
    assert (job.kind, job.key, job.state) == ("translate", str(receipt.article_id), "queued")


def test_same_story_twice_is_stored_once(source: Source) -> None:
    first = store(story(FRENCH), source)
    again = store(story(FRENCH), source)
    assert (again.outcome, again.article_id) == ("unchanged", first.article_id)
    assert (Article.objects.count(), Capture.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert Segment.objects.count() == 3


def test_source_under_review_hides_its_articles(source: Source) -> None:
    source.release = Source.Release.REVIEW
    source.save()
    assert Article.objects.get(pk=store(story(FRENCH), source).article_id).state == "hidden"


def test_changed_text_is_a_new_capture_and_unchanged_sentences_keep_their_uid(
    source: Source,
) -> None:
    first = store(story(FRENCH, SECOND), source)
    before = alive(first.article_id)
    again = store(story(FRENCH, THIRD), source)
    after = alive(first.article_id)
    assert (again.outcome, again.article_id) == ("changed", first.article_id)
    assert {after[text] == before[text] for text in ("Le titre", ONE, TWO)} == {True}
    assert after[THIRD] == 5
    assert SECOND not in after
    article = Article.objects.get()
    assert article.capture
    assert (article.capture.n, article.version, article.next_uid) == (2, 2, 6)


def test_moved_sentence_keeps_its_uid(source: Source) -> None:
    first = store(story(FRENCH, SECOND, THIRD), source)
    before = alive(first.article_id)
    store(story(THIRD, FRENCH, SECOND), source)
    assert alive(first.article_id) == before
    assert Segment.objects.alive().values_list("text", flat=True)[1] == THIRD


def test_removed_sentence_stays_but_is_not_alive(source: Source) -> None:
    store(story(FRENCH, SECOND), source)
    store(story(FRENCH), source)
    assert Segment.objects.get(text=SECOND).alive is False


def test_sentence_that_comes_back_has_its_old_uid(source: Source) -> None:
    first = store(story(FRENCH, SECOND), source)
    before = alive(first.article_id)
    store(story(FRENCH), source)
    assert store(story(FRENCH, SECOND), source).outcome == "changed"
    assert alive(first.article_id) == before
    assert Capture.objects.count() == 3


def test_headline_that_changed_is_a_change(source: Source) -> None:
    store(story(FRENCH), source)
    assert store(story(FRENCH, title="Un autre titre"), source).outcome == "changed"


def test_date_that_changed_is_a_change(source: Source) -> None:
    day = date(2024, 10, 23)
    store(story(FRENCH), source)
    dated = replace(story(FRENCH), raw=b"other", published=Dateline(day, "document"))
    assert store(dated, source).outcome == "changed"
    assert Article.objects.get().listed_on == day


def test_other_bytes_of_the_same_words_are_no_change(source: Source) -> None:
    store(story(FRENCH), source)
    rewritten = replace(story(FRENCH), raw=story(FRENCH).raw + b"\nVotre commentaire")
    assert store(rewritten, source).outcome == "unchanged"


def test_same_text_under_another_reference_is_unchanged(source: Source) -> None:
    first = store(story(FRENCH), source)
    again = store(story(FRENCH, ref="b.txt"), source)
    assert (again.outcome, again.article_id) == ("unchanged", first.article_id)


def test_same_text_of_another_source_is_an_article_of_its_own(source: Source) -> None:
    other = Source.objects.create(slug="courrier", name="Courrier")
    store(story(FRENCH), source)
    assert store(story(FRENCH), other).outcome == "stored"


def test_address_makes_two_references_one_article(source: Source) -> None:
    url = "https://ex.org/a"
    store(replace(story(FRENCH), canonical_url=url), source)
    again = replace(story(FRENCH, SECOND, ref="b.txt"), canonical_url=url)
    assert store(again, source).outcome == "changed"
    assert Article.objects.count() == 1


def test_address_held_by_another_source_is_refused(source: Source) -> None:
    other = Source.objects.create(slug="courrier", name="Courrier")
    here = replace(story(FRENCH), canonical_url="https://ex.org/a")
    held = store(here, source).article_id
    with pytest.raises(Refusal) as caught:
        store(here, other)
    words = f"Its address is already held by article {held} of source “gazette”."
    assert caught.value.reason == words
    assert Article.objects.count() == 1


def test_title_is_derived_from_the_first_sentence_and_says_so(source: Source) -> None:
    store(story(FRENCH, title=None), source)
    capture = Capture.objects.get()
    assert (capture.title, capture.title_derived) == (ONE, True)
    assert not Segment.objects.filter(kind="title").exists()


def test_sample_is_dated_by_its_own_words(source: Source) -> None:
    with time_machine.travel(NEW_YEAR, tick=False):
        (found,) = read(SAMPLE.read_bytes(), ref=SAMPLE.name, name=SAMPLE.name)
        assert isinstance(found, Story)
        receipt = store(found, source, datetime.now(UTC))
    article = Article.objects.get(pk=receipt.article_id)
    capture = Capture.objects.get()
    assert (capture.published_on, capture.date_basis) == (date(2024, 10, 23), "inferred")
    assert capture.date_evidence == "aujourd'hui mercredi 23 octobre"
    assert article.listed_on == date(2024, 10, 23)
    assert article.segments.alive().count() == 13
    assert not article.segments.filter(text="Votre commentaire").exists()
    assert capture.original() == SAMPLE.read_bytes()


def test_date_nobody_gives_is_unknown_and_not_today(source: Source) -> None:
    store(story(FRENCH), source, datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    capture = Capture.objects.get()
    assert (capture.published_on, capture.date_basis) == (None, "unknown")
    assert Article.objects.get().listed_on == date(2026, 1, 1), "the day of capture in Paris"


def test_inferred_date_does_not_move_with_a_later_capture(source: Source) -> None:
    said = "Le conseil a voté ce mercredi 23 octobre la rénovation de la piscine."
    store(story(said), source)
    store(story(said, SECOND), source, datetime(2031, 1, 1, tzinfo=UTC))
    days = set(Capture.objects.values_list("published_on", flat=True))
    assert days == {date(2024, 10, 23)}


def test_date_after_the_receipt_is_kept_with_a_warning(source: Source) -> None:
    late = replace(story(FRENCH), published=Dateline(date(2026, 3, 1), "document"))
    assert store(late, source).warnings == ("Its date, 2026-03-01, lies after the day of receipt.",)


def test_long_reference_and_title_are_cut_to_fit(source: Source) -> None:
    long = story(FRENCH, ref="r" * 900, title="mot " * 300)
    assert store(long, source).outcome == "stored"
    assert store(long, source).outcome == "unchanged"


def test_story_of_too_many_sentences_is_refused(source: Source) -> None:
    with pytest.raises(Refusal) as caught:
        store(story("Oui. " * 20_001), source)
    assert caught.value.reason == ("It has more than 20,000 sentences, too many for one article.")


def test_date_that_an_editor_set_outlives_a_new_text(source: Source) -> None:
    pk = store(story(FRENCH), source).article_id
    Article.objects.filter(pk=pk).update(given_date=date(2023, 5, 1), given_byline="A. Durand")
    dated = replace(story(FRENCH, SECOND), published=Dateline(date(2025, 12, 31), "document"))
    assert store(dated, source).outcome == "changed"
    article = Article.objects.get(pk=pk)
    assert (article.listed_on, article.given_byline) == (date(2023, 5, 1), "A. Durand")
