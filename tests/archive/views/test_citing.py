"""Citations as files, and on the page."""

from collections.abc import Callable
from typing import Any

import pytest
import rispy
from django.test import Client
from lxml import html
from pybtex.database import parse_string

from archive.models import Article, Source
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
FORMS = {
    "txt": "text/plain; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
}


def translated(**fields: Any) -> Article:
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


def fetch(client: Client, article: Article, form: str, query: str = "", n: int = 1) -> str:
    answer = client.get(f"/articles/{article.pk}/v{n}/cite.{form}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("form", FORMS)
class TestEachForm:
    def test_it_is_served_as_what_it_is(self, rosa: Client, form: str) -> None:
        answer = rosa.get(f"/articles/{translated().pk}/v1/cite.{form}")
        assert answer["Content-Type"] == FORMS[form]
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies

    @pytest.mark.parametrize("state", [Article.State.HIDDEN, Article.State.SCHEDULED])
    def test_stranger_cannot_cite_what_is_unpublished(
        self, sam: Client, form: str, state: str
    ) -> None:
        article = translated()
        Article.objects.update(state=state, publish_at=article.created_at)
        assert sam.get(f"/articles/{article.pk}/v1/cite.{form}").status_code == 404

    def test_withdrawn_article_says_why(self, sam: Client, form: str) -> None:
        article = translated()
        Article.objects.update(state="withdrawn", withdrawn_reason="Retracted by the agency.")
        answer = sam.get(f"/articles/{article.pk}/v1/cite.{form}")
        assert answer.status_code == 410
        assert "Retracted by the agency." in answer.content.decode()
        assert "bridge" not in answer.content.decode()

    def test_no_such_edition(self, sam: Client, form: str) -> None:
        article = translated()
        for n in ("0", "2", "99999999999999999999"):
            assert sam.get(f"/articles/{article.pk}/v{n}/cite.{form}").status_code == 404

    def test_only_reading_is_allowed(self, sam: Client, form: str) -> None:
        assert sam.post(f"/articles/{translated().pk}/v1/cite.{form}").status_code == 405

    def test_headline_only_source_may_be_cited(self, rosa: Client, form: str) -> None:
        source = make_source("courrier", display=Source.Display.METADATA)
        told = fetch(rosa, translated(source=source), form)
        assert "The bridge reopens" in told
        assert "riverains" not in told


def test_other_forms_do_not_exist(sam: Client) -> None:
    article = translated()
    for form in ("xml", "RIS", "txt-", "0"):
        assert sam.get(f"/articles/{article.pk}/v1/cite.{form}").status_code == 404


@pytest.mark.parametrize("form", ["ris", "bib"])
def test_file_is_named_after_the_edition(rosa: Client, form: str) -> None:
    article = translated()
    answer = rosa.get(f"/articles/{article.pk}/v1/cite.{form}")
    name = f"passerelle{article.pk}v1.{form}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def ris_titles(told: str) -> list[str]:
    return [record["title"] for record in rispy.loads(told.replace("\r\n", "\n"))]


def bib_titles(told: str) -> list[str]:
    entries = parse_string(told, "bibtex").entries.values()
    return [entry.fields["title"].strip("{}") for entry in entries]


@pytest.mark.parametrize(("form", "titles"), [("ris", ris_titles), ("bib", bib_titles)])
def test_both_works_or_the_one_asked_for(
    rosa: Client, form: str, titles: Callable[[str], list[str]]
) -> None:
    article = translated()
    english, french = "The bridge reopens", "Le pont rouvre"
    asked = {"": [english, french], "?of=original": [french], "?of=translation": [english]}
    for query, wanted in (asked | {"?of=<x>": [english, french]}).items():
        assert titles(fetch(rosa, article, form, query)) == wanted


def test_each_edition_is_cited_as_it_was(rosa: Client) -> None:
    article = translated()
    make_translation(article.segments.get(uid=2), "Reworded.", state="edited", origin="editor")
    publish(article)
    first, second = (fetch(rosa, article, "txt", "?of=translation", n) for n in (1, 2))
    assert "edition 1" in first
    assert "reviewed" not in first
    assert "partly reviewed" in second
    assert "edition 2" in second


class TestPage:
    def test_it_says_what_the_text_file_says(self, rosa: Client) -> None:
        article = translated(capture={"byline": "Jean Dupont"}, canonical_url="https://a.example/1")
        page = html.document_fromstring(rosa.get(article.get_absolute_url()).content.decode())
        for name in ("original", "translation"):
            shown = page.get_element_by_id(f"cite-{name}").text_content()
            assert shown == fetch(rosa, article, "txt", f"?of={name}").strip()

    def test_every_file_can_be_reached_without_scripts(self, rosa: Client) -> None:
        article = translated()
        page = html.document_fromstring(rosa.get(article.get_absolute_url()).content.decode())
        links = page.xpath("//a/@href")
        for form in FORMS:
            assert f"/articles/{article.pk}/v1/cite.{form}" in links

    def test_button_waits_for_the_script(self, rosa: Client) -> None:
        page = html.document_fromstring(rosa.get(translated().get_absolute_url()).content.decode())
        buttons = page.xpath("//button[@data-copies]")
        assert [button.get("data-copies") for button in buttons] == [
            "cite-original",
            "cite-translation",
        ]
        assert all("hidden" in button.attrib for button in buttons)
        (script,) = page.xpath("//script[contains(@src, 'citing.js')]")
        assert "defer" in script.attrib

    def test_pending_article_has_no_edition_to_cite(self, rosa: Client) -> None:
        page = rosa.get(make_article().get_absolute_url()).content.decode()
        assert "citing.js" not in page
        assert "cite-original" not in page
