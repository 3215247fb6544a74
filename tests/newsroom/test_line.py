"""The assembly line: from a stored story to the page, and what happens when a stage cannot run."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from archive import ledger
from archive.models import Article, Edition, Job, Segment, Source, Tag, Tagging, Translation
from newsroom import line
from newsroom.ingest.desk import Receipt
from newsroom.ingest.story import Block, Story
from newsroom.tag import records
from newsroom.translate import desk as translate_desk
from newsroom.translate import engines

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 10, 23, 12, tzinfo=UTC)
FIRST = "Le sommet s'ouvre à Kazan mercredi matin."
SECOND = "Les délégations sont arrivées dans la nuit."
THIRD = "Aucune annonce n'est attendue avant vendredi."


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="test", name="Test")


def story(*sentences: str, ref: str = "a.txt", title: str | None = "Le sommet commence") -> Story:
    text = " ".join(sentences)
    raw = f"{title}\n{text}".encode()
    return Story(ref, "text", raw, "utf-8", ref, (Block(text),), title=title)


def store(source: Source, *sentences: str, ref: str = "a.txt") -> Receipt:
    return line.store(story(*sentences, ref=ref), source, received_at=NOON)


def work() -> None:
    while ledger.run_due("translate", at_most=32):
        pass


def english(article: Article) -> list[str]:
    edition = article.edition
    assert edition
    texts = Translation.objects.in_bulk([row[3] for row in edition.manifest])
    return [texts[row[3]].text for row in edition.manifest]


def test_story_becomes_an_edition(source: Source) -> None:
    store(source, FIRST, SECOND)
    work()
    article = Article.objects.get()
    assert len(english(article)) == 3
    assert article.edition
    assert article.edition.title == english(article)[0]


def test_two_articles_share_a_batch(source: Source) -> None:
    store(source, FIRST)
    store(source, SECOND, ref="b.txt")
    assert ledger.run_due("translate", at_most=32) == 2
    assert Article.objects.translated().count() == 2


def test_line_run_twice_writes_once(source: Source) -> None:
    store(source, FIRST, SECOND)
    work()
    ledger.enqueue("translate", str(Article.objects.get().pk))
    work()
    assert Translation.objects.count() == 3
    assert Edition.objects.count() == 1


def test_changed_text_translates_only_what_changed(source: Source) -> None:
    store(source, FIRST, SECOND)
    work()
    before = dict(Translation.objects.values_list("segment__text", "pk"))
    store(source, FIRST, THIRD)
    work()
    after = dict(Translation.objects.values_list("segment__text", "pk"))
    assert after.keys() - before.keys() == {THIRD}
    assert before.items() <= after.items()
    assert Edition.objects.count() == 2


def test_unchanged_sentence_keeps_its_uid(source: Source) -> None:
    store(source, FIRST, SECOND)
    work()
    uids = dict(Segment.objects.values_list("text", "uid"))
    store(source, THIRD, SECOND)
    alive = dict(Segment.objects.alive().values_list("text", "uid"))
    assert alive[SECOND] == uids[SECOND]
    assert alive[THIRD] not in uids.values()


def test_source_under_review_is_translated_and_stays_hidden(source: Source) -> None:
    source.release = Source.Release.REVIEW
    source.save()
    store(source, FIRST)
    work()
    assert Translation.objects.count() == 2
    assert not Article.objects.published().exists()
    assert not Edition.objects.exists()


def test_withdrawn_article_is_not_shown_again(source: Source) -> None:
    store(source, FIRST)
    Article.objects.update(state="withdrawn", withdrawn_reason="An error.")
    work()
    assert not Edition.objects.exists()


def test_without_a_package_the_article_waits_and_says_so(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> engines.Engine:
        raise engines.EngineMissing("No French to English package is installed.")

    monkeypatch.setattr(line, "open_engine", missing)
    store(source, FIRST)
    work()
    job = Job.objects.get()
    assert (job.state, job.failures) == ("queued", 0)
    assert job.error == "No French to English package is installed."


def test_change_during_translation_publishes_only_when_whole(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate = translate_desk.translate

    def slow(*args: Any, **kwargs: Any) -> list[translate_desk.Wording]:
        if Article.objects.get().captures.count() == 1:
            store(source, FIRST, THIRD)
        return translate(*args, **kwargs)

    monkeypatch.setattr(translate_desk, "translate", slow)
    store(source, FIRST, SECOND)
    ledger.run_due("translate", at_most=32)
    assert not Edition.objects.exists()
    work()
    assert Edition.objects.get().capture.n == 2


def test_stop_leaves_everything_as_it_was(
    source: Source, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(ledger, "_stop", type(ledger._stop)())
    translate = translate_desk.translate

    def stopped(*args: Any, **kwargs: Any) -> list[translate_desk.Wording]:
        ledger.stop()
        return translate(*args, **kwargs)

    monkeypatch.setattr(translate_desk, "translate", stopped)
    store(source, FIRST)
    ledger.run_due("translate", at_most=32)
    assert not Translation.objects.exists()
    assert Job.objects.get().state == "queued"


def test_forgotten_article_is_found(source: Source) -> None:
    store(source, FIRST)
    Job.objects.all().delete()
    assert line.find_forgotten() == 1
    assert line.find_forgotten() == 0
    work()
    assert line.find_forgotten() == 0
    assert Article.objects.translated().exists()


def test_translated_article_is_tagged_by_what_its_french_names(source: Source) -> None:
    store(source, "La Russie reçoit ses alliés.", SECOND)
    work()
    assert Job.objects.get(kind="tag").state == "queued"
    assert ledger.run_due("tag") == 1
    assert [t.tag.slug for t in Tagging.objects.select_related("tag")] == ["russia"]


def test_tag_job_comes_with_the_translation_or_not_at_all(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(source, FIRST)
    monkeypatch.setattr(ledger.Claim, "row", lambda claim: Job.objects.none())
    ledger.run_due("translate")
    assert not Job.objects.filter(kind="tag").exists()
    assert not Translation.objects.exists()


def test_changed_text_is_tagged_anew(source: Source) -> None:
    for sentence in ("La Russie reçoit ses alliés.", "Le Mali reçoit ses alliés."):
        store(source, sentence)
        work()
        ledger.run_due("tag")
    assert [t.tag.slug for t in Tagging.objects.select_related("tag")] == ["mali"]


def test_article_that_cannot_be_tagged_harms_none_beside_it(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_LIKE_IT", 2)
    for slug in ("iran", "iran-ir"):  # so that no address is left for the country
        Tag.objects.create(kind="person", slug=slug, label_en=slug)
    for name in ("Le Mali", "L’Iran", "Le Togo"):
        store(source, f"{name} reçoit ses alliés.", ref=name)
    work()
    assert ledger.run_due("tag") == 3
    assert list(Job.objects.filter(kind="tag").values_list("state", flat=True).order_by("pk")) == [
        "done",
        "dead",
        "done",
    ]
    assert set(Tagging.objects.values_list("tag__slug", flat=True)) == {"mali", "togo"}
