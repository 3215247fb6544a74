"""The stock call: Argos Translate as it comes, a paragraph at a time, on our choice of package."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

BEAM = 4


class Splitter:
    """Our splitter in the place of Argos' own, which would download its model."""

    def split_sentences(self, text: str) -> list[str]:
        """The sentences of one paragraph."""
        from newsroom.translate.sentences import split

        return [span.text for span in split(text)]


def opened(shelf: Path, sentences: int, cores: int = 1) -> Any:
    """Argos' own translation from French to English with the one package on the shelf.

    It works on so many sentences at once with so many cores for each. Left alone it would take
    one sentence at a time with all cores, which is several times slower.
    """
    from argostranslate import settings, translate

    settings.package_dirs = [shelf]
    settings.inter_threads, settings.intra_threads = sentences, cores
    if settings.beam_size != BEAM:
        raise SystemExit(
            f"Argos' beam is {settings.beam_size}, ours {BEAM}: compare like with like."
        )
    translate.installed_translates.clear()
    translate.get_installed_languages.cache_clear()
    stock = translate.get_translation_from_codes("fr", "en")
    stock.underlying.sentencizer = Splitter()
    stock.translate("Bonjour.")  # loads the model
    return stock


class Forced:
    """A translator that makes each batch's English exactly as long as its longest French.

    Random weights never end a sentence by themselves. Batches are cut as CTranslate2 cuts them:
    by length, padding counted, at most `max_batch_size` tokens.
    """

    def __init__(self, translator: Any) -> None:
        self.translator = translator

    def translate_batch(self, batch: list[list[str]], **options: Any) -> list[Any]:
        """As CTranslate2's own, for either side."""
        limit, promised = options.pop("max_batch_size", 0), options.pop("asynchronous", False)
        options.pop("max_decoding_length", None)
        options.pop("batch_type", None)
        promises: list[Any] = [None] * len(batch)
        for places in _cut([len(tokens) for tokens in batch], limit):
            length = len(batch[places[0]])
            answers = self.translator.translate_batch(
                [batch[place] for place in places],
                min_decoding_length=length,
                max_decoding_length=length,
                asynchronous=True,
                **options,
            )
            for place, answer in zip(places, answers, strict=True):
                promises[place] = answer
        return promises if promised else [promise.result() for promise in promises]


def _cut(lengths: list[int], limit: int) -> list[list[int]]:
    """Places by falling length, in groups whose padded size keeps the limit; 0 is no limit."""
    groups: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        full = groups and limit and lengths[groups[-1][0]] * (len(groups[-1]) + 1) > limit
        if not groups or full:
            groups.append([])
        groups[-1].append(place)
    return groups


def run(stock: Any) -> Callable[[list[str]], None]:
    """What is measured: one call a paragraph."""

    def translate(paragraphs: list[str]) -> None:
        for paragraph in paragraphs:
            stock.translate(paragraph)

    return translate
