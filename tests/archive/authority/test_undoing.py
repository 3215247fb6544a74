"""Undoing acts by the batch, whatever they were."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import authority
from archive.models import Alias, AuditEvent, Merge, MergeSuggestion, StopName, Tag, Tagging
from tests.archive.authority.records import by_machine, make_tag
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Tag, Tag]:
    """Two records that stand on one article, and may be one."""
    article = make_article(body=[["Poutine a parlé."]])
    tags = make_tag("Poutine", "Poutine", "le tsar"), make_tag("Putin", status="seeded")
    for tag in tags:
        by_machine(article, tag)
    MergeSuggestion.objects.create(tag=tags[0], other=tags[1], reason="similar", score=0.8)
    return tags


def everything() -> list[object]:
    """All that acts may change."""
    fields = ("slug", "label_en", "label_fr", "status", "merged_into")
    return [
        list(Tag.objects.order_by("pk").values_list(*fields)),
        list(Alias.objects.order_by("pk").values_list("tag", "text", "language")),
        list(Tagging.objects.order_by("pk").values()),
        list(StopName.objects.values_list("text", "kind")),
        list(MergeSuggestion.objects.values_list("state", flat=True)),
    ]


Act = Callable[[tuple[Tag, Tag], User], object]
ACTS: dict[str, Act] = {
    "merge": lambda pair, by: authority.merge(*pair, by, batch="b"),
    "rename": lambda pair, by: authority.rename(pair[0], "V. Putin", "V. P.", by, batch="b"),
    "hide": lambda pair, by: authority.hide(pair[1], by, batch="b"),
    "review": lambda pair, by: authority.review(pair[1], by, batch="b"),
    "stop": lambda pair, by: authority.stop("Poutine", "", by, batch="b"),
    "dismiss": lambda pair, by: authority.dismiss(MergeSuggestion.objects.get(), by, batch="b"),
}


@pytest.mark.parametrize("name", ACTS)
def test_act_is_undone_once(pair: tuple[Tag, Tag], edith: User, name: str) -> None:
    before = everything()
    ACTS[name](pair, edith)
    assert everything() != before
    assert authority.undo("b", edith) == authority.Undone(1)
    assert everything() == before
    assert authority.undo("b", edith) == authority.Undone(0)


def test_splitting_is_undone_by_joining(pair: tuple[Tag, Tag], edith: User) -> None:
    made = authority.split_off(pair[0].aliases.get(text="le tsar"), edith, batch="b")
    authority.undo("b", edith)
    made.refresh_from_db()
    assert made.merged_into == pair[0]


def on(act: Callable[..., object], given: object, by: User) -> object:
    """Do the act, and give what it was done to."""
    act(given, by)
    return given


# What is done first, and is then taken back by hand.
FIRST: dict[str, Act] = {
    "unhide": lambda pair, by: on(authority.hide, pair[0], by),
    "unreview": lambda pair, by: on(authority.review, pair[0], by),
    "unstop": lambda pair, by: authority.stop("Poutine", "", by),
    "undo_merge": lambda pair, by: authority.merge(*pair, by),
    "reopen": lambda pair, by: on(authority.dismiss, MergeSuggestion.objects.get(), by),
}


@pytest.mark.parametrize("act", FIRST)
def test_taking_back_by_hand_is_an_act_like_others(
    pair: tuple[Tag, Tag], edith: User, act: str
) -> None:
    given = FIRST[act](pair, edith)
    before = everything()
    getattr(authority, act)(given, edith, batch="b")
    assert everything() != before
    assert authority.undo("b", edith).count == 1
    assert everything() == before


def test_batch_is_undone_together_the_last_first(pair: tuple[Tag, Tag], edith: User) -> None:
    before = everything()
    authority.rename(pair[0], "Vladimir Putin", "", edith, batch="b")
    authority.hide(pair[0], edith, batch="b")
    authority.merge(pair[0], pair[1], edith, batch="b")
    authority.review(pair[1], edith, batch="other")
    assert authority.undo("b", edith).count == 3
    assert everything()[1:] == before[1:]
    assert Tag.objects.get(slug="putin").status == "reviewed"


# Who does the inverse first; then the first act's undoing is none.
MEANWHILE: dict[str, Act] = {
    "stop": lambda pair, by: authority.unstop(StopName.objects.get(), by),
    "dismiss": lambda pair, by: authority.reopen(MergeSuggestion.objects.get(), by),
}


@pytest.mark.parametrize("name", MEANWHILE)
def test_act_taken_back_by_hand_is_not_undone_again(
    pair: tuple[Tag, Tag], edith: User, name: str
) -> None:
    ACTS[name](pair, edith)
    MEANWHILE[name](pair, edith)
    before = everything()
    undone = authority.undo("b", edith)
    assert (undone.count, len(undone.refused)) == (0, 1)
    assert everything() == before


@pytest.mark.parametrize("act", ["unstop", "reopen"])
def test_act_done_again_by_hand_is_not_done_twice(
    pair: tuple[Tag, Tag], edith: User, act: str
) -> None:
    given = FIRST[act](pair, edith)
    getattr(authority, act)(given, edith, batch="b")
    FIRST[act](pair, edith)
    undone = authority.undo("b", edith)
    assert (undone.count, len(undone.refused)) == (0, 1)


def test_what_was_built_upon_stays_and_is_said(pair: tuple[Tag, Tag], edith: User) -> None:
    authority.review(pair[0], edith, batch="b")
    authority.review(pair[1], edith, batch="b")
    authority.hide(pair[0], edith)
    undone = authority.undo("b", edith)
    assert undone == authority.Undone(1, ("“Poutine” is hidden since.",))
    assert list(Tag.objects.order_by("pk").values_list("status", flat=True)) == [
        *("hidden", "seeded")
    ]


def test_later_renaming_is_not_undone_by_an_earlier(pair: tuple[Tag, Tag], edith: User) -> None:
    authority.rename(pair[0], "Putine", "", edith, batch="b")
    authority.rename(pair[0], "Putin", "", edith)
    assert "has been renamed again since" in authority.undo("b", edith).refused[0]


def test_list_of_what_was_done(pair: tuple[Tag, Tag], edith: User) -> None:
    for tag in pair:
        authority.review(tag, edith, batch="b")
    authority.stop("Poutine", "", edith)
    authority.undo("b", edith)
    last, first = authority.past()
    assert (last.act, last.targets, last.undone) == ("stop name", (("Poutine", ""),), False)
    assert (first.batch, first.act, first.by, first.undone) == ("b", "review tag", "edith", True)
    assert first.targets == (("poutine", ""), ("putin", ""))


def test_list_ends_and_costs_two_queries(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tag = make_tag("Putin")
    for n in range(25):
        authority.rename(tag, f"Putin {n}", "", edith)
    with django_assert_num_queries(2):
        assert len(authority.past()) == 20
    assert Merge.objects.count() == 0
    assert AuditEvent.objects.count() == 25
