"""The pages that search engines are told of."""

import fcntl
from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from archive import sitemap, tagging
from archive.models import Article, Tag
from newsroom.curate import desk
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def listed(settings: Settings) -> None:
    """All that is translated may be listed."""
    settings.UNREVIEWED_NOINDEX = False


@pytest.fixture
def no_index(settings: Settings) -> Iterator[None]:
    """Nothing is built, and another process is at it."""
    settings.SEARCH_DIR.mkdir()
    with (settings.SEARCH_DIR / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def translated(**fields: object) -> Article:
    made = make_article(**{"pk": 1, **fields})  # type: ignore[arg-type]
    publish(made, {"Le pont rouvre": "The bridge reopens"})
    return made


def reviewed(**fields: object) -> Article:
    made = make_article(**{"pk": 1, **fields})  # type: ignore[arg-type]
    make_translation(made.segments.get(uid=1), "By hand", origin="editor", state="edited")
    publish(made)
    return made


def paths(span: int = 1) -> list[str]:
    return [place.path for place in sitemap.article_places(sitemap.articles(span))]


def test_translated_articles_are_listed_by_their_page_and_edition() -> None:
    made = translated()
    make_article(pk=2)
    (place,) = sitemap.article_places(sitemap.articles(1))
    assert made.edition
    assert (place.path, place.at) == (made.get_absolute_url(), made.edition.at)


def test_secrets_are_not_listed(edith: User) -> None:
    for pk, state in enumerate(("hidden", "scheduled", "withdrawn"), 1):
        made = translated(pk=pk)
        tag = Tag.objects.create(kind="place", slug=state, label_en=state)
        tagging.add(made, tag, edith)
        given = {"publish_at": made.created_at, "withdrawn_reason": "Wrong."}
        Article.objects.filter(pk=made.pk).update(state=state, **given)
    assert paths() == []
    assert sitemap.files() == ["/sitemap-pages.xml"]
    assert not any("sources/" in place.path for place in sitemap.pages()[len(sitemap.ALONE) :])


def test_each_file_holds_ten_thousand_ids() -> None:
    for pk in (10_000, 10_001, 25_000):
        translated(pk=pk)
    assert [len(paths(span)) for span in (1, 2, 3)] == [1, 1, 1]
    assert sitemap.files()[1:] == [f"/sitemap-articles-{span}.xml" for span in (1, 2, 3)]


def test_no_file_is_too_far() -> None:
    assert paths(0) == paths(10**30) == []


def test_what_search_engines_shall_leave_out_is_not_listed(settings: Settings) -> None:
    settings.UNREVIEWED_NOINDEX = True
    translated(pk=1)
    assert sitemap.files() == ["/sitemap-pages.xml"]
    made = reviewed(pk=20_000)
    assert sitemap.files() == ["/sitemap-pages.xml", "/sitemap-articles-2.xml"]
    assert (paths(1), paths(2)) == ([], [made.get_absolute_url()])


def test_without_an_index_every_file_is_named(settings: Settings, no_index: None) -> None:
    settings.UNREVIEWED_NOINDEX = True
    reviewed()
    assert "/sitemap-articles-1.xml" in sitemap.files()


def test_sum_tells_when_an_article_comes_goes_or_changes(edith: User) -> None:
    made = translated()
    seen = {sitemap.sum_of(sitemap.articles(1))}
    other = translated(pk=2)
    seen.add(sitemap.sum_of(sitemap.articles(1)))
    make_translation(other.segments.get(uid=1), "By hand", origin="editor", state="edited")
    publish(other)
    seen.add(sitemap.sum_of(sitemap.articles(1)))
    desk.withdraw(made.pk, reason="Wrong.", by=edith, expected=made.version)
    seen.add(sitemap.sum_of(sitemap.articles(1)))
    assert len(seen) == 4


def test_tags_that_lead_to_articles_are_listed(edith: User) -> None:
    made = translated()
    for pk, slug in enumerate(("iran", "hidden", "refused", "unused"), 1):
        tag = Tag.objects.create(pk=pk, kind="place", slug=slug, label_en=slug)
        if slug != "unused":
            tagging.add(made, tag, edith)
    tagging.refuse(made, Tag.objects.get(slug="refused"), edith)
    Tag.objects.filter(slug="hidden").update(status="hidden")
    assert [place.path for place in sitemap.tag_places(sitemap.tags(1))] == ["/places/iran/"]
    assert "/sitemap-tags-1.xml" in sitemap.files()


def test_sources_and_months_of_dated_articles_are_listed() -> None:
    translated(source=make_source("wire"), published_on=date(2024, 10, 23))
    translated(pk=2, published_on=date(2024, 10, 1))
    translated(pk=3, published_on=None)
    found = [place.path for place in sitemap.pages()]
    kinds = ["/subjects/", "/people/", "/organisations/", "/places/"]
    held = ["/sources/files/", "/sources/wire/", "/2024/10/"]
    assert found[len(sitemap.ALONE) :] == [*kinds, *held]


def test_file_is_written_a_thousand_pages_at_a_time() -> None:
    places = (sitemap.Place(f"/{n}") for n in range(2500))
    parts = list(islice(sitemap.urlset(places), 2))
    assert parts[1].count("<url>") == 1000
    assert next(places).path == "/1000"
