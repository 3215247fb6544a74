"""The history of one sentence."""

import pytest
from django.contrib.auth.models import User

from archive.discuss import suggestions
from archive.history import history
from archive.models import Article, Source, Translation
from archive.reading import read
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db


def reworded() -> Article:
    article = make_article(title=None, body=[["Bonjour."]])
    publish(article, {"Bonjour.": "Good day."})
    make_translation(article.segments.get(), "Hello.", origin="editor", state="edited")
    publish(article)
    return article


def test_wordings_stand_newest_first_with_their_first_edition() -> None:
    told = history(read(reworded()), 1)
    assert told is not None
    assert [(w.translation.text, w.since.n, w.stands) for w in told.wordings] == [
        ("Hello.", 2, True),
        ("Good day.", 1, False),
    ]


def test_wording_that_readers_never_saw_is_not_told() -> None:
    article = reworded()
    make_translation(article.segments.get(), "Draft.", origin="editor", state="edited")
    told = history(read(article), 1)
    assert told is not None
    assert "Draft." not in [w.translation.text for w in told.wordings]


def test_sentence_that_left_the_text_keeps_its_history() -> None:
    article = make_article(body=[["Bonjour."], ["Adieu."]])
    publish(article)
    gone = article.segments.get(text="Adieu.")
    article.segments.filter(pk=gone.pk).update(alive=False)
    publish(article)
    told = history(read(article), gone.uid)
    assert told is not None
    assert (told.french, told.shown, len(told.wordings)) == ("Adieu.", None, 1)


def test_sentence_its_source_keeps_back_has_none() -> None:
    source = make_source("courrier", display=Source.Display.METADATA)
    article = make_article(source=source)
    publish(article)
    assert history(read(article), 2) is None
    assert history(read(article), 1) is not None


def test_unknown_sentence_has_none() -> None:
    assert history(read(reworded()), 99) is None


def test_untranslated_sentence_has_no_wordings() -> None:
    article = make_article()
    make_translation(article.segments.get(uid=1), "Not yet public.")
    told = history(read(article), 1)
    assert told is not None
    assert told.wordings == []
    assert Translation.objects.count() == 1


def test_readers_wording_is_credited_and_tells_of_its_suggestion(edith: User) -> None:
    segment = sentence(worded())
    made = suggested(segment, name="Rosa")
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    article = Article.objects.select_related("source", "edition__capture").get()
    told = history(read(article), segment.uid)
    assert told is not None
    first, second = told.wordings
    assert first.origin == "Suggested by Rosa, accepted by an editor"
    assert (first.suggestion, second.suggestion) == (made, None)
    assert (first.language, second.language) == ("en", "en-t-fr-t0-und")


def test_waiting_suggestions_are_counted_but_for_those_held() -> None:
    segment = sentence(worded())
    article = Article.objects.select_related("source", "edition__capture").get()
    suggested(segment)
    suggested(segment, "Spam.", hold_reason="honeypot")
    suggested(segment, "Late.", state="withdrawn")
    told = history(read(article), segment.uid)
    assert told is not None
    assert told.waiting == 1
