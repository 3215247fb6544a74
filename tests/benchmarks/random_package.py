"""A language package of full size whose weights are random: how fast, not how good."""

import io
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

LAYERS, WIDTH, INNER, HEADS, PIECES = 6, 512, 2048, 8, 32_000
LEARNT = 1_500  # pieces learnt from the text; the rest only fill the vocabulary
METADATA = {
    "package_version": "9.9",
    "argos_version": "1.9.0",
    "from_code": "fr",
    "from_name": "French",
    "to_code": "en",
    "to_name": "English",
    "type": "translate",
}


def make(folder: Path, text: Iterable[str], seed: int = 1) -> Path:
    """Write the package as an unpacked folder, as Argos installs it, and return the folder.

    The text shows the piece model what words look like; the same seed makes the same weights.
    """
    folder.mkdir(parents=True)
    (folder / "metadata.json").write_text(json.dumps(METADATA))
    pieces = _piece_model(folder / "sentencepiece.model", text)
    spec = ctranslate2.specs.TransformerSpec.from_config((LAYERS, LAYERS), HEADS, pre_norm=True)
    _fill(spec, np.random.default_rng(seed))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization="int8")
    (folder / "model").mkdir()
    spec.save(str(folder / "model"))
    return folder


def _piece_model(path: Path, text: Iterable[str]) -> list[str]:
    fill = [f"\ue000{number}\ue001" for number in range(PIECES - LEARNT)]
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_words(text)),
        model_writer=written,
        vocab_size=PIECES,
        user_defined_symbols=fill,
        minloglevel=2,
    )
    path.write_bytes(written.getvalue())
    model = sentencepiece.SentencePieceProcessor(model_proto=written.getvalue())
    return [model.id_to_piece(number) for number in range(model.get_piece_size())]


def _words(text: Iterable[str]) -> list[str]:
    """The text's words dealt anew: pieces of words are learnt, not whole sentences."""
    words = [word for line in text for word in line.split()]
    dealt = random.Random(1)
    return [" ".join(dealt.choices(words, k=12)) for _ in range(3_000)]


def _fill(spec: Any, random: np.random.Generator) -> None:
    """Random weights of the scale that training begins with, and norms that change nothing."""
    for stack in (spec.encoder, spec.decoder):
        embeddings = stack.embeddings[0] if isinstance(stack.embeddings, list) else stack.embeddings
        embeddings.weight = _drawn(random, PIECES, WIDTH)
        _fill_norm(stack.layer_norm)
        for layer in stack.layer:
            _fill_layer(layer, random)
    spec.decoder.projection.weight = _drawn(random, PIECES, WIDTH)
    spec.decoder.projection.bias = np.zeros(PIECES, dtype=np.float32)


def _fill_layer(layer: Any, random: np.random.Generator) -> None:
    _fill_linear(layer.self_attention.linear[0], random, 3 * WIDTH, WIDTH)
    _fill_linear(layer.self_attention.linear[1], random, WIDTH, WIDTH)
    _fill_norm(layer.self_attention.layer_norm)
    if hasattr(layer, "attention"):
        _fill_linear(layer.attention.linear[0], random, WIDTH, WIDTH)
        _fill_linear(layer.attention.linear[1], random, 2 * WIDTH, WIDTH)
        _fill_linear(layer.attention.linear[2], random, WIDTH, WIDTH)
        _fill_norm(layer.attention.layer_norm)
    _fill_norm(layer.ffn.layer_norm)
    _fill_linear(layer.ffn.linear_0, random, INNER, WIDTH)
    _fill_linear(layer.ffn.linear_1, random, WIDTH, INNER)


def _fill_linear(linear: Any, random: np.random.Generator, rows: int, columns: int) -> None:
    linear.weight = _drawn(random, rows, columns)
    linear.bias = np.zeros(rows, dtype=np.float32)


def _fill_norm(norm: Any) -> None:
    norm.gamma = np.ones(WIDTH, dtype=np.float32)
    norm.beta = np.zeros(WIDTH, dtype=np.float32)


def _drawn(random: np.random.Generator, rows: int, columns: int) -> np.ndarray[Any, Any]:
    drawn: np.ndarray[Any, Any] = random.standard_normal((rows, columns), dtype=np.float32)
    return drawn * np.float32(columns**-0.5)
