"""A sentence as HTML, the words that were said in French marked."""

import pytest

from archive.reading import Reading, read
from archive.templatetags.quoting import (
    english_quoted,
    french_quoted,
    has_unsure_quotations,
    headline_english,
    headline_french,
    holds_quotations,
)
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db
SAID = "« Un <b> & deux », dit-il."


def shown(told: str, french: str = SAID) -> Reading:
    article = make_article(title=french, body=[[french]])
    publish(article, {french: told})
    return read(article)


def test_both_halves_are_marked_and_escaped() -> None:
    reading = shown("“One <b> & two,” he said.")
    sentence = reading.sentences[1]
    french = '<q class="original">« Un &lt;b&gt; &amp; deux »</q>, dit-il.'
    english = '<q class="translated">“One &lt;b&gt; &amp; two,”</q> he said.'
    assert french_quoted(sentence, reading) == headline_french(reading) == french
    assert english_quoted(sentence, reading) == headline_english(reading) == english
    assert not has_unsure_quotations(reading)


def test_sentence_with_other_marks_is_marked_as_a_whole() -> None:
    reading = shown("One <b> & two, he said.")
    whole = '<span class="holds-translated">One &lt;b&gt; &amp; two, he said.</span>'
    assert english_quoted(reading.sentences[1], reading) == whole
    assert has_unsure_quotations(reading)


def test_sentence_without_quotation_is_only_escaped() -> None:
    reading = shown("He said “1 < 2”.", french="Il dit 1 < 2.")
    assert english_quoted(reading.sentences[1], reading) == "He said “1 &lt; 2”."
    assert french_quoted(reading.sentences[1], reading) == "Il dit 1 &lt; 2."
    assert not holds_quotations(reading)


def test_untranslated_quotation_is_marked_in_french() -> None:
    reading = read(make_article())
    marked = '<q class="original">« C’est un soulagement »</q>, dit une habitante.'
    assert french_quoted(reading.sentences[3], reading) == marked
    assert english_quoted(reading.sentences[3], reading) == ""
