"""The real engine: an Argos language package, decoded sentence by sentence by CTranslate2."""

import logging
import math
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from newsroom.translate import packages
from newsroom.translate.engines.contract import PLAIN, Decoding, EngineMissing, Hypothesis
from newsroom.translate.package_archive import Refused
from newsroom.translate.sentences import pieces

log = logging.getLogger(__name__)

PAIR = ("fr", "en")
BATCH_TOKENS = 384  # padding counted; much larger ones outgrow the caches and are slower again
PIECE_TOKENS = 120
BEAM = 4
LENGTH_PENALTY = 0.2
ABSENT = (
    "No French to English language package is installed: "
    "run `manage.py language_package install PATH`."
)

Tokens = list[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model in memory, and the process whose threads work for it."""

    translator: Any
    pid: int


class ArgosEngine:
    """One package's engine. Any number of threads may share it; a forked child loads its own."""

    def __init__(self, package: packages.Package, threads: int) -> None:
        # Argos and CTranslate2 take a second and 100 MB: only who translates pays for them.
        from argostranslate.package import Package as ArgosPackage  # noqa: PLC0415

        self.package = package
        self.threads = threads
        self.name = package.label
        self._argos = ArgosPackage(package.folder)
        self._prefix: str = self._argos.target_prefix
        self._loading = threading.Lock()
        self._loaded = [self._load()]

    def serves(self, source: str, target: str) -> bool:
        """Whether the package is for this pair of language codes."""
        return (self.package.source, self.package.target) == (source, target)

    def translate(self, batch: Sequence[str], decoding: Decoding = PLAIN) -> list[list[Hypothesis]]:
        """For each sentence its hypotheses, best first; long ones are translated in parts."""
        parts = [pieces(sentence, self._count, PIECE_TOKENS) for sentence in batch]
        tokens = [self._encode(part) for sentence in parts for part in sentence]
        answers = iter(self._decode_all(tokens, decoding))
        return [_joined([next(answers) for _ in sentence]) for sentence in parts]

    def _encode(self, text: str) -> Tokens:
        tokens: Tokens = self._argos.tokenizer.encode(text)
        return tokens

    def _count(self, text: str) -> int:
        # A token has a character or more: most sentences need no second encoding.
        return len(text) if len(text) <= PIECE_TOKENS else len(self._encode(text))

    def _decode_all(self, tokens: list[Tokens], decoding: Decoding) -> list[list[Hypothesis]]:
        """Translate in batches of like length, all queued at once for the model's threads."""
        translator = self._translator()
        waiting = [
            (places, self._queue(translator, [tokens[place] for place in places], decoding))
            for places in _batches([len(each) for each in tokens])
        ]
        answers: list[list[Hypothesis]] = [[] for _ in tokens]
        for places, promises in waiting:
            for place, promise in zip(places, promises, strict=True):
                answers[place] = self._hypotheses(promise.result())
        return answers

    def _queue(self, translator: Any, batch: list[Tokens], decoding: Decoding) -> list[Any]:
        longest = max(map(len, batch))
        promises: list[Any] = translator.translate_batch(
            batch,
            target_prefix=[[self._prefix]] * len(batch) if self._prefix else None,
            beam_size=max(BEAM, decoding.hypotheses),
            num_hypotheses=decoding.hypotheses,
            length_penalty=LENGTH_PENALTY,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            repetition_penalty=decoding.repetition_penalty,
            max_decoding_length=int(1.6 * longest) + 12,
            replace_unknowns=True,  # an unknown sign is copied from the French
            return_scores=True,
            asynchronous=True,
        )
        return promises

    def _hypotheses(self, result: Any) -> list[Hypothesis]:
        return [
            Hypothesis(self._text(tokens), _per_token(score, len(tokens)))
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]

    def _text(self, tokens: Tokens) -> str:
        text: str = self._argos.tokenizer.decode(tokens)
        return text.removeprefix(self._prefix).strip()

    def _translator(self) -> Any:
        """This process's model. What a parent loaded before fork() has no threads here.

        It is kept, never freed: freeing it would wait for those threads for ever.
        """
        with self._loading:
            if self._loaded[-1].pid != os.getpid():
                self._loaded.append(self._load())
            return self._loaded[-1].translator

    def _load(self) -> Loaded:
        # As above: only who translates pays for it.
        import ctranslate2  # noqa: PLC0415

        started = time.monotonic()
        try:
            translator = ctranslate2.Translator(
                str(self.package.folder / "model"),
                device="cpu",
                inter_threads=self.threads,
                intra_threads=1,
                compute_type="auto",
            )
        except (RuntimeError, ValueError) as error:
            raise EngineMissing(f"The package {self.name} cannot be loaded: {error}.") from error
        log.info("%s loaded in %.1f s", self.name, time.monotonic() - started)
        return Loaded(translator, os.getpid())


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of sentences of like length, longest first, BATCH_TOKENS at most with padding."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if not batches or lengths[batches[-1][0]] * (len(batches[-1]) + 1) > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(place)
    return batches


def _per_token(score: float, length: int) -> float:
    """Mean log-probability: CTranslate2 divides the sum by length^penalty, the end mark counted."""
    return score * math.pow(length + 1, LENGTH_PENALTY - 1)


def _joined(parts: list[list[Hypothesis]]) -> list[Hypothesis]:
    """A sentence's hypotheses from those of its parts; the score is weighted by length."""
    if len(parts) == 1:
        return parts[0]
    return [
        Hypothesis(
            " ".join(part.text for part in row),
            sum(part.score * len(part.text) for part in row)
            / max(1, sum(len(part.text) for part in row)),
        )
        for row in zip(*parts, strict=True)
    ]


_engines: dict[str, ArgosEngine] = {}


def open_newest() -> ArgosEngine:
    """The newest whole package's engine; the shipped package is installed on first use.

    Raises EngineMissing with the reason.
    """
    root = settings.PACKAGES_DIR
    if not packages.serving(root, *PAIR):
        _install_shipped()
    reason = ABSENT
    for package in packages.serving(root, *PAIR):
        try:
            return _engine(package)
        except EngineMissing as error:
            log.warning("%s", error)
            reason = str(error)
    raise EngineMissing(reason)


def newest_label() -> str:
    """The name of the engine that would be opened first; empty where no package is installed."""
    found = packages.serving(settings.PACKAGES_DIR, *PAIR)
    return found[0].label if found else ""


def _install_shipped() -> None:
    try:
        packages.install_shipped(settings.WEIGHTS_DIR, settings.PACKAGES_DIR)
    except (Refused, OSError) as error:
        raise EngineMissing(f"The shipped language package cannot be installed: {error}") from error


def _engine(package: packages.Package) -> ArgosEngine:
    """The package's engine, opened once per process. Raises EngineMissing."""
    if package.folder.name not in _engines:
        flaw = packages.damage(package)
        if flaw:
            raise EngineMissing(f"The package {package.label} is damaged: {flaw}.")
        _engines.clear()  # one model in memory at a time
        _engines[package.folder.name] = ArgosEngine(package, settings.CPU_THREADS)
    return _engines[package.folder.name]
