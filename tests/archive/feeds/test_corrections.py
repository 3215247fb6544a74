"""The corrections log as Atom."""

from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User

from archive.corrections import log
from archive.feeds.corrections import made_of, page_of, write
from archive.models import Article
from newsroom.curate import desk
from tests.archive.correcting import correct, shown

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries() -> list[dict[str, str]]:
    root = ElementTree.fromstring(write(log()))
    return [
        {
            "title": entry.findtext(f"{ATOM}title", ""),
            "id": entry.findtext(f"{ATOM}id", ""),
            "summary": entry.findtext(f"{ATOM}summary", ""),
            "updated": entry.findtext(f"{ATOM}updated", ""),
            "link": entry.find(f"{ATOM}link").get("href", ""),  # type: ignore[union-attr]
        }
        for entry in root.findall(f"{ATOM}entry")
    ]


def withdraw(article: Article, by: User) -> None:
    article.refresh_from_db()
    desk.withdraw(article.pk, reason="It was wrong.", by=by, expected=article.version)


def test_correction_tells_the_article_what_changed_and_where_to_look(edith: User) -> None:
    article = shown()
    correct(article, {2: "The bridge opens again."}, edith, note="It opens <tomorrow>.")
    (told,) = entries()
    pk = log()[0].pk
    assert told["title"] == "Corrected: “The bridge”"
    assert told["id"] == f"http://127.0.0.1:8000/corrections/#c{pk}"
    assert told["summary"] == "<p>It opens &lt;tomorrow&gt;.</p><p>1 sentence reworded.</p>"
    assert told["link"].endswith(f"/articles/{article.pk}/corrections/?upto={pk}#c{pk}")


def test_withdrawal_tells_number_and_reason_alone(edith: User) -> None:
    article = shown()
    withdraw(article, edith)
    (told,) = entries()
    assert told["title"] == f"Withdrawn: article {article.pk}"
    assert told["summary"] == "<p>The reason given: It was wrong.</p>"
    assert told["link"].endswith(f"/articles/{article.pk}/")
    assert b"The bridge" not in write(log())


def test_return_to_an_earlier_edition_is_told(edith: User) -> None:
    article = shown()
    correct(article, {2: "The bridge opens again."}, edith)
    desk.point_to(article.pk, 1, by=edith, expected=article.version)
    assert entries()[0]["title"] == "An earlier edition again: “The bridge”"
    assert "Edition 1 stands again" in entries()[0]["summary"]


def test_each_entry_keeps_its_id_and_none_shares_it(edith: User) -> None:
    article = shown()
    correct(article, {2: "The bridge opens again."}, edith)
    first = entries()[0]["id"]
    correct(article, {2: "The bridge opens."}, edith)
    assert [each["id"] for each in entries()][1] == first
    assert len({each["id"] for each in entries()}) == 2


def test_whatever_it_says_it_is_made_of(edith: User) -> None:
    article = shown()
    correct(article, {2: "The bridge opens again."}, edith, note="First.")
    before = made_of(log())
    assert made_of(log()) == before
    correct(article, {1: "A bridge"}, edith)
    assert made_of(log())[1] != before[0], "the headline is another"


def test_empty_log_is_a_whole_feed() -> None:
    assert entries() == []
    assert b"<updated>2000-01-01" in write([])


def test_page_of_a_withdrawn_article_is_its_notice(edith: User) -> None:
    article = shown()
    withdraw(article, edith)
    assert page_of(log()[0]) == f"/articles/{article.pk}/"
