"""What a page says of itself."""

import json
from datetime import date

import pytest

from newsroom.ingest.markup import parse
from newsroom.ingest.structured import Facts, facts_of
from tests.newsroom.ingest.texts import page


def facts(head: str, body: str = "<p>Texte</p>") -> Facts:
    tree = parse(page(body, head))
    assert tree is not None
    return facts_of(tree)


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {
    "@type": ["NewsArticle"],
    "headline": "Le titre exact",
    "datePublished": "2024-10-23T08:00:00+02:00",
    "author": [{"name": "La rédaction"}, "Le service des sports"],
    "mainEntityOfPage": {"@id": "https://ex.org/a"},
}
OPEN_GRAPH = (
    '<meta property="og:title" content="Le titre des réseaux">'
    '<meta property="article:published_time" content="2023-01-01">'
    '<meta property="og:url" content="https://ex.org/og?utm_medium=x">'
    '<meta name="author" content="Une agence">'
)


def test_schema_org_comes_first() -> None:
    found = facts(OPEN_GRAPH.replace("og:url", "og:none") + ld({"@graph": [{}, ARTICLE]}))
    assert found.title == "Le titre exact"
    assert found.byline == "La rédaction, Le service des sports"
    assert found.published
    assert found.published.on == date(2024, 10, 23)
    assert found.canonical_url == "https://ex.org/a"


def test_open_graph_comes_second() -> None:
    found = facts("<title>Un titre de page</title>" + OPEN_GRAPH)
    assert (found.title, found.byline) == ("Le titre des réseaux", "Une agence")
    assert found.published
    assert found.published.on == date(2023, 1, 1)
    assert found.canonical_url == "https://ex.org/og"


def test_canonical_link_comes_before_all_addresses() -> None:
    found = facts('<link rel="canonical" href="https://ex.org/c">' + OPEN_GRAPH)
    assert found.canonical_url == "https://ex.org/c"


def test_page_title_loses_the_name_of_the_site() -> None:
    assert facts("<title>Le maire démissionne - Le Site</title>").title == "Le maire démissionne"
    assert facts("<title>La Seine - un fleuve que tout le monde aime</title>").title == (
        "La Seine - un fleuve que tout le monde aime"
    )


def test_headline_of_the_article_comes_before_the_page_title() -> None:
    assert facts("<title>Site</title>", "<h1>Le <b>grand</b> titre</h1>").title == "Le grand titre"


def test_marked_time_is_the_date() -> None:
    times = '<time datetime="2020-01-01">x</time><time pubdate datetime="2024-10-23">y</time>'
    found = facts("", times)
    assert found.published
    assert found.published.on == date(2024, 10, 23)


def test_two_unmarked_times_are_no_date() -> None:
    times = '<time datetime="2020-01-01">x</time><time datetime="2024-10-23">y</time>'
    assert facts("", times).published is None


@pytest.mark.parametrize("broken", ["{", "[" * 100_000, '{"@type": 3}', "null", '[["a"]]'])
def test_broken_statement_is_passed_over(broken: str) -> None:
    script = f'<script type="application/ld+json">{broken}</script>'
    assert facts(script + OPEN_GRAPH).title == "Le titre des réseaux"
