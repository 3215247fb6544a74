"""The authority records: all by kind, and each with its articles."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import tagging
from archive.models import Article, Tag
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def make_tag(slug: str, **fields: object) -> Tag:
    fields = {"kind": "place", "label_en": slug.capitalize(), **fields}
    return Tag.objects.create(slug=slug, **fields)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    assert not answer.cookies
    return answer.content.decode()


def tagged(tag: Tag, by: User, **fields: object) -> Article:
    article = make_article(**fields)  # type: ignore[arg-type]
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    tagging.add(article, tag, by)
    return article


class TestAll:
    def test_tags_stand_by_kind_with_their_counts(self, rosa: Client, edith: User) -> None:
        germany = make_tag("germany", label_fr="Allemagne")
        tagged(germany, edith)
        tagged(germany, edith)
        tagged(make_tag("rivers", kind="subject"), edith)
        shown = page(rosa, "/tags/")
        assert shown.index("Subjects") < shown.index("Rivers") < shown.index("Places")
        assert "Allemagne" in shown
        assert '<span class="count">2<' in shown

    def test_tag_without_a_page_is_not_listed(self, sam: Client, edith: User) -> None:
        tagged(make_tag("secret", status="hidden"), edith)
        heir = make_tag("heir")
        old = make_tag("merged")
        tagged(old, edith)
        Tag.objects.filter(pk=old.pk).update(merged_into=heir)
        tagging.add(make_article(state="hidden"), make_tag("unread"), edith)
        tagging.add(make_article(), make_tag("pending"), edith)
        shown = page(sam, "/tags/")
        for label in ("Secret", "Heir", "Merged", "Unread", "Pending"):
            assert label not in shown
        assert "No translated article bears a tag yet." in shown

    def test_queries_do_not_grow(
        self, rosa: Client, edith: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(12):
            tagged(make_tag(f"tag-{n}"), edith)
        with django_assert_num_queries(1):
            page(rosa, "/tags/")


class TestOne:
    def test_it_tells_labels_kind_spellings_count_and_days(self, rosa: Client, edith: User) -> None:
        tag = make_tag("germany", label_fr="Allemagne")
        tag.aliases.create(text="RFA", folded="rfa", language="fr")
        tagged(tag, edith, published_on=date(2024, 10, 23))
        tagged(tag, edith, published_on=date(2023, 5, 1))
        shown = page(rosa, "/tags/germany/")
        for words in ("Germany", "Allemagne", "Place", "RFA", "1 May 2023", "23 October 2024"):
            assert words in shown
        assert shown.count('class="entry"') == 2

    def test_articles_stand_newest_first_and_all_are_reachable(
        self, rosa: Client, edith: User
    ) -> None:
        tag = make_tag("germany")
        made = [tagged(tag, edith, published_on=date(2024, 1, 1 + n % 28)) for n in range(33)]
        first = page(rosa, "/tags/germany/")
        older = page(rosa, "/tags/germany/" + first.split('rel="next" href="')[1].split('"')[0])
        both = first + older
        assert (first.count('class="entry"'), older.count('class="entry"')) == (30, 3)
        assert all(f'"{article.get_absolute_url()}"' in both for article in made)

    def test_stranger_sees_no_hidden_article(self, sam: Client, edith: User) -> None:
        tag = make_tag("germany")
        tagged(tag, edith)
        secret = tagged(tag, edith, title="Un secret")
        Article.objects.filter(pk=secret.pk).update(state="hidden")
        refused = tagged(tag, edith, title="Un refus")
        tagging.refuse(refused, tag, edith)
        shown = page(sam, "/tags/germany/")
        assert "Un secret" not in shown
        assert "Un refus" not in shown
        assert "<dd>1," in shown

    def test_merged_tag_moves_for_ever(self, rosa: Client, edith: User) -> None:
        heir = make_tag("germany")
        between = make_tag("allemagne", merged_into=heir)
        make_tag("rfa", merged_into=between)
        tagged(heir, edith)
        for slug in ("rfa", "allemagne"):
            answer = rosa.get(f"/tags/{slug}/")
            assert (answer.status_code, answer["Location"]) == (301, "/tags/germany/")

    def test_hidden_unused_and_unknown_tags_have_no_page(self, sam: Client, edith: User) -> None:
        tagged(make_tag("secret", status="hidden"), edith)
        make_tag("to-secret", merged_into=Tag.objects.get(slug="secret"))
        make_tag("unused")
        tagging.add(make_article(state="hidden"), make_tag("unread"), edith)
        for slug in ("secret", "to-secret", "unused", "unread", "nothing", "é"):
            page(sam, f"/tags/{slug}/", status=404)

    def test_records_merged_in_a_ring_answer(self, sam: Client, edith: User) -> None:
        first = make_tag("first")
        second = make_tag("second", merged_into=first)
        Tag.objects.filter(pk=first.pk).update(merged_into=second)
        assert sam.get("/tags/first/").status_code in {301, 404}

    @pytest.mark.parametrize("before", ["abc", "0001-01-01.1"])
    def test_odd_cursor_is_a_page(self, rosa: Client, edith: User, before: str) -> None:
        tagged(make_tag("germany"), edith)
        page(rosa, f"/tags/germany/?before={before}")

    def test_queries_do_not_grow(
        self, rosa: Client, edith: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        tag = make_tag("germany")
        for _ in range(9):
            tagged(tag, edith)
        with django_assert_num_queries(6):
            page(rosa, "/tags/germany/")


def test_article_shows_its_tags(rosa: Client, edith: User) -> None:
    article = tagged(make_tag("germany"), edith)
    shown = page(rosa, article.get_absolute_url())
    assert '<a rel="tag" href="/tags/germany/">Germany</a>' in shown
