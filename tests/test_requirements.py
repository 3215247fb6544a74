"""What is installed: pinned, hashed, without PyTorch, and the same wheels every time."""

import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.vendor import make_stubs
from tests.house import ROOT, read

RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
FILES = [RUNTIME, DEVELOPMENT]
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)( ; [^\\]+)?", re.M)


def pins(name: str) -> set[tuple[str, ...]]:
    """Name, version and condition of each pin."""
    return {tuple(part.strip() for part in pin) for pin in PIN.findall(read(name))}


@pytest.mark.parametrize("name", FILES)
def test_every_pin_is_hashed(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", read(name))
    bare = [b.split("\n")[0] for b in blocks if "==" in b and "--hash=sha256:" not in b]
    assert len(pins(name)) > 50
    assert bare == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_brings_pytorch(name: str) -> None:
    heavy = re.compile(r"^(torch|nvidia|triton|cuda|tensorflow|transformers)")
    assert [pin for pin in pins(name) if heavy.match(pin[0])] == []


@pytest.mark.parametrize("name", FILES)
def test_no_index_is_named(name: str) -> None:
    assert re.findall(r"://|--index|--extra-index", read(name)) == []
    assert re.findall(r"^--find-links (.*)$", read(name), re.M) == ["./newsroom/vendor"]


def test_both_files_pin_the_same() -> None:
    assert pins(RUNTIME) <= pins(DEVELOPMENT)


@pytest.mark.parametrize("wanted", ["requirements.in", "requirements-dev.in"])
def test_all_that_is_asked_for_is_pinned(wanted: str) -> None:
    asked = re.findall(r"^([A-Za-z][A-Za-z0-9_-]*)", read(wanted), re.M)
    pinned = {name for name, *_ in pins(wanted.replace(".in", ".txt"))}
    assert [name for name in asked if name.lower().replace("_", "-") not in pinned] == []


def test_what_is_installed_is_what_is_pinned() -> None:
    here = {"stanza", "minisbd", "argostranslate", "django", "celery", "ctranslate2", "babel"}
    pinned = {name: version for name, version, _ in pins(RUNTIME) if name in here}
    assert {name: importlib.metadata.version(name) for name in here} == pinned


def test_environment_is_consistent() -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_stand_in_wheels_are_made_byte_for_byte(tmp_path: Path) -> None:
    made = {wheel.name: wheel.read_bytes() for wheel in make_stubs.main(tmp_path)}
    kept = {path.name: path.read_bytes() for path in (ROOT / "newsroom/vendor").glob("*.whl")}
    assert made == kept


def test_argos_can_be_imported_without_what_it_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys, stanza, minisbd, argostranslate.translate\n"
        "print(stanza.__version__, minisbd.models.list_models(), 'torch' in sys.modules)"
    )
    done = fresh_python(code, tmp_path)
    assert done.stdout == "1.10.1+stub ['en', 'fr'] False\n", done.stderr


@pytest.mark.parametrize("use", ["stanza.Pipeline()", "minisbd.SBDetect()", "stanza.download"])
def test_stand_in_refuses_any_use_with_one_sentence(use: str, tmp_path: Path) -> None:
    done = fresh_python(f"import stanza, minisbd\n{use}", tmp_path)
    assert "Passerelle splits sentences itself." in done.stderr.splitlines()[-1]


def fresh_python(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own: Argos makes folders in HOME when it is imported."""
    command = [sys.executable, "-c", code]
    env = {"PATH": "", "HOME": str(home)}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_licences_are_there() -> None:
    assert "MIT License" in read("LICENSE")
    for owed in ("CC BY 4.0", "CC BY-NC-SA 4.0", "Babelscape", "GeoNames"):
        assert owed in read("NOTICE")
    assert "CC BY-NC-SA 4.0" in read("newsroom/weights/fr_ner/LICENSE")
    for package in ("argostranslate", "ctranslate2", "sentencepiece", "django", "celery"):
        assert package in read("NOTICE").lower()
