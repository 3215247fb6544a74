"""Engines: the contract, the toy, and the real package at work."""

import math
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from pytest_django import Settings

from newsroom.translate import desk, packages
from newsroom.translate.engines import ENGINES, Decoding, EngineMissing, argos, open_engine
from newsroom.translate.engines.argos import BATCH_TOKENS, ArgosEngine, _batches
from newsroom.translate.engines.toy import ToyEngine, wording
from newsroom.translate.sentences import split
from tests.blockade import blockade
from tests.newsroom.translate.glued import sentences
from tests.newsroom.translate.making import package, shipped_with

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests" / "samples" / "000_d51d13384d74c1f2.txt"
FRENCH = "Le gouvernement a présenté mardi un plan de relance."


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> ArgosEngine:
    """The shipped package, installed and loaded once for this module."""
    shelf = tmp_path_factory.mktemp("shelf") / "packages"
    receipt = packages.install(live.WEIGHTS_DIR / packages.SHIPPED, shelf)
    return ArgosEngine(receipt.package, threads=2)


@pytest.fixture
def shelf(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty shelf, and no engine open yet."""
    monkeypatch.setattr(argos, "_engines", {})
    folder = tmp_path / "packages"
    settings.PACKAGES_DIR = folder
    return folder


def opened(path: Path, shelf: Path) -> ArgosEngine:
    return ArgosEngine(packages.install(path, shelf).package, threads=2)


def body() -> list[str]:
    """The thirteen sentences of the sample's body."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    found = [span.text for line in lines for span in split(line)]
    return [text for text in found if text != "Votre commentaire"]


# the contract


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_engine_keeps_the_contract(name: str, shelf: Path) -> None:
    engine = open_engine(name)
    assert engine.serves("fr", "en")
    assert not engine.serves("de", "en")
    rows = engine.translate([FRENCH, "Oui.", FRENCH], Decoding(hypotheses=3))
    assert [len(row) for row in rows] == [3, 3, 3]
    assert rows[0] == rows[2]
    assert all(hypothesis.score <= 0 for row in rows for hypothesis in row)
    assert engine.translate([]) == []


def test_toy_is_read_backwards() -> None:
    assert wording("Le préfet n'est pas venu à Lyon.") == "The teferp not is unev to Lyon."
    assert ToyEngine().name == "toy 1"


def test_toy_mostly_passes_the_checks() -> None:
    found = Counter(bool(each.checks) for each in desk.translate(ToyEngine(), sentences()))
    assert found[True] < 0.15 * found.total()


# opening


def test_first_use_installs_the_shipped_package(shelf: Path) -> None:
    assert open_engine("argos").name == "translate-fr_en 0.1 cdc686273254"
    assert len(packages.installed(shelf)) == 1


def test_engine_is_opened_once_per_process(shelf: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(each) for each in pool.map(open_engine, ["argos"] * 8)}) == 1


def test_without_a_package_it_says_so(shelf: Path, settings: Settings, tmp_path: Path) -> None:
    settings.WEIGHTS_DIR = tmp_path
    with pytest.raises(EngineMissing) as caught:
        open_engine("argos")
    assert str(caught.value) == (
        "No French to English language package is installed: "
        "run `manage.py language_package install PATH`."
    )
    assert caught.value.permanent is False


def test_package_installed_meanwhile_is_used_at_once(shelf: Path, tmp_path: Path) -> None:
    before = open_engine("argos").name
    packages.install(shipped_with(tmp_path / "a", package_version="1.5"), shelf)
    assert open_engine("argos").name != before
    packages.remove(open_engine("argos").name, shelf)
    assert open_engine("argos").name == before


def test_damaged_package_gives_way_to_the_next(shelf: Path, tmp_path: Path) -> None:
    sound = open_engine("argos").name
    newer = packages.install(shipped_with(tmp_path / "a", package_version="1.5"), shelf).package
    (newer.folder / "metadata.json").write_bytes(b" " * newer.files["metadata.json"][0])  # type: ignore[operator]
    argos._engines.clear()
    assert open_engine("argos").name == sound


def test_package_whose_model_is_none_is_said_to_be_so(shelf: Path, tmp_path: Path) -> None:
    packages.install(package(tmp_path / "a"), shelf)
    with pytest.raises(EngineMissing, match=r"^The package translate-fr_en 2\.0 .* cannot be load"):
        open_engine("argos")


