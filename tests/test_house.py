"""The laws of the house, read off the tree. Each failure lists what is against the law."""

import ast
import re
from collections.abc import Iterable
from statistics import median, quantiles

import pytest

from tests import house
from tests.house import Source, ours, python_files, read, size, templates, texts, tracked

STAGES = {"ingest", "translate", "tag"}
MAY_SAY_CELERY = {"newsroom/celery.py", "newsroom/tasks.py", "newsroom/__init__.py"}
MODEL_LIBRARIES = ("argostranslate", "ctranslate2", "sentencepiece", "spacy", "stanza", "minisbd")
MAY_HOLD_MODELS = ("newsroom/translate/engines/", "newsroom/tag/")
# What speaks to other machines; the wire alone does, with its guard. Argos' own download is begun
# by hand, and serving.py looks whether a port of this machine is free.
LINES_OUT = ("urllib3", "requests", "httpx", "aiohttp", "http.client", "urllib.request", "socket")
MAY_SPEAK_OUT = ("newsroom/wire/", "newsroom/translate/package_index.py", "newsroom/serving.py")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "services", "service", "misc"}
DOORS = ("LICENSE", "NOTICE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")
WING_DOORS = ("archive/README.md", "newsroom/README.md", "tests/README.md")


def none(violations: Iterable[str], law: str) -> None:
    found = list(violations)
    assert not found, f"{law}:\n" + "\n".join(found)


def test_archive_knows_nothing_of_the_newsroom() -> None:
    files = python_files("archive")
    none((v for f in files for v in f.imported("newsroom")), "archive never imports newsroom")


def test_stages_do_not_know_each_other() -> None:
    def others(file: Source) -> Iterable[str]:
        stage = file.path.split("/")[1]
        if stage in STAGES:
            yield from file.imported(*(f"newsroom.{other}" for other in STAGES - {stage}))

    none((v for f in python_files("newsroom") for v in others(f)), "stages never import each other")


def test_the_wire_stands_before_the_stages_and_knows_only_ingest() -> None:
    stages = (f for f in python_files("newsroom") if f.path.split("/")[1] in STAGES)
    none((v for f in stages for v in f.imported("newsroom.wire")), "no stage imports the wire")
    beyond = ("newsroom.translate", "newsroom.tag", "newsroom.line", "newsroom.curate")
    wire = (f for f in python_files("newsroom") if f.path.startswith("newsroom/wire/"))
    none((v for f in wire for v in f.imported(*beyond)), "the wire imports no stage but ingest")


def test_only_the_wire_speaks_to_other_machines() -> None:
    files = (f for f in ours() if not f.path.startswith(MAY_SPEAK_OUT))
    none((v for f in files for v in f.imported(*LINES_OUT)), "outgoing requests are the wire's")


def test_within_the_wire_only_the_fetching_opens_lines() -> None:
    own = {f"newsroom/wire/{name}.py" for name in ("connecting", "deadline", "fetching", "guard")}
    wire = (f for f in ours() if f.path.startswith("newsroom/wire/") and f.path not in own)
    none((v for f in wire for v in f.imported(*LINES_OUT)), "they ask by fetching.fetch")


def test_only_the_line_knows_all_stages() -> None:
    def known(file: Source) -> set[str]:
        names = [name for _, name in file.imports()]
        return {s for s in STAGES if any(f"{n}.".startswith(f"newsroom.{s}.") for n in names)}

    many = {f.path: sorted(known(f)) for f in python_files("newsroom") if len(known(f)) > 1}
    many.pop("newsroom/line.py", None)
    none((f"{path} knows {stages}" for path, stages in many.items()), "only line.py knows them all")


def test_only_two_modules_say_celery() -> None:
    files = (f for f in ours() if f.path not in MAY_SAY_CELERY)
    none((v for f in files for v in f.imported("celery")), "Celery is celery.py's and tasks.py's")


def test_model_libraries_stay_in_their_rooms() -> None:
    def strangers(file: Source) -> Iterable[str]:
        if not file.path.startswith(MAY_HOLD_MODELS):
            # Argos Translate is also how a package is installed, found and described.
            packages = file.path.startswith("newsroom/translate/package")
            yield from file.imported(*MODEL_LIBRARIES[1 if packages else 0 :])

    none((v for f in ours() for v in strangers(f)), "model libraries stay in engines/ and tag/")


def test_only_the_ledger_catches_everything() -> None:
    def broad(file: Source) -> list[int]:
        handlers = [n for n in ast.walk(file.tree) if isinstance(n, ast.ExceptHandler)]
        return [h.lineno for h in handlers if _names(h.type) & {"", "Exception", "BaseException"}]

    allowed = {"archive/ledger.py": 1}
    found = {f.path: broad(f) for f in ours()}
    none(
        (f"{p}:{lines}" for p, lines in found.items() if len(lines) > allowed.get(p, 0)),
        "one broad except, in archive/ledger.py",
    )


