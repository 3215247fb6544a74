"""The article as JSON: the contract."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article, Source
from tests.archive.correcting import correct, shown
from tests.archive.test_whereabouts import LATER, at
from tests.factories import RECEIVED_AT, make_article, make_source, publish, rewrite

pytestmark = pytest.mark.django_db


def fetch(client: Client, article: Article) -> Any:
    answer = client.get(f"/articles/{article.pk}.json")
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def test_translated_article_has_every_field(rosa: Client) -> None:
    article = make_article(
        title="Le pont", body=[["Il rouvre."]], canonical_url="https://a.example/"
    )
    checks = [{"code": "name", "words": "A name differs."}]
    edition = publish(article, {"Le pont": "The bridge", "Il rouvre.": {"checks": checks}})
    told = fetch(rosa, article)
    assert article.capture is not None
    assert {
        key: told[key] for key in ("id", "title", "title_fr", "published_on", "date_basis")
    } == {
        "id": article.pk,
        "title": "The bridge",
        "title_fr": "Le pont",
        "published_on": "2024-10-23",
        "date_basis": "document",
    }
    assert told["source"] == {"slug": "files", "name": "Files", "homepage": ""}
    assert told["original_url"] == "https://a.example/"
    assert told["capture"]["sha256"] == article.capture.sha256
    assert told["edition"]["digest"] == edition.digest
    assert told["edition"]["url"].endswith(f"/articles/{article.pk}/v1/")
    assert told["url"].endswith(article.get_absolute_url())
    assert told["segments"][1] == {
        "uid": 2,
        "n": 2,
        "kind": "paragraph",
        "paragraph": 1,
        "french": "Il rouvre.",
        "english": "In English: Il rouvre.",
        "origin": "machine",
        "checked": False,
        "score": -0.25,
        "checks": checks,
    }


def test_untranslated_article_has_no_english_and_no_edition(rosa: Client) -> None:
    told = fetch(rosa, make_article())
    assert (told["title"], told["edition"], told["level"]) == (None, None, "translation pending")
    assert {segment["english"] for segment in told["segments"]} == {None}
    assert told["title_fr"] == "Le pont rouvre"


def test_no_more_is_told_than_the_source_allows(rosa: Client) -> None:
    source = make_source("courrier", display=Source.Display.METADATA)
    article = make_article(source=source)
    publish(article)
    told = fetch(rosa, article)
    assert told["display"] == "metadata"
    assert [segment["kind"] for segment in told["segments"]] == ["title"]


def test_edits_by_the_source_are_counted(rosa: Client) -> None:
    article = make_article(body=[["Le pont rouvre mardi soir."], ["Il pleut."]])
    publish(article)
    rewrite(article, {"Le pont rouvre mardi soir.": "Le pont rouvre lundi soir.", "Il pleut.": ""})
    address = f"/articles/{article.pk}/changes/?upto=2#v2"
    (change,) = fetch(rosa, article)["changes"]
    assert change.pop("url").endswith(address)
    assert change == {
        "seen_at": "2026-11-03T10:15:00Z",
        "from_edition": 1,
        "to_edition": 2,
        "changed": 1,
        "added": 0,
        "removed": 1,
    }


def test_article_that_never_changed_and_was_never_looked_at_says_so(rosa: Client) -> None:
    told = fetch(rosa, make_article())
    assert (told["changes"], told["at_source"]) == ([], None)


def test_what_became_of_the_page_is_told(rosa: Client) -> None:
    article = make_article()
    at(article, state="gone", gone_at=LATER)
    told = fetch(rosa, article)["at_source"]
    times = [moment.isoformat().replace("+00:00", "Z") for moment in (RECEIVED_AT, LATER)]
    assert told == {"state": "gone", "seen_at": times[0], "gone_at": times[1]}


def test_withdrawn_article_says_why(sam: Client) -> None:
    article = make_article(state="withdrawn", withdrawn_reason="Retracted.")
    answer = sam.get(f"/articles/{article.pk}.json")
    assert answer.status_code == 410
    told = {"id": article.pk, "error": "withdrawn", "reason": "Retracted."}
    assert answer.json() == {**told, "edition": None}


def test_withdrawn_article_names_the_edition_that_was_cited(sam: Client) -> None:
    article = make_article()
    edition = publish(article)
    Article.objects.update(state="withdrawn", withdrawn_reason="Retracted.")
    told = sam.get(f"/articles/{article.pk}.json").json()
    assert told["edition"] == {"n": 1, "digest": edition.digest}


def test_corrections_are_told_the_newest_first(rosa: Client, edith: User) -> None:
    article = shown()
    assert fetch(rosa, article)["corrections"] == []
    correct(article, {2: "The bridge opens again."}, edith, note="It opens tomorrow.")
    correct(article, {3: "The quay shuts."}, edith)
    second, first = fetch(rosa, article)["corrections"]
    assert (first["edition"], first["note"]) == (2, "It opens tomorrow.")
    assert (second["edition"], second["note"]) == (3, "1 sentence reworded.")
    assert first["url"].startswith(
        f"http://127.0.0.1:8000/articles/{article.pk}/corrections/?upto="
    )
    assert first["at"] < second["at"]


def test_ten_corrections_are_told_at_most(rosa: Client, edith: User) -> None:
    article = shown()
    for n in range(11):
        correct(article, {2: f"The bridge opens {n}."}, edith)
    assert [each["edition"] for each in fetch(rosa, article)["corrections"]] == [*range(12, 2, -1)]
