"""The retry ladder: each rung in its turn, the best attempt kept."""

from collections.abc import Sequence

import pytest

from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary
from newsroom.translate.engines import Decoding, Hypothesis
from newsroom.translate.engines.toy import ToyEngine, wording
from newsroom.translate.ladder import CHUNK, PLAIN, STRICT, WIDE, Sentence, climb

FRENCH = "Le maire de la ville a ouvert la séance, puis le conseil a voté le budget de l'année."
LOOP = "The mayor the mayor the mayor the mayor the mayor the mayor the mayor the mayor the mayor."


class Stubborn(ToyEngine):
    """A toy that repeats itself unless it is asked in one certain way."""

    def __init__(self, cure: Decoding | None, *, shorter_than: int = 0) -> None:
        self.cure, self.shorter_than = cure, shorter_than
        self.asked: list[tuple[Decoding, int]] = []

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        self.asked.append((decoding, len(batch)))
        return [self._answer(sentence, decoding) for sentence in batch]

    def _answer(self, sentence: str, decoding: Decoding) -> list[Hypothesis]:
        if len(sentence) < self.shorter_than:
            return [Hypothesis(wording(sentence), -0.7)]
        bad = [Hypothesis(LOOP, -0.1)] * decoding.hypotheses
        return [*bad[1:], Hypothesis(wording(sentence), -0.9)] if decoding == self.cure else bad


def quiet(more: int) -> None:
    """Hear nothing."""


def climbed(engine: ToyEngine, *frenches: str) -> list[str]:
    return [each.text for each in climb(engine, [Sentence.of(f) for f in frenches], quiet)]


def test_sentence_that_passes_is_asked_for_once() -> None:
    engine = Stubborn(PLAIN)
    assert climbed(engine, FRENCH) == [wording(FRENCH)]
    assert engine.asked == [(PLAIN, 1)]


def test_loop_is_cured_by_forbidding_repetition() -> None:
    engine = Stubborn(STRICT)
    assert climbed(engine, FRENCH) == [wording(FRENCH)]
    assert [decoding for decoding, _ in engine.asked] == [PLAIN, STRICT]


def test_first_hypothesis_that_passes_is_taken() -> None:
    engine = Stubborn(WIDE)
    assert climbed(engine, FRENCH) == [wording(FRENCH)]
    assert [decoding for decoding, _ in engine.asked] == [PLAIN, STRICT, WIDE]


def test_last_rung_translates_in_parts() -> None:
    engine = Stubborn(None, shorter_than=len(FRENCH))
    assert climbed(engine, FRENCH) == [wording(FRENCH)]
    assert engine.asked[-1] == (PLAIN, 2)


def test_where_nothing_helps_the_best_is_kept_and_flagged() -> None:
    (attempt,) = climb(Stubborn(None), [Sentence.of(FRENCH)], quiet)
    assert attempt.text == LOOP
    assert "loop" in {finding.code for finding in attempt.findings}


def test_only_failing_sentences_climb() -> None:
    short = "Le vent souffle."
    engine = Stubborn(STRICT, shorter_than=20)
    assert climbed(engine, short, FRENCH) == [wording(short), wording(FRENCH)]
    assert engine.asked == [(PLAIN, 2), (STRICT, 1)]


def test_many_sentences_keep_their_order() -> None:
    frenches = [f"Le vent {'souffle ' * (n % 7 + 1)}sur la ville {n}." for n in range(3 * CHUNK)]
    engine = Stubborn(PLAIN)
    assert climbed(engine, *frenches) == [Sentence.of(f).attempt(
        Hypothesis(wording(f), 0)
    ).text for f in frenches]  # fmt: skip
    assert max(size for _, size in engine.asked) == CHUNK


def test_every_call_of_the_engine_is_heard_of() -> None:
    heard: list[int] = []
    climb(Stubborn(None), [Sentence.of(FRENCH)], heard.append)
    assert heard == [1, 0, 0, 0]


