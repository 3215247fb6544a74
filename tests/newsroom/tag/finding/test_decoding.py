"""Deciding on names from Python: the same as spaCy's own loop decides."""

from collections.abc import Iterator
from typing import Any

import pytest
import spacy
from spacy.language import Language

from newsroom.tag.finding import decoding
from newsroom.tag.finding.decoding import recognise, recogniser
from newsroom.tag.finding.pipeline import UNUSED
from tests.house import ROOT
from tests.newsroom.translate import glued

SAMPLE = ROOT / "tests/samples/000_d51d13384d74c1f2.txt"
ODD = ["", " ", "\n", "…", "Octave", "M. " * 40, "Le général Octave Berthier " * 30]
Names = list[list[tuple[int, int, str]]]


@pytest.fixture(scope="module")
def shipped() -> Language:
    return spacy.load(ROOT / "newsroom/weights/fr_ner", exclude=UNUSED)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return list(_texts())


def _texts() -> Iterator[str]:
    yield from SAMPLE.read_text(encoding="utf-8").splitlines()
    yield from (" ".join(sentences) for sentences in glued.paragraphs(7))
    yield from ODD


def named(documents: list[Any]) -> Names:
    return [[(e.start, e.end, e.label_) for e in document.ents] for document in documents]


def decided(language: Language, texts: list[str]) -> Names:
    """By our loop, in the order of the texts."""
    documents = list(language.pipe(texts, disable=["ner"]))
    recognise(recogniser(language), documents)
    return named(documents)


def test_names_are_those_of_spacys_own_loop(shipped: Language, texts: list[str]) -> None:
    own = named(list(shipped.pipe(texts)))
    assert sum(map(len, own)) > 100
    assert decided(shipped, texts) == own


def test_texts_decided_together_are_decided_as_one_by_one(
    shipped: Language, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = decided(shipped, texts)
    monkeypatch.setattr(decoding, "AT_ONCE", 3)
    assert decided(shipped, texts) == together


def test_next_best_is_taken_where_the_rules_forbid_the_best(shipped: Language) -> None:
    last_layer = recogniser(shipped).model.get_ref("upper")
    bias = last_layer.get_param("b").copy()
    raised = bias.copy()
    raised[[recogniser(shipped).moves.get_class_name(n) for n in range(18)].index("L-PER")] += 1000
    last_layer.set_param("b", raised)  # ends a name wherever one has begun, and wants to elsewhere
    try:
        text = "Octave Berthier vit à Grenoble."
        assert decided(shipped, [text]) == named([shipped(text)]) != [[]]
    finally:
        last_layer.set_param("b", bias)


def test_nothing_to_read_is_no_error(shipped: Language) -> None:
    assert decided(shipped, []) == []
    assert decided(shipped, ["", ""]) == [[], []]


def test_shipped_pipeline_has_such_a_recogniser(shipped: Language) -> None:
    assert recogniser(shipped) is shipped.get_pipe("ner")


@pytest.mark.parametrize("pipes", [[], ["ner", "sentencizer"], ["sentencizer"], ["beam_ner"]])
def test_other_pipelines_decide_for_themselves(pipes: list[str]) -> None:
    language = spacy.blank("fr")
    for pipe in pipes:
        language.add_pipe(pipe)
    assert recogniser(language) is None
