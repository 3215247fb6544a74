"""A change of the glossary at work: only what it touches is translated again, and it goes back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from archive import ledger
from archive.editions import publish
from archive.models import Article, Batch, Edition, Segment, Translation
from newsroom import line
from newsroom.curate import glossary
from newsroom.curate.glossary import Facts
from newsroom.models import Term
from tests.newsroom.curate.worded import (
    GREVE,
    OTHER,
    add,
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


def with_longer(of: list[Article]) -> None:
    """Have the longer term's sentences worded with it."""
    ledger.enqueue_all(line.TRANSLATE, (str(each.pk) for each in of))
    work()
