"""What the page “Names” shows: records to look at, pairs that may be one, what was done."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from archive import authority, tagging
from archive.models import MergeSuggestion, Tag
from newsroom.curate import names
from newsroom.curate.names import Wanted
from tests.archive.authority.records import by_machine, make_tag
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def slugs(**asked: str) -> list[str]:
    return [tag.slug for tag in names.records(Wanted(**asked), None)]


def test_records_nobody_looked_at_by_number_of_articles(edith: User) -> None:
    few, many, none = make_tag("Few"), make_tag("Many"), make_tag("None")
    make_tag("Seen", status="reviewed")
    make_tag("Part", merged_into=many)
    for tag, count in ((few, 1), (many, 2)):
        for _ in range(count):
            by_machine(make_article(), tag)
    tagging.refuse(make_article(), none, edith)
    page = names.records(Wanted(), None)
    assert [(tag.slug, tag.stands) for tag in page] == [("many", 2), ("few", 1), ("none", 0)]


def test_record_shows_its_newest_article() -> None:
    tag = make_tag("Iran")
    for title in ("Un pont", "Une gare"):
        article = make_article(title=title)
        publish(article, {title: f"In English: {title}"})
        by_machine(article, tag)
    (shown,) = names.records(Wanted(), None)
    assert shown.example.edition.title == "In English: Une gare"


def test_filters() -> None:
    make_tag("Iran", "Perse", kind="place")
    make_tag("Poutine", label_en="Putin", label_fr="Poutine", slug="putin", status="reviewed")
    make_tag("Ghost", status="hidden")
    assert slugs() == slugs(kind="place") == slugs(q="PERSÉ") == ["iran"]
    assert slugs(kind="subject") == []
    assert slugs(status="reviewed") == slugs(status="any", q="outin") == ["putin"]
    assert slugs(status="hidden") == ["ghost"]
    assert slugs(status="any") == ["ghost", "iran", "putin"]


@pytest.mark.parametrize("asked", ["", "status=odd&kind=odd", "q=%00+&kind="])
def test_odd_wishes_are_the_first_choice(asked: str) -> None:
    assert Wanted.of(QueryDict(asked)) == Wanted()


def suggest(tag: Tag, other: Tag, **fields: object) -> MergeSuggestion:
    fields = {"reason": "similar", "score": 0.8, **fields}
    return MergeSuggestion.objects.create(tag=tag, other=other, **fields)


def test_pairs_with_their_reason_and_the_articles_they_share() -> None:
    elder, younger = make_tag("Vladimir Putin"), make_tag("Vladimir Poutine")
    article = make_article()
    for tag in (elder, younger):
        by_machine(article, tag)
    by_machine(make_article(), elder)
    suggest(younger, elder, reason="similar", score=0.86)
    (pair,) = names.pairs(None)
    assert (pair.gone, pair.stays, pair.why) == (younger, elder, "much alike, 86%")
    assert (pair.gone.stands, pair.stays.stands, pair.shared) == (1, 2, 1)
    assert pair.example == article


def test_record_that_somebody_checked_stays() -> None:
    auto, seeded = make_tag("Auto"), make_tag("Seeded", status="seeded")
    by_machine(make_article(), auto)
    suggest(seeded, auto)
    (pair,) = names.pairs(None)
    assert (pair.gone, pair.stays) == (auto, seeded)


def test_settled_pairs_are_not_asked_about(edith: User) -> None:
    tags = [make_tag(name) for name in "ABCD"]
    authority.dismiss(suggest(tags[0], tags[1]), edith)
    suggest(tags[0], tags[2])
    authority.merge(tags[0], tags[3], edith)
    assert list(names.pairs(None)) == []


def test_last_acts_and_the_one_a_key_undoes(edith: User, max_: User) -> None:
    tags = [make_tag(f"Name {n}") for n in range(7)]
    for tag in tags:
        authority.review(tag, edith, batch="b")
    authority.hide(tags[0], max_)
    past, last = names.past(edith)
    said = [deed.words for deed in past]
    assert said == ["Hid Name 0", "Reviewed Name 0, Name 1, Name 2, Name 3, Name 4 and 2 more"]
    assert last == past[1]
    authority.undo("b", edith)
    assert names.past(edith)[1] is not None  # what was refused to be undone can be tried again
    assert names.past(max_)[1] == names.past(max_)[0][0]


def test_merge_says_into_what(edith: User) -> None:
    authority.merge(make_tag("Poutine"), make_tag("Putin"), edith)
    assert names.past(edith)[0][0].words == "Merged Poutine → Putin"


def test_other_acts_on_two_say_what_they_did(edith: User) -> None:
    tag, other = make_tag("Kremlin", "Kremlin", "palais"), make_tag("Moscou")
    authority.split_off(tag.aliases.get(text="palais"), edith)
    authority.dismiss(suggest(tag, other), edith)
    authority.undo_merge(authority.merge(other, tag, edith), edith)
    said = [deed.words for deed in names.past(edith)[0]]
    assert said == [
        "Parted again Moscou from Kremlin",
        *("Merged Moscou → Kremlin", "Kept apart Kremlin and Moscou"),
        "Split off palais from Kremlin",
    ]


def test_every_act_has_its_words() -> None:
    assert set(names.DONE) == set(authority.undoing.INVERSES)


def test_fields_propose_checked_records() -> None:
    for n, status in enumerate(("auto", "seeded", "reviewed", "hidden")):
        tag = make_tag(status, status=status)
        for _ in range(n):
            by_machine(make_article(), tag)
    assert names.proposed() == ["reviewed", "seeded"]


def test_page_asks_as_often_for_many_as_for_few(edith: User) -> None:
    def fill(start: int, stop: int) -> None:
        for n in range(start, stop):
            tags = [make_tag(f"{letter} {n}") for letter in "ab"]
            article = make_article()
            for tag in tags:
                by_machine(article, tag)
            suggest(tags[0], tags[1])
            authority.review(make_tag(f"c {n}"), edith)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(names.records(Wanted(), None)), list(names.pairs(None))
            names.past(edith), names.proposed()
        return len(captured)

    fill(0, 3)
    few = asked()
    fill(3, 40)
    assert asked() == few <= 13
