"""The tests mirror the house: each module with something to do has its test file."""

import ast

from tests.house import Source, ours, tracked

# Where a module's tests lie, if not in its mirror image; or why it has none.
ELSEWHERE = {
    "archive/urls.py": "tests/archive/views/",
    "archive/search/documents.py": "tests/archive/search/test_index.py",
    "archive/search/matching.py": "tests/archive/search/test_results.py",
    "archive/search/schema.py": "tests/archive/search/test_results.py",
    "newsroom/urls.py": "tests/archive/views/",
    "newsroom/apps.py": "tests/newsroom/test_line.py",
    "newsroom/celery.py": "tests/newsroom/test_tasks.py",
    "newsroom/translate/abbreviations.py": "tests/newsroom/translate/test_sentences.py",
    "newsroom/gunicorn.py": "tests/newsroom/test_serving.py",
    "newsroom/vendor/make_stubs.py": "tests/test_requirements.py",
}


def test_each_module_has_its_tests() -> None:
    missing = [f"{f.path}: no {mirrors(f)[0]}" for f in ours() if works(f) and not _tested(f)]
    assert not missing, "write them, or say in ELSEWHERE where they are:\n" + "\n".join(missing)


def test_nothing_is_excused_for_nothing() -> None:
    gone = [p for p, w in ELSEWHERE.items() if p not in tracked() or not _exists(w)]
    assert not gone, gone


def works(file: Source) -> bool:
    """Whether it has a function that does something: not only `__str__` or a Protocol's stubs."""
    stubs = {
        id(method)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ClassDef)
        if any(getattr(base, "id", "") == "Protocol" for base in node.bases)
        for method in node.body
    }
    real = [f for f in file.functions() if id(f) not in stubs]
    return any(not (f.name.startswith("__") and f.name.endswith("__")) for f in real)


def mirrors(file: Source) -> list[str]:
    """Where its tests may lie: in its mirror image, or in one file for its whole package."""
    folder, _, name = file.path.rpartition("/")
    if folder.endswith("management/commands"):
        return [f"tests/{folder.split('/')[0]}/test_commands.py"]
    wing, _, package = folder.rpartition("/")
    whole = f"tests/{wing}/test_{package}.py"
    if name == "__init__.py":
        return [whole]
    return [f"tests/{folder}/test_{name.removesuffix('.py')}.py", whole]


def _tested(file: Source) -> bool:
    if file.path in ELSEWHERE:
        return _exists(ELSEWHERE[file.path])
    return any(_exists(path) for path in mirrors(file))


def _exists(path: str) -> bool:
    return any(name == path or name.startswith(path) for name in tracked())
