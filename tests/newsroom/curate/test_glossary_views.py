"""The pages of the glossary."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Batch, BatchItem
from newsroom.curate.terms import Change, Facts
from newsroom.models import Term
from tests.newsroom.curate.worded import (
    GREVE,
    OTHER,
    STRIKE,
    add,
    article,
    articles,
    persons,
    term,
    work,
)
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
FORM: dict[str, Any] = {
    "french": "grève",
    "english": "strike",
    "part": "noun",
    "forbidden": "everg",
    "note": "",
}


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


def page(client: Client, address: str, status: int = 200, **data: Any) -> str:
    """The answer to a form, or without one the page."""
    here = f"/desk/glossary/{address}"
    answer = client.post(here, data, follow=True) if data else client.get(here)
    assert answer.status_code == status
    return answer.content.decode()


def carried(*changes: Change) -> str:
    return json.dumps([change.as_json() for change in changes])


def was(row: Term) -> str:
    return json.dumps(Facts.of(row).as_json())


def test_adding_shows_what_it_touches_and_changes_nothing(client: Client) -> None:
    held = article(GREVE, OTHER)
    shown = page(client, "add/", **FORM)
    assert "1 sentence of 1 article" in shown
    assert "1 will be translated again." in shown
    assert GREVE in shown
    assert OTHER not in shown
    assert f"/desk/articles/{held.pk}/" in shown
    assert not Term.objects.exists()
    assert not Batch.objects.exists()


def test_what_replacing_alone_would_do_is_told(client: Client) -> None:
    article(GREVE)
    assert "Likely" in page(client, "add/", **FORM)


def test_persons_wording_is_told_apart(client: Client, edith: User) -> None:
    held = article(GREVE)
    persons(held.segments.get(text=GREVE), "The walkout goes on.", edith)
    shown = page(client, "add/", **FORM)
    assert "0 will be translated again." in shown
    assert "A person’s wording: it stays, and is flagged." in shown


def test_applying_leads_to_the_change_with_each_sentence(client: Client) -> None:
    article(GREVE, OTHER)
    new = Change(None, STRIKE)
    shown = page(client, "apply/", changes=carried(new))
    assert "The glossary was changed. It can be undone for seven days." in shown
    assert "being looked through" in shown
    work()
    batch = Batch.objects.get()
    shown = page(client, f"changes/{batch.pk}/")
    assert "Done: 1 article." in shown
    assert "<del>everg</del>" in shown
    assert "<ins>strike</ins>" in shown
    assert OTHER not in shown


def test_undo_puts_the_terms_back_and_says_so(client: Client) -> None:
    article(GREVE)
    page(client, "apply/", changes=carried(Change(None, STRIKE)))
    work()
    batch = Batch.objects.get()
    assert "The terms are as before" in page(client, f"changes/{batch.pk}/undo/", sure="yes")
    work()
    shown = page(client, f"changes/{batch.pk}/")
    assert "The former wordings stand again in 1 article." in shown
    assert not Term.objects.exists()
    assert "That was undone already." in page(client, f"changes/{batch.pk}/undo/", sure="yes")


def test_changing_and_deleting_show_what_they_touch(client: Client, edith: User) -> None:
    row = term(edith)
    article(GREVE)
    changed: dict[str, Any] = {**FORM, "english": "walkout", "was": was(row)}
    assert "1 sentence of 1 article" in page(client, f"{row.pk}/", **changed)
    assert "Becomes" in page(client, f"{row.pk}/", **changed)
    assert "Removed" in page(client, f"{row.pk}/delete/", was=was(row))
    assert Term.objects.get().english == "strike"


def test_saving_the_same_changes_nothing(client: Client, edith: User) -> None:
    row = term(edith)
    assert "Nothing was changed." in page(client, f"{row.pk}/", **FORM, was=was(row))


def test_who_was_slower_is_told(client: Client, edith: User) -> None:
    row = term(edith)
    stale = Change(Facts.of(row), Facts("grève", "walkout"), row.pk)
    Term.objects.update(english="stoppage")
    shown = page(client, "apply/", 409, changes=carried(stale))
    assert "changed by someone else in the meantime" in shown
    assert Term.objects.get().english == "stoppage"


@pytest.mark.parametrize("told", ["", "x", "{}", "[1]", '[{"before": 1}]', '[{"after": {}}]', "[]"])
def test_broken_changes_are_refused(client: Client, told: str) -> None:
    assert 'role="alert"' in page(client, "apply/", 422, changes=told)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("english", "", "required"),
        ("french", "!", "Write the French of the term."),
        ("forbidden", "strikes", "it is a form of “strike” itself"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, field: str, value: str, words: str
) -> None:
    shown = page(client, "add/", 422, **{**FORM, "note": "kept <b>", field: value})
    assert words in shown
    assert "kept &lt;b&gt;" in shown


def test_add_form_is_filled_from_the_address(client: Client) -> None:
    assert 'value="grève"' in page(client, "add/?french=grève")


def test_counting_goes_on_where_it_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no time at all each request looks through one step."""
    monkeypatch.setattr("newsroom.curate.glossary_impact.SECONDS", -1.0)
    monkeypatch.setattr("newsroom.curate.glossary_touched.STEP", 1)
    articles(3, GREVE)
    shown, told = page(client, "add/", **FORM), []
    for _ in range(4):
        told.append("So far:" in shown)
        so_far = shown.partition('name="so_far" value="')[2].partition('"')[0]
        data: dict[str, Any] = {"changes": carried(Change(None, STRIKE))}
        data["so_far"] = so_far.replace("&quot;", '"')
        shown = page(client, "impact/", **data) if told[-1] else shown
    assert told == [True, True, True, False]
    assert "3 sentences of 3 articles" in shown


