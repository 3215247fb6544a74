"""Reading the tree: what the tests of the house's laws look at."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".md", ".html", ".css", ".js", ".txt", ".toml", ".in", ".json", ".xml", ".svg", ""}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file of ours: `path` is relative to the root, with slashes."""

    path: str

    @cached_property
    def text(self) -> str:
        """What it says."""
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """What it means."""
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """Its dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        """How long it is."""
        return self.text.count("\n")

    def functions(self) -> list[Function]:
        """Every function and method in it, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of each import; `from a import b` gives both `a` and `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                yield node.lineno, base
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.module.split(".")
        keep = len(package) - node.level + self.path.endswith("__init__.py")
        return ".".join([*package[:keep], *filter(None, [node.module])])

    def imported(self, *roots: str) -> Iterator[str]:
        """`path:line imports name` for imports of one of the names or of what lies under it."""
        for line, name in self.imports():
            if any(name == root or name.startswith(f"{root}.") for root in roots):
                yield f"{self.path}:{line} imports {name}"


@lru_cache
def tracked() -> tuple[str, ...]:
    """Every file that git keeps or would keep, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert listed.returncode == 0, listed.stderr
    return tuple(sorted(name for name in set(listed.stdout.split("\n")) if (ROOT / name).is_file()))


@lru_cache
def python_files(*wings: str) -> tuple[Source, ...]:
    """The Python files under these folders, migrations left out."""
    return tuple(
        Source(name)
        for name in tracked()
        if name.endswith(".py") and name.split("/")[0] in wings and "/migrations/" not in name
    )


def ours() -> tuple[Source, ...]:
    """The Python files of both wings."""
    return python_files("archive", "newsroom")


def templates() -> list[str]:
    """Every HTML template, relative to the root."""
    return [name for name in tracked() if name.startswith("templates/") and name.endswith(".html")]


def texts() -> Iterator[tuple[str, str]]:
    """Path and contents of every tracked file that people write."""
    for name in tracked():
        if Path(name).suffix in TEXT and not name.startswith("tests/samples/"):
            yield name, (ROOT / name).read_text(encoding="utf-8", errors="replace")


def read(name: str) -> str:
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def size(function: Function) -> int:
    """Its length in lines, decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def variables_read(text: str) -> set[str]:
    """The environment variables that Python code reads."""
    found = re.findall(
        r"""(?:env\.\w+|os\.environ\.get|os\.getenv|env|environ\.get)\(\s*["']([A-Z_]+)["']""", text
    )
    return set(found) | set(re.findall(r"""os\.environ\[["']([A-Z_]+)["']\](?!\s*=)""", text))
