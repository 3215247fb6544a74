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
    assert [(tag.slug, tag.articles) for tag in tagging.in_use()] == [("a", 1)]
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
    assert tagging.spellings(tag) == ["Union birmane"]
