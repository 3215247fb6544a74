"""Translating again as a batch: only machines’ sentences, compared, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from archive import ledger
from archive.models import Article, AuditEvent, Batch, Job, Segment, Translation
from newsroom import line
from newsroom.curate import batches, desk, retranslating
from newsroom.translate.engines import label_of, open_engine
from tests.factories import make_article, make_translation, publish
from tests.newsroom.curate.batching import item, run, said, states, undone

pytestmark = pytest.mark.django_db


def old(body: str = "Le pont a rouvert mardi.", **fields: object) -> Article:
    """A published article of a headline and one sentence, worded by a former package."""
    article = make_article(body=[[body]], **fields)  # type: ignore[arg-type]
    publish(article)
    return article


def begin(by: User, *articles: Article) -> Batch:
    return batches.begin(Batch.Kind.RETRANSLATE, [each.pk for each in articles], {}, by)


def english(article: Article) -> list[str]:
    article.refresh_from_db()
    assert article.edition
    rows = Translation.objects.in_bulk([row[3] for row in article.edition.manifest])
    return [rows[row[3]].text for row in article.edition.manifest]


def shown(article: Article) -> list[int]:
    article.refresh_from_db()
    assert article.edition
    return [row[3] for row in article.edition.manifest]


def test_readers_see_the_new_translation(edith: User) -> None:
    article = old()
    before = english(article)
    batch = run(begin(edith, article))
    assert states(batch) == {article.pk: "done"}
    assert all(one != two for one, two in zip(english(article), before, strict=True))
    assert Translation.objects.filter(engine="toy 1").count() == 2


def test_item_waits_for_its_translation(edith: User) -> None:
    article = old()
    batch = begin(edith, article)
    ledger.run_due("batch")
    assert states(batch) == {article.pk: "waiting"}
    assert Job.objects.filter(kind=line.TRANSLATE, key=str(article.pk)).exists()
    run(batch)
    assert states(batch) == {article.pk: "done"}


def test_persons_sentence_stays(edith: User) -> None:
    article = old()
    segment = article.segments.get(kind="paragraph")
    kept = make_translation(segment, "A person’s.", origin="editor", state="edited")
    batch = run(begin(edith, article))
    assert kept.pk in shown(article)
    assert item(batch).after["sentences"] == 1


def test_article_without_a_machines_sentence_is_left(edith: User) -> None:
    article = old()
    Translation.objects.update(state="approved")
    assert said(run(begin(edith, article))) == ["No sentence of it is a machine’s."]


def test_article_that_the_package_made_already_is_left(edith: User) -> None:
    article = old()
    run(begin(edith, article))
    batch = run(begin(edith, article))
    assert states(batch) == {article.pk: "skipped"}
    assert said(batch) == ["Every sentence stands as it did."]


def test_translation_that_fails_for_good_is_told(edith: User) -> None:
    article = old()
    batch = begin(edith, article)
    ledger.run_due("batch")
    Job.objects.filter(kind=line.TRANSLATE).update(state="dead", error="No memory.")
    run(batch)
    assert said(batch) == ["It could not be translated: No memory."]


def test_item_says_how_many_sentences_read_otherwise(edith: User) -> None:
    article = old()
    batch = run(begin(edith, article))
    assert said(batch) == ["2 of 2 machine’s sentences read otherwise."]
    assert AuditEvent.objects.get(act="translate again").details["batch"] == batch.pk


def test_former_wordings_stand_again_in_a_new_edition(edith: User) -> None:
    article = old()
    before = shown(article)
    undone(run(begin(edith, article)))
    assert shown(article) == before
    assert [each.n for each in article.editions.all()] == [1, 2, 3]
    assert article.edition
    assert (article.edition.note, article.edition.by) == (retranslating.NOTE, edith)


def test_what_a_person_worded_since_is_kept(edith: User) -> None:
    article = old()
    batch = run(begin(edith, article))
    segment = article.segments.with_current().get(kind="paragraph")
    made = desk.correct_sentence(segment, "Hers.", by=edith, base=segment.current_id)
    assert made
    undone(batch)
    assert states(batch) == {article.pk: "undone"}
    assert said(batch) == ["1 of its sentences were worded anew since, or are gone."]
    assert english(article)[1] == "Hers."
    assert english(article)[0].startswith("In English")


def test_article_that_was_all_worded_since_is_kept(edith: User) -> None:
    article = old()
    batch = run(begin(edith, article))
    Translation.objects.filter(engine="toy 1").update(state="approved")
    undone(batch)
    assert states(batch) == {article.pk: "kept"}


def test_what_was_undone_does_not_come_back(edith: User) -> None:
    article = old()
    before = shown(article)
    undone(run(begin(edith, article)))
    again = run(begin(edith, article))
    assert states(again) == {article.pk: "skipped"}
    assert shown(article) == before


def test_another_package_words_anew_what_was_undone(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = old()
    undone(run(begin(edith, article)))
    engine = open_engine("toy")
    monkeypatch.setattr(type(engine), "name", "toy 2")
    assert states(run(begin(edith, article))) == {article.pk: "done"}
    assert Translation.objects.filter(engine="toy 2").count() == 2


def test_comparison_counts_sentences_and_checks(edith: User) -> None:
    article = make_article(title=None, body=[["Le pont a rouvert le 14 mardi."]])
    figure = {"code": "number", "words": "14 is missing."}
    publish(article, {"Le pont a rouvert le 14 mardi.": {"text": "Open.", "checks": [figure]}})
    told = retranslating.comparison(run(begin(edith, article)))
    assert (told.articles, told.sentences, told.changed) == (1, 1, 1)
    assert retranslating.Check("number", 1, 0) in told.checks


def test_examples_are_of_many_articles_and_each_pair_is_shown_once(edith: User) -> None:
    articles = [old(f"Phrase numéro {n} du journal.") for n in range(4)]
    told = retranslating.comparison(run(begin(edith, *articles)))
    texts = [each.segment.text for each in told.examples]
    assert texts == ["Le pont rouvre", *(f"Phrase numéro {n} du journal." for n in range(4))]
    assert told.examples[0].before.text.startswith("In English")
    assert told.examples[0].after.engine == "toy 1"


@pytest.mark.embedded
def test_comparison_of_more_articles_takes_the_same_queries(edith: User) -> None:
    def count(articles: int) -> int:
        made = [old(f"Phrase numéro {n} parmi {articles}.") for n in range(articles)]
        batch = run(begin(edith, *made))
        with CaptureQueriesContext(connection) as queries:
            retranslating.comparison(batch)
        return len(queries)

    assert count(1) == count(12) <= 3


def test_articles_are_found_by_what_made_them() -> None:
    former, new = old(), old("Une autre phrase.")
    Translation.objects.filter(segment__article=new).update(engine="toy 1")
    articles = Article.objects.all()
    assert list(articles.filter(retranslating.made_otherwise("toy 1"))) == [former]
    assert list(retranslating.made_by(articles, "toy 1.0")) == [former]
    assert set(retranslating.made_by(articles, "toy")) == {former, new}


def test_wording_that_no_longer_stands_counts_for_nothing() -> None:
    article = old()
    for segment in Segment.objects.all():
        make_translation(segment, "Newer.", engine="toy 1")
    articles = Article.objects.filter(pk=article.pk)
    assert not articles.filter(retranslating.made_otherwise("toy 1")).exists()


def test_engine_in_use_is_named_without_opening_it(settings: Settings, tmp_path: Path) -> None:
    assert label_of(settings.TRANSLATION_ENGINE) == open_engine("toy").name
    settings.PACKAGES_DIR = tmp_path
    assert label_of("argos") == ""


@pytest.mark.django_db(transaction=True)
def test_many_articles_are_translated_again_and_back(
    edith: User, drill_size: Callable[[int, int], int]
) -> None:
    articles = [old(f"Phrase numéro {n} du journal.") for n in range(drill_size(10, 500))]
    before = {article.pk: shown(article) for article in articles}
    batch = begin(edith, *articles)
    for _ in range(20):
        run(batch)
    assert set(states(batch).values()) == {"done"}
    undone(batch)
    assert {article.pk: shown(article) for article in articles} == before
