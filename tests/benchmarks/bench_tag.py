"""What tagging costs beside translating the same articles, and the memory of tagging many.

Both are measured as the jobs that a worker does, from claim to commit, in one process, with the
shipped package and the shipped pipeline, in CPU seconds of all threads. Then 1,000 articles are
tagged anew by `manage.py tag` in a process of its own: its peak must not grow with their number.
Run by `make bench`; exits with 1 if a bar is missed.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, islice
from statistics import median

import django

import tests.environment  # a VAR_DIR of its own, before the settings are read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
ROUNDS = 5
LONG, SHORT = 12, 3  # paragraphs of four short sentences: about 400 words as the sample, and 100
BAR = 0.10  # of what translating costs
FEW, MANY = 250, 1_000  # articles
GROWTH_BAR = 16  # megabytes that the many may take more than the few

Body = list[list[str]]


@dataclass(frozen=True)
class Round:
    """The words of a round's articles, and CPU seconds: of tagging also the second time."""

    words: int
    translating: float
    tagging: float
    again: float

    @property
    def ratio(self) -> float:
        """What tagging costs of translating."""
        return self.tagging / self.translating


def bodies(seed: int, paragraphs: int) -> Iterator[Body]:
    """The splitter's sentences in an order of the seed's, cut into articles, and the sample."""
    from newsroom.translate.sentences import split
    from tests.benchmarks.bench_translate import SAMPLE
    from tests.newsroom.translate import glued

    all_of_them = list(glued.paragraphs(seed))
    for first in range(0, len(all_of_them), paragraphs):
        yield all_of_them[first : first + paragraphs]
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    yield [[span.text for span in split(line)] for line in lines]


def store(articles: Iterator[Body]) -> int:
    """Put articles into the archive; return how many words they have."""
    from tests.factories import make_article

    words = 0
    for body in articles:
        make_article(title=None, body=body)
        words += sum(len(text.split()) for paragraph in body for text in paragraph)
    return words


def empty() -> None:
    """Take the articles away, and all memory of their wordings; the names' records stay."""
    from archive.models import Article, Capture, Edition, Job, Segment, Tagging, Translation

    Article.objects.update(capture=None, edition=None)
    for model in (Tagging, Translation, Segment, Edition, Capture, Article, Job):
        model._default_manager.all().delete()


def enqueue(kind: str) -> None:
    """A job of the kind for every article."""
    from archive import ledger
    from archive.models import Article

    for pk in Article.objects.values_list("pk", flat=True):
        ledger.enqueue(kind, str(pk))


def work(kind: str) -> float:
    """CPU seconds of doing all the kind's jobs."""
    from archive import ledger

    before = time.process_time()
    while ledger.run_due(kind):
        pass
    return time.process_time() - before


def measure(seed: int) -> Round:
    """One round: each article translated, then tagged, as its job is queued, then tagged again."""
    from newsroom import line

    empty()
    words = store(bodies(seed, LONG))
    enqueue(line.TRANSLATE)
    translating, tagging = work(line.TRANSLATE), work(line.TAG)
    enqueue(line.TAG)
    return Round(words, translating, tagging, work(line.TAG))


def rounds() -> list[Round]:
    """All rounds; what is loaded once a process is loaded before them."""
    measure(0)
    measured = []
    for seed in range(1, ROUNDS + 1):
        measured.append(measure(seed))
        print(f"    round {seed} of {ROUNDS}: {measured[-1].ratio:.3f}", flush=True)
    return measured


def peaks() -> tuple[int, int]:
    """Most resident megabytes of a process that tags some articles anew, and then them all."""
    code = (
        "import django; django.setup()\n"
        "from pathlib import Path\n"
        "from django.core.management import call_command\n"
        "from archive.models import Article\n"
        "from tests.benchmarks.bench_tag import FEW\n"
        "status = Path('/proc/self/status').read_text\n"
        "ids = map(str, Article.objects.order_by('pk').values_list('pk', flat=True)[:FEW])\n"
        "call_command('tag', *ids); print(status())\n"
        "call_command('tag', '--all'); print(status())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PASSERELLE_TEST_VAR": str(tests.environment.VAR_DIR)},
    )
    few, many = (int(s.split()[1]) // 1024 for s in done.stdout.splitlines() if "VmHWM" in s)
    return few, many


def fill() -> None:
    """Put the many articles there, and their tags."""
    from django.core.management import call_command

    empty()
    store(islice(chain.from_iterable(bodies(seed, SHORT) for seed in count()), MANY))
    call_command("tag", "--all")


def main() -> int:
    """Measure, print the table, and return 1 if a bar is missed."""
    os.environ["TRANSLATION_ENGINE"] = "argos"
    django.setup()
    from django.core.management import call_command

    logging.disable(logging.INFO)  # a line for each article
    call_command("migrate", verbosity=0)
    measured = rounds()
    heads = ("translating", "tagging", "again")
    print(f"\n{'words per CPU-second':<24}" + "".join(f"{head:>14}" for head in heads))
    speeds = (median(r.words / getattr(r, head) for r in measured) for head in heads)
    print(" " * 24 + "".join(f"{speed:>14,.0f}" for speed in speeds))
    ratio = median(r.ratio for r in measured)
    print(f"Tagging costs {ratio:.3f} of translating (bar {BAR:.2f}).")
    fill()
    few, many = peaks()
    print(f"Tagged anew: {few} MB at most after {FEW} articles, {many} MB after {MANY:,}.")
    is_missed = ratio > BAR or many - few > GROWTH_BAR
    print("A bar is missed." if is_missed else "All bars are reached.")
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
