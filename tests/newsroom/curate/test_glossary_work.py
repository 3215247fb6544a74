"""A change of the glossary at work: only what it touches is translated again, and it goes back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from archive import ledger
from archive.editions import publish
from archive.models import Article, AuditEvent, Batch, Edition, Job, Segment, Translation
from newsroom import line
from newsroom.curate import glossary
from newsroom.curate.glossary import GLOSSARY
from newsroom.curate.terms import Facts
from newsroom.models import Term
from tests.newsroom.curate.worded import (
    GREVE,
    OTHER,
    add,
    article,
    articles,
    checks,
    english,
    persons,
    term,
    wording_ids,
    work,
)

pytestmark = pytest.mark.django_db


def segment(of: Article, text: str = GREVE) -> Segment:
    return of.segments.get(text=text)


def rows() -> set[int]:
    return set(Translation.objects.values_list("pk", flat=True))


def items(batch: Batch) -> dict[int, str]:
    return dict(batch.items.values_list("article", "state"))


def test_only_the_machines_sentences_with_the_term_are_translated_again(
    edith: User, drill_size: Callable[[int, int], int]
) -> None:
    """Touched: by the machine, by a person; untouched: no term, and a longer term in its place."""
    many = drill_size(40, 500) // 4
    holding, of_persons = articles(many, GREVE, OTHER), articles(many, GREVE, OTHER)
    without, longer = articles(many, OTHER), articles(many, "La grève générale dure.")
    term(edith, Facts("grève générale", "general strike"))
    with_longer(longer)
    for each in of_persons:
        persons(segment(each), "The walkout goes on.", edith)
        publish(each.pk, by=edith)
    before, ids, held = english(), wording_ids(), checks(list(rows()))
    editions, count = Edition.objects.count(), Translation.objects.count()

    batch = add(edith)
    work()

    assert set(items(batch)) == {each.pk for each in (*holding, *of_persons)}
    assert set(items(batch).values()) == {"done"}
    assert Translation.objects.count() == count + many
    assert Edition.objects.count() == editions + many
    touched = {(each.pk, segment(each).uid) for each in holding}
    for key, text in english().items():
        assert ("strike" in text) if key in touched else (text == before[key])
    made = Translation.objects.exclude(pk__in=ids.values()).filter(pk__gt=max(held))
    assert {row.segment.article_id for row in made} == {each.pk for each in holding}
    flagged = Translation.objects.filter(segment__article__in=of_persons, state="edited")
    assert {check["code"] for row in flagged for check in row.checks} >= {"term"}
    batch.refresh_from_db()
    assert batch.done_at

    glossary.undo(batch.pk, edith)
    work()

    assert wording_ids() == ids
    assert english() == before
    assert checks(list(held)) == held
    assert Translation.objects.count() == count + many
    assert set(items(batch).values()) == {"undone"}
    assert [t.french for t in Term.objects.all()] == ["grève générale"]
    for each in (*holding, *without, *longer):
        each.refresh_from_db()
        assert each.edition
        assert [row[3] for row in each.edition.manifest] == [
            ids[pk] for pk in each.segments.alive().values_list("pk", flat=True)
        ]


@pytest.fixture
def held() -> Article:
    """A live article whose first sentence holds the term."""
    return article(GREVE, OTHER)


def test_undo_keeps_a_persons_wording_made_since_and_says_so(held: Article, edith: User) -> None:
    two = article(GREVE, f"{GREVE} Oui.")
    ids = wording_ids()
    batch = add(edith)
    work()
    mine = persons(segment(two), "The walkout goes on.", edith)
    publish(two.pk, by=edith)
    glossary.undo(batch.pk, edith)
    work()
    assert items(batch) == {held.pk: "undone", two.pk: "kept"}
    uid = segment(two).uid
    assert batch.items.get(article=two).said == f"A person worded sentence {uid} since: kept."
    assert wording_ids() == {**ids, segment(two).pk: mine.pk}


def test_what_was_undone_does_not_come_back(held: Article, edith: User) -> None:
    ids = wording_ids()
    batch = add(edith)
    work()
    glossary.undo(batch.pk, edith)
    work()
    count = Translation.objects.count()
    ledger.enqueue(line.TRANSLATE, str(held.pk))
    work()
    assert wording_ids() == ids
    assert Translation.objects.count() == count


def test_same_change_again_lets_its_wordings_stand_again(held: Article, edith: User) -> None:
    first = add(edith)
    work()
    with_term = wording_ids()
    glossary.undo(first.pk, edith)
    work()
    count = Translation.objects.count()
    again = add(edith)
    work()
    assert wording_ids() == with_term
    assert Translation.objects.count() == count
    glossary.undo(again.pk, edith)
    work()
    assert "everg" in english()[held.pk, segment(held).uid]


def test_readers_see_the_change_and_its_undoing(held: Article, edith: User) -> None:
    def shown() -> str:
        held.refresh_from_db()
        assert held.edition
        pks = [row[3] for row in held.edition.manifest]
        return " ".join(Translation.objects.in_bulk(pks)[pk].text for pk in pks)

    before = shown()
    batch = add(edith)
    work()
    assert shown() == before.replace("everg", "strike")
    glossary.undo(batch.pk, edith)
    work()
    assert shown() == before
    assert Edition.objects.filter(article=held).count() == 3


def test_undo_before_the_worker_came_leaves_all_as_it_is(held: Article, edith: User) -> None:
    ids, count = wording_ids(), Translation.objects.count()
    batch = add(edith)
    glossary.undo(batch.pk, edith)
    work()
    assert (wording_ids(), Translation.objects.count()) == (ids, count)
    assert items(batch) == {}


def test_undo_between_search_and_translation(held: Article, edith: User) -> None:
    ids, count = wording_ids(), Translation.objects.count()
    batch = add(edith)
    ledger.run_due(GLOSSARY)
    assert items(batch) == {held.pk: "waiting"}
    glossary.undo(batch.pk, edith)
    work()
    assert (wording_ids(), Translation.objects.count()) == (ids, count)
    assert items(batch) == {held.pk: "undone"}


def test_article_translated_before_the_batch_reached_it_goes_back_too(
    held: Article, edith: User
) -> None:
    """Its text came anew in the moment in which the term was added."""
    ids = wording_ids()
    batch = add(edith)
    ledger.enqueue(line.TRANSLATE, str(held.pk))
    ledger.run_due(line.TRANSLATE)
    assert wording_ids() != ids
    work()
    glossary.undo(batch.pk, edith)
    work()
    assert wording_ids() == ids


def test_work_done_twice_is_done_once(held: Article, edith: User) -> None:
    batch = add(edith)
    work()
    kept = list(batch.items.values())
    for key in (str(batch.pk), str(batch.pk)):
        ledger.enqueue(GLOSSARY, key)
        work()
    assert list(batch.items.values()) == kept
    glossary.undo(batch.pk, edith)
    work()
    ids = wording_ids()
    ledger.enqueue(GLOSSARY, f"{batch.pk}:undo")
    work()
    assert wording_ids() == ids


def test_later_wording_of_the_machine_is_set_aside_too(held: Article, edith: User) -> None:
    """Another term touched the same sentence since: it is worded anew without the first."""
    ids = wording_ids()
    batch = add(edith)
    work()
    add(edith, Facts("continue", "goes on", ("eunitnoc",), "verb"))
    work()
    glossary.undo(batch.pk, edith)
    work()
    text = english()[held.pk, segment(held).uid]
    assert "everg" in text
    assert "goes on" in text
    assert wording_ids() != ids


def test_article_of_a_deleted_batch_row_is_no_work() -> None:
    ledger.enqueue(GLOSSARY, "999")
    work()
    assert not Job.objects.filter(kind=GLOSSARY).exclude(state="done").exists()


def test_translation_that_failed_for_good_is_told(held: Article, edith: User) -> None:
    batch = add(edith)
    ledger.run_due(GLOSSARY)
    Job.objects.filter(kind=line.TRANSLATE, key=str(held.pk), state="queued").update(state="dead")
    ledger.bring_forward(GLOSSARY)
    ledger.run_due(GLOSSARY)
    assert items(batch) == {held.pk: "skipped"}
    assert "could not be translated" in batch.items.get().said


def test_hidden_article_is_worded_anew_and_stays_hidden(edith: User) -> None:
    hidden = article(GREVE, state="hidden")
    batch = add(edith)
    work()
    assert "strike" in english()[hidden.pk, segment(hidden).uid]
    hidden.refresh_from_db()
    assert hidden.edition is None
    assert items(batch) == {hidden.pk: "done"}


def test_undoing_is_no_correction_of_what_readers_saw(held: Article, edith: User) -> None:
    batch = add(edith)
    work()
    glossary.undo(batch.pk, edith)
    work()
    assert not AuditEvent.objects.filter(act="correct for readers").exists()


def with_longer(of: list[Article]) -> None:
    """Have the longer term's sentences worded with it."""
    ledger.enqueue_all(line.TRANSLATE, (str(each.pk) for each in of))
    work()
