"""What a feed says of an article."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from archive import tagging
from archive.models import Article, Tag
from tests.archive.feeds.atoms import parsed
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db
SIX = datetime(2024, 10, 23, 6, tzinfo=UTC)
LONG = [[f"Phrase {n} : un deux trois quatre cinq six sept." for n in range(40)]]
WORDS = "Sentence {}: one two three four five six seven."


def entry(client: Client) -> Any:
    (found,) = parsed(client, "/feed.atom").entries
    return found


def translated(**fields: Any) -> Article:
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


def long_one(display: str) -> None:
    article = make_article(body=LONG, source=make_source("one", display=display))
    publish(article, {text: WORDS.format(n) for n, text in enumerate(LONG[0])})


def test_a_feed_reader_reads_it(rosa: Client, settings: Settings, edith: User) -> None:
    settings.SITE_URL = "https://news.example"
    article = translated(
        canonical_url="https://journal.example/é?a=1&b=2",
        capture={
            "byline": "Jean Dupont et AFP",
            "published_at": datetime(2024, 10, 23, 6, tzinfo=UTC),
        },
    )
    tagging.add(article, Tag.objects.create(kind="place", slug="iran", label_en="Iran"), edith)
    found = entry(rosa)
    assert found.id == f"https://news.example/articles/{article.pk}/"
    assert found.link == f"https://news.example/articles/{article.pk}/the-bridge-reopens/"
    assert found.title == "The bridge reopens"
    assert found.published == "2024-10-23T06:00:00+00:00"
    assert [author.name for author in found.authors] == ["Jean Dupont", "AFP"]
    assert [(tag.term, tag.scheme, tag.label) for tag in found.tags] == [
        ("files", "https://news.example/sources/", "Files"),
        ("iran", "https://news.example/tags/", "Iran"),
    ]
    (original,) = (link for link in found.links if link.rel == "via")
    assert (original.href, original.title) == (
        "https://journal.example/%C3%A9?a=1&b=2",
        "Le pont rouvre",
    )


def test_id_outlives_the_headline(rosa: Client) -> None:
    article = translated()
    before = entry(rosa)
    segment = article.segments.get(kind="title")
    segment.translations.create(n=2, text="The bridge is open", origin="editor", state="edited")
    publish(article)
    after = entry(rosa)
    assert (before.title, after.title) == ("The bridge reopens", "The bridge is open")
    assert before.id == after.id
    assert before.link != after.link
    assert after.updated_parsed >= before.updated_parsed


@pytest.mark.parametrize(
    ("received", "published"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2024-10-23T12:00:00+02:00"),
        (SIX, "2024-10-23T06:00:00+00:00"),
        (datetime(2024, 10, 1, tzinfo=UTC), "2024-10-23T00:00:00+02:00"),
    ],
)
def test_day_without_a_time_stays_that_day(
    rosa: Client, received: datetime, published: str
) -> None:
    translated(received_at=received)
    answer = rosa.get("/feed.atom").content.decode()
    assert f"<published>{published}</published>" in answer
    assert "<dcterms:issued>2024-10-23</dcterms:issued>" in answer


def test_undated_says_so_and_bears_the_time_of_receipt(rosa: Client) -> None:
    translated(published_on=None)
    found = entry(rosa)
    assert found.published == "2026-01-01T09:30:00+00:00"
    assert "bears no date. It was received on 1 January 2026." in found.summary
    assert b"dcterms:issued" not in rosa.get("/feed.atom").content


def test_inferred_date_says_so(rosa: Client) -> None:
    translated(capture={"date_basis": "inferred"})
    assert "The date is inferred from the text." in entry(rosa).summary


def test_without_a_byline_the_outlet_stands_for_the_author(rosa: Client) -> None:
    translated(source=make_source("wire", name="The Wire"))
    assert entry(rosa).author == "The Wire"


def test_text_given_to_the_archive_has_no_original(rosa: Client) -> None:
    translated(canonical_url="")
    assert "via" not in {link.rel for link in entry(rosa).links}


def test_summary_is_an_opening_of_whole_sentences(rosa: Client) -> None:
    long_one("full")
    shown = entry(rosa).summary
    assert WORDS.format(0) in shown
    assert shown.endswith("seven. …</p>")
    assert 60 <= len(shown.split()) < 80


@pytest.mark.parametrize("display", ["full", "excerpt", "metadata"])
def test_summary_never_says_more_than_the_page(rosa: Client, display: str) -> None:
    long_one(display)
    shown, article = entry(rosa).summary, Article.objects.get()
    page = rosa.get(article.get_absolute_url()).content.decode()
    told = [n for n in range(40) if WORDS.format(n) in shown]
    assert all(WORDS.format(n) in page for n in told)
    assert bool(told) == (display != "metadata")


def test_hostile_words_are_words(rosa: Client) -> None:
    french, english = "<b>«\x0b & ]]>\ufffe»</b>", "</title><script>\x1balert(1)\uffff</script>"
    article = make_article(title=french, body=[["Un.\x1b<script>"]])
    article.source.name = "<A\x08&B>"
    article.source.save()
    publish(article, {french: english})
    found = entry(rosa)
    assert "alert(1)" in found.title_detail.value
    raw = rosa.get("/feed.atom").content.decode()
    assert "<script>" not in raw
    assert "&lt;script&gt;" in raw


def test_updated_of_the_feed_is_the_newest_edition(rosa: Client) -> None:
    editions = [translated().edition for _ in range(3)]
    found = parsed(rosa, "/feed.atom")
    newest = max(each.at for each in editions if each)
    assert found.feed.updated == newest.isoformat()
    assert found.feed.updated_parsed == max(each.updated_parsed for each in found.entries)


def test_newest_stand_first(rosa: Client) -> None:
    for day in (2, 9, 5):
        translated(published_on=date(2024, 10, day))
    published = [each.published[:10] for each in parsed(rosa, "/feed.atom").entries]
    assert published == ["2024-10-09", "2024-10-05", "2024-10-02"]
