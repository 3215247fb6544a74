"""Choosing articles for an act on all of them: each filter, and what is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from archive.models import Article, Tag, Tagging, Translation
from newsroom.curate import bulk
from newsroom.curate.bulk import ActForm, BulkForm
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db
Make = Callable[[], Article]


def form(**given: str) -> BulkForm:
    data = QueryDict(mutable=True)
    data.update(given)
    return BulkForm(data)


def found(**given: str) -> set[int]:
    asked = form(**given)
    assert asked.is_valid(), asked.errors
    return {article.pk for article in asked.articles()}


def errors(asked: BulkForm | ActForm) -> list[str]:
    assert not asked.is_valid()
    return [str(error) for held in asked.errors.values() for error in held]


def tagged(article: Article, slug: str) -> Tag:
    tag = Tag.objects.create(kind="place", slug=slug, label_en=slug.title(), label_fr=slug.upper())
    Tagging.objects.create(article=article, tag=tag, origin="machine")
    return tag


def test_nothing_asked_is_every_article() -> None:
    ids = {make_article().pk, make_article(state="hidden").pk}
    assert found() == ids


def test_articles_of_a_state() -> None:
    make_article()
    mine = make_article(state="hidden")
    assert found(state="hidden") == {mine.pk}


def test_articles_of_a_source() -> None:
    make_article()
    mine = make_article(source=make_source("gazette"))
    assert found(source="gazette") == {mine.pk}


def test_articles_of_some_days() -> None:
    make_article(published_on=date(2024, 1, 1))
    mine = make_article(published_on=date(2024, 2, 1))
    make_article(published_on=date(2024, 3, 1))
    assert found(after="2024-02-01", before="2024-02-01") == {mine.pk}


@pytest.mark.parametrize("word", ["kazan", "Kazan", "KAZAN"])
def test_articles_of_a_tag_by_any_of_its_names(word: str) -> None:
    make_article()
    mine = make_article()
    tagged(mine, "kazan")
    assert found(tag=word) == {mine.pk}


def test_articles_of_a_level() -> None:
    machine, person = make_article(), make_article()
    publish(machine)
    publish(person)
    Translation.objects.filter(segment__article=person).update(state="approved")
    assert found(level="machine") == {machine.pk}
    assert found(level="fully") == {person.pk}


def test_articles_by_words_of_their_headline() -> None:
    french = make_article(title="Le sommet de Kazan")
    english = make_article(title="Le marché")
    publish(english, {"Le marché": "The Kazan market"})
    make_article()
    assert found(q="kazan") == {french.pk, english.pk}
    assert found(q="kazan  market") == {english.pk}


def test_articles_with_a_failed_check() -> None:
    mine, other, persons = make_article(), make_article(), make_article()
    for article in (mine, other, persons):
        publish(article)
    failed = Translation.objects.exclude(segment__article=other)
    failed.update(checks=[{"code": "number", "words": "14 is missing."}])
    Translation.objects.filter(segment__article=persons).update(state="approved")
    assert found(checks="on") == {mine.pk}


def test_articles_of_a_package_and_not_of_the_one_in_use() -> None:
    former, new = make_article(), make_article()
    publish(former)
    publish(new)
    Translation.objects.filter(segment__article=new).update(engine="toy 1")
    assert found(package="toy 1.0") == {former.pk}
    assert found(other="on") == {former.pk}


def test_without_a_package_none_is_in_use(settings: Settings, tmp_path: Path) -> None:
    settings.TRANSLATION_ENGINE = "argos"
    settings.PACKAGES_DIR = tmp_path
    assert errors(form(other="on")) == [bulk.NO_PACKAGE]


def test_all_filters_count_together() -> None:
    make_article(state="hidden")
    mine = make_article(state="hidden", source=make_source("gazette"))
    make_article(source=make_source("gazette"))
    assert found(state="hidden", source="gazette") == {mine.pk}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "gone"),
        ("source", "nobody"),
        ("after", "yesterday"),
        ("before", "2024-13-01"),
        ("tag", "nowhere"),
        ("tag", "no\x00where"),
        ("level", "very"),
    ],
)
def test_what_cannot_be_used_is_an_error(name: str, value: str) -> None:
    assert not form(**{name: value}).is_valid()


def test_name_of_several_tags_is_an_error() -> None:
    for slug in ("kazan", "kazan-2"):
        Tag.objects.create(kind="place", slug=slug, label_en="Kazan City")
    assert errors(form(tag="Kazan City")) == ["“Kazan City” means 2 tags: give the slug of one."]


def test_what_was_asked_is_asked_again_by_its_address() -> None:
    make_source("gazette")
    tagged(make_article(), "kazan")
    given = {"source": "gazette", "after": "2024-02-01", "tag": "KAZAN", "checks": "on"}
    asked = form(**given)
    assert asked.is_valid()
    again = BulkForm(QueryDict(asked.query()))
    assert again.is_valid()
    assert asked.asked() == again.asked()
    assert again.asked()["tag"] == "kazan"


def act(**given: object) -> ActForm:
    return ActForm({"act": "hide", "count": 3, "form": "0" * 16} | given)


def test_act_is_one_of_ours() -> None:
    assert act().is_valid()
    assert not act(act="burn").is_valid()
    assert not act(act="glossary").is_valid()


@pytest.mark.parametrize("name", ["count", "form"])
def test_act_wants_what_the_page_gave(name: str) -> None:
    assert not act(**{name: ""}).is_valid()


def test_tags_are_told_by_their_names() -> None:
    tagged(make_article(), "kazan")
    tagged(make_article(), "moscow")
    asked = act(act="tag", add="Kazan, ", off="MOSCOW")
    assert asked.is_valid()
    assert asked.asked() == {"add": ["kazan"], "off": ["moscow"]}


def test_tags_that_are_none_are_errors() -> None:
    assert errors(act(act="tag", add="nowhere")) == ["There is no tag “nowhere”."]
    assert errors(act(act="tag")) == ["Give at least one tag."]


def test_tag_is_not_added_and_taken_off_together() -> None:
    tagged(make_article(), "kazan")
    told = errors(act(act="tag", add="kazan", off="Kazan"))
    assert told == ["“kazan” is both to add and to take off."]


def test_other_acts_have_no_tags() -> None:
    asked = act(add="nowhere")
    assert asked.is_valid()
    assert asked.asked() == {}


def test_packages_are_those_of_the_newest_and_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "SAMPLED", 1)
    publish(make_article())
    pks = list(Translation.objects.order_by("pk").values_list("pk", flat=True))
    for pk, engine in zip(pks, ["one", "two", "two", "three"], strict=False):
        Translation.objects.filter(pk=pk).update(engine=engine)
    assert bulk.packages() == ["one", "three"]


def test_batch_says_what_was_asked() -> None:
    asked = {"filter": {"state": "hidden", "checks": "1"}, "add": ["kazan", "moscow"]}
    assert bulk.described(asked) == [
        ("State", "hidden"),
        ("With a machine’s sentence that fails a check", "yes"),
        ("Add", "kazan, moscow"),
    ]


def test_button_names_the_count() -> None:
    assert bulk.button(bulk.ACTS["hide"], 1234) == "Hide: 1,234 articles"


def test_all_filters_together_are_one_query() -> None:
    make_source("gazette")
    tagged(make_article(), "kazan")
    given = {"q": "a", "source": "gazette", "tag": "kazan", "level": "fully", "checks": "on"}
    asked = form(other="on", package="toy", state="live", after="2024-01-01", **given)
    assert asked.is_valid()
    with CaptureQueriesContext(connection) as queries:
        asked.articles().count()
    assert len(queries) <= 2
