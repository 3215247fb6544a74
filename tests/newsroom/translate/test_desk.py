"""The translation desk: what is lacking, worded once, kept once."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from archive.checks import findings
from archive.models import Article, Segment, Translation
from archive.names import Rendering, forms_of
from newsroom.translate import desk
from newsroom.translate.engines import Decoding, Hypothesis
from newsroom.translate.engines.contract import PLAIN
from newsroom.translate.engines.toy import ToyEngine, wording
from tests.newsroom.translate import rows

FRENCH = "Personne n'a été blessé."
TOY = ToyEngine()


class Counting(ToyEngine):
    """A toy that remembers what it was fed."""

    def __init__(self) -> None:
        self.fed: list[str] = []

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        self.fed += batch
        return super().translate(batch, decoding)


def store(segments: Sequence[Segment], engine: ToyEngine = TOY) -> int:
    with transaction.atomic():
        return desk.store(desk.word(engine, segments))


def ids() -> list[int]:
    return list(Article.objects.values_list("pk", flat=True))


def test_wordings_stand_in_the_order_of_the_sentences() -> None:
    frenches = [f"Le vent souffle sur {'la ' * n}ville." for n in (3, 1, 2)]
    texts = [each.text for each in desk.translate(TOY, frenches)]
    assert texts == [wording(french) for french in frenches]


def test_equal_sentences_are_translated_once() -> None:
    engine = Counting()
    assert len(desk.translate(engine, [FRENCH, "Le vent souffle.", FRENCH])) == 3
    assert sorted(engine.fed) == ["Le vent souffle.", FRENCH]


def test_engine_is_fed_plain_french_and_readers_see_it_restored() -> None:
    engine = Counting()
    (worded,) = desk.translate(engine, ["2) L’eau\u00a0monte\u202f!"])
    assert engine.fed == ["L'eau monte !"]
    assert worded.text == "2) The uae etnom!"


def test_sentence_without_a_letter_is_not_sent() -> None:
    engine = Counting()
    (worded,) = desk.translate(engine, ["12 500 – 3,5 %"])
    assert (worded.text, worded.score, worded.checks) == ("12,500 – 3.5%", 0.0, ())
    assert engine.fed == []


def test_wording_says_what_made_it_of_what() -> None:
    (worded,) = desk.translate(TOY, [FRENCH])
    assert worded.engine == "toy 1"
    assert worded.input_sha256 == desk.fed_digest(FRENCH)
    assert worded.score < 0


def test_progress_ends_with_all_of_them() -> None:
    heard: list[tuple[int, int]] = []
    frenches = [f"Le vent souffle sur la ville {n}." for n in range(300)]
    desk.translate(TOY, frenches, on_batch=lambda done, of: heard.append((done, of)))
    assert heard[0] == (128, 300)
    assert heard[-1] == (300, 300)


@pytest.mark.django_db
def test_sentence_without_wording_is_lacking() -> None:
    segments = rows.article(FRENCH, "Le vent souffle.")
    assert desk.lacking(ids(), "toy 1") == segments


@pytest.mark.django_db
def test_twice_is_once() -> None:
    segments = rows.article(FRENCH, "Le vent souffle.")
    assert store(segments) == 2
    assert store(segments) == 0
    assert desk.lacking(ids(), "toy 1") == []
    assert Translation.objects.count() == 2


@pytest.mark.django_db
def test_another_engine_words_it_anew_and_stands() -> None:
    (segment,) = rows.article(FRENCH)
    rows.wording(segment, "None.", state="machine", origin="machine", engine="old 1")
    assert desk.lacking(ids(), "toy 1") == [segment]
    store([segment])
    current = Segment.objects.with_current().get().current_id
    assert Translation.objects.get(pk=current).engine == "toy 1"


@pytest.mark.django_db
def test_machine_never_displaces_a_person() -> None:
    (segment,) = rows.article(FRENCH)
    edited = rows.wording(segment, "Nobody was hurt.")
    assert desk.lacking(ids(), "toy 1") == []
    store([segment])
    assert Segment.objects.with_current().get().current_id == edited.pk


@pytest.mark.django_db
def test_dead_sentence_lacks_nothing() -> None:
    rows.article(FRENCH)
    Segment.objects.update(alive=False)
    assert desk.lacking(ids(), "toy 1") == []


@pytest.mark.django_db
def test_rejected_machine_wording_is_not_made_again() -> None:
    segments = rows.article(FRENCH)
    store(segments)
    Translation.objects.update(state="rejected")
    assert desk.lacking(ids(), "toy 1") == []


@pytest.mark.django_db
def test_lacking_takes_as_many_queries_for_many_sentences(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    (first, *_) = rows.article(*(f"Phrase numéro {n}." for n in range(60)))
    with django_assert_num_queries(4):
        assert len(desk.lacking([first.article_id], "toy 1")) == 60


@pytest.mark.django_db
def test_memory_answers_before_the_engine() -> None:
    (old,) = rows.article(FRENCH, ref="old")
    person = rows.wording(old, "Nobody was hurt.", state="approved")
    new = rows.article(FRENCH, "Le vent souffle.", ref="new")
    engine = Counting()
    store(new, engine)
    assert engine.fed == ["Le vent souffle."]
    memory = Translation.objects.get(segment=new[0])
    assert (memory.text, memory.origin, memory.state) == ("Nobody was hurt.", "memory", "machine")
    assert memory.engine == f"memory {person.pk}"
    assert memory.score is None


@pytest.mark.django_db
def test_remembered_twice_is_once() -> None:
    (old,) = rows.article(FRENCH, ref="old")
    rows.wording(old, "Nobody was hurt.")
    new = rows.article(FRENCH, ref="new")
    assert [store(new), store(new)] == [1, 0]


@pytest.mark.django_db
def test_wording_from_memory_is_not_replaced_by_an_engine() -> None:
    (old,) = rows.article(FRENCH, ref="old")
    rows.wording(old, "Nobody was hurt.")
    new = rows.article(FRENCH, ref="new")
    store(new)
    assert desk.lacking(ids(), "better 2") == []


@pytest.mark.django_db
def test_checks_are_kept_as_codes_and_words() -> None:
    (segment,) = rows.article("Le maire a reçu 1 200 lettres.")
    worded = desk.Wording(
        "The mayor got letters.",
        -0.4,
        findings("Le maire a reçu 1 200 lettres.", "The mayor got letters."),
        "toy 1",
        "0" * 64,
    )
    with transaction.atomic():
        desk.store([(segment, worded)])
    row = Translation.objects.get()
    assert [check["code"] for check in row.checks] == ["number"]
    assert row.created_at < datetime.now(UTC)


def putin(french: str, english: str = "Putin") -> tuple[Rendering, ...]:
    start = french.index("Poutine")
    return (Rendering("Poutine", english, start, start + 7, forms_of([english])),)


SPOKEN = "Poutine parle."


def reword(segment: Segment, english: str) -> list[Segment]:
    """The name is called so from now on: what lacks a wording gets one."""
    known = {segment.pk: putin(segment.text, english)}
    due = desk.lacking(ids(), "toy 1", known)
    with transaction.atomic():
        desk.store(desk.word(TOY, due, known))
    return due


def standing() -> str:
    return Translation.objects.get(pk=Segment.objects.with_current().get().current_id).text


def test_name_of_the_authority_file_is_written() -> None:
    (worded,) = desk.translate(TOY, [SPOKEN], [putin(SPOKEN)])
    assert worded.text == "Putin elrap."
    assert worded.checks == ()


def test_digest_counts_the_english_of_names() -> None:
    digests = {desk.fed_digest(SPOKEN), *(desk.fed_digest(SPOKEN, putin(SPOKEN, e)) for e in "AB")}
    assert len(digests) == 3


def test_name_that_cannot_be_put_right_is_flagged() -> None:
    french = "Nous avons vu Poutine à Moscou."
    (worded,) = desk.translate(Deaf(), [french], [putin(french)])
    assert [each.words for each in worded.checks][:1] == ["Poutine should be Putin in English."]


class Deaf(ToyEngine):
    """A toy that leaves all names out."""

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        return [[Hypothesis("We have seen him there.", -1)] * decoding.hypotheses for _ in batch]


@pytest.mark.django_db
def test_renamed_name_is_worded_anew_and_stands() -> None:
    (segment,) = rows.article(SPOKEN)
    assert [reword(segment, name) for name in ("Putin", "Putyn", "Putyn")] == [[segment]] * 2 + [[]]
    assert standing() == "Putyn elrap."


@pytest.mark.django_db
def test_name_called_as_once_before_is_worded_anew_once() -> None:
    (segment,) = rows.article(SPOKEN)
    for english in ("Putin", "Putyn", "Putin", "Putin"):
        due = reword(segment, english)
    assert due == []
    assert standing() == "Putin elrap."
    assert Translation.objects.count() == 3


@pytest.mark.django_db
def test_renaming_never_touches_a_persons_wording() -> None:
    (segment,) = rows.article(SPOKEN)
    rows.wording(segment, "Putin speaks.")
    assert reword(segment, "Putyn") == []


@pytest.mark.django_db
def test_other_sentences_keep_their_wording() -> None:
    named, other = rows.article(SPOKEN, FRENCH)
    store([named, other])
    assert desk.lacking(ids(), "toy 1", {named.pk: putin(SPOKEN)}) == [named]
