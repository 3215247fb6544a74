"""One act on many records: each by itself, all in one batch."""

import pytest
from django.contrib.auth.models import User

from archive import authority
from archive.models import MergeSuggestion, StopName, Tag
from newsroom.curate.naming import ACTS, chosen, only_one, perform
from tests.archive.authority.records import make_tag

pytestmark = pytest.mark.django_db


def statuses() -> list[str]:
    return list(Tag.objects.order_by("pk").values_list("status", flat=True))


def test_act_is_done_to_each_and_undone_together(edith: User) -> None:
    tags = [make_tag(name) for name in "ABC"]
    given = chosen([str(tag.pk) for tag in tags], on_pairs=False)
    assert perform(ACTS["review"], given, edith) == (3, [])
    assert statuses() == ["reviewed"] * 3
    authority.undo(authority.past()[0].batch, edith)
    assert statuses() == ["auto"] * 3


def test_refusal_keeps_nothing_from_the_others(edith: User) -> None:
    one, other = make_tag("A", status="hidden"), make_tag("B")
    given = chosen([str(one.pk), str(other.pk)], on_pairs=False)
    assert perform(ACTS["review"], given, edith) == (1, ["“A” is hidden: show it first."])


def test_pairs_are_merged_and_kept_apart(edith: User) -> None:
    tags = [make_tag(name) for name in "ABCD"]
    for tag, other in ((0, 1), (2, 3)):
        fields = {"reason": "similar", "score": 0.9}
        MergeSuggestion.objects.create(tag=tags[tag], other=tags[other], **fields)
    merged = chosen([f"{tags[0].pk}-{tags[1].pk}"], on_pairs=True)
    assert str(merged[0]) == "A → B"
    assert perform(ACTS["merge"], merged, edith) == (1, [])
    apart = chosen([f"{tags[3].pk}-{tags[2].pk}"], on_pairs=True)
    assert perform(ACTS["dismiss"], apart, edith) == (1, [])
    assert list(MergeSuggestion.objects.order_by("pk").values_list("state", flat=True)) == [
        *("merged", "dismissed")
    ]


def test_stopping_stops_the_french_form(edith: User) -> None:
    tag = make_tag("Council", label_fr="Conseil", kind="organisation")
    perform(ACTS["stop"], chosen([str(tag.pk)], on_pairs=False), edith)
    assert (StopName.objects.get().text, StopName.objects.get().kind) == ("Conseil", "organisation")


@pytest.mark.parametrize("value", ["", "x", "9" * 30, "-1", "1-2", "99"])
def test_what_names_no_record_is_left_out(value: str) -> None:
    assert chosen([value], on_pairs=False) == []
    assert chosen([f"{value}-{value}"], on_pairs=True) == []


@pytest.mark.parametrize(("count", "words"), [(0, "That was so"), (1, "1 pair."), (2, "2 pairs.")])
def test_counts_are_words(count: int, words: str) -> None:
    assert words in ACTS["merge"].said(count)


def test_record_by_one_of_its_names(edith: User) -> None:
    iran, merged = make_tag("Iran", "République islamique"), make_tag("Perse", "Perse")
    authority.merge(merged, iran, edith)
    assert only_one(" république  ISLAMIQUE ") == only_one("perse") == only_one("iran") == iran
    with pytest.raises(authority.Refused, match="There is no record “Oz”"):
        only_one("Oz")
    make_tag("Iran", slug="iran-2")
    with pytest.raises(authority.Refused, match="means several records: give one of iran, iran-2"):
        only_one("Iran ")
