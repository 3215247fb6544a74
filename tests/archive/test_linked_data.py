"""schema.org NewsArticle."""

from typing import Any

import pytest

from archive.citing import cite
from archive.linked_data import news_article
from archive.models import Article
from archive.reading import MACHINE_ENGLISH, read
from tests.factories import ENGINE, make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
MACHINE = {
    "@type": "SoftwareApplication",
    "name": ENGINE,
    "applicationCategory": "Machine translation",
}


def told_of(article: Article) -> dict[str, Any]:
    reading = read(article)
    return news_article(reading, cite(reading, archive="Passerelle", address="http://127.0.0.1"))


def translated(**fields: Any) -> Article:
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


def test_english_is_the_article_and_french_the_work_it_translates() -> None:
    source = make_source(homepage="https://a.example/")
    byline = {"byline": "Jean Dupont et la rédaction"}
    article = translated(source=source, canonical_url="https://a.example/1", capture=byline)
    told = told_of(article)
    assert (told["headline"], told["inLanguage"]) == ("The bridge reopens", MACHINE_ENGLISH)
    assert told["url"].endswith(article.get_absolute_url())
    outlet = {"name": "Files", "url": "https://a.example/"}
    assert told["translationOfWork"] == {
        "@type": "NewsArticle",
        "inLanguage": "fr",
        "headline": "Le pont rouvre",
        "publisher": {"@type": "Organization", **outlet},
        "isPartOf": {"@type": "Periodical", **outlet},
        "url": "https://a.example/1",
        "datePublished": "2024-10-23",
        "author": told["author"],
        "workTranslation": {"@type": "NewsArticle", "@id": told["@id"]},
    }


def test_authors_are_persons_organizations_or_left_open() -> None:
    told = told_of(translated(capture={"byline": "Jean Dupont avec AFP"}))
    person = {"name": "Jean Dupont", "givenName": "Jean", "familyName": "Dupont"}
    assert told["author"] == [
        {"@type": "Person", **person},
        {"@type": "Organization", "name": "AFP"},
    ]
    unclear = told_of(translated(capture={"byline": "notre envoyé spécial"}))
    assert unclear["author"] == [{"name": "notre envoyé spécial"}]
    assert "author" not in told_of(translated())


def test_translator_is_the_machine_until_a_person_checks() -> None:
    article = translated()
    assert told_of(article)["translator"] == [MACHINE]
    make_translation(article.segments.get(uid=2), "Reworded.", state="edited", origin="editor")
    publish(article)
    machine, persons = told_of(article)["translator"]
    assert machine == MACHINE
    assert (persons["@type"], persons["name"]) == ("Organization", "Passerelle")


def test_article_translated_by_persons_alone_names_no_machine() -> None:
    article = translated()
    for segment in article.segments.all():
        make_translation(segment, "Reworded.", state="edited", origin="editor")
    publish(article)
    (persons,) = told_of(article)["translator"]
    assert persons["@type"] == "Organization"


def test_unsafe_homepage_is_not_told() -> None:
    told = told_of(translated(source=make_source(homepage="javascript:alert(1)")))
    assert "url" not in told["translationOfWork"]["publisher"]


def test_unknown_day_is_not_invented() -> None:
    told = told_of(translated(published_on=None))
    assert "datePublished" not in told["translationOfWork"]
    assert "datePublished" not in told


def test_untranslated_article_is_a_french_one() -> None:
    told = told_of(make_article(published_on=None))
    assert (told["inLanguage"], told["headline"]) == ("fr", "Le pont rouvre")
    assert "datePublished" not in told
    assert "workTranslation" not in told
