"""How much an article is about what it names."""

from archive.models import Tag
from newsroom.tag.mentions import Mention, Sentence
from newsroom.tag.salience import Prominence

LATE = 3
ARTICLE = (
    Sentence(1, "Un titre qui nomme Léa", is_headline=True),
    Sentence(2, "Une phrase au début.", paragraph=1),
    Sentence(LATE, "x" * 500, paragraph=2),
)


def mention(uid: int, start: int = 0) -> Mention:
    return Mention(uid, start, start + 3, "Léa", Tag.Kind.PERSON)


def test_each_mention_counts_one() -> None:
    assert Prominence(ARTICLE).salience([mention(LATE, 400), mention(LATE, 450)]) == 2


def test_early_mention_counts_two_more_once() -> None:
    assert Prominence(ARTICLE).salience([mention(2), mention(2, 5)]) == 2 + 2


def test_mention_in_the_headline_counts_three_more() -> None:
    assert Prominence(ARTICLE).salience([mention(1)]) == 1 + 3


def test_headline_is_not_counted_among_the_first_characters() -> None:
    at = 400 - len("Une phrase au début. ")
    assert Prominence(ARTICLE).salience([mention(LATE, at - 1)]) == 1 + 2
    assert Prominence(ARTICLE).salience([mention(LATE, at)]) == 1


def test_prominent_is_what_is_named_twice_early_or_in_the_headline() -> None:
    ask = Prominence(ARTICLE).is_prominent
    assert ask([mention(1)])
    assert ask([mention(2)])
    assert ask([mention(LATE, 400), mention(LATE, 450)])
    assert not ask([mention(LATE, 450)])


def test_mentions_are_placed_as_they_are_read() -> None:
    mentions = [mention(LATE), mention(2, 9), mention(2, 4), mention(1)]
    placed = sorted(mentions, key=Prominence(ARTICLE).place)
    assert placed == mentions[::-1]
