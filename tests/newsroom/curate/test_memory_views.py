"""The memory's page: a file previewed, taken over as a batch, and the export."""

import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article, Batch, Translation
from newsroom.curate import memory_views
from newsroom.translate import tmx
from tests.factories import RECEIVED_AT, make_article, make_source, make_translation, publish
from tests.newsroom.curate.batching import run
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/memory/"
FRENCH, ENGLISH = "Le pont a rouvert mardi.", "The bridge reopened on Tuesday."


@pytest.fixture
def editor(edith: User) -> Client:
    return signed_in(edith, "editor")


def worded(**fields: object) -> Article:
    article = make_article(title=None, body=[[FRENCH]], **fields)  # type: ignore[arg-type]
    publish(article)
    return article


def file(*pairs: tuple[str, str]) -> io.BytesIO:
    made = "".join(tmx.written([tmx.Unit(*pair) for pair in pairs], at=RECEIVED_AT))
    held = io.BytesIO(made.encode())
    held.name = "memory.tmx"
    return held


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def given(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(sealed|form)" value="([^"]*)"', page(answer)))


def exported(editor: Client, query: str = "") -> list[tuple[str, str]]:
    answer = editor.get(f"{PAGE}memory.tmx{query}")
    held = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return [(each.french, each.english) for each in tmx.read(held)]


def test_file_is_previewed_and_nothing_is_done(editor: Client) -> None:
    worded()
    shown = page(editor.post(PAGE, {"file": file((FRENCH, ENGLISH), ("Oui.", "Yes."))}))
    assert "1 of 2 pairs word 1 sentence in 1 article; 1 match no sentence" in shown
    assert FRENCH in shown
    assert ENGLISH in shown
    assert "Word 1 sentence so</button>" in shown
    assert not Batch.objects.exists()


def test_previewed_file_is_taken_over(editor: Client) -> None:
    worded()
    answer = editor.post(
        f"{PAGE}take/", given(editor.post(PAGE, {"file": file((FRENCH, ENGLISH))}))
    )
    batch = run(Batch.objects.get())
    assert answer["Location"] == f"/desk/batches/{batch.pk}/"
    assert Translation.objects.filter(text=ENGLISH, origin="editor").count() == 1
    assert "1 of 1 pairs word 1 sentence" in page(editor.get(answer["Location"]))


def test_sent_twice_is_one_batch(editor: Client) -> None:
    worded()
    sent = given(editor.post(PAGE, {"file": file((FRENCH, ENGLISH))}))
    for _ in range(2):
        editor.post(f"{PAGE}take/", sent)
    assert Batch.objects.count() == 1


def test_file_that_words_nothing_has_no_button(editor: Client) -> None:
    shown = page(editor.post(PAGE, {"file": file((FRENCH, ENGLISH))}))
    assert "are not kept" in shown
    assert "so</button>" not in shown


def test_file_that_is_no_tmx_is_told(editor: Client) -> None:
    held = io.BytesIO(b"<html></html>")
    held.name = "page.html"
    answer = editor.post(PAGE, {"file": held})
    assert answer.status_code == 422
    assert "begins with “html”" in page(answer)


def test_file_that_is_too_large_is_told(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_views, "MOST_BYTES", 10)
    answer = editor.post(PAGE, {"file": file((FRENCH, ENGLISH))})
    assert answer.status_code == 422
    assert "The file is larger than" in page(answer)


def test_no_file_is_told(editor: Client) -> None:
    assert editor.post(PAGE, {}).status_code == 422


@pytest.mark.parametrize("sealed", ["", "forged"])
def test_forged_preview_is_not_taken_over(editor: Client, sealed: str) -> None:
    worded()
    answer = editor.post(f"{PAGE}take/", {"sealed": sealed})
    assert answer["Location"] == PAGE
    assert not Batch.objects.exists()


def test_anothers_preview_is_not_taken_over(editor: Client) -> None:
    worded()
    sent = given(editor.post(PAGE, {"file": file((FRENCH, ENGLISH))}))
    member("other", "editor").post(f"{PAGE}take/", sent)
    assert not Batch.objects.exists()


def test_memory_is_exported(editor: Client) -> None:
    make_translation(worded().segments.get(), ENGLISH, origin="editor", state="edited")
    assert exported(editor) == [(FRENCH, ENGLISH)]


def test_memory_of_a_source_is_exported(editor: Client) -> None:
    mine, _ = make_source("mine"), make_source("other")
    make_translation(worded(source=mine).segments.get(), ENGLISH, origin="editor", state="edited")
    assert exported(editor, "?source=mine") == [(FRENCH, ENGLISH)]
    assert exported(editor, "?source=other") == []
    assert editor.get(f"{PAGE}memory.tmx?source=none").status_code == 404


def test_export_is_a_file_of_its_name(editor: Client) -> None:
    answer = editor.get(f"{PAGE}memory.tmx")
    assert answer["Content-Disposition"] == 'attachment; filename="memory.tmx"'
    assert answer["Content-Type"].startswith("application/x-tmx")


@pytest.mark.parametrize("group", ["moderator", "operator"])
def test_only_editors_exchange_the_memory(group: str) -> None:
    other = member("other", group)
    assert other.get(PAGE).status_code == 403
    assert other.post(f"{PAGE}take/").status_code == 403
    assert other.get(f"{PAGE}memory.tmx").status_code == 403
