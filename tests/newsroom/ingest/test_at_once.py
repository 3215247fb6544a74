"""Two real processes that take in the same folder at the same time."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT
from tests.sites import Site

COUNTS = """
from archive.models import Article, Capture, Job, Segment
print(*[kind.objects.count() for kind in (Article, Capture, Job)])
print(*sorted(Article.objects.values_list("segments__uid", flat=True).distinct()))
"""


def write(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        text = f"Le quartier numéro {n} fête ses voisins. Il y aura {n} tables dans la rue."
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


def ingest(site: Site, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "manage.py", "ingest", str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, env=site.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def check_once(site: Site, folder: Path) -> None:
    both = [ingest(site, folder) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    stored = [int(out.split()[1]) for out, _ in said]
    unchanged = [int(out.split(", ")[1].split()[0]) for out, _ in said]
    assert (sum(stored), sum(unchanged)) == (30, 30), said
    assert site.python(COUNTS).stdout.splitlines() == ["30 30 30", "1 2"]


@pytest.mark.embedded
def test_two_processes_at_once_store_once(embedded_site: Site, tmp_path: Path) -> None:
    check_once(embedded_site, write(tmp_path / "inbox", 30))


@pytest.mark.postgres
@pytest.mark.redis
def test_two_processes_at_once_store_once_on_postgres(served_site: Site, tmp_path: Path) -> None:
    check_once(served_site, write(tmp_path / "inbox", 30))
