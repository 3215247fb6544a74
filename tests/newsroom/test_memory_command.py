"""`manage.py memory`: the memory to a file and from one, with one sentence at the end."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from archive.models import Article, Batch, Translation
from newsroom.translate import tmx
from tests.factories import RECEIVED_AT, make_article, make_source, make_translation, publish
from tests.newsroom.curate.batching import run
from tests.newsroom.staff import in_groups

pytestmark = pytest.mark.django_db
FRENCH, ENGLISH = "Le pont a rouvert mardi.", "The bridge reopened on Tuesday."


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("memory", *words, stdout=out)
    return out.getvalue()


def worded() -> Article:
    article = make_article(title=None, body=[[FRENCH]])
    publish(article)
    return article


def accepted(article: Article) -> None:
    make_translation(article.segments.get(), ENGLISH, origin="editor", state="edited")


@pytest.fixture
def memory(tmp_path: Path) -> str:
    path = tmp_path / "memory.tmx"
    units = [tmx.Unit(FRENCH, ENGLISH), tmx.Unit("Oui.", "Yes.")]
    path.write_text("".join(tmx.written(units, at=RECEIVED_AT)), encoding="utf-8")
    return str(path)


@pytest.fixture
def editor(edith: User) -> User:
    return in_groups(edith, "editor")


def test_memory_is_written_to_a_file(tmp_path: Path) -> None:
    accepted(worded())
    path = tmp_path / "out.tmx"
    assert command("export", str(path)) == f"Wrote 1 sentence pair to {path}.\n"
    with path.open("rb") as file:
        assert [each.english for each in tmx.read(file)] == [ENGLISH]


def test_memory_is_written_to_standard_output() -> None:
    accepted(worded())
    assert ENGLISH in command("export")


def test_memory_of_a_source_is_written(tmp_path: Path) -> None:
    accepted(worded())
    make_source("other")
    assert "Wrote 0 sentence pairs" in command(
        "export", str(tmp_path / "out.tmx"), "--source", "other"
    )


def test_file_is_taken_over_as_a_batch(memory: str, editor: User) -> None:
    worded()
    said = command("import", memory, "--by", "edith")
    batch = run(Batch.objects.get())
    assert said == (
        "1 of 2 pairs word 1 sentence in 1 article; 1 match no sentence and are not kept.\n"
        f"Queued as batch {batch.pk}, which can be undone at the desk.\n"
    )
    assert Translation.objects.filter(text=ENGLISH, author=editor).count() == 1


def test_dry_run_only_says_what_it_would_do(memory: str, editor: User) -> None:
    worded()
    said = command("import", memory, "--by", "edith", "--dry-run")
    assert said.startswith("1 of 2 pairs word 1 sentence")
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["export", "--source", "none"], "There is no source “none”."),
        (["export", "/nowhere/out.tmx"], "cannot be written"),
        (["import", "/nowhere/in.tmx", "--by", "edith"], "cannot be read"),
        (["import", "MEMORY", "--by", "sam"], "sam is no editor."),
        (["import", "MEMORY", "--by", "edith"], "There is no such article"),
    ],
    ids=["source", "unwritable", "unreadable", "editor", "nothing"],
)
def test_what_cannot_be_done_is_one_line(
    words: list[str], reason: str, memory: str, editor: User
) -> None:
    with pytest.raises(CommandError, match=reason):
        command(*(memory if word == "MEMORY" else word for word in words))


def test_file_that_is_no_tmx_is_one_line(tmp_path: Path, editor: User) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html/>")
    with pytest.raises(CommandError, match="begins with “html”"):
        command("import", str(path), "--by", "edith")
