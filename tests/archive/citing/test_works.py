"""The two works behind a page."""

from datetime import date
from typing import Any

import pytest

from archive.citing import Citation, cite
from archive.models import Article, Source
from archive.reading import read
from tests.factories import ENGINE, make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db


def cited(article: Article) -> Citation:
    return cite(read(article), archive="Passerelle", address="https://news.example")


def translated(**fields: Any) -> Article:
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


def made(article: Article) -> tuple[tuple[str, ...], str]:
    translation = cited(article).translation
    assert translation
    return translation.translators, translation.made


def test_original_is_the_french_as_it_was_received() -> None:
    byline = {"byline": "Jean Dupont"}
    article = translated(canonical_url="https://a.example/été", capture=byline)
    work = cited(article).original
    assert article.capture is not None
    assert (work.key, work.language, work.title, work.outlet, work.url, work.digest) == (
        f"passerelle{article.pk}c1",
        "fr",
        "Le pont rouvre",
        "Files",
        "https://a.example/%C3%A9t%C3%A9",
        article.capture.sha256,
    )
    assert (work.published_on, work.seen_on) == (date(2024, 10, 23), date(2026, 1, 1))


def test_translation_is_one_edition_at_its_permalink() -> None:
    article = translated()
    work = cited(article).translation
    assert work
    assert article.edition
    assert (work.key, work.edition) == (f"passerelle{article.pk}v1", 1)
    assert work.url == f"https://news.example/articles/{article.pk}/v1/"
    assert (work.title, work.other_title) == ("The bridge reopens", "Le pont rouvre")
    assert work.digest == article.edition.digest


def test_untranslated_article_has_only_an_original() -> None:
    citation = cited(make_article())
    assert citation.works == (citation.original,)
    assert citation.original.other_title == ""


def test_unknown_day_stays_unknown() -> None:
    assert [work.published_on for work in cited(translated(published_on=None)).works] == [None] * 2


def test_machine_is_named_and_a_persons_check_is_said() -> None:
    article = translated()
    assert made(article) == ((ENGINE,), f"Machine translation from French by {ENGINE}")
    make_translation(article.segments.get(uid=2), "Reworded.", state="edited", origin="editor")
    publish(article)
    by_machine = f"Machine translation from French by {ENGINE}, partly reviewed"
    assert made(article) == ((ENGINE,), by_machine)


def test_package_is_named_by_version_and_digest() -> None:
    article = make_article()
    publish(
        article, {s.text: {"engine": "translate-fr_en 1.9 a78b"} for s in article.segments.all()}
    )
    assert made(article)[0] == ("translate-fr_en 1.9 (a78b)",)


def test_memory_is_no_translator() -> None:
    article = make_article()
    memory = {"engine": "memory 7", "origin": "memory"}
    publish(article, {"Le pont a rouvert mardi.": memory})
    assert made(article)[0] == (ENGINE,)


def test_persons_translate_under_the_archives_name() -> None:
    article = translated()
    for segment in article.segments.all():
        make_translation(segment, "Reworded.", state="edited", origin="editor")
    publish(article)
    assert made(article) == (("Passerelle",), "Translation from French, fully reviewed")


def test_nothing_is_said_of_who_worded_what_is_withheld() -> None:
    source = make_source("courrier", display=Source.Display.METADATA)
    article = translated(source=source, title=None)
    assert made(article) == (("Machine translation",), "Machine translation from French")
