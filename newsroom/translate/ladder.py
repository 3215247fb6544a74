"""Trying again: sentences whose English fails a check are decoded anew, more strictly each time.

First plainly; then without repeated three-word runs; then the first of four hypotheses that
passes; then in parts, cut at ; : and commas. A sentence whose English lacks a name or term that it
is held to goes the same way, but for the parts, and is at last translated with the English name in
the French. Where nothing passes, the best attempt is kept with its findings. A later attempt takes
an earlier one's place only by being better.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.checks import Finding, findings
from archive.names import Rendering
from archive.terms import Known, Use
from newsroom.translate import names, terms, typography
from newsroom.translate.engines import Decoding, Engine, Hypothesis
from newsroom.translate.prepare import Prepared, prepare

CHUNK = 128  # sentences in one call of the engine: what an orderly stop waits for
PART_WORDS = 4  # a shorter part gives the model too little to go by
PLAIN = Decoding()
STRICT = Decoding(no_repeat_ngram=3, repetition_penalty=1.2)
WIDE = Decoding(hypotheses=4)
MARK = re.compile(r"(?<=[;:,])\s+")

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A French sentence, what the model is fed of it, and what of it has an English already.

    `known` are its names and terms; `names` those that are respelt, `uses` the terms.
    """

    french: str
    prepared: Prepared
    known: tuple[Known, ...] = ()
    names: tuple[Rendering, ...] = ()
    uses: tuple[Use, ...] = ()

    @classmethod
    def of(cls, french: str, known: tuple[Known, ...] = ()) -> "Sentence":
        """The sentence, prepared."""
        uses = tuple(each for each in known if isinstance(each, Use))
        renderings = [each for each in known if isinstance(each, Rendering)]
        return cls(french, prepare(french), known, terms.as_names(renderings, uses), uses)

    def attempt(self, hypothesis: Hypothesis) -> "Attempt":
        """The hypothesis as readers would see it, its names and terms put right, checked."""
        english = typography.english(self.prepared.restore(hypothesis.text), self.french)
        english = names.respelt(english, self.french, self.names)
        english = terms.reworded(english, self.uses)
        return Attempt(english, hypothesis.score, findings(self.french, english, self.known))

    def is_kept_to_in(self, attempt: "Attempt") -> bool:
        """Whether the attempt carries all names, and has all terms as the glossary does."""
        if names.lacking(attempt.text, self.known):
            return False
        return not any(use.wrong_in(attempt.text, self.uses) for use in self.uses)

    def with_names(self, attempt: "Attempt") -> "Sentence":
        """The sentence, to be fed with the English of those names that the attempt lacks."""
        own = [each for each in self.known if isinstance(each, Rendering) or each.is_name]
        french = names.substituted(self.french, names.lacking(attempt.text, own))
        return replace(self, prepared=prepare(french))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One English wording, its log-probability per token, and what the checks found."""

    text: str
    score: float
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether it need not be tried again; it may still be worth a look."""
        return not any(finding.retry for finding in self.findings)

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better: graver findings, then all of them."""
        return sum(finding.retry for finding in self.findings), len(self.findings)


def climb(engine: Engine, sentences: Sequence[Sentence], tick: Tick) -> list[Attempt]:
    """The best attempt for each sentence. `tick` hears how many were translated for the first time.

    It is called after every call of the engine and may raise: nothing is kept then.
    """
    best = [attempts[0] for attempts in _translated(engine, sentences, PLAIN, tick)]
    for rung, is_due in ((_strictly, _wants), (_widely, _wants), (_in_parts, _fails)):
        due = [n for n, sentence in enumerate(sentences) if is_due(sentence, best[n])]
        again = rung(engine, [sentences[place] for place in due], lambda _: tick(0))
        _keep_better(best, due, again)
    return _with_names(engine, sentences, best, lambda _: tick(0))


def _fails(_: Sentence, attempt: Attempt) -> bool:
    return not attempt.passes


def _wants(sentence: Sentence, attempt: Attempt) -> bool:
    return _fails(sentence, attempt) or not sentence.is_kept_to_in(attempt)


def _keep_better(
    best: list[Attempt], places: Sequence[int], again: Iterable[list[Attempt]]
) -> None:
    for place, attempts in zip(places, again, strict=True):
        best[place] = _better([best[place], *attempts])


def _with_names(
    engine: Engine, sentences: Sequence[Sentence], best: list[Attempt], tick: Tick
) -> list[Attempt]:
    """Where a name is lacking still, the French is translated with its English in it."""
    given = {n: sentence.with_names(best[n]) for n, sentence in enumerate(sentences)}
    due = [n for n, sentence in given.items() if sentence.prepared != sentences[n].prepared]
    _keep_better(best, due, _translated(engine, [given[n] for n in due], PLAIN, tick))
    return best


def _strictly(engine: Engine, failing: Sequence[Sentence], tick: Tick) -> list[list[Attempt]]:
    return _translated(engine, failing, STRICT, tick)


def _widely(engine: Engine, failing: Sequence[Sentence], tick: Tick) -> list[list[Attempt]]:
    return _translated(engine, failing, WIDE, tick)


def _in_parts(engine: Engine, failing: Sequence[Sentence], tick: Tick) -> list[list[Attempt]]:
    parts = [_parts(sentence.prepared.text) for sentence in failing]
    # A sentence that cannot be cut was tried whole already.
    parts = [each if len(each) > 1 else [] for each in parts]
    answers = iter(_decoded(engine, [part for each in parts for part in each], PLAIN, tick))
    glued = [[next(answers)[0] for _ in each] for each in parts]
    return [
        [sentence.attempt(_glue(each))] if each else []
        for sentence, each in zip(failing, glued, strict=True)
    ]


def _parts(text: str) -> list[str]:
    """The text cut after ; : and commas, no part shorter than PART_WORDS."""
    parts = [""]
    for piece in MARK.split(text):
        if len(parts[-1].split()) < PART_WORDS:
            parts[-1] = f"{parts[-1]} {piece}".strip()
        else:
            parts.append(piece)
    if len(parts) > 1 and len(parts[-1].split()) < PART_WORDS:
        parts[-2:] = [" ".join(parts[-2:])]
    return parts


def _glue(parts: Sequence[Hypothesis]) -> Hypothesis:
    letters = sum(len(part.text) for part in parts)
    score = sum(part.score * len(part.text) for part in parts) / max(1, letters)
    return Hypothesis(" ".join(part.text for part in parts), score)


def _better(attempts: Iterable[Attempt]) -> Attempt:
    """The first attempt with the fewest findings."""
    return min(attempts, key=lambda attempt: attempt.rank)


def _translated(
    engine: Engine, sentences: Sequence[Sentence], decoding: Decoding, tick: Tick
) -> list[list[Attempt]]:
    """Every hypothesis for each sentence, as readers would see it."""
    answers = _decoded(engine, [each.prepared.text for each in sentences], decoding, tick)
    return [
        [sentence.attempt(hypothesis) for hypothesis in hypotheses]
        for sentence, hypotheses in zip(sentences, answers, strict=True)
    ]


def _decoded(
    engine: Engine, texts: Sequence[str], decoding: Decoding, tick: Tick
) -> list[list[Hypothesis]]:
    """The engine's hypotheses in the order of the texts; it is fed like lengths together."""
    answers: list[list[Hypothesis]] = [[] for _ in texts]
    for places in _chunks(texts):
        fed = engine.translate([texts[place] for place in places], decoding)
        for place, hypotheses in zip(places, fed, strict=True):
            answers[place] = hypotheses
        tick(len(places))
    return answers


def _chunks(texts: Sequence[str]) -> Iterator[list[int]]:
    by_length = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
    for start in range(0, len(texts), CHUNK):
        yield by_length[start : start + CHUNK]
