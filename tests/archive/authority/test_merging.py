"""Making one record part of another: what goes over, what gives way, and what is refused."""

import pytest
from django.contrib.auth.models import User

from archive import authority, tagging
from archive.models import AuditEvent, Merge, MergeSuggestion, Tag, Tagging
from tests.archive.authority.records import add, by_machine, make_tag, queued, rows, touched
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Tag, Tag]:
    return make_tag("Poutine", "Poutine"), make_tag("Vladimir Putin", "Vladimir Poutine")


def test_taggings_go_over_as_they_stand(pair: tuple[Tag, Tag], edith: User) -> None:
    article, other = make_article(), make_article()
    by_machine(article, pair[0], offsets=[[2, 0, 7]])
    add(other, pair[0], edith)
    made = authority.merge(*pair, edith)
    assert rows(article) == [("vladimir-putin", "machine", False)]
    assert rows(other) == [("vladimir-putin", "editor", False)]
    assert article.taggings.get().offsets == [[2, 0, 7]]
    assert made.moved == list(Tagging.objects.order_by("pk").values_list("pk", flat=True))
    assert made.absorbed == []


def test_names_stay_and_lead_to_the_heir(pair: tuple[Tag, Tag], edith: User) -> None:
    authority.merge(*pair, edith)
    pair[0].refresh_from_db()
    assert pair[0].aliases.get().text == "Poutine"
    assert tagging.heir(pair[0]) == pair[1]


def test_heirs_kind_stands(edith: User) -> None:
    heir = make_tag("Kremlin", kind="organisation")
    authority.merge(make_tag("The Kremlin", kind="place"), heir, edith)
    heir.refresh_from_db()
    assert heir.kind == "organisation"


def test_machines_tagging_gives_way_to_the_heirs_and_is_kept_whole(
    pair: tuple[Tag, Tag], edith: User
) -> None:
    article = make_article()
    gone, kept = by_machine(article, pair[0], salience=5), by_machine(article, pair[1])
    made = authority.merge(*pair, edith)
    assert list(article.taggings.all()) == [kept]
    (row,) = made.absorbed
    assert (row["pk"], row["tag"], row["salience"]) == (gone.pk, pair[0].pk, 5)
    assert row["offsets"] == [[1, 0, 4]]
    assert queued() == {article.pk}


def test_editors_decision_wins_over_the_machines(pair: tuple[Tag, Tag], edith: User) -> None:
    first, second = make_article(), make_article()
    for article in (first, second):
        by_machine(article, pair[1])
    add(first, pair[0], edith)
    tagging.refuse(second, pair[0], edith)
    made = authority.merge(*pair, edith)
    assert rows(first) == [("vladimir-putin", "editor", False)]
    assert rows(second) == [("vladimir-putin", "editor", True)]
    assert {row["tag"] for row in made.absorbed} == {pair[1].pk}


def test_refusal_by_an_editor_on_the_heir_stays(pair: tuple[Tag, Tag], edith: User) -> None:
    first, second = make_article(), make_article()
    for article in (first, second):
        tagging.refuse(article, pair[1], edith)
    by_machine(first, pair[0])
    add(second, pair[0], edith)
    authority.merge(*pair, edith)
    assert [rows(a) for a in (first, second)] == [[("vladimir-putin", "editor", True)]] * 2


def test_search_is_told_of_every_article(pair: tuple[Tag, Tag], edith: User) -> None:
    articles = [make_article() for _ in range(3)]
    for article in articles[:2]:
        by_machine(article, pair[0])
    by_machine(articles[2], pair[1])
    touched()
    authority.merge(*pair, edith)
    assert touched() == {article.pk for article in articles[:2]}


def test_merge_is_written_down(pair: tuple[Tag, Tag], edith: User) -> None:
    by_machine(make_article(), pair[0])
    made = authority.merge(*pair, edith, batch="b")
    event = AuditEvent.objects.get()
    assert (event.act, event.target, event.actor) == ("merge tag", "tag:poutine", edith)
    said = {"merge": made.pk, "into": "vladimir-putin", "moved": 1, "absorbed": 0, "batch": "b"}
    assert event.details == said


def test_merging_into_a_merged_record_follows_to_its_heir(
    pair: tuple[Tag, Tag], edith: User
) -> None:
    article, third = make_article(), make_tag("V. Poutine")
    by_machine(article, third)
    authority.merge(*pair, edith)
    made = authority.merge(third, pair[0], edith)
    assert made.heir == pair[1]
    assert rows(article) == [("vladimir-putin", "machine", False)]


@pytest.mark.parametrize("way", [(0, 0), (0, 1), (1, 0)])
def test_one_record_is_not_merged_with_itself(
    pair: tuple[Tag, Tag], edith: User, way: tuple[int, int]
) -> None:
    authority.merge(*pair, edith)
    with pytest.raises(ValueError, match=r"^“.+” and “.+” are one record already\.$"):
        authority.merge(pair[way[0]], pair[way[1]], edith)
    assert Merge.objects.count() == 1
    assert tagging.heir(Tag.objects.get(pk=pair[1].pk)) == pair[1]


def test_merged_record_is_not_merged_elsewhere(pair: tuple[Tag, Tag], edith: User) -> None:
    authority.merge(*pair, edith)
    with pytest.raises(authority.Refused, match="is part of “Vladimir Putin” already: undo that"):
        authority.merge(pair[0], make_tag("Iran"), edith)


def test_suggestion_of_the_pair_is_settled(pair: tuple[Tag, Tag], edith: User) -> None:
    fields = {"reason": "same key", "score": 0.9}
    mine = MergeSuggestion.objects.create(tag=pair[1], other=pair[0], **fields)
    other = MergeSuggestion.objects.create(tag=pair[1], other=make_tag("Iran"), **fields)
    authority.merge(*pair, edith)
    assert {s.pk: s.state for s in MergeSuggestion.objects.all()} == {
        mine.pk: "merged",
        other.pk: "open",
    }
