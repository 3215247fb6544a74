"""What goes with a sentence that is copied."""

from datetime import date

import pytest

from archive.citing import cite
from archive.copying import Whence, standing
from archive.models import Article, Translation
from archive.reading import read
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def line(article: Article, uid: int = 2) -> str:
    shown = read(article)
    work = cite(shown, archive="Passerelle", address="https://p.example").translation
    assert work is not None
    return Whence.of(work).line(shown.sentences[uid - 1])


def test_line_names_outlet_date_archive_and_the_edition_for_good() -> None:
    article = make_article()
    publish(article)
    address = f"https://p.example/articles/{article.pk}/v1/#s2"
    assert line(article) == (
        f"Files, 23 October 2024. Passerelle, edition 1: {address} (machine translation)"
    )


@pytest.mark.parametrize(
    ("published_on", "words"), [(None, "Files, n.d. Passerelle"), (date(2024, 1, 2), "2 January")]
)
def test_unknown_date_is_not_made_up(published_on: date | None, words: str) -> None:
    article = make_article(published_on=published_on)
    publish(article)
    assert words in line(article)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "approved"}, "translation reviewed by a person"),
        ({"state": "edited", "origin": "editor"}, "translation reviewed by a person"),
        ({"origin": "memory"}, "translation a person accepted before"),
        ({}, "machine translation"),
    ],
)
def test_standing_says_who_has_looked(fields: dict[str, str], words: str) -> None:
    article = make_article()
    publish(article)
    Translation.objects.update(**fields)
    assert standing(read(article).sentences[1]) == words
