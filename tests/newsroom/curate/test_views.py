"""What editors do to an article as a whole, and adding articles."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.models import Article, Job, Page, Tag
from tests.factories import make_article, make_source, publish
from tests.newsroom.curate.test_adding import TEXT
from tests.newsroom.staff import signed_in
from tests.newsroom.wire.pages import PATH, TITLE, show
from tests.newsroom.wire.pages import TEXT as LIGHTHOUSE
from tests.press import Press

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def article() -> Article:
    found = make_article()
    publish(found)
    return found


def send(client: Client, address: str, data: dict[str, str]) -> tuple[int, str]:
    answer = client.post(address, data, follow=True)
    return answer.status_code, answer.content.decode()


def test_unknown_article_is_not_found(client: Client) -> None:
    assert client.get("/desk/articles/99/").status_code == 404
    assert client.post("/desk/articles/99/hide/").status_code == 404


def act(client: Client, article: Article, name: str, **data: str) -> str:
    article.refresh_from_db()
    sent = {"version": str(article.version), **data}
    page = send(client, f"/desk/articles/{article.pk}/{name}/", sent)[1]
    article.refresh_from_db()
    return page


def test_acts_from_the_page(client: Client, article: Article) -> None:
    assert "Readers see article" in act(client, article, "publish")
    assert "Withdrawn: its address" in act(
        client, article, "withdraw", **{"withdraw-reason": "No."}
    )
    assert "Put back" in act(client, article, "put-back")
    assert "Hidden: readers" in act(client, article, "hide")
    assert "Published." in act(client, article, "publish")
    assert "Queued for translation" in act(client, article, "retranslate")
    assert Job.objects.filter(key=str(article.pk), state="queued").exists()


def test_withdrawing_without_a_reason_is_refused(client: Client, article: Article) -> None:
    assert "Not done." in act(client, article, "withdraw")
    assert article.state == "live"


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 30, "²"])
def test_act_on_no_version_is_a_conflict(client: Client, article: Article, version: str) -> None:
    page = send(client, f"/desk/articles/{article.pk}/hide/", {"version": version})[1]
    assert "changed by someone else" in page
    article.refresh_from_db()
    assert article.state == "live"


def test_unknown_act_is_not_found(client: Client, article: Article) -> None:
    assert client.post(f"/desk/articles/{article.pk}/burn/").status_code == 404
    assert client.get(f"/desk/articles/{article.pk}/hide/").status_code == 405


def test_tags_from_the_page(client: Client, article: Article) -> None:
    Tag.objects.create(kind="place", slug="france", label_en="France")
    assert "Tagged: France." in act(client, article, "add-tags", **{"tags-names": "france"})
    assert "There is no tag “Oz”." in act(client, article, "add-tags", **{"tags-names": "Oz"})
    assert "is off" in act(client, article, "remove-tag", tag="france")
    assert "There is no such tag." in act(client, article, "remove-tag", tag="oz")


def store(client: Client, page: Any) -> Any:
    """Store what the page previews."""
    sealed = {"sealed": page.context["sealed"]}
    return client.post("/desk/articles/add/store/", sealed, follow=True)


def test_adding_shows_first_and_stores_then(client: Client) -> None:
    page = client.post("/desk/articles/add/", {"source": "files", "text": TEXT})
    shown = page.content.decode()
    assert "A new article" in shown
    assert "12 March 2024, given by the document" in shown
    assert "« C’est une joie" in shown
    assert not Article.objects.exists()
    stored = store(client, page)
    assert "Stored 1 article, 0 unchanged, 0 refused." in stored.content.decode()
    assert stored.redirect_chain[-1][0] == f"/desk/articles/{Article.objects.get().pk}/"


def test_adding_a_file_with_many_stories(client: Client) -> None:
    said = "Le pont a rouvert mardi matin après des mois de travaux. " * 3
    rows = [json.dumps({"ref": n, "title": f"Titre {n}", "text": said + n}) for n in ("a", "b")]
    file = SimpleUploadedFile("deux.jsonl", "\n".join(rows).encode())
    page = client.post("/desk/articles/add/", {"source": "files", "text": "", "file": file})
    assert len(page.context["previews"]) == 2
    stored = store(client, page)
    assert "Stored 2 articles" in stored.content.decode()
    assert stored.redirect_chain[-1][0] == "/admin/archive/article/"


def test_refused_text_stays_in_the_form(client: Client) -> None:
    english = "The bridge opened again on Tuesday and everybody in the town was glad of it. " * 3
    page = client.post("/desk/articles/add/", {"source": "files", "text": english})
    assert "It looks like English, not French." in page.content.decode()
    assert english.strip() in page.content.decode()
    assert 'name="sealed"' not in page.content.decode()


def test_nothing_given_is_said(client: Client) -> None:
    page = client.post("/desk/articles/add/", {"source": "files", "text": ""})
    assert page.status_code == 422
    assert "one of the three" in page.content.decode()


def test_address_is_shown_first_and_stored_then(client: Client, open_press: Press) -> None:
    show(open_press, *LIGHTHOUSE)
    sent = {"source": "files", "text": "", "address": f"{open_press.origin()}{PATH}"}
    page = client.post("/desk/articles/add/", sent)
    assert TITLE in page.content.decode()
    assert not Article.objects.exists()
    open_press.forget()
    assert "Stored 1 article, 0 unchanged, 0 refused." in store(client, page).content.decode()
    assert open_press.asked == []
    assert Page.objects.get().article == Article.objects.get()


def test_address_that_gives_nothing_stays_in_the_form(client: Client, open_press: Press) -> None:
    address = f"{open_press.origin()}/nothing"
    page = client.post("/desk/articles/add/", {"source": "files", "text": "", "address": address})
    assert page.status_code == 422
    assert "404" in page.content.decode()
    assert f'value="{address}"' in page.content.decode()


def test_forged_preview_stores_nothing(client: Client) -> None:
    answer = client.post("/desk/articles/add/store/", {"sealed": "forged"}, follow=True)
    assert "Preview the text again." in answer.content.decode()
    assert not Article.objects.exists()


def test_largest_file_comes_through_its_preview(client: Client) -> None:
    make_source("files")
    noise = bytes(n * 7919 % 251 for n in range(5 * 1024 * 1024 - len(TEXT.encode()) - 2))
    raw = TEXT.encode() + b"\n\n" + noise.replace(b"\x00", b"a")
    file = SimpleUploadedFile("grand.txt", raw)
    page = client.post("/desk/articles/add/", {"source": "files", "text": "", "file": file})
    assert page.status_code == 200
    sealed = page.context["sealed"]
    answer = client.post("/desk/articles/add/store/", {"sealed": sealed})
    assert answer.status_code == 302
