"""A record’s own page at the desk: names, articles, merges, history; and the stop list."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import authority, tagging
from archive.models import Tag
from newsroom.curate import name_record
from tests.archive.authority.records import add, by_machine, make_tag
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_names_of_merged_records_are_there_and_labels_are_told_apart(edith: User) -> None:
    tag = make_tag("Iran", "Iran", "RII")
    authority.merge(make_tag("Perse", "Perse", "la Perse"), tag, edith)
    shown = name_record.shown(tag, None)
    listed = [(alias.text, alias.tag.slug, is_label) for alias, is_label in shown["aliases"]]
    assert listed == [
        *(("Iran", "iran", True), ("la Perse", "perse", False)),
        *(("Perse", "perse", True), ("RII", "iran", False)),
    ]


def test_names_of_what_was_merged_into_a_merged_record_are_there_too(edith: User) -> None:
    tag, middle = make_tag("Iran"), make_tag("Perse")
    authority.merge(make_tag("Ancient Persia", "la vieille Perse"), middle, edith)
    authority.merge(middle, tag, edith)
    listed = [alias.text for alias, _ in name_record.shown(tag, None)["aliases"]]
    assert "la vieille Perse" in listed


def test_every_name_that_is_no_label_can_be_split_off(edith: User) -> None:
    tag = make_tag("Iran", "Iran", "RII")
    authority.merge(make_tag("Perse", "Perse", "la Perse"), tag, edith)
    for alias, is_label in name_record.shown(tag, None)["aliases"]:
        if is_label:
            with pytest.raises(authority.Refused):
                authority.split_off(alias, edith)
        else:
            assert authority.split_off(alias, edith).label_fr == alias.text


def test_articles_an_editor_took_it_off_are_listed_and_not_counted(edith: User) -> None:
    tag = make_tag("Iran")
    by_machine(make_article(), tag)
    tagging.refuse(make_article(), tag, edith)
    shown = name_record.shown(tag, None)
    assert (shown["stands"], len(list(shown["articles"]))) == (1, 2)


def test_articles_newest_first(edith: User) -> None:
    tag, first, second = make_tag("Iran"), make_article(), make_article()
    by_machine(first, tag)
    add(second, tag, edith)
    page = name_record.shown(tag, None)["articles"]
    assert [(row.origin, article) for row, article in page] == [
        *(("editor", second), ("machine", first))
    ]


def test_history_merges_and_stops(edith: User) -> None:
    tag = make_tag("Iran", label_fr="Iran")
    made = authority.merge(make_tag("Perse"), tag, edith)
    authority.review(tag, edith)
    authority.stop("Iran", "person", edith)
    authority.stop("Perse", "person", edith)
    shown = name_record.shown(tag, None)
    assert [event.act for event in shown["events"]] == ["stop name", "review tag"]
    assert shown["merges"] == [made]
    assert [each.text for each in shown["stops"]] == ["Iran"]


@pytest.mark.embedded
def test_page_asks_as_often_for_much_as_for_little(edith: User) -> None:
    tag = make_tag("Iran")

    def fill(start: int, stop: int) -> None:
        for n in range(start, stop):
            by_machine(make_article(), tag)
            authority.merge(make_tag(f"M {n}", f"M {n}"), tag, edith)
            authority.rename(tag, f"Iran {n}", "", edith)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown = name_record.shown(Tag.objects.select_related("merged_into").get(pk=tag.pk), "")
            [str(alias.tag) for alias, _ in shown["aliases"]]
            [str(merge) + str(merge.by) for merge in shown["merges"]]
            [str(event.actor) for event in shown["events"]]
        return len(captured)

    fill(0, 2)
    few = asked()
    fill(2, 30)
    assert asked() == few <= 11


def test_stop_list_is_by_name(edith: User) -> None:
    for text in ("Zone", "Conseil"):
        authority.stop(text, "", edith)
    assert [each.text for each in name_record.stops("odd")] == ["Conseil", "Zone"]