def test_shipped_file_that_is_damaged_is_said_to_be_so(
    shelf: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.WEIGHTS_DIR = tmp_path
    package(tmp_path / "fr_en.argosmodel")
    with pytest.raises(EngineMissing, match="The shipped language package cannot be installed"):
        open_engine("argos")


def test_same_bytes_have_the_same_name(shelf: Path, tmp_path: Path) -> None:
    first = opened(shipped_with(tmp_path / "a", package_version="1.5"), shelf)
    second = opened(shipped_with(tmp_path / "b", package_version="1.5"), tmp_path / "elsewhere")
    assert first.name == second.name


# the real package


def test_sample_becomes_thirteen_english_sentences(engine: ArgosEngine) -> None:
    worded = desk.translate(engine, body())
    assert len(worded) == 13
    assert worded[1].text.startswith("Peskov said: “We have developed our cooperation with Iran")
    assert all(each.engine == engine.name for each in worded)


def test_real_engine_is_deterministic(engine: ArgosEngine) -> None:
    once = desk.translate(engine, body())
    assert desk.translate(engine, body()) == once
    alone = [desk.translate(engine, [sentence])[0].text for sentence in body()]
    same = sum(text == each.text for text, each in zip(alone, once, strict=True))
    assert same >= 12  # a batch's padding may move a near tie


def test_score_is_the_mean_of_each_tokens_log_probability(engine: ArgosEngine) -> None:
    ((hypothesis,),) = engine.translate([FRENCH])
    source = engine._encode(FRENCH)
    (result,) = engine._translator().translate_batch(
        [source], beam_size=4, length_penalty=0.2, max_decoding_length=99
    )
    (scored,) = engine._translator().score_batch([source], [result.hypotheses[0]])
    assert hypothesis.score == pytest.approx(
        sum(scored.log_probs) / len(scored.log_probs), rel=1e-3
    )
    assert not math.isclose(hypothesis.score, sum(scored.log_probs))


def test_hypotheses_differ_and_repetition_can_be_forbidden(engine: ArgosEngine) -> None:
    (four,) = engine.translate([FRENCH], Decoding(hypotheses=4))
    assert len({hypothesis.text for hypothesis in four}) == 4
    ((strict,),) = engine.translate(["Oui, " * 30 + "oui."], Decoding(1, 3, 1.2))
    words = strict.text.split()
    assert max(Counter(zip(words, words[1:], words[2:], strict=False)).values()) <= 1


def test_long_sentence_is_translated_to_its_end(engine: ArgosEngine) -> None:
    clause = "le ministre a déclaré que le budget de la ville serait voté mardi"
    long = ", ".join([clause] * 15) + ", et Paris attend la neige."
    assert engine._count(long) > 200
    ((hypothesis,),) = engine.translate([long])
    assert "snow" in hypothesis.text[-40:]
    assert -3 < hypothesis.score < 0


def test_batches_hold_like_lengths_and_no_more_than_the_limit() -> None:
    lengths = [7 * n % 120 + 1 for n in range(500)]
    batches = _batches(lengths)
    assert sorted(place for batch in batches for place in batch) == list(range(500))
    assert all(
        max(lengths[place] for place in batch) * len(batch) <= BATCH_TOKENS for batch in batches
    )
    assert [lengths[p] for batch in batches for p in batch] == sorted(lengths, reverse=True)


def test_threads_share_one_model(engine: ArgosEngine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: engine.translate(body()), range(8)))
    assert all(answer == answers[0] for answer in answers)


def test_prefix_of_the_target_is_fed_and_taken_off(shelf: Path, tmp_path: Path) -> None:
    prefixed = opened(shipped_with(tmp_path / "a", target_prefix="s"), shelf)
    queued: list[Any] = []
    original: Callable[..., Any] = prefixed._translator().translate_batch
    prefixed._loaded[-1] = argos.Loaded(Recording(original, queued), os.getpid())
    ((hypothesis,),) = prefixed.translate([FRENCH])
    assert queued == [[["s"]]]
    assert hypothesis.text


class Recording:
    """A translator that notes which prefix it is given."""

    def __init__(self, original: Callable[..., Any], queued: list[Any]) -> None:
        self.original, self.queued = original, queued

    def translate_batch(self, batch: list[list[str]], **options: Any) -> Any:
        self.queued.append(options["target_prefix"])
        return self.original(batch, **options)


def test_package_with_byte_pair_pieces_works_too(shelf: Path, tmp_path: Path) -> None:
    merges = b"#version: 0.2\nl e</w>\nd e</w>\n"
    path = shipped_with(tmp_path / "a", without="sentencepiece.model", **{"bpe.model": merges})
    ((hypothesis,),) = opened(path, shelf).translate(["de le"])
    assert hypothesis.text


# alone in a process


def test_child_made_by_fork_loads_its_own_model(shelf: Path) -> None:
    code = (
        "import os; from newsroom.translate.engines import open_engine\n"
        f"engine = open_engine('argos'); before = engine.translate([{FRENCH!r}])\n"
        "child = os.fork()\n"
        "if not child:\n"
        f"    os._exit(0 if engine.translate([{FRENCH!r}]) == before else 9)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    assert alone(code, shelf) == "0"


def test_nothing_is_asked_of_the_network_from_import_to_english(shelf: Path) -> None:
    code = (
        "from tests.blockade import blockade\n"
        "with blockade() as standing:\n"
        "    from newsroom.translate.engines import open_engine\n"
        "    from newsroom.translate import desk\n"
        f"    text = desk.translate(open_engine('argos'), {body()!r})\n"
        "    import argostranslate.translate\n"
        "print(len(text), len(standing.attempts))"
    )
    assert alone(code, shelf) == "13 0"


def test_home_stays_as_it_was(shelf: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "from newsroom.translate.engines import open_engine\n"
        f"open_engine('argos').translate([{FRENCH!r}])"
    )
    alone(code, shelf, HOME=str(home))
    assert list(home.iterdir()) == []


def test_blockade_would_have_noticed() -> None:
    import socket

    with blockade() as standing, pytest.raises(OSError, match="no network in this test"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    assert standing.attempts


def alone(code: str, shelf: Path, **environment: str) -> str:
    """Run the code in a process of its own, with an empty VAR_DIR; return what it printed."""
    var = shelf.with_name("var")
    shutil.rmtree(var, ignore_errors=True)
    setup = "import django; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", setup + code],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "VAR_DIR": str(var),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
