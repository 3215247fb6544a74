"""schema.org NewsArticle."""

import pytest

from archive.linked_data import news_article
from archive.reading import MACHINE_ENGLISH, read
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def test_english_is_the_article_and_french_the_work_it_translates() -> None:
    article = make_article(canonical_url="https://a.example/1", capture={"byline": "La rédaction"})
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    told = news_article(read(article))
    assert (told["headline"], told["inLanguage"]) == ("The bridge reopens", MACHINE_ENGLISH)
    assert told["url"].endswith(article.get_absolute_url())
    assert told["translationOfWork"] == {
        "@type": "NewsArticle",
        "inLanguage": "fr",
        "headline": "Le pont rouvre",
        "publisher": {"@type": "Organization", "name": "Files"},
        "url": "https://a.example/1",
        "datePublished": "2024-10-23",
        "author": {"@type": "Person", "name": "La rédaction"},
    }


def test_untranslated_article_is_a_french_one() -> None:
    told = news_article(read(make_article(published_on=None)))
    assert (told["inLanguage"], told["headline"]) == ("fr", "Le pont rouvre")
    assert "datePublished" not in told
