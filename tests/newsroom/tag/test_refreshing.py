"""Records of hand-kept tables, in step with them."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import authority, tagging
from archive.models import SearchOutbox, Tag
from newsroom.tag import records
from newsroom.tag.refreshing import refresh
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag() -> Tag:
    """The United Nations, made before the table got some of its names."""
    entry = records.entry("seed:united-nations", "")
    assert entry
    made = records.make(entry)
    made.aliases.filter(folded__in=["onu", "un"]).delete()
    return made


def forms(tag: Tag) -> set[tuple[str, str]]:
    return set(tag.aliases.values_list("folded", "language"))


def test_new_names_are_added_once(tag: Tag) -> None:
    assert refresh() == 1
    assert forms(tag) >= {("onu", "fr"), ("un", "en")}
    assert set(tag.aliases.values_list("key", flat=True)) >= {"onu", "un"}
    count = tag.aliases.count()
    assert refresh() == 0
    assert tag.aliases.count() == count


def test_what_editors_decided_stays(tag: Tag, edith: User) -> None:
    authority.rename(tag, "The UN system", "Le système onusien", edith)
    tag.aliases.create(text="Machin", folded="machin", language="fr")
    refresh()
    tag.refresh_from_db()
    assert (tag.label_en, tag.label_fr, tag.status) == (
        *("The UN system", "Le système onusien"),
        "reviewed",
    )
    assert forms(tag) >= {("machin", "fr"), ("onu", "fr")}


def test_name_that_was_split_off_is_not_claimed_back(tag: Tag, edith: User) -> None:
    alias = tag.aliases.get(folded="nations unies", language="fr")
    Tag.objects.filter(pk=tag.pk).update(label_fr="ONU")
    authority.split_off(alias, edith)
    refresh()
    assert ("nations unies", "fr") not in forms(tag)


def test_search_hears_of_its_articles(tag: Tag, edith: User) -> None:
    articles = [make_article(), make_article()]
    tagging.add(articles[0], tag, edith)
    SearchOutbox.objects.all().delete()
    refresh()
    assert [row.article_id for row in SearchOutbox.objects.all()] == [articles[0].pk]


def test_other_records_cost_and_get_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records.make(records.of_name(Tag.Kind.PERSON, "Jean Roy", "Jean Roy"))
    for identity in ("cldr:IR", "seed:brics", "geonames:2988507"):
        entry = records.entry(identity, "Paris")
        assert entry
        records.make(entry)
    with django_assert_num_queries(3):
        assert refresh() == 0
