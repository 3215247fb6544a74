"""What a search costs beside plain SQLite FTS5, in archives of made-up articles.

Each question's 95th percentile of CPU time is set against that of `ORDER BY rank LIMIT 20` on an
FTS5 table of the same texts, asked in turn in the same process. Run by `make bench`, or for some
sizes by `python -m tests.benchmarks.bench_search 100000`; exits with 1 if a bar is missed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

SIZES = (100_000, 1_000_000)
BARS = {100_000: 0.6, 1_000_000: 0.2}  # of the whole page, over plain FTS5
STEPS = ("fill", "build", "plain", "measure")
ROOM = 15_000  # bytes on disk an article, at most
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


def table(found: Figures, bar: float | None) -> bool:
    """Print each question beside the baseline; whether the page keeps its bar."""
    seconds = found["seconds"]
    plain, page = p95(seconds[found["baseline"]]), p95(seconds[found["page"]])
    kept = bar is None or page / plain <= bar
    print(f"\n{'CPU milliseconds':<24}{'median':>10}{'p95':>10}{'ratio':>8}{'bar':>8}")
    for name, taken in seconds.items():
        line = f"{name:<24}{1000 * median(taken):>10.2f}{1000 * p95(taken):>10.2f}"
        line += f"{p95(taken) / plain:>8.3f}"
        if name == found["page"] and bar is not None:
            line += f"{bar:>8.2f}  {'PASS' if kept else 'MISS'}"
        print(line)
    return kept


def bench(articles: int) -> bool:
    """Make an archive of this size, measure it, and say whether its bar is kept."""
    from tests.benchmarks.search_steps import shape

    of = shape(articles)
    words = of.sentences * sum(of.words) // 2
    print(f"-- {articles:,} articles, about {words} words in each language", flush=True)
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as name:
        free = shutil.disk_usage(name).free
        if free < (needed := min(articles * ROOM, 12_000 * MEGA)):
            print(f"Not measured: needs {needed // MEGA:,} MB in {name}, finds {free // MEGA:,}.")
            return False
        (Path(name) / "static").mkdir()
        found = {each: step(each, articles, Path(name)) for each in STEPS}
    return table(found["measure"], BARS.get(articles))


def main(sizes: Sequence[int] = SIZES) -> int:
    """Measure each size and return 1 if a bar is missed."""
    missed = [f"{articles:,}" for articles in sizes if not bench(articles)]
    print(f"Missed at {' and '.join(missed)}." if missed else "All bars are reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or SIZES))
