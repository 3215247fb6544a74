"""Names on the line: the real engine held to the authority records, and what a rename changes."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import Settings

from archive import authority, ledger
from archive.models import Article, Edition, Segment, Tag, Translation

SAMPLE = Path(__file__).parents[1] / "samples" / "000_d51d13384d74c1f2.txt"
pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings: Settings) -> Article:
    """The sample, translated by the shipped package, then tagged by the gazetteer."""
    settings.TRANSLATION_ENGINE = "argos"
    settings.NER_PIPELINE = "none"
    call_command("ingest", str(SAMPLE), verbosity=0)
    work()
    return Article.objects.get()


def work() -> None:
    while ledger.run_due("translate") or ledger.run_due("tag"):
        pass


def english() -> dict[int, str]:
    """The wording that stands for each sentence, by uid."""
    standing = Segment.objects.alive().with_current().values_list("uid", "current_id")
    texts = Translation.objects.in_bulk([pk for _, pk in standing])
    return {uid: texts[pk].text for uid, pk in standing}


def holding(french: str) -> set[int]:
    return {s.uid for s in Segment.objects.alive() if french in s.text}


def test_sample_writes_names_as_english_news_does(article: Article) -> None:
    worded = english()
    text = " ".join(worded.values())
    for uid in holding("Poutine"):
        assert "Putin" in worded[uid]
    for uid in holding("Pezeshkian"):
        assert "Pezeshkian" in worded[uid]
    for uid in holding("Peskov"):
        assert "Peskov" in worded[uid]
    for french in ("Poutine", "Put.", "RII", "Dimitri", "Massoud"):
        assert french not in text
    (spoken_of,) = holding("la RII")
    assert "president of Iran" in worded[spoken_of]


def test_rename_words_just_the_sentences_that_hold_the_name(article: Article, edith: User) -> None:
    before, seen = english(), set(Translation.objects.values_list("pk", flat=True))
    peskov = Tag.objects.get(label_en="Dmitry Peskov")
    authority.rename(peskov, "Dmitrij Peskow", peskov.label_fr, edith)
    work()
    made = Translation.objects.exclude(pk__in=seen)
    assert {row.segment.uid for row in made} == holding("Peskov")
    for uid, text in english().items():
        assert ("Peskow" in text) if uid in holding("Peskov") else (text == before[uid])
    assert Edition.objects.count() == 2


def test_rename_taken_back_brings_the_old_wordings_back(article: Article, edith: User) -> None:
    before = english()
    peskov = Tag.objects.get(label_en="Dmitry Peskov")
    for label in ("Dmitrij Peskow", "Dmitry Peskov"):
        authority.rename(peskov, label, peskov.label_fr, edith)
        work()
    assert english() == before
    assert Edition.objects.count() == 3


def test_rename_leaves_a_persons_wording(article: Article, edith: User) -> None:
    uid = min(holding("Peskov"))
    segment = Segment.objects.get(uid=uid)
    Translation.objects.create(
        segment=segment, n=9, text="Mr Peskov spoke.", origin="editor", state="edited"
    )
    authority.rename(Tag.objects.get(label_en="Dmitry Peskov"), "D. Peskow", "Peskov", edith)
    work()
    assert english()[uid] == "Mr Peskov spoke."


def test_rename_of_another_record_changes_nothing(article: Article, edith: User) -> None:
    rows = Translation.objects.count()
    other = Tag.objects.create(
        kind="person", slug="x", label_en="Xi Jinping", label_fr="Xi Jinping"
    )
    authority.rename(other, "Xi J. P.", "Xi Jinping", edith)
    work()
    assert (Translation.objects.count(), Edition.objects.count()) == (rows, 1)