def test_sentences_are_shown_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.curate.glossary_impact.ROWS", 2)
    made = articles(3, GREVE)
    first = page(client, "add/", **FORM)
    assert first.count(GREVE) == 2
    data: dict[str, Any] = {
        "changes": carried(Change(None, STRIKE)),
        "begin": str(made[1].pk),
    }
    second = page(client, "impact/", **data)
    assert second.count(GREVE) == 1
    assert "Show the next" not in second
    assert "3 sentences of 3 articles" in second


def upload(client: Client, text: str, status: int = 200) -> str:
    file = SimpleUploadedFile("terms.csv", text.encode())
    answer = client.post("/desk/glossary/import/", {"file": file})
    assert answer.status_code == status
    return answer.content.decode()


def test_file_is_previewed_line_by_line(client: Client, edith: User) -> None:
    term(edith)
    term(edith, Facts("pont", "bridge"))
    rows = "french;english\ngrève;walkout\npont;bridge\nport;harbour\nrien;\n"
    shown = upload(client, rows)
    assert "1 new, 1 changed, 1 as they are, 1 refused." in shown
    assert "Write the English of the term." in shown
    assert "Line 5" in shown
    assert "See what it touches" in shown
    assert Term.objects.count() == 2


def test_file_that_is_none_is_one_sentence(client: Client) -> None:
    shown = upload(client, "a,b\n1,2\n", 422)
    assert "The first line must name the columns" in shown


def test_exported_file_comes_back_as_no_change(client: Client, edith: User) -> None:
    term(edith, Facts("=1+1", "-strike; x", ("@a", "b, c"), "phrase", "two\nlines"))
    term(edith)
    answer = client.get("/desk/glossary/export/")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in text
    assert "0 new, 0 changed, 2 as they are, 0 refused." in upload(client, text)


@pytest.mark.parametrize("group", ["moderator", ""])
def test_glossary_is_for_those_who_may(client: Client, group: str) -> None:
    other = member("other", *([group] if group else []))
    for address in ("", "add/", "import/", "export/"):
        assert other.get(f"/desk/glossary/{address}").status_code == 403


def test_operator_sees_and_changes_nothing(edith: User) -> None:
    row = term(edith)
    operator = member("olga", "operator")
    shown = operator.get("/desk/glossary/").content.decode()
    assert "grève" in shown
    assert "Add a term" not in shown
    assert operator.get(f"/desk/glossary/{row.pk}/").status_code == 403
    data = {"changes": carried(Change(Facts.of(row), None, row.pk))}
    assert operator.post("/desk/glossary/apply/", data).status_code == 403
    assert Term.objects.exists()


def test_search_finds_french_without_accents_and_english(client: Client, edith: User) -> None:
    term(edith)
    term(edith, Facts("pont", "bridge", (), "noun"))
    for query in ("q=greve", "q=STRIKE"):
        shown = page(client, f"?{query}")
        assert "grève" in shown
        assert "bridge" not in shown
    assert "No term is like that." in page(client, "?part=verb")


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, address)
    return len(captured)


@pytest.mark.embedded
@pytest.mark.parametrize("address", ["", "changes/{}/"], ids=["list", "change"])
def test_pages_cost_the_same_queries(client: Client, edith: User, address: str) -> None:
    """However many terms, changes and sentences there are."""

    def batch_of(many: int) -> Batch:
        articles(many, *(f"Le mot {n} de {many}." for n in range(many)))
        made = add(edith, *(Facts(f"mot {n} de {many}", "word") for n in range(many)))
        work()
        return made

    first = batch_of(1)
    asked(client, address.format(first.pk))
    few = asked(client, address.format(first.pk))
    second = batch_of(6)
    assert BatchItem.objects.filter(batch=second).count() == 6
    assert asked(client, address.format(second.pk)) == few
