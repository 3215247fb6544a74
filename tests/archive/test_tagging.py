"""Tags on articles: what readers see, and an editor's two acts."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import tagging
from archive.models import Article, AuditEvent, Tag, Tagging
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def make_tag(slug: str, **fields: object) -> Tag:
    fields = {"kind": "place", "label_en": slug.capitalize(), **fields}
    return Tag.objects.create(slug=slug, **fields)


@pytest.fixture
def article() -> Article:
    return make_article()


def slugs(article: Article) -> list[str]:
    return [row.tag.slug for row in tagging.tags_of(article.pk)]


def test_editors_tags_come_first_then_the_most_telling(article: Article, edith: User) -> None:
    for slug, salience in (("iran", 2), ("russia", 9)):
        Tagging.objects.create(
            article=article, tag=make_tag(slug), origin="machine", salience=salience
        )
    tagging.add(article, make_tag("kazan"), edith)
    assert slugs(article) == ["kazan", "russia", "iran"]


def test_refused_hidden_and_merged_tags_are_not_shown(article: Article, edith: User) -> None:
    shown = make_tag("iran")
    for slug, fields in (("a", {"status": "hidden"}), ("b", {"merged_into": shown}), ("c", {})):
        tag = make_tag(slug, **fields)
        Tagging.objects.create(article=article, tag=tag, origin="machine")
    tagging.refuse(article, Tag.objects.get(slug="c"), edith)
    assert slugs(article) == []


def test_tags_come_from_one_query(
    article: Article, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        tagging.add(article, make_tag(f"tag-{n}"), edith)
    with django_assert_num_queries(1):
        assert len(slugs(article)) == 9


def test_editors_act_is_written_down_once(article: Article, edith: User) -> None:
    tag = make_tag("iran")
    tagging.add(article, tag, edith)
    tagging.add(article, tag, edith)
    event = AuditEvent.objects.get()
    assert (event.act, event.target, event.actor) == ("tag", f"article:{article.pk}", edith)
    assert event.details == {"tag": "iran"}


def test_adding_makes_a_machines_tagging_the_editors(article: Article, edith: User) -> None:
    tag = make_tag("iran")
    Tagging.objects.create(article=article, tag=tag, origin="machine", offsets=[[1, 0, 4]])
    row = tagging.add(article, tag, edith)
    row.refresh_from_db()
    assert (row.origin, row.author, row.offsets) == ("editor", edith, [[1, 0, 4]])


def test_tag_may_be_refused_and_put_back(article: Article, edith: User) -> None:
    tag = make_tag("iran")
    tagging.add(article, tag, edith)
    tagging.refuse(article, tag, edith)
    assert slugs(article) == []
    tagging.add(article, tag, edith)
    assert slugs(article) == ["iran"]
    assert list(AuditEvent.objects.values_list("act", flat=True)) == ["tag", "untag", "tag"]
    assert Tagging.objects.count() == 1


def test_merged_tag_is_put_on_as_its_heir(article: Article, edith: User) -> None:
    heir = make_tag("iran")
    between = make_tag("persia", merged_into=heir)
    tagging.add(article, make_tag("perse", merged_into=between), edith)
    assert slugs(article) == ["iran"]


def test_heirs_are_held_by_the_numbers_asked_for() -> None:
    heir, other = make_tag("iran"), make_tag("russia")
    merged = make_tag("perse", merged_into=make_tag("persia", merged_into=heir))
    held = tagging.hold([merged.pk, other.pk, 99])
    assert held == {merged.pk: heir, other.pk: other}
    Tag.objects.filter(pk=heir.pk).update(merged_into=merged)
    assert set(tagging.hold([merged.pk])) == {merged.pk}  # a ring is no reason to wait


def test_records_merged_in_a_ring_end_somewhere() -> None:
    first = make_tag("iran")
    second = make_tag("persia", merged_into=first)
    first.merged_into = second
    first.save()
    assert tagging.heir(first).pk in {first.pk, second.pk}


def test_tags_in_use_lead_to_translated_articles(edith: User) -> None:
    done, hidden, pending = make_article(), make_article(state="hidden"), make_article()
    publish(done)
    for slug, articles in (("a", [done, pending]), ("b", [hidden]), ("c", [pending]), ("d", [])):
        tag = make_tag(slug)
        for article in articles:
            tagging.add(article, tag, edith)
    tagging.refuse(done, make_tag("e"), edith)
    assert [(tag.slug, tag.articles) for tag in tagging.most_used(9)] == [("a", 1)]
    assert list(tagging.articles_under(Tag.objects.get(slug="a"))) == [done]
    assert not tagging.articles_under(Tag.objects.get(slug="e"))


def test_most_used_tags_come_first(edith: User) -> None:
    articles = [make_article() for _ in range(2)]
    for article in articles:
        publish(article)
        tagging.add(article, Tag.objects.filter(slug="b").first() or make_tag("b"), edith)
    tagging.add(articles[0], make_tag("a"), edith)
    assert [tag.slug for tag in tagging.most_used(1)] == ["b"]
    assert [tag.slug for tag in tagging.most_used(9)] == ["b", "a"]
    assert tagging.most_used(9, "subject") == []


def test_spellings_leave_out_the_labels() -> None:
    tag = make_tag("myanmar", label_fr="Birmanie")
    for text, language in (("Birmanie", "fr"), ("Myanmar", "en"), ("Union birmane", "fr")):
        tag.aliases.create(text=text, folded=text.lower(), language=language)
    assert tagging.spellings(tag) == [("Union birmane", "fr")]


def test_spellings_are_those_of_all_that_was_merged_into_it_too() -> None:
    heir = make_tag("myanmar")
    between = make_tag("burma", label_fr="Birmanie", merged_into=heir)
    make_tag("pagan", label_en="Pagan", merged_into=between)
    make_tag("false", label_en="False", status="hidden", merged_into=heir)
    between.aliases.create(text="Burma", folded="burma", language="en")
    found = [("Birmanie", "fr"), ("Burma", "en"), ("Pagan", "en")]
    assert tagging.spellings(heir) == found


def test_names_of_records_merged_in_a_ring_come_to_an_end() -> None:
    first = make_tag("iran")
    second = make_tag("persia", merged_into=first)
    Tag.objects.filter(pk=first.pk).update(merged_into=second)
    assert tagging.names_of([first])[first.pk] == [("Persia", "en")]


def test_tags_stand_by_kind_subjects_first(article: Article, edith: User) -> None:
    for slug, kind in (("kazan", "place"), ("brics", "organisation"), ("politics", "subject")):
        tagging.add(article, make_tag(slug, kind=kind), edith)
    found = tagging.by_kind(tagging.tags_of(article.pk))
    told = [(plural, [row.tag.slug for row in rows]) for plural, rows in found]
    assert told == [("subjects", ["politics"]), ("organisations", ["brics"]), ("places", ["kazan"])]


def test_lists_name_the_four_most_telling_and_no_subject(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_article()
    for n, slug in enumerate(("a", "b", "c", "d", "e", "f", "g")):
        fields = {"f": {"kind": "subject"}, "g": {"status": "hidden"}}.get(slug, {})
        tag = make_tag(slug, **fields)
        Tagging.objects.create(article=article, tag=tag, origin="machine", salience=n)
    Tagging.objects.create(article=other, tag=Tag.objects.get(slug="a"), origin="machine")
    with django_assert_num_queries(1):
        found = tagging.names_on([article, other])
    told = {pk: [name.label for name in names] for pk, names in found.items()}
    assert told == {article.pk: ["E", "D", "C", "B"], other.pk: ["A"]}


def test_names_in_lists_lead_to_the_records_pages(article: Article) -> None:
    tags = [make_tag(f"{kind}-x", kind=kind) for kind in ("place", "person", "organisation")]
    for tag in tags:
        Tagging.objects.create(article=article, tag=tag, origin="machine")
    named = tagging.names_on([article])[article.pk]
    assert named == [(tag.label_en, tag.get_absolute_url()) for tag in tags]


def test_records_beside_one_are_counted_in_what_readers_see(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    iran, russia = make_tag("iran"), make_tag("russia", kind="organisation")
    for n, state in enumerate(("live", "live", "hidden")):
        article = make_article()
        publish(article)
        for tag in (iran, russia, make_tag(f"place-{n}")):
            tagging.add(article, tag, edith)
        Article.objects.filter(pk=article.pk).update(state=state)
    tagging.refuse(article, iran, edith)
    Tag.objects.filter(slug="place-0").update(status="hidden")
    with django_assert_num_queries(1):
        found = tagging.named_beside(iran, tagging.articles_under(iran))
    told = [(tag.get_absolute_url(), count) for tag, count in found]
    assert told == [("/organisations/russia/", 2), ("/places/place-1/", 1)]


def test_slug_leads_to_the_heir_and_to_nothing_hidden() -> None:
    iran = make_tag("iran")
    between = make_tag("persia", merged_into=iran)
    make_tag("perse", merged_into=between)
    make_tag("secret", status="hidden")
    assert [tagging.met_at(slug) for slug in ("iran", "perse")] == [iran, iran]
    assert [tagging.met_at(slug) for slug in ("secret", "nothing")] == [None, None]
