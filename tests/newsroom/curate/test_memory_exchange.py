"""The memory to a file and from one: what goes out, what is given to which sentence, and back."""

import io
from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.models import Article, AuditEvent, Batch, Translation
from newsroom.curate import desk, memory_exchange
from newsroom.curate.desk import Refused
from newsroom.curate.memory_exchange import MEMORY, begin, plan, units
from newsroom.translate.tmx import Unit
from tests.factories import make_article, make_source, make_translation, publish
from tests.newsroom.curate.batching import item, run, said, states, undone

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."
ENGLISH = "The bridge reopened on Tuesday."


def worded(french: str = FRENCH, **fields: object) -> Article:
    """A published article of one sentence, worded by a machine."""
    article = make_article(title=None, body=[[french]], **fields)  # type: ignore[arg-type]
    publish(article)
    return article


def accepted(article: Article, text: str = ENGLISH, **fields: object) -> Translation:
    facts = {"origin": "editor", "state": "edited", **fields}
    return make_translation(article.segments.get(), text, **facts)


def pairs(found: Iterable[Unit]) -> list[tuple[str, str]]:
    return [(each.french, each.english) for each in found]


def english(article: Article) -> str:
    segment = article.segments.with_current().get()
    return Translation.objects.get(pk=segment.current_id).text


def taken(by: User, *given: Unit) -> Batch:
    return run(begin(plan(given), by))


def test_accepted_wordings_go_out_and_no_machines() -> None:
    article = worded()
    assert pairs(units()) == []
    accepted(article)
    assert pairs(units()) == [(FRENCH, ENGLISH)]


def test_newest_wording_of_the_same_french_goes_out() -> None:
    accepted(worded(), "An older one.")
    accepted(worded(), ENGLISH)
    assert pairs(units()) == [(FRENCH, ENGLISH)]


def test_unit_says_where_it_stands_and_names_nobody(edith: User) -> None:
    article = worded()
    accepted(article, author=edith)
    (unit,) = units()
    assert unit.by == "editor"
    assert unit.facts == {
        "origin": "editor",
        "state": "edited",
        "article": str(article.pk),
        "sentence": "1",
    }
    assert "edith" not in "".join(memory_exchange.exported())


def test_memory_of_a_source_is_what_stands_in_its_articles() -> None:
    mine, other = make_source("mine"), make_source("other")
    accepted(worded("Il neige.", source=mine), "It is snowing.")
    accepted(worded("Il pleut.", source=other), "It is raining.")
    assert pairs(units(mine)) == [("Il neige.", "It is snowing.")]


def test_memory_read_back_changes_nothing() -> None:
    accepted(worded())
    found = memory_exchange.read(io.BytesIO("".join(memory_exchange.exported()).encode()))
    assert (found.pairs, found.known, found.sentences) == (1, 1, 0)


def test_file_that_is_no_tmx_is_refused() -> None:
    with pytest.raises(Refused, match="no XML"):
        memory_exchange.read(io.BytesIO(b"nothing"))


def test_pair_words_every_sentence_of_that_french() -> None:
    one, two, _ = worded(), worded(), worded("Il neige.")
    found = plan([Unit(FRENCH, ENGLISH)])
    assert set(found.gifts) == {one.pk, two.pk}
    assert (found.used, found.sentences) == (1, 2)


def test_plan_says_what_becomes_of_each_pair() -> None:
    worded()
    accepted(worded("Il neige."), "It is snowing.")
    given = [(FRENCH, ENGLISH), ("Il neige.", "Snow."), ("Il pleut.", "Rain."), (FRENCH, "Again.")]
    found = plan(Unit(*each) for each in given)
    assert found.said == (
        "1 of 4 pairs word 1 sentence in 1 article; "
        "1 say what stands already or what a person worded; "
        "1 match no sentence and are not kept; 1 repeat the French of an earlier one."
    )


def test_sentence_that_is_no_longer_there_is_not_worded() -> None:
    worded().segments.update(alive=False)
    assert plan([Unit(FRENCH, ENGLISH)]).unmatched == 1


