"""What a reader is shown of an article."""

from datetime import timedelta

import pytest

from archive.models import Segment, Source, Translation
from archive.reading import MACHINE_ENGLISH, Level, read, read_edition, web_address
from tests import factories
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db
CHECKS = [{"code": "number", "words": "The number 14 is missing from the English."}]


def test_sentences_stand_in_order_with_their_english() -> None:
    article = make_article()
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    shown = read(article)
    assert [s.n for s in shown.sentences] == [1, 2, 3, 4]
    assert shown.headline is not None
    assert (shown.headline.french, shown.headline.english) == (
        "Le pont rouvre",
        "The bridge reopens",
    )
    assert [s.kind for s in shown.body] == ["paragraph"] * 3


def test_article_without_edition_is_read_in_french() -> None:
    shown = read(make_article())
    assert shown.level == Level.PENDING
    assert [s.english for s in shown.sentences] == [None] * 4
    assert {s.language for s in shown.sentences} == {"en"}


def test_runs_of_quotations_and_list_items_are_joined() -> None:
    article = make_article(body=[["Un."], ["Deux."], ["Trois."], ["Quatre."], ["Cinq."]])
    article.segments.filter(paragraph__in=[2, 3]).update(kind=Segment.Kind.LIST)
    article.segments.filter(paragraph=4).update(kind=Segment.Kind.QUOTE)
    groups = [(group.kind, len(group.paragraphs)) for group in read(article).groups]
    assert groups == [("paragraph", 1), ("list", 2), ("quote", 1), ("paragraph", 1)]


def test_doubtful_sentences_are_numbered_in_order() -> None:
    article = make_article()
    publish(article, {"Les riverains l’attendaient depuis 14 mois.": {"checks": CHECKS}})
    shown = read(article)
    assert [(s.flag, s.reasons) for s in shown.doubtful] == [(1, [CHECKS[0]["words"]])]


def test_a_persons_check_ends_the_doubt_and_the_machine_mark() -> None:
    article = make_article(body=[["Il y a 14 mois."]])
    publish(article, {"Il y a 14 mois.": {"checks": CHECKS}})
    segment = article.segments.get(text="Il y a 14 mois.")
    make_translation(segment, "Fourteen months ago.", state="approved", checks=CHECKS)
    publish(article)
    headline, sentence = read(article).sentences
    assert (sentence.reasons, sentence.flag, sentence.language) == ([], 0, "en")
    assert headline.language == MACHINE_ENGLISH


@pytest.mark.parametrize(
    ("approved", "level"), [(0, Level.MACHINE), (1, Level.PARTLY), (4, Level.FULLY)]
)
def test_level_counts_sentences_a_person_checked(approved: int, level: Level) -> None:
    article = make_article()
    publish(article)
    Translation.objects.filter(segment__position__lt=approved).update(state="approved")
    assert read(article).level == level


def test_old_edition_shows_what_it_showed() -> None:
    article = make_article(body=[["Bonjour."]])
    first = publish(article, {"Bonjour.": "Good day."})
    segment = article.segments.get(text="Bonjour.")
    make_translation(segment, "Hello.", origin="editor", state="edited")
    publish(article)
    assert [s.english for s in read_edition(article, first).body] == ["Good day."]
    assert [s.english for s in read(article).body] == ["Hello."]
    assert not read_edition(article, first).is_live


def test_text_that_later_left_the_article_stays_in_its_edition() -> None:
    article = make_article(body=[["Bonjour."], ["Adieu."]])
    first = publish(article)
    article.segments.filter(text="Adieu.").update(alive=False)
    publish(article)
    assert [s.french for s in read(article).body] == ["Bonjour."]
    assert [s.french for s in read_edition(article, first).body] == ["Bonjour.", "Adieu."]


def test_newer_capture_is_known_until_its_edition() -> None:
    article = make_article()
    publish(article)
    later = factories.RECEIVED_AT + timedelta(days=1)
    newest = factories.make_capture(article, raw="Un autre texte", received_at=later)
    assert read(article).newer_capture == newest


def test_excerpt_ends_after_two_paragraphs() -> None:
    article = make_article(body=[["Un."], ["Deux."], ["Trois."]], source=excerpts())
    publish(article)
    shown = read(article)
    assert [s.french for s in shown.body] == ["Un.", "Deux."]
    assert shown.withheld == 1


def test_excerpt_ends_with_the_sentence_that_passes_eighty_words() -> None:
    long = " ".join(["mot"] * 45) + "."
    shown = read(make_article(body=[[long, long, long]], source=excerpts()))
    assert len(shown.body) == 2


def test_metadata_shows_the_headline_alone() -> None:
    source = make_source("courrier", display=Source.Display.METADATA)
    article = make_article(source=source)
    publish(article)
    assert [s.kind for s in read(article).sentences] == ["title"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "", "ftp://a.example"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert web_address(address) == ""
    assert web_address("https://a.example/1") == "https://a.example/1"


def excerpts() -> Source:
    return make_source("revue", display=Source.Display.EXCERPT)


def test_quotations_are_found_by_sentence_and_end_with_the_paragraph() -> None:
    article = make_article(body=[["« Un.", "Deux. »"], ["Trois."]], title="Il dit « oui »")
    publish(article, {"« Un.": "“One.", "Deux. »": "Two.”", "Il dit « oui »": "He says “yes”"})
    shown = read(article)
    assert set(shown.quotations) == {1, 2, 3}
    assert shown.headline_quotations == shown.quotations[1]
