"""The page's head, read in the order that Zotero's translators keep."""

from typing import Any

import pytest
from django.test import Client

from archive.citing.embedded import embedded
from archive.citing.names import Name
from archive.models import Article
from tests.archive.citing.making import make_hostile, make_translation
from tests.archive.citing.zotero import Item, file
from tests.factories import ENGINE, make_article, make_source, publish
from tests.factories import make_translation as word

MACHINE = ("translator", "", ENGINE)


def filed(client: Client, article: Article, rest: str = "") -> Item:
    address = f"/articles/{article.pk}/{rest}" if rest else article.get_absolute_url()
    return file(client.get(address).content.decode())


def translated(byline: str = "Jean Dupont", **fields: Any) -> Article:
    article = make_article(source=make_source("la-revue"), capture={"byline": byline}, **fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


@pytest.mark.django_db
class TestZotero:
    @pytest.mark.parametrize("rest", ["", "v1/"])
    def test_page_is_filed_as_a_newspaper_article(self, rosa: Client, rest: str) -> None:
        article = translated()
        item = filed(rosa, article, rest)
        assert item.type == "newspaperArticle"
        assert item.creators == [("author", "Jean", "Dupont"), MACHINE]
        assert {name: item.fields[name] for name in ("title", "publicationTitle", "date")} == {
            "title": "The bridge reopens",
            "publicationTitle": "La revue",
            "date": "2024-10-23",
        }
        assert item.fields["language"] == "en"

    def test_edition_is_filed_at_its_permalink(self, rosa: Client) -> None:
        article = translated()
        fields = filed(rosa, article).fields
        assert fields["url"].endswith(f"/articles/{article.pk}/v1/")
        assert (fields["edition"], fields["extra"]) == ("1", "Original Title: Le pont rouvre")

    def test_each_author_is_one_creator(self, rosa: Client) -> None:
        item = filed(rosa, translated("Jean Dupont et Anne de La Tour avec AFP"))
        assert item.creators == [
            ("author", "Jean", "Dupont"),
            ("author", "Anne", "de La Tour"),
            ("author", "", "AFP"),
            MACHINE,
        ]

    @pytest.mark.parametrize("byline", ["La rédaction", "Agence France-Presse", "notre envoyé"])
    def test_newsroom_is_not_taken_for_a_surname(self, rosa: Client, byline: str) -> None:
        assert filed(rosa, translated(byline)).creators == [("author", "", byline), MACHINE]

    def test_unsigned_article_has_only_its_translator(self, rosa: Client) -> None:
        assert filed(rosa, translated("")).creators == [MACHINE]

    def test_day_of_receipt_is_not_taken_for_the_date(self, rosa: Client) -> None:
        assert filed(rosa, translated(published_on=None)).fields["date"] == "n.d."

    def test_untranslated_article_is_filed_in_french(self, rosa: Client) -> None:
        item = filed(rosa, make_article(capture={"byline": "Jean Dupont"}))
        assert (item.type, item.fields["language"]) == ("newspaperArticle", "fr")
        assert item.fields["title"] == "Le pont rouvre"
        assert item.creators == [("author", "Jean", "Dupont")]

    def test_persons_translate_under_the_archives_name(self, rosa: Client) -> None:
        article = translated()
        for segment in article.segments.all():
            word(segment, "Reworded.", state="edited", origin="editor")
        publish(article)
        assert filed(rosa, article).creators[1:] == [("translator", "", "Passerelle")]

    def test_markup_in_a_headline_stays_in_its_place(self, rosa: Client) -> None:
        attack = '"><meta name="citation_journal_title" content="x">'
        article = make_article(title=attack)
        publish(article, {attack: attack})
        item = filed(rosa, article)
        assert (item.type, item.fields["title"]) == ("newspaperArticle", attack)


@pytest.mark.parametrize(
    "engine", [ENGINE, "translate-fr_en 1.9 (a78961a045ef)", "translate-fr_en 1.9.1 (0a)"]
)
def test_machine_is_taken_whole_with_its_version(engine: str) -> None:
    work = make_translation(authors=(), translators=(engine,))
    page = "".join(f'<meta name="{name}" content="{value}">' for name, value in embedded(work))
    assert file(f"<html><head>{page}</head></html>").creators == [("translator", "", engine)]


def test_a_name_of_words_is_taken_whole() -> None:
    work = make_translation(translators=("Machine translation",), authors=(Name("Le, la"),))
    told = dict(embedded(work))
    assert (told["z:translators"], told["bib:authors"]) == ("Machine translation,", "Le – la,")
    assert told["DC.creator"] == "Le, la"


def test_names_that_mislead_are_never_there() -> None:
    misleading = {"citation_author", "citation_journal_title", "DC.contributor", "DC.source"}
    for seed in range(100):
        for work in make_hostile(seed):
            assert misleading.isdisjoint(name for name, _ in embedded(work))
