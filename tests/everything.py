"""`make test`: every check and every test, and one closing line. `make lint`: the checks alone.

A check that fails stops nothing: all run, and all that failed are named at the end.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests import environment, servers


@dataclass(frozen=True)
class Step:
    """What to have Python run, and whether it is pytest (which counts by itself)."""

    name: str
    arguments: Sequence[str]
    pytest: bool = False


@dataclass(frozen=True)
class Count:
    """How many passed, failed and were skipped, and why the last were."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: frozenset[str] = frozenset()

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.reasons | other.reasons,
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


CHECKS = [
    Step("ruff check", ["-m", "ruff", "check", "--quiet"]),
    Step("ruff format", ["-m", "ruff", "format", "--check", "--quiet"]),
    Step("mypy --strict", ["-m", "mypy", "--no-error-summary"]),
    Step("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"]),
]
TESTS = Step("tests", ["-m", "pytest", "-q"], pytest=True)
ON_POSTGRES = Step(
    "tests on PostgreSQL", ["-m", "pytest", "-q", "--database=postgres"], pytest=True
)


def run(step: Step, folder: Path, *, shown: bool = True) -> Count:
    """Run one step in a folder of its own, its output shown as it comes or else at its end."""
    place = folder / step.name.replace(" ", "-")
    place.mkdir()
    report, output = place / "report.xml", place / "output.txt"
    command = [sys.executable, *step.arguments]
    command += [f"--junitxml={report}"] if step.pytest else []
    if shown:
        print(f"\n== {step.name}", flush=True)
    started = time.monotonic()
    environ = {**os.environ, "PASSERELLE_TEST_VAR": str(place / "var")}
    with nullcontext() if shown else output.open("w", encoding="utf-8") as kept:
        done = subprocess.run(command, env=environ, stdout=kept, stderr=kept, check=False)
    result = _result(step, report, done.returncode)
    if not shown:
        print(f"\n== {step.name}, meanwhile\n{output.read_text(encoding='utf-8')}", end="")
    print(f"== {step.name}: {result} in {time.monotonic() - started:.0f} s", flush=True)
    return result


def _result(step: Step, report: Path, code: int) -> Count:
    return counted(report, code) if step.pytest else Count(int(code == 0), int(code != 0))


def run_together(steps: Sequence[Step], folder: Path) -> list[Count]:
    """Run steps at the same time, the first of them shown as it goes.

    They share nothing, and each leaves a processor idle for much of its time.
    """
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(run, step, folder, shown=step is steps[0]) for step in steps]
        return [each.result() for each in running]


def counted(report: Path, code: int) -> Count:
    """Read pytest's own report; a run that broke off is a failure, whatever it counted."""
    if not report.exists():
        return Count(failed=1)
    root, total = ElementTree.parse(report).getroot(), Count()
    for suite in root.iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        reasons = frozenset(each.get("message", "") for each in suite.iter("skipped"))
        total += Count(tests - skipped - failed, failed, skipped, reasons)
    broke_off = code != 0 and not total.failed
    return total + Count(failed=int(broke_off))


def steps(*, lint_only: bool) -> list[Step]:
    """What to run here: the second run only where there is a PostgreSQL, or must be."""
    if lint_only:
        return CHECKS
    second = servers.required() or not servers.lacking("postgres")
    return [*CHECKS, TESTS, *([ON_POSTGRES] if second else [])]


def main(*arguments: str) -> int:
    """Run all, print the closing lines, and return the exit status."""
    todo = steps(lint_only="lint" in arguments)
    with TemporaryDirectory(dir=environment.VAR_DIR) as name:
        folder = Path(name)
        results = {step.name: run(step, folder) for step in todo if not step.pytest}
        tests = [step for step in todo if step.pytest]
        results |= dict(zip((s.name for s in tests), run_together(tests, folder), strict=True))
    failed = [name for name, result in results.items() if result.failed]
    total = sum(results.values(), Count())
    print()
    if total.reasons:
        print(f"Not run: {'; '.join(sorted(total.reasons))}.")
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    print(total, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
