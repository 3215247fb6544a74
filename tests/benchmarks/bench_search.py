"""What a search costs beside plain SQLite FTS5, in archives of made-up articles.

Each question's 95th percentile of CPU time is set against that of `ORDER BY rank LIMIT 20` on an
FTS5 table of the same texts, asked in turn in the same process for the commonest word. What is
named after the frequent word, which stands in every fourth article, is set against the same for it.

Run by `make bench`, or for some sizes by `python -m tests.benchmarks.bench_search 100000`; exits
with 1 if a bar is missed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.synthetic import LONG

SIZES = (100_000, 1_000_000)
BARS = {100_000: 0.6, 1_000_000: 0.2}  # of the whole page, over plain FTS5
STEPS = ("fill", "build", "plain", "measure")
ROOM = {True: 35_000, False: 10_000}  # bytes on disk a long article, or a short one, at most
BASELINE, BARRED = "plain FTS5, common", "whole page, common"
MEGA = 1_000_000
Figures = dict[str, Any]


def step(name: str, articles: int, folder: Path) -> Figures:
    """Do one step in a process of its own and read its figures."""
    environment = {**os.environ, "PASSERELLE_TEST_VAR": str(folder)}
    command = [sys.executable, "-m", "tests.benchmarks.search_steps", name, str(articles)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    print(f"{name}: {_said(name, figures, articles)}", flush=True)
    return figures


def _said(name: str, found: Figures, articles: int) -> str:
    words = [
        f"{articles / found['cpu']:,.0f} articles a CPU-second" if name != "measure" else "",
        f"{found['cpu']:.0f} s CPU, {found['wall']:.0f} s",
        f"{found['bytes'] / MEGA:,.0f} MB on disk" if "bytes" in found else "",
        f"{found['peak'] / MEGA:,.0f} MB of memory at most",
    ]
    return "; ".join(filter(None, words))


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile, in seconds."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def table(seconds: Mapping[str, Sequence[float]], bar: float | None) -> bool:
    """Print each question beside its baseline; whether the page keeps its bar."""
    print(f"\n{'CPU milliseconds':<24}{'median':>10}{'p95':>10}{'ratio':>8}{'bar':>8}")
    for name, taken in seconds.items():
        line = f"{name:<24}{1000 * median(taken):>10.2f}{1000 * p95(taken):>10.2f}"
        line += f"{_ratio(seconds, name):>8.3f}"
        print(line + (f"{bar:>8.2f}" if bar is not None and name == BARRED else ""))
    return bar is None or _ratio(seconds, BARRED) <= bar


def _ratio(seconds: Mapping[str, Sequence[float]], name: str) -> float:
    of = BASELINE.replace("common", "frequent") if name.endswith("frequent") else BASELINE
    return p95(seconds[name]) / p95(seconds[of])


def bench(articles: int) -> bool:
    """Make an archive of this size, measure it, and say whether its bar is kept."""
    from tests.benchmarks.search_steps import shape

    of = shape(articles)
    words = of.sentences * sum(of.words) // 2
    texts = "long" if of == LONG else "short"
    print(
        f"-- {articles:,} articles, {texts} texts: about {words} words in each language", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as name:
        free = shutil.disk_usage(name).free
        if free < (needed := articles * ROOM[of == LONG]):
            print(f"Not measured: needs {needed // MEGA:,} MB in {name}, finds {free // MEGA:,}.")
            return False
        (Path(name) / "static").mkdir()
        found = {each: step(each, articles, Path(name)) for each in STEPS}
    return table(found["measure"]["seconds"], BARS.get(articles))


def main(sizes: Sequence[int] = SIZES) -> int:
    """Measure each size and return 1 if a bar is missed."""
    missed = [f"{articles:,}" for articles in sizes if not bench(articles)]
    print(f"Missed at {' and '.join(missed)}." if missed else "All bars are reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))
