"""How fast a sentence becomes English: our path against the stock call, words per CPU-second.

Same package, beam, threads and text, in one process, turn by turn. (a) is the shipped package
with all checks and retries of ours counted; (b) is one of full size with random weights, whose
output lengths are forced on both sides, and without the checks, which would refuse its noise.
The stock call is also measured as Argos arranges its threads by itself; no bar hangs on that.
Run by `make bench`; exits with 1 if a bar is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import django

import tests.environment  # noqa: F401 - a VAR_DIR of its own, before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
SAMPLE = Path(__file__).parents[1] / "samples" / "000_d51d13384d74c1f2.txt"
SHIPPED_BAR, FULL_BAR = 1.35, 2.5
SHIPPED_ROUNDS, FULL_ROUNDS = 9, 3
ALONE = 12  # paragraphs: enough for a side that is several times slower

Side = Callable[[list[str]], None]


def text(seed: int) -> list[str]:
    """The splitter's sentences glued by four in an order of the seed's, and the sample article."""
    from tests.newsroom.translate.glued import paragraphs

    glued = [" ".join(paragraph) for paragraph in paragraphs(seed)]
    return [*glued, *SAMPLE.read_text(encoding="utf-8").splitlines()]


def ours(engine: Any) -> Side:
    """What is measured: all sentences of all paragraphs through the translation desk."""
    from newsroom.translate import desk
    from newsroom.translate.sentences import split

    def translate(paragraphs: list[str]) -> None:
        desk.translate(engine, [span.text for each in paragraphs for span in split(each)])

    return translate


def speed(side: Side, paragraphs: list[str]) -> float:
    """Words per second of CPU time, all threads counted."""
    before = time.process_time()
    side(paragraphs)
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    return words / (time.process_time() - before)


@dataclass(frozen=True)
class Figures:
    """Words per CPU-second: the stock call by itself, arranged as ours, ours; and the ratio."""

    alone: float
    stock: float
    ours: float
    ratio: float


def compare(alone: Side, stock: Side, mine: Side, rounds: int) -> Figures:
    """Medians over the rounds, turn by turn, the first to go changing."""
    pairs = []
    for number in range(rounds):
        paragraphs = text(number)
        sides = [stock, mine] if number % 2 else [mine, stock]
        measured = {side: speed(side, paragraphs) for side in sides}
        pairs.append((measured[stock], measured[mine]))
        print(
            f"    round {number + 1} of {rounds}: {measured[mine] / measured[stock]:.2f}",
            flush=True,
        )
    slow, fast = zip(*pairs, strict=True)
    ratio = median(b / a for a, b in pairs)
    return Figures(speed(alone, text(0)[:ALONE]), median(slow), median(fast), ratio)


def shipped(folder: Path, threads: int) -> Figures:
    """(a): the package that ships with the project."""
    from django.conf import settings

    from newsroom.translate import packages
    from newsroom.translate.engines.argos import ArgosEngine
    from tests.benchmarks import stock

    package = packages.install(settings.WEIGHTS_DIR / packages.SHIPPED, folder / "a").package
    call = stock.run(stock.opened(folder / "a", threads))
    alone = stock.run(stock.opened(folder / "a", 1, threads))
    return compare(alone, call, ours(ArgosEngine(package, threads)), SHIPPED_ROUNDS)


def full_size(folder: Path, threads: int) -> Figures:
    """(b): 6 + 6 layers, width 512, 32,000 pieces, random weights."""
    from newsroom.translate import packages
    from newsroom.translate.engines.argos import ArgosEngine, Loaded
    from tests.benchmarks import random_package, stock
    from tests.newsroom.translate.glued import sentences

    made = random_package.make(folder / "b" / "random", sentences())
    engine = ArgosEngine(packages.Package(made, "fr", "en", "9.9", 0, "0" * 64, "", {}), threads)
    engine._loaded.append(Loaded(stock.Forced(engine._translator()), os.getpid()))
    theirs, alone = stock.opened(folder / "b", threads), stock.opened(folder / "b", 1, threads)
    for each in (theirs, alone):
        each.underlying.translator = stock.Forced(each.underlying.translator)
    with unchecked():
        return compare(stock.run(alone), stock.run(theirs), ours(engine), FULL_ROUNDS)


@contextmanager
def unchecked() -> Iterator[None]:
    """No sentence is refused: noise would climb the whole ladder."""
    from newsroom.translate import ladder

    real = vars(ladder)["findings"]
    vars(ladder)["findings"] = lambda french, english: ()
    try:
        yield
    finally:
        vars(ladder)["findings"] = real


def memory() -> tuple[int, int]:
    """Resident megabytes of a process that has translated the text: at rest, and at most."""
    code = (
        "import django; django.setup()\n"
        "from tests.benchmarks.bench_translate import ours, text\n"
        "from newsroom.translate.engines import open_engine\n"
        "ours(open_engine('argos'))(text(0))\n"
        "print(open('/proc/self/status').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    )
    lines = dict(line.split(":", 1) for line in done.stdout.splitlines() if ":" in line)
    rest, most = (int(lines[key].split()[0]) // 1024 for key in ("VmRSS", "VmHWM"))
    return rest, most


def cache() -> str:
    """The size of the last-level cache: whether a model stays in it decides what batching saves."""
    sizes = Path("/sys/devices/system/cpu/cpu0/cache").glob("index*/size")
    kilobytes = [int(size.read_text().strip().removesuffix("K")) for size in sizes]
    return f"{max(kilobytes) // 1024} MB" if kilobytes else "unknown size"


def main() -> int:
    """Measure, print the table, and return 1 if a bar is missed."""
    django.setup()
    threads = os.cpu_count() or 1
    rows: list[tuple[str, Figures, float]] = []
    with tempfile.TemporaryDirectory() as name:
        for title, measure, bar in (
            ("(a) shipped package", shipped, SHIPPED_BAR),
            ("(b) full size, random weights", full_size, FULL_BAR),
        ):
            print(f"{title}: {threads} threads, last-level cache of {cache()}", flush=True)
            rows.append((title, measure(Path(name), threads), bar))
    heads = ("alone", "stock", "ours", "ratio", "bar")
    print(f"\n{'words per CPU-second':<32}" + "".join(f"{head:>8}" for head in heads))
    for title, of, bar in rows:
        print(
            f"{title:<32}{of.alone:>8.0f}{of.stock:>8.0f}{of.ours:>8.0f}{of.ratio:>8.2f}{bar:>8.2f}"
        )
    rest, most = memory()
    print(f"A process that has translated: {rest} MB resident, {most} MB at most.")
    missed = [title for title, of, bar in rows if of.ratio < bar]
    print(f"Missed: {', '.join(missed)}." if missed else "Both bars are reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