def test_machines_own_words_are_left_a_machines() -> None:
    article = worded()
    assert plan([Unit(FRENCH, english(article))]).known == 1


def test_planning_takes_few_queries_for_many_pairs() -> None:
    for n in range(5):
        worded(f"Phrase {n}.")
    with CaptureQueriesContext(connection) as queries:
        plan(Unit(f"Phrase {n}.", f"Sentence {n}.") for n in range(300))
    assert len(queries) == 2


def test_readers_see_the_pairs_english_as_an_editors(edith: User) -> None:
    article = worded()
    batch = taken(edith, Unit(FRENCH, ENGLISH))
    assert (batch.kind, states(batch)) == (MEMORY, {article.pk: "done"})
    made = Translation.objects.get(text=ENGLISH)
    assert (made.origin, made.state, made.author) == ("editor", "edited", edith)
    article.refresh_from_db()
    assert article.edition
    assert article.edition.manifest[0][3] == made.pk
    assert article.edition.note == memory_exchange.NOTE


def test_what_is_done_is_what_was_planned(edith: User) -> None:
    for n in range(3):
        worded(f"Phrase {n}.")
    found = plan(Unit(f"Phrase {n}.", f"Sentence {n}.") for n in range(2))
    batch = run(begin(found, edith))
    assert batch.items.filter(state="done").count() == len(found.gifts) == 2
    assert Translation.objects.filter(origin="editor").count() == found.sentences


def test_file_that_words_nothing_makes_no_batch(edith: User) -> None:
    with pytest.raises(Refused):
        begin(plan([Unit("Il pleut.", "Rain.")]), edith)


def test_sentence_worded_meanwhile_is_left(edith: User) -> None:
    article = worded()
    batch = begin(plan([Unit(FRENCH, ENGLISH)]), edith)
    segment = article.segments.with_current().get()
    desk.correct_sentence(segment, "Hers.", by=edith, base=segment.current_id)
    run(batch)
    assert states(batch) == {article.pk: "skipped"}
    assert english(article) == "Hers."


def test_only_the_sentence_worded_meanwhile_is_left(edith: User) -> None:
    article = make_article(title=None, body=[[FRENCH, "Il neige."]])
    publish(article)
    batch = begin(plan([Unit(FRENCH, ENGLISH), Unit("Il neige.", "Snow.")]), edith)
    segment = article.segments.with_current().get(text=FRENCH)
    desk.correct_sentence(segment, "Hers.", by=edith, base=segment.current_id)
    run(batch)
    assert said(batch) == ["1 of 2 sentences were worded anew meanwhile."]
    assert list(item(batch).after) == ["wordings"]


def test_twice_is_once(edith: User) -> None:
    worded()
    taken(edith, Unit(FRENCH, ENGLISH))
    assert plan([Unit(FRENCH, ENGLISH)]).sentences == 0


def test_machines_wording_stands_again_when_undone(edith: User) -> None:
    article = worded()
    article.refresh_from_db()
    assert article.edition
    before = article.edition.manifest
    batch = undone(taken(edith, Unit(FRENCH, ENGLISH)))
    article.refresh_from_db()
    assert states(batch) == {article.pk: "undone"}
    assert article.edition.manifest == before
    assert article.edition.note == memory_exchange.BACK
    assert AuditEvent.objects.filter(act="put wordings back", actor=edith).exists()


def test_what_was_undone_is_remembered_no_longer(edith: User) -> None:
    worded()
    undone(taken(edith, Unit(FRENCH, ENGLISH)))
    assert pairs(units()) == []


def test_sentence_worded_since_is_kept_when_undone(edith: User) -> None:
    article = worded()
    batch = taken(edith, Unit(FRENCH, ENGLISH))
    segment = article.segments.with_current().get()
    desk.correct_sentence(segment, "Hers.", by=edith, base=segment.current_id)
    undone(batch)
    assert states(batch) == {article.pk: "kept"}
    assert english(article) == "Hers."
