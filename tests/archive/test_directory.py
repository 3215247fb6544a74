"""The index of the records of a kind."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import directory, tagging
from archive.directory import Asked
from archive.models import Article, Tag, Tagging
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    made = make_article()
    publish(made)
    return made


def put(article: Article, *labels: str, kind: str = "person") -> list[Tag]:
    tags = [
        Tag.objects.create(kind=kind, slug=f"{kind}-{n}", label_en=label)
        for n, label in enumerate(labels)
    ]
    rows = [Tagging(article=article, tag=tag, origin="machine") for tag in tags]
    Tagging.objects.bulk_create(rows)
    return tags


def names(found: directory.Directory) -> list[str]:
    return [entry.label_en for _, entries in found.groups for entry in entries]


def people(**asked: str) -> directory.Directory:
    return directory.directory("person", Asked.of(asked))


def many(letters: Iterable[str], each: int) -> list[str]:
    return [f"{letter}{n:04}" for letter in letters for n in range(each)]


def test_small_index_is_one_page_by_letter(article: Article) -> None:
    put(article, "émile", "Zoé", "Eva", "“Carlos”", "Яна")
    found = people()
    assert [(letter, len(held)) for letter, held in found.groups] == [
        ("c", 1),
        ("e", 2),
        ("z", 1),
        ("other", 1),
    ]
    assert names(found) == ["“Carlos”", "émile", "Eva", "Zoé", "Яна"]
    assert found.letters == ["c", "e", "z", "other"]


def test_people_are_filed_by_their_surnames(article: Article) -> None:
    filed = ["Jane Abel Jr.", "Bashar al-Assad", "Mark Assad (actor)", "Charles III"]
    filed += ["Bart De Wever", "Charles de Gaulle", "Yvonne de Gaulle", "Marine Le Pen"]
    filed += ["Ursula von der Leyen", "Madonna", "Edwin Van der Sar"]
    put(article, *filed[::-1])
    assert names(people()) == filed
    assert [letter for letter, _ in people().groups] == ["a", "c", "d", "g", "l", "m", "v"]
    assert names(people(initial="g")) == ["Charles de Gaulle", "Yvonne de Gaulle"]
    assert "Charles de Gaulle" in names(people(q="char"))


def test_other_kinds_are_filed_by_their_first_word(article: Article) -> None:
    put(article, "World Bank", "Bank of France", kind="organisation")
    found = directory.directory("organisation", Asked())
    assert names(found) == ["Bank of France", "World Bank"]


def test_large_index_begins_with_the_most_used(article: Article, edith: User) -> None:
    tags = put(article, *many("abc", directory.WHOLE // 2))
    second = make_article()
    publish(second)
    tagging.add(second, tags[-1], edith)
    found = people()
    assert (found.total, found.found, found.is_part) == (450, 100, True)
    assert names(found)[:2] == ["c0149", "a0000"]
    assert names(people(sort="name"))[-1] == "c0149"


def test_letter_is_paged(article: Article) -> None:
    put(article, *many("ab", directory.WHOLE + 5))
    first, second = people(initial="b"), people(initial="b", page="2")
    assert [len(names(found)) for found in (first, second)] == [directory.WHOLE, 5]
    assert (first.goes_on, second.goes_on, second.page) == (True, False, 2)
    assert set(names(first) + names(second)) == set(many("b", directory.WHOLE + 5))


def test_name_is_found_by_the_beginning_of_each_word(article: Article) -> None:
    put(article, "Vladimir Putin", "Jean-Luc Mélenchon", "Élise N’Diaye")
    for q, label in (
        ("PUT", "Vladimir Putin"),
        ("luc mel", "Jean-Luc Mélenchon"),
        ("jean-luc", "Jean-Luc Mélenchon"),
        ("elise n'd", "Élise N’Diaye"),
    ):
        assert names(people(q=q)) == [label], q
    assert names(people(q="utin")) == []


def test_name_is_found_by_those_that_became_part_of_it(article: Article) -> None:
    (heir,) = put(article, "Vladimir Putin")
    between = Tag.objects.create(kind="person", slug="b", label_en="B", merged_into=heir)
    last = Tag.objects.create(kind="place", slug="c", label_en="C", merged_into=between)
    last.aliases.create(text="Wladimir", folded="wladimir")
    lost = Tag.objects.create(
        kind="person", slug="d", label_en="D", merged_into=heir, status="hidden"
    )
    lost.aliases.create(text="Poutou", folded="poutou")
    assert names(people(q="wlad")) == ["Vladimir Putin"]
    assert names(people(q="pouto")) == []


def test_what_readers_do_not_meet_is_not_listed(article: Article, edith: User) -> None:
    put(article, "Hidden", "Refused", "Merged", "Shown")
    Tag.objects.filter(label_en="Hidden").update(status="hidden")
    tagging.refuse(article, Tag.objects.get(label_en="Refused"), edith)
    shown = Tag.objects.get(label_en="Shown")
    Tag.objects.filter(label_en="Merged").update(merged_into=shown)
    unseen = make_article(state="hidden")
    Tagging.objects.create(
        article=unseen,
        origin="machine",
        tag=Tag.objects.create(kind="person", slug="u", label_en="Unseen"),
    )
    assert names(people()) == ["Shown"]
    assert [entry.label_en for _, _, held in directory.overview() for entry in held] == ["Shown"]


def test_overview_shows_the_foremost_of_each_kind_from_one_query(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    put(article, *many("a", 30))
    put(article, "Politics", kind="subject")
    with django_assert_num_queries(1):
        found = directory.overview()
    told = [(plural, total, len(entries)) for plural, total, entries in found]
    assert told == [("subjects", 1, 1), ("people", 30, directory.FOREMOST)]


def test_index_of_many_asks_once(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    put(article, *many("abc", 40))
    with django_assert_num_queries(1):
        people()
    with django_assert_num_queries(2):
        people(q="a0")