def _names(node: ast.expr | None) -> set[str]:
    if node is None:
        return {""}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def test_there_are_no_drawers() -> None:
    parts = ((name, set(re.split(r"[/.]", name))) for name in tracked() if name.endswith(".py"))
    none((name for name, words in parts if words & DRAWERS), "a file bears a noun")


def test_functions_are_short() -> None:
    all_of_them = [(f.path, node.name, size(node)) for f in ours() for node in f.functions()]
    none((f"{p} {n}: {s} lines" for p, n, s in all_of_them if s > 60), "at most 60 lines")
    sizes = [s for *_, s in all_of_them]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=10)[-1] <= 25


def test_files_are_short() -> None:
    files = {f.path: f.lines for f in (*ours(), *python_files("tests"))}
    none((f"{p}: {n} lines" for p, n in files.items() if n > 400), "at most 400 lines")
    long = [f"{p}: {n} lines" for p, n in files.items() if n > 250]
    assert len(long) <= len(files) / 10, "nine in ten within 250 lines:\n" + "\n".join(long)


def test_templates_are_short_and_hold_no_style_or_script() -> None:
    none((t for t in templates() if read(t).count("\n") > 120), "at most 120 lines")
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.I)
    none(
        (f"{t}: {found.group().strip()}" for t in templates() if (found := inline.search(read(t)))),
        "no inline style or script",
    )


def test_readme_names_every_setting() -> None:
    read_here = {v for f in python_files("newsroom") for v in house.variables_read(f.text)}
    assert {"VAR_DIR", "DATABASE_URL", "REDIS_URL", "TRANSLATION_ENGINE", "PORT"} <= read_here
    named = set(re.findall(r"^\| `([A-Z_]+)`", read("README.md"), re.M))
    internal = {"DJANGO_SETTINGS_MODULE", "PATH"}
    none(sorted(read_here - named - internal), "each setting has a line in README.md")
    none(sorted(named - read_here - {"PYTHON"}), "README.md names no setting that nothing reads")


def test_readme_names_every_make_target() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.M)
    none((t for t in targets if f"make {t}" not in read("README.md") and t != "help"), "in README")


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    def dumb(file: Source) -> Iterable[str]:
        if ast.get_docstring(file.tree) is None and file.text.strip():
            yield f"{file.path}: no docstring"
        for node in _public(file.tree):
            if ast.get_docstring(node) is None:
                yield f"{file.path}:{node.lineno} {node.name}"

    none((v for f in ours() for v in dumb(f)), "public names have a docstring")


def _public(tree: ast.Module) -> Iterable[house.Function | ast.ClassDef]:
    """Public functions and classes at the top of a module, and the public methods of these."""
    for node in tree.body:
        if isinstance(node, house.Function | ast.ClassDef) and not node.name.startswith("_"):
            # Django finds these two by their name, and their module says what they are for.
            if node.name != "Command" and not node.name.endswith("Config"):
                yield node
            if isinstance(node, ast.ClassDef):
                yield from (m for m in node.body if isinstance(m, house.Function) and _own(m))


def _own(method: house.Function) -> bool:
    overrides = {"ready", "handle", "add_arguments", "get_absolute_url"}  # the framework's words
    overload = any(getattr(d, "id", "") in {"overload", "override"} for d in method.decorator_list)
    return not method.name.startswith("_") and method.name not in overrides and not overload


def test_nothing_is_imported_by_star() -> None:
    none(
        (f"{f.path}:{n}" for f in ours() for n, name in f.imports() if name.endswith(".*")), "no *"
    )


def test_there_are_no_django_signals() -> None:
    roots = ("django.dispatch", "django.db.models.signals", "django.core.signals")
    none((v for f in ours() for v in f.imported(*roots)), "no signals")


def test_every_document_is_at_its_door() -> None:
    none((d for d in (*DOORS, *WING_DOORS) if d not in tracked()), "is missing")


FOREIGN = {
    "a machine's path": re.compile(r"/work/|/root/|/home/[a-z]|\.pyenv"),
    "a package registry's host": re.compile(
        r"pypi\.org|pythonhosted|npmjs\.(?:org|com)|deb\.debian"
    ),
    "an unmarked gap": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names(what: str) -> None:
    def finds() -> Iterable[str]:
        for path, text in texts():
            for match in FOREIGN[what].finditer(text):
                yield f"{path}:{text.count(chr(10), 0, match.start()) + 1} {match.group()}"

    here = "tests/test_house.py:"
    none((v for v in finds() if not v.startswith(here)), f"no file names {what}")
