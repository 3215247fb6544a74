"""The authority records: an overview, an index of each kind, and each with its articles."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import tagging
from archive.models import Article, Tag, Tagging
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
        assert ('href="/subjects/"' in shown, 'href="/people/"' in shown) == (True, False)
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
        shown = page(rosa, "/places/germany/")
        for words in ("Germany", "Allemagne", "Place", "RFA", "1 May 2023", "23 October 2024"):
            assert words in shown
        assert shown.count('class="entry"') == 2

    def test_articles_stand_newest_first_and_all_are_reachable(
        self, rosa: Client, edith: User
    ) -> None:
        tag = make_tag("germany")
        made = [tagged(tag, edith, published_on=date(2024, 1, 1 + n % 28)) for n in range(33)]
        first = page(rosa, "/places/germany/")
        older = page(rosa, "/places/germany/" + first.split('rel="next" href="')[1].split('"')[0])
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
        shown = page(sam, "/places/germany/")
        assert "Un secret" not in shown
        assert "Un refus" not in shown
        assert "<dd>1," in shown

    @pytest.mark.parametrize(
        "old", ["tags/germany", "tags/rfa", "places/rfa", "people/allemagne", "subjects/germany"]
    )
    def test_old_wrong_and_merged_addresses_move_for_ever(
        self, rosa: Client, edith: User, old: str
    ) -> None:
        heir = make_tag("germany")
        between = make_tag("allemagne", merged_into=heir, kind="person")
        make_tag("rfa", merged_into=between)
        tagged(heir, edith)
        answer = rosa.get(f"/{old}/?before=2024-01-01.1")
        assert answer.status_code == 301
        assert answer["Location"] == "/places/germany/?before=2024-01-01.1"

    def test_hidden_unused_and_unknown_tags_have_no_page(self, sam: Client, edith: User) -> None:
        tagged(make_tag("secret", status="hidden"), edith)
        make_tag("to-secret", merged_into=Tag.objects.get(slug="secret"))
        make_tag("unused")
        tagging.add(make_article(state="hidden"), make_tag("unread"), edith)
        for slug in ("secret", "to-secret", "unused", "unread", "nothing", "é"):
            for plural in ("tags", "places", "people"):
                page(sam, f"/{plural}/{slug}/", status=404)

    def test_records_merged_in_a_ring_answer(self, sam: Client, edith: User) -> None:
        first = make_tag("first")
        second = make_tag("second", merged_into=first)
        Tag.objects.filter(pk=first.pk).update(merged_into=second)
        assert sam.get("/places/first/").status_code in {301, 404}

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            ("auto", "No editor has looked at this record yet."),
            ("seeded", "the authority file"),
            ("reviewed", "An editor has looked at this record."),
        ],
    )
    def test_it_says_who_looked_at_it(
        self, rosa: Client, edith: User, status: str, words: str
    ) -> None:
        tagged(make_tag("germany", status=status, wikidata="Q183"), edith)
        shown = page(rosa, "/places/germany/")
        assert words in shown
        assert '<a href="https://www.wikidata.org/wiki/Q183" rel="external">' in shown

    def test_its_months_lead_to_a_search_among_its_articles(
        self, rosa: Client, edith: User
    ) -> None:
        tag = make_tag("germany")
        for month in (1, 1, 5):
            tagged(tag, edith, published_on=date(2024, month, 9))
        tagged(tag, edith, published_on=None)
        shown = page(rosa, "/places/germany/")
        assert 'aria-label="January 2024: 2 articles"' in shown
        assert 'href="/search/?tag=germany&amp;after=2024-05-01&amp;before=2024-05-31"' in shown
        assert 'href="/search/?tag=germany&amp;undated=1">1 undated</a>' in shown
        assert 'href="/search/?tag=germany">Its articles by words' in shown
        assert 'href="/places/germany/feed.atom">Feed' in shown

    def test_it_names_what_stands_beside_it(self, rosa: Client, edith: User) -> None:
        article = tagged(make_tag("germany"), edith)
        tagging.add(article, make_tag("scholz", kind="person"), edith)
        shown = page(rosa, "/places/germany/")
        assert '<a href="/people/scholz/">Scholz</a>' in shown
        assert 'href="/search/?tag=germany&amp;tag=scholz"' in shown

    def test_older_pages_tell_the_record_no_second_time(self, rosa: Client, edith: User) -> None:
        tagged(make_tag("germany"), edith)
        shown = page(rosa, "/places/germany/?before=2025-01-01.1")
        assert ('class="entry"' in shown, 'id="record"' in shown) == (True, False)
        assert '<meta name="robots" content="noindex, follow">' in shown

    @pytest.mark.parametrize("before", ["abc", "0001-01-01.1"])
    def test_odd_cursor_is_a_page(self, rosa: Client, edith: User, before: str) -> None:
        tagged(make_tag("germany"), edith)
        page(rosa, f"/places/germany/?before={before}")

    def test_queries_do_not_grow(
        self, rosa: Client, edith: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        tag = make_tag("germany")
        for _ in range(9):
            tagged(tag, edith)
        with django_assert_num_queries(9):
            page(rosa, "/places/germany/")


class TestIndex:
    def test_names_stand_by_letter_whatever_their_accents(self, rosa: Client, edith: User) -> None:
        for label in ("Ankara", "Évry", "Essen", "4chan"):
            tagged(make_tag(label.lower().replace("é", "e"), label_en=label), edith)
        shown = page(rosa, "/places/")
        order = ["Ankara</a>", 'id="letter-e"', "Essen</a>", "Évry</a>", 'id="letter-other"']
        assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
        assert 'href="#letter-e">E</a>' in shown
        assert "4 places" in shown

    def test_order_by_number_has_no_letters(self, rosa: Client, edith: User) -> None:
        tagged(make_tag("ankara"), edith)
        berlin = make_tag("berlin")
        tagged(berlin, edith)
        tagged(berlin, edith)
        shown = page(rosa, "/places/?sort=number")
        assert shown.index("Berlin</a>") < shown.index("Ankara</a>")
        assert 'id="letter-' not in shown
        assert "noindex" in shown

    def test_name_is_found_without_scripts(self, rosa: Client, edith: User) -> None:
        germany = make_tag("germany", label_fr="Allemagne")
        germany.aliases.create(text="République fédérale", folded="republique federale")
        tagged(germany, edith)
        tagged(make_tag("france"), edith)
        for q in ("ger", "ALLEM", "répu", "federale"):
            shown = page(rosa, f"/places/?q={q}")
            assert ("Germany</a>" in shown, "France</a>" in shown) == (True, False), q
        assert "No name here begins with “ermany”" in page(rosa, "/places/?q=ermany")

    @pytest.mark.parametrize(
        "query", ["q=%00", "q=%25_", "initial=%C3%A9", "initial=zz", "page=0", "page=99999&sort=x"]
    )
    def test_odd_wishes_are_answered(self, rosa: Client, edith: User, query: str) -> None:
        tagged(make_tag("germany"), edith)
        page(rosa, f"/places/?{query}")

    def test_kind_without_names_says_so(self, sam: Client, edith: User) -> None:
        tagged(make_tag("secret", status="hidden"), edith)
        assert "No translated article bears a tag of this kind yet." in page(sam, "/places/")


def test_article_shows_its_tags(rosa: Client, edith: User) -> None:
    article = tagged(make_tag("germany"), edith)
    tagging.add(article, make_tag("transport", kind="subject"), edith)
    shown = page(rosa, article.get_absolute_url())
    assert shown.index("<dt>Subjects</dt>") < shown.index("<dt>Places</dt>")
    assert '<a rel="tag" href="/places/germany/">Germany</a>' in shown


def test_lists_name_what_an_article_is_about(rosa: Client, edith: User) -> None:
    tagged(make_tag("germany"), edith)
    name = '<ul class="entry-names" aria-label="Names"><li><a href="/places/germany/">Germany</a>'
    for address in ("/", "/search/", "/2024/10/23/", "/sources/files/"):
        assert name in page(rosa, address), address


class TestMarks:
    def marked(self, rosa: Client, query: str) -> str:
        french = "« Poutine », dit Olaf Scholz."
        article = make_article(title="Le pont", body=[[french, "Il sort."]])
        english = {french: "“Putin”, says Olaf Scholz.", "Il sort.": "He leaves."}
        publish(article, {**english, "Le pont": "The bridge"})
        putin = make_tag("putin", kind="person", label_en="Vladimir Putin")
        scholz = make_tag("scholz", kind="person", label_en="Olaf Scholz")
        for tag, place in ((putin, [2, 2, 9]), (scholz, [2, 17, 28])):
            Tagging.objects.create(article=article, tag=tag, origin="machine", offsets=[place])
        return page(rosa, f"{article.get_absolute_url()}?{query}")

    def test_names_are_plain_until_asked_for(self, rosa: Client) -> None:
        shown = self.marked(rosa, "view=side")
        assert 'class="mention"' not in shown
        assert 'href="?view=side&amp;names=1"' in shown

    @pytest.mark.parametrize("view", ["en", "side", "lines", "fr"])
    def test_each_view_marks_them_within_the_quotations(self, rosa: Client, view: str) -> None:
        shown = self.marked(rosa, f"view={view}&names=1").split("<template")[0]
        putin = '<a class="mention" href="/people/putin/">{}</a>'
        english = f'<q class="translated">“{putin.format("Putin")}”</q>, says '
        french = f'<q class="original">« {putin.format("Poutine")} »</q>, dit '
        assert (english in shown, french in shown) == (view != "fr", view != "en")
        assert '<a class="mention" href="/people/scholz/">Olaf Scholz</a>' in shown
        assert f'href="?view={view}"' in shown
        assert 'href="?view=lines&amp;names=1"' in shown

    def test_article_about_a_subject_alone_has_nothing_to_mark(
        self, rosa: Client, edith: User
    ) -> None:
        article = tagged(make_tag("politics", kind="subject"), edith)
        assert "Mark names" not in page(rosa, article.get_absolute_url())
