"""The spaCy pipeline that reads names out of running text, loaded once a process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from archive.models import Tag
from newsroom.tag.finding import decoding

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

log = logging.getLogger(__name__)

NONE = "none"  # the setting that asks for no pipeline
KINDS = {
    "PER": Tag.Kind.PERSON,
    "PERSON": Tag.Kind.PERSON,
    "LOC": Tag.Kind.PLACE,
    "GPE": Tag.Kind.PLACE,
    "FAC": Tag.Kind.PLACE,
    "ORG": Tag.Kind.ORGANISATION,
}
# What finding names does without, in pipelines that come with more.
UNUSED = ["parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter"]
AT_ONCE = 16  # texts; what the model makes of more leaves the processor's cache
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError)


@dataclass(frozen=True, slots=True)
class Entity:
    """What the pipeline takes for one name, in characters; without a kind it is no tag's."""

    start: int
    end: int
    kind: Tag.Kind | None


class Pipeline:
    """A loaded pipeline; one thread at a time reads with it."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._recogniser = decoding.recogniser(language)
        self._lock = threading.Lock()

    def read(self, texts: Iterable[str]) -> Iterator[list[Entity]]:
        """The names in each text."""
        with self._lock:
            documents = self._documents(texts)
        for document in documents:
            yield [
                Entity(each.start_char, each.end_char, KINDS.get(each.label_))
                for each in document.ents
            ]

    def _documents(self, texts: Iterable[str]) -> list[Doc]:
        if self._recogniser is None:
            return list(self._language.pipe(texts, batch_size=AT_ONCE))
        left_out = [self._recogniser.name]
        documents = list(self._language.pipe(texts, batch_size=AT_ONCE, disable=left_out))
        decoding.recognise(self._recogniser, documents)
        return documents


_loading = threading.Lock()


def load(wanted: str) -> Pipeline | None:
    """The pipeline of a folder or an installed package; None where there is none to use."""
    with _loading:
        return _loaded(wanted)


@cache
def _loaded(wanted: str) -> Pipeline | None:
    if missing := flaw(wanted):
        log.warning("names are found by the gazetteer alone: %s", missing)
    if missing or wanted == NONE:
        return None
    began = time.monotonic()
    try:
        import spacy  # noqa: PLC0415 - heavy, and only a worker needs it

        read = Pipeline(spacy.load(wanted, exclude=UNUSED))
    except BROKEN as error:
        log.warning("names are found by the gazetteer alone: %s is broken: %s", wanted, error)
        return None
    log.info("loaded %s in %.1f s", wanted, time.monotonic() - began)
    return read


def flaw(wanted: str) -> str:
    """What keeps the pipeline from being used, as far as a look at its files tells; else empty."""
    if wanted == NONE:
        return ""
    if not find_spec("spacy"):
        return "spaCy is not installed"
    folder = Path(wanted)
    if not folder.is_dir():
        is_name = wanted.isidentifier() and find_spec(wanted)
        return "" if is_name else f"there is no spaCy pipeline at {wanted}"
    wants = ("config.cfg", "meta.json", "tokenizer", "vocab", "ner")
    lacks = [name for name in wants if not (folder / name).exists()]
    return f"{folder} lacks {', '.join(lacks)}" if lacks else ""
