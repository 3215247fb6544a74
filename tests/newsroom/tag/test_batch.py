"""Articles read several at a time: the same as one by one, in parts, and at what cost."""

from collections.abc import Collection, Sequence

import pytest

from archive.models import Article, StopName
from newsroom.tag import batch
from newsroom.tag.batch import Reading, readings
from newsroom.tag.finding import find_in_each
from newsroom.tag.finding.filters import Stop
from newsroom.tag.mentions import Sentence
from tests.factories import make_article, make_translation

pytestmark = pytest.mark.django_db
COUNTRIES = ("Mali", "Tchad", "Togo", "Niger")


@pytest.fixture
def articles() -> list[int]:
    """Of each country one, of which the first sentence has English; the last has a headline."""
    made = [make(name, title="Le Niger" if name == "Niger" else None) for name in COUNTRIES]
    for article in made:
        make_translation(article.segments.alive()[0], f"English {article.pk}")
    return [article.pk for article in made]


def make(name: str, title: str | None = None) -> Article:
    return make_article(title=title, body=[[f"Le {name} vient."], [f"Le {name} gagne le match."]])


def told(reading: Reading) -> tuple[object, ...]:
    """All that a reading says."""
    english = tuple(reading.english(reading.mentions))
    return *(getattr(reading, name) for name in Reading.__slots__ if name != "worded"), english


def test_articles_read_together_are_read_as_one_by_one(articles: list[int]) -> None:
    together = [told(reading) for reading in readings(articles)]
    assert together == [told(reading) for pk in articles for reading in readings([pk])]
    assert [reading.article_id for reading in readings(articles)] == articles


def test_order_is_that_of_the_numbers_given(articles: list[int]) -> None:
    backwards = articles[::-1]
    assert [reading.article_id for reading in readings(backwards)] == backwards


def test_living_sentences_are_read_in_their_order(articles: list[int]) -> None:
    article = Article.objects.get(pk=articles[3])
    article.segments.filter(uid=2).update(alive=False)
    *_, reading = readings(articles)
    assert [(s.uid, s.text, s.is_headline, s.paragraph) for s in reading.sentences] == [
        (1, "Le Niger", True, 0),
        (3, "Le Niger gagne le match.", False, 2),
    ]


def test_reading_names_its_capture_and_its_stop_list(articles: list[int]) -> None:
    StopName.objects.create(text="Mali", folded="mali", kind="place")
    first, second, *_ = readings(articles)
    assert first.capture_id == Article.objects.get(pk=articles[0]).capture_id
    assert first.stops == {("mali", "place")}
    assert [m.text for m in (*first.mentions, *second.mentions)] == ["Tchad", "Tchad"]


def test_article_that_is_not_there_has_an_empty_reading(articles: list[int]) -> None:
    gone, first = readings([0, articles[0]])
    assert (gone.article_id, gone.capture_id, gone.sentences, gone.mentions) == (0, None, [], [])
    assert len(first.mentions) == 2


def test_english_is_of_the_mentions_asked_for(articles: list[int]) -> None:
    reading, other, *_ = readings(articles)
    assert list(reading.english(reading.mentions)) == [f"English {articles[0]}"]
    assert list(reading.english(reading.mentions[1:])) == []
    assert list(other.english(other.mentions)) == [f"English {articles[1]}"]


def test_queries_do_not_grow_with_the_articles(
    articles: list[int], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        read = list(readings(articles))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert all(list(reading.english(reading.mentions)) for reading in read)


@pytest.mark.parametrize(("most", "parts"), [(9, 1), (6, 2), (5, 2), (4, 3), (1, 4)])
def test_so_many_sentences_are_read_at_once(
    articles: list[int], most: int, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have 2, 2, 2 and 3 sentences."""
    read: list[int] = []

    def counted(articles: Sequence[Sequence[Sentence]], stops: Collection[Stop]) -> object:
        read.append(sum(map(len, articles)))
        return find_in_each(articles, stops)

    monkeypatch.setattr(batch, "find_in_each", counted)
    monkeypatch.setattr(batch, "MOST_SENTENCES", most)
    assert [reading.article_id for reading in readings(articles)] == articles
    assert (len(read), sum(read)) == (parts, 9)
