"""What one Edition says otherwise than another."""

import pytest
from django.contrib.auth.models import User

from archive.amendments import Amendment, compared, corrected, texts_of
from archive.corrections import FACTS
from archive.differences import Fate
from archive.models import Article, Edition
from tests.archive.correcting import BRIDGE, correct, reword, rewritten, shown, shown_anew
from tests.factories import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None) -> Article:
    return shown()


def pair(article: Article, *numbers: int) -> tuple[Edition, Edition]:
    before, after = (article.editions.get(n=n) for n in numbers or (1, 2))
    return before, after


def all_of(article: Article, *numbers: int) -> Amendment:
    editions = pair(article, *numbers)
    return compared(*editions, texts_of(editions), article.source.display)


def by_persons(article: Article) -> Amendment:
    editions = pair(article)
    return corrected(*editions, texts_of(editions), article.source.display, list(FACTS))


def test_reworded_sentence_is_marked_word_by_word(article: Article, edith: User) -> None:
    correct(article, {2: "The bridge opens again."}, edith)
    (line,) = by_persons(article).lines
    assert (line.uid, line.fate, line.is_headline) == (2, "reworded", False)
    assert line.before is not None
    assert line.after is not None
    assert [(p.text, p.changed) for p in line.before.english] == [
        ("The bridge", False),
        ("reopens.", True),
    ]
    assert [p.text for p in line.after.english if p.changed] == ["opens again."]
    assert [(p.text, p.changed) for p in line.after.french] == [(BRIDGE, False)]


def test_sides_say_who_worded_them(article: Article, edith: User) -> None:
    correct(article, {2: "The bridge opens again."}, edith)
    (line,) = by_persons(article).lines
    assert line.before is not None
    assert line.after is not None
    assert (line.before.origin, line.after.origin) == (
        "Machine translation",
        "Written by an editor",
    )
    assert (line.before.language, line.after.language) == ("en-t-fr-t0-und", "en")


def test_what_the_machine_worded_anew_is_counted_apart(article: Article, edith: User) -> None:
    reword(article, {3: "The quay shuts."}, origin="machine", engine="toy 2.0 (1)")
    correct(article, {2: "The bridge opens again."}, edith)
    amendment = by_persons(article)
    assert ([line.uid for line in amendment.lines], amendment.others) == ([2], 1)
    assert [line.uid for line in all_of(article).lines] == [2, 3]


def test_headline_is_told_as_one(article: Article, edith: User) -> None:
    correct(article, {1: "A bridge"}, edith)
    (line,) = by_persons(article).lines
    assert line.is_headline
    assert all_of(article).facts == ()


def test_new_french_shows_both_languages(article: Article) -> None:
    rewritten(article, BRIDGE, "Le pont rouvre lundi.")
    shown_anew(article)
    (line,) = all_of(article).lines
    assert (line.fate, line.french_differs) == ("changed", True)
    assert line.before is not None
    assert [(p.text, p.changed) for p in line.before.french] == [
        ("Le pont rouvre", False),
        ("demain.", True),
    ]
    assert by_persons(article).lines == ()
    assert by_persons(article).others == 1


def test_added_and_removed_sentences_have_one_side(article: Article) -> None:
    rewritten(article, BRIDGE, "Tout autre chose, sans rapport aucun.")
    shown_anew(article)
    sides = {line.fate: (line.before, line.after) for line in all_of(article).lines}
    assert [bool(side) for side in sides[Fate.REMOVED]] == [True, False]
    assert [bool(side) for side in sides[Fate.ADDED]] == [False, True]
    added = sides[Fate.ADDED][1]
    assert added is not None
    assert all(piece.changed for piece in [*added.english, *added.french])


def test_facts_are_told_before_and_after(article: Article, edith: User) -> None:
    given = {"given_byline": "Une Autre", "given_date": "2024-10-20", "given_title_fr": "Un pont"}
    Article.objects.filter(pk=article.pk).update(**given)
    shown_anew(article, edith)
    told = [(f.name, f.language, f.before, f.after) for f in by_persons(article).facts]
    assert told == [
        ("French headline", "fr", "Le pont", "Un pont"),
        ("byline", "en", "", "Une Autre"),
        ("date", "en", "23 October 2024", "20 October 2024"),
    ]


def test_facts_that_no_person_changed_are_left_out(article: Article, edith: User) -> None:
    Article.objects.filter(pk=article.pk).update(given_byline="Une Autre")
    shown_anew(article, edith)
    editions = pair(article)
    assert corrected(*editions, texts_of(editions), "full", []).facts == ()


@pytest.mark.parametrize(
    ("display", "uids", "withheld"), [("full", [1, 3], 0), ("metadata", [1], 1)]
)
def test_what_the_source_keeps_back_is_counted_and_not_shown(
    edith: User, display: str, uids: list[int], withheld: int
) -> None:
    article = shown(source=make_source("courrier", display=display))
    correct(article, {1: "A bridge", 3: "The quay shuts."}, edith)
    amendment = by_persons(article)
    assert ([line.uid for line in amendment.lines], amendment.withheld) == (uids, withheld)


def test_same_text_is_empty_also_backwards(article: Article, edith: User) -> None:
    correct(article, {2: "The bridge opens again."}, edith)
    correct(article, {2: "The bridge reopens."}, edith)
    assert all_of(article, 1, 3).is_empty
    assert not all_of(article, 3, 2).is_empty


def test_texts_of_many_editions_come_from_one_query(
    article: Article, edith: User, django_assert_max_num_queries: object
) -> None:
    for n in range(4):
        correct(article, {2: f"The bridge opens {n}."}, edith)
    editions = list(article.editions.all())
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(texts_of(editions)) == 5
