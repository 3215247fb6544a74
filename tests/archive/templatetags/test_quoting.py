"""A sentence as HTML, the words that were said in French marked."""

from dataclasses import replace

import pytest

from archive.mentions import Mention, Mentions
from archive.reading import Reading, read
from archive.templatetags.quoting import (
    english_named,
    english_quoted,
    french_named,
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


def test_names_are_linked_within_and_beside_quotations() -> None:
    reading = shown("“One <b> & two,” he said.")
    french, english = ([Mention(2, 4, "/a/"), Mention(14, 22, "/b/")], [Mention(12, 19, "/c/")])
    held = {reading.sentences[1].uid: Mentions(tuple(french), tuple(english))}
    marked = replace(reading, mentions=held)
    link = '<a class="mention" href="/{}/">{}</a>'
    assert french_named(marked.sentences[1], marked) == (
        f'<q class="original">« {link.format("a", "Un")} &lt;b&gt; &amp; '
        f"deu{link.format('b', 'x »')}</q>{link.format('b', ', dit')}-il."
    )
    assert english_named(marked.sentences[1], marked) == (
        f'<q class="translated">“One &lt;b&gt; &amp; t{link.format("c", "wo,”")}</q>'
        f"{link.format('c', ' he')} said."
    )
    for plain in (french_quoted, english_quoted):
        assert "mention" not in plain(marked.sentences[1], marked)


def test_names_are_linked_in_a_sentence_marked_as_a_whole() -> None:
    reading = shown("One <b> & two, he said.")
    held = {reading.sentences[1].uid: Mentions((), (Mention(0, 3, "/a/"),))}
    marked = english_named(reading.sentences[1], replace(reading, mentions=held))
    link = '<a class="mention" href="/a/">One</a>'
    assert marked.startswith(f'<span class="holds-translated">{link} &lt;b')
