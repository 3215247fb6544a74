"""The help of the search: what it says is what the search does."""

import pytest

from archive.examples import guide
from archive.models import Tag, Tagging
from archive.search import parse, search
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def lines() -> dict[str, bool]:
    return {line.typed: line.runs for section in guide() for line in section.lines}


def total(typed: str) -> int:
    return search(parse(typed), sort="newest").total


def test_each_example_finds_something_here() -> None:
    for n, kind in enumerate(("person", "place", "organisation")):
        title = "Élection à Göteborg" if n else "L'œuvre du Parlement"
        made = make_article(title=title, source=make_source(f"s{n}"))
        publish(made, {title: "The parliament works"})
        tag = Tag.objects.create(kind=kind, slug=f"tag-{n}", label_en=f"The Name{n}")
        Tagging.objects.create(article=made, tag=tag, origin="machine")
    assert all(lines().values())
    assert [typed for typed in lines() if not total(typed)] == []
    assert [typed for typed in lines() if parse(typed).ignored] == []


def test_what_the_archive_does_not_hold_leads_nowhere() -> None:
    assert not any(lines().values())
    publish(make_article(title="Un titre entier"))
    assert not lines()["person:zola"]
    assert lines()["=entier"]


def test_promises_of_the_help_are_kept() -> None:
    old = make_article(title="La réforme des retraites", source=make_source("y"))
    new = make_article(title="La réforme des retraites", source=make_source("z"))
    tag = Tag.objects.create(kind="subject", slug="x", label_en="X")
    for made in (old, new):
        publish(made)
        Tagging.objects.create(article=made, tag=tag, origin="machine")
    asked = parse('tag:x -source:y "réforme des retraites" before:2024-11')
    assert asked.ignored == ()
    assert [hit.article_id for hit in search(asked, sort="newest").hits] == [new.pk]
    assert total('tag:x "retraites des réforme"') == 0
    assert total("tag:x before:2024-09") == 0
