"""Making Editions."""

import pytest
from django.contrib.auth.models import User

from archive import editions
from archive.models import Article, AuditEvent, Edition
from tests.factories import make_article, make_capture, make_translation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """An article of a headline and one sentence, published once."""
    article = make_article(body=[["Bonjour."]])
    publish(article, {"Le pont rouvre": "The bridge reopens", "Bonjour.": "Good day."})
    return article


def reword(article: Article) -> None:
    segment = article.segments.get(text="Bonjour.")
    make_translation(segment, "Hello.", origin="editor", state="edited")


def test_edition_holds_what_readers_see(article: Article) -> None:
    edition = article.editions.get()
    assert (edition.n, edition.title, edition.title_fr) == (
        1,
        "The bridge reopens",
        "Le pont rouvre",
    )
    assert [row[:3] for row in edition.manifest] == [[1, "title", 0], [2, "paragraph", 1]]
    assert article.edition == edition


def test_publishing_twice_makes_one(article: Article) -> None:
    version = article.version
    assert editions.publish(article.pk) == article.edition
    article.refresh_from_db()
    assert (article.editions.count(), article.version) == (1, version)


def test_new_wording_makes_the_next_chained_to_the_last(article: Article) -> None:
    first = article.editions.get()
    reword(article)
    second = editions.publish(article.pk, note="Reworded.")
    assert (second.n, second.previous_digest, second.note) == (2, first.digest, "Reworded.")
    assert second.digest != first.digest


def test_capture_of_the_same_words_makes_none(article: Article) -> None:
    assert article.capture is not None
    make_capture(
        article,
        raw="the same words in another wrapping",
        title=article.capture.title,
        published_on=article.capture.published_on,
    )
    editions.publish(article.pk)
    assert article.editions.count() == 1


def test_new_byline_makes_the_next(article: Article) -> None:
    make_capture(article, byline="La rédaction")
    assert editions.publish(article.pk).byline == "La rédaction"
    assert article.editions.count() == 2


def test_article_with_a_sentence_unworded_is_incomplete() -> None:
    article = make_article()
    make_translation(article.segments.get(uid=1))
    with pytest.raises(editions.Incomplete, match="3 sentences have no English wording yet"):
        editions.publish(article.pk)
    assert not Edition.objects.exists()


def test_headline_drawn_from_the_text_is_its_english_opening() -> None:
    article = make_article(title=None, body=[["Bonjour."]])
    edition = publish(article, {"Bonjour.": "A long opening " * 20})
    assert edition.title.startswith("A long opening A long")
    assert edition.title.endswith("…")
    assert len(edition.title) <= editions.HEADLINE_LENGTH


def test_editors_publishing_is_noted_and_the_lines_is_not(article: Article, edith: User) -> None:
    assert not AuditEvent.objects.exists()
    reword(article)
    editions.publish(article.pk, by=edith)
    published, corrected = AuditEvent.objects.order_by("pk")
    assert (published.actor, published.act) == (edith, "publish")
    assert (corrected.actor, corrected.act) == (edith, "correct for readers")
    assert published.target == corrected.target == f"article:{article.pk}"


def test_machine_leaves_the_edition_that_an_editor_chose(article: Article, edith: User) -> None:
    reword(article)
    newest = editions.publish(article.pk)
    first = article.editions.get(n=1)
    Article.objects.filter(pk=article.pk).update(edition=first)
    assert editions.is_set_back(first)
    assert not editions.is_set_back(newest)
    assert editions.publish(article.pk) == first
    assert editions.publish(article.pk, by=edith).n == 3


def test_digest_follows_from_what_is_shown(article: Article) -> None:
    edition = article.editions.get()
    assert editions.digest(edition, editions.standing(article)) == edition.digest


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("Un  pont\n rouvre.", "Un pont rouvre."),
        ("Un pont rouvre, enfin", "Un pont rouvre…"),
        ("Anticonstitutionnellement", "Anticonstitutionnel…"),
    ],
)
def test_shortening_cuts_at_a_word(sentence: str, short: str) -> None:
    assert editions.shorten(sentence, 20) == short
