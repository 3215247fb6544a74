"""`make bench`: every benchmark in turn; exits with 1 if one misses its bar."""

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Run the benches in this folder, each to its end whatever another found."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    missed = []
    for name in names:
        print(f"== {name}", flush=True)
        if import_module(f"tests.benchmarks.{name}").main():
            missed.append(name)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
