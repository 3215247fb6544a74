"""`manage.py ingest` and `manage.py ingest_samples`, as an operator sees them."""

import io
import json
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive import ledger
from archive.models import Article, Capture, Job, Source
from newsroom.management.commands import ingest
from tests.blockade import Blockade
from tests.newsroom.ingest.texts import ENGLISH, FRENCH, SECOND, THIRD
from tests.sites import Site

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "samples" / "000_d51d13384d74c1f2.txt"


def run(*words: object, command: str = "ingest") -> tuple[int, str, list[str]]:
    """Exit status, closing lines and the lines of standard error."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(command, *map(str, words), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(str(end.code))
    return status, out.getvalue(), err.getvalue().splitlines()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "1.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "2.txt").write_text(f"{SECOND}\n{THIRD}", encoding="utf-8")
    return tmp_path


def test_folder_is_stored_and_summed_up(inbox: Path) -> None:
    assert run(inbox) == (0, "Stored 2 articles, 0 unchanged, 0 refused.\n", [])
    assert Article.objects.published().count() == 2


def test_same_folder_twice_stores_once(inbox: Path) -> None:
    run(inbox)
    assert run(inbox) == (0, "Stored 0 articles, 2 unchanged, 0 refused.\n", [])
    assert Capture.objects.count() == 2


def test_changed_file_is_named_as_changed(inbox: Path) -> None:
    run(inbox)
    (inbox / "1.txt").write_text(f"{FRENCH} {THIRD}", encoding="utf-8")
    assert run(inbox)[1] == "Stored 0 articles, 1 changed, 1 unchanged, 0 refused.\n"


def test_refused_files_are_listed_and_the_others_are_stored(inbox: Path) -> None:
    (inbox / "3.txt").write_text(ENGLISH, encoding="utf-8")
    (inbox / "4.txt").touch()
    line = json.dumps({"ref": "a", "text": f"{THIRD} {SECOND}"})
    (inbox / "5.jsonl").write_text(f"{line}\n{{", encoding="utf-8")
    status, out, err = run(inbox)
    assert (status, out) == (1, "Stored 3 articles, 0 unchanged, 3 refused.\n")
    assert err == [
        f"{inbox}/3.txt: It looks like English, not French.",
        f"{inbox}/4.txt: It is empty.",
        f"{inbox}/5.jsonl, line 2: Line 2 is not valid JSON: "
        "Expecting property name enclosed in double quotes at column 2.",
    ]


def test_warning_is_shown_and_is_no_refusal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le maire s'en va.", encoding="utf-8")
    status, _, err = run(tmp_path)
    assert status == 0
    assert err == [
        f"{tmp_path}/a.txt: Warning: It has fewer than 20 words, too few to tell its language."
    ]


def test_unknown_source_stops_with_the_known_ones(inbox: Path) -> None:
    Source.objects.create(slug="agence", name="Agence")
    with pytest.raises(CommandError, match="Known sources: agence, files"):
        run(inbox, "--source", "gazette")
    assert run(inbox, "--source", "agence")[0] == 0
    assert set(Article.objects.values_list("source__slug", flat=True)) == {"agence"}


def test_samples_are_stored_once_and_are_marked() -> None:
    assert run(command="ingest_samples") == (0, "Stored 13 articles, 0 unchanged, 0 refused.\n", [])
    assert run(command="ingest_samples")[1] == "Stored 0 articles, 13 unchanged, 0 refused.\n"
    marks = [
        f"{article.capture.byline} {article.capture.date_evidence}"
        for article in Article.objects.select_related("capture")
        if article.capture
    ]
    assert len(marks) == 13
    assert [mark for mark in marks if "exemple rédigé" not in mark.lower()] == []
    lengths = {article.segments.alive().count() for article in Article.objects.all()}
    assert min(lengths) >= 6
    assert max(lengths) <= 15


def test_nothing_is_asked_of_the_network(no_network: Blockade) -> None:
    run(SAMPLE)
    run(command="ingest_samples")
    assert Article.objects.count() == 14
    assert no_network.attempts == []


@pytest.mark.embedded
def test_page_without_text_is_one_line_of_refusal(embedded_site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>", encoding="utf-8")
    done = embedded_site.manage("ingest", str(tmp_path / "a.html"))
    assert done.returncode == 1
    assert done.stdout == "Stored 0 articles, 0 unchanged, 1 refused.\n"
    assert done.stderr == f"{tmp_path}/a.html: It holds no article text.\n"


def test_waiting_ends_when_all_is_translated(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: ledger.run_due("translate"))
    status, out, err = run(inbox, "--wait")
    assert (status, err) == (0, [])
    assert out.splitlines()[-1] == "Translated 2 articles."
    assert Article.objects.translated().count() == 2


def test_waiting_for_nothing_ends_at_once(inbox: Path) -> None:
    run(inbox)
    assert run(inbox, "--wait")[1].splitlines()[-1] == "Translated 0 articles."


def test_waiting_says_when_no_worker_runs(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    naps = iter([None, None, None])

    def nap(_seconds: float) -> None:
        if next(naps, "over") == "over":
            raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "PATIENCE", -1.0)
    monkeypatch.setattr(time, "sleep", nap)
    status, _, err = run(inbox, "--wait")
    assert status == 130
    assert err == [ingest.NO_WORKER, ingest.STOPPED]
    assert Job.objects.filter(state="queued").count() == 2


def test_waiting_ends_with_one_when_a_translation_is_dead(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_seconds: float) -> None:
        ledger.run_due("translate", at_most=1)
        Job.objects.filter(state="queued").update(state="dead", error="no ink")

    monkeypatch.setattr(time, "sleep", fail)
    status, out, err = run(inbox, "--wait")
    assert (status, out.splitlines()[-1]) == (1, "Translated 1 article.")
    assert err == ["1 article could not be translated; “manage.py jobs” says why."]
