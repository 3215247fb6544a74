"""The sentence that a comment is about: as it stood, as it stands, gone, or held back."""

import pytest

from archive import editions
from archive.discuss.passages import Standing, passage, pin
from archive.models import Article, Comment, Segment
from archive.reading import MACHINE_ENGLISH, read
from tests.archive.discuss.writing import say, translated
from tests.factories import make_segment, make_source, make_translation

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."


@pytest.fixture
def article() -> Article:
    return translated()


def sentence(article: Article) -> Segment:
    return article.segments.get(text=FRENCH)


def pinned(article: Article) -> Comment:
    """A comment on the sentence in the wording that stands."""
    segment = sentence(article)
    return say(article, segment=segment, translation=segment.translations.latest("n"))


def republish(article: Article) -> None:
    editions.publish(article.pk)
    article.refresh_from_db()


def reword(article: Article, text: str = "The bridge is open again.") -> None:
    make_translation(sentence(article), text, origin="editor", state="edited")
    republish(article)


def show_only(article: Article, display: str) -> None:
    source = make_source("kept-back", display=display)
    Article.objects.filter(pk=article.pk).update(source=source)
    article.refresh_from_db()


def test_comment_on_the_whole_quotes_nothing(article: Article) -> None:
    assert passage(say(article), read(article)) is None


def test_wording_that_stands_is_quoted(article: Article) -> None:
    found = passage(pinned(article), read(article))
    assert found
    assert (found.standing, found.words, found.language) == (
        Standing.SAME,
        f"In English: {FRENCH}",
        MACHINE_ENGLISH,
    )


def test_wording_that_changed_since_is_quoted_as_it_was(article: Article) -> None:
    comment = pinned(article)
    reword(article)
    found = passage(comment, read(article))
    assert found
    assert (found.standing, found.words) == (Standing.REWORDED, f"In English: {FRENCH}")


def test_same_words_from_another_hand_are_no_other_wording(article: Article) -> None:
    comment = pinned(article)
    reword(article, f"In English: {FRENCH}")
    found = passage(comment, read(article))
    assert found
    assert (found.standing, found.language) == (Standing.SAME, "en")


def test_sentence_that_the_text_lost_is_quoted_and_said_to_be_gone(article: Article) -> None:
    comment = pinned(article)
    article.segments.filter(text=FRENCH).update(alive=False)
    republish(article)
    found = passage(comment, read(article))
    assert found
    assert (found.standing, found.words) == (Standing.GONE, f"In English: {FRENCH}")


def test_comment_without_a_wording_quotes_what_there_is(article: Article) -> None:
    comment = say(article, segment=sentence(article))
    found = passage(comment, read(article))
    assert found
    assert (found.standing, found.words) == (Standing.SAME, f"In English: {FRENCH}")
    article.segments.filter(text=FRENCH).update(alive=False)
    republish(article)
    found = passage(comment, read(article))
    assert found
    assert (found.words, found.language) == (FRENCH, "fr")


@pytest.mark.parametrize("display", ["metadata", "excerpt"])
@pytest.mark.parametrize("is_gone", [False, True])
def test_what_the_source_keeps_back_is_never_quoted(
    article: Article, *, display: str, is_gone: bool
) -> None:
    segment = make_segment(article, "Une phrase tenue secrète.", paragraph=9)
    wording = make_translation(segment, "A sentence kept secret.")
    republish(article)
    comment = say(article, segment=segment, translation=wording)
    if is_gone:
        article.segments.filter(pk=segment.pk).update(alive=False)
        republish(article)
    show_only(article, display)
    found = passage(comment, read(article))
    assert found
    assert (found.standing, found.words) == (Standing.WITHHELD, "")
    assert pin(read(article), str(segment.uid)) is None


def test_pin_names_the_wording_that_stands(article: Article) -> None:
    segment = sentence(article)
    found = pin(read(article), str(segment.uid))
    assert found
    assert (found.segment, found.n, found.words) == (segment.pk, 1, f"In English: {FRENCH}")
    assert found.translation == segment.translations.get(n=1).pk


def test_pin_keeps_the_wording_that_its_writer_read(article: Article) -> None:
    reword(article)
    uid = str(sentence(article).uid)
    found = [pin(read(article), uid, n) for n in ("", "1", "2")]
    assert [each and each.n for each in found] == [2, 1, 2]


def test_pin_names_no_wording_that_readers_never_saw(article: Article) -> None:
    make_translation(sentence(article), "A draft.", origin="editor", state="edited")
    assert pin(read(article), str(sentence(article).uid), "2") is None


@pytest.mark.parametrize("uid", ["", "0", "99", "-1", "x", "9" * 5000, "²", "1.0"])
def test_nonsense_is_no_sentence(article: Article, uid: str) -> None:
    assert pin(read(article), uid) is None
    assert pin(read(article), "2", uid or "x") is None
