"""`make test`: every check and every test, and one closing line. `make lint`: the checks alone.

A check that fails stops nothing: all run, and all that failed are named at the end.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
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
# Many tests wait for a process or a clock: one process more than processors keeps these busy.
PYTEST = ["-m", "pytest", "-q", f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=worksteal"]
TESTS = Step("tests", PYTEST, pytest=True)
ON_POSTGRES = Step("tests on PostgreSQL", [*PYTEST, "--database=postgres"], pytest=True)


def run(step: Step, folder: Path) -> Count:
    """Run one step, its output shown as it comes."""
    report = folder / f"{step.name}.xml"
    command = [sys.executable, *step.arguments]
    command += [f"--junitxml={report}"] if step.pytest else []
    print(f"\n== {step.name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    result = counted(report, code) if step.pytest else Count(int(code == 0), int(code != 0))
    print(f"== {step.name}: {result} in {time.monotonic() - started:.0f} s", flush=True)
    return result


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
    with TemporaryDirectory(dir=environment.VAR_DIR) as folder:
        results = {step.name: run(step, Path(folder)) for step in todo}
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
