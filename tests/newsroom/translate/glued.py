"""Sentences glued together, to measure how well the splitter finds them again."""

import random
from collections.abc import Iterator
from pathlib import Path

from newsroom.translate.sentences import split

SENTENCES = Path(__file__).parents[2] / "samples" / "sentences_fr.txt"


def sentences() -> list[str]:
    """The French news sentences kept for this measure."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def paragraphs(seed: int, size: int = 4) -> Iterator[list[str]]:
    """All sentences in an order that the seed fixes, `size` to a paragraph."""
    shuffled = random.Random(seed).sample(sentences(), len(sentences()))
    for start in range(0, len(shuffled), size):
        yield shuffled[start : start + size]


def boundaries(parts: list[str]) -> set[int]:
    """Where each sentence but the last ends, in characters of the text glued by single spaces."""
    ends: list[int] = []
    for part in parts[:-1]:
        ends.append((ends[-1] + 1 if ends else 0) + len(part))
    return set(ends)


def measure(seeds: range) -> tuple[float, float, float, list[str]]:
    """Precision, recall and F1 of the inner boundaries, and the sentences beside each mistake."""
    hits = missed = invented = 0
    mistakes = []
    for paragraph in (each for seed in seeds for each in paragraphs(seed)):
        text = " ".join(paragraph)
        wanted = boundaries(paragraph)
        found = {span.end for span in split(text)[:-1]}
        hits += len(wanted & found)
        missed += len(wanted - found)
        invented += len(found - wanted)
        mistakes += [text[max(0, at - 30) : at + 25] for at in sorted(wanted ^ found)]
    precision, recall = hits / (hits + invented), hits / (hits + missed)
    return precision, recall, 2 * precision * recall / (precision + recall), mistakes
