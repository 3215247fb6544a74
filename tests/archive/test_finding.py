"""A page of results: what is marked, where it was found, and who may see it."""

import pytest
from django.http import QueryDict

from archive.filters import ArticleFilter
from archive.finding import Entry, entries, find
from archive.models import Article
from archive.search import index, outbox
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def shown(query: str) -> list[Entry]:
    asked = ArticleFilter(QueryDict(query), Article.objects.none())
    results, _ = find(asked, page=1, after=None)
    return entries(results.hits, asked.typed)


def bridge() -> Article:
    made = make_article(title="Le pont", body=[["La passerelle est fermée.", "Le pont <b>."]])
    publish(made, {"Le pont": "The bridge", "La passerelle est fermée.": "The footbridge shuts."})
    return made


def test_words_are_marked_in_headlines_and_passages_of_both_languages() -> None:
    bridge()
    (entry,) = shown("q=pont OR footbridge")
    assert entry.title == "The bridge"
    assert entry.title_fr == "Le <mark>pont</mark>"
    assert entry.english == "The <mark>footbridge</mark> shuts."
    assert entry.french == "Le <mark>pont</mark> &lt;b&gt;."
    assert entry.languages == ["English", "French"]


@pytest.mark.parametrize(
    ("query", "english", "french"),
    [
        ("q=shuts", "The footbridge <mark>shuts</mark>.", "La passerelle est fermée."),
        ("q=passerelle", "The footbridge shuts.", "La <mark>passerelle</mark> est fermée."),
    ],
)
def test_passage_found_in_one_language_is_told_in_the_other(
    query: str, english: str, french: str
) -> None:
    bridge()
    (entry,) = shown(query)
    assert (entry.english, entry.french) == (english, french)


def test_exact_word_marks_only_its_own_form() -> None:
    bridge()
    assert shown("q==pont")[0].title_fr == "Le <mark>pont</mark>"
    assert shown("q==ponts") == []


def test_names_alone_mark_nothing() -> None:
    bridge()
    (entry,) = shown("q=-person:zola")
    assert (entry.title, entry.english, entry.languages) == (None, None, [])


def test_no_word_is_marked_that_a_source_withholds() -> None:
    make_source("files", display="metadata")
    outbox.touch(bridge().pk)
    assert shown("q=footbridge") == []
    (entry,) = shown("q=bridge")
    assert (entry.english, entry.french) == (None, None)


def test_withdrawn_since_the_index_was_read_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge()
    index.build()
    monkeypatch.setattr(index, "drain", lambda: 0)
    Article.objects.update(state="withdrawn", withdrawn_reason="An error.")
    assert shown("q=bridge") == []