def test_whoever_listens_may_stop_it() -> None:
    def stop(more: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        climb(ToyEngine(), [Sentence.of(FRENCH)], stop)


def test_no_sentences_ask_nothing() -> None:
    engine = Stubborn(PLAIN)
    assert climbed(engine) == []
    assert engine.asked == []


class Mumbling(Stubborn):
    """A toy that leaves the name out unless it is asked in one certain way, or fed its English."""

    def _answer(self, sentence: str, decoding: Decoding) -> list[Hypothesis]:
        named = decoding == self.cure or "Putin" in sentence
        unnamed = Hypothesis("He spoke of it in the town.", -0.1)
        said = Hypothesis("Putin spoke of it in the town.", -0.9)
        return [unnamed] * (decoding.hypotheses - 1) + [said if named else unnamed]


NAMED = "Poutine en a parlé dans la ville."
PUTIN = Rendering("Poutine", "Putin", 0, 7, forms_of(["Putin"]))


@pytest.mark.parametrize(
    ("cure", "asked"), [(STRICT, [PLAIN, STRICT]), (WIDE, [PLAIN, STRICT, WIDE])]
)
def test_missing_name_is_looked_for_among_attempts(cure: Decoding, asked: list[Decoding]) -> None:
    engine = Mumbling(cure)
    (attempt,) = climb(engine, [Sentence.of(NAMED, (PUTIN,))], quiet)
    assert attempt.text == "Putin spoke of it in the town."
    assert [decoding for decoding, _ in engine.asked] == asked


def test_missing_name_is_put_into_the_french_at_last() -> None:
    engine = Mumbling(None)
    (attempt,) = climb(engine, [Sentence.of(NAMED, (PUTIN,))], quiet)
    assert (attempt.text, attempt.findings) == ("Putin spoke of it in the town.", ())
    assert [decoding for decoding, _ in engine.asked] == [PLAIN, STRICT, WIDE, PLAIN]


def test_sentence_that_carries_its_names_is_asked_for_once() -> None:
    engine = Mumbling(PLAIN)
    climb(engine, [Sentence.of(NAMED, (PUTIN,))], quiet)
    assert engine.asked == [(PLAIN, 1)]


class Wordy(Stubborn):
    """A toy that says “stoppage” unless it is asked in one certain way, or fed a foreign name."""

    def _answer(self, sentence: str, decoding: Decoding) -> list[Hypothesis]:
        right = decoding == self.cure or "Vallmount" in sentence
        wrong = Hypothesis("The stoppage went on in the town.", -0.1)
        said = Hypothesis("The strike went on in Vallmount.", -0.9)
        return [wrong] * (decoding.hypotheses - 1) + [said if right else wrong]


HELD = "La grève a continué à Valmont."


def held_to(*expressions: Expression) -> Sentence:
    return Sentence.of(HELD, Glossary(expressions).uses(HELD))


@pytest.mark.parametrize(
    ("cure", "asked"), [(STRICT, [PLAIN, STRICT]), (WIDE, [PLAIN, STRICT, WIDE])]
)
def test_missing_term_is_looked_for_among_attempts(cure: Decoding, asked: list[Decoding]) -> None:
    engine = Wordy(cure)
    (attempt,) = climb(engine, [held_to(Expression("grève", "strike"))], quiet)
    assert attempt.text == "The strike went on in Vallmount."
    assert [decoding for decoding, _ in engine.asked] == asked


def test_forbidden_wording_is_put_right_at_once() -> None:
    engine = Wordy(None)
    (attempt,) = climb(engine, [held_to(Expression("grève", "strike", ("stoppage",)))], quiet)
    assert attempt.text == "The strike went on in the town."
    assert engine.asked == [(PLAIN, 1)]


def test_english_of_a_name_is_put_into_the_french_and_no_other_terms() -> None:
    engine = Wordy(None)
    name = Expression("Valmont", "Vallmount", (), "name")
    (attempt,) = climb(engine, [held_to(name)], quiet)
    assert attempt.text == "The strike went on in Vallmount."
    assert [decoding for decoding, _ in engine.asked] == [PLAIN, STRICT, WIDE, PLAIN]
    (attempt,) = climb(Wordy(None), [held_to(Expression("grève", "strike"))], quiet)
    assert "term" in {finding.code for finding in attempt.findings}
