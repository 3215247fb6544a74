"""Nobody is shut out: axe finds no barrier, nothing runs over, nothing leaves the site."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from archive import audit, directory
from archive.models import Article, Comment, Source, Tag, Tagging
from tests.browser.barriers import barriers, too_wide
from tests.browser.conftest import Visit
from tests.factories import make_article, make_source, make_translation, publish, rewrite

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 390, 768, 1024, 1280, 1920)
MOIS = "Les riverains l’attendaient depuis 14 mois."
Open = Callable[..., Visit]


@pytest.fixture
def addresses() -> list[str]:
    """An address of every kind of page."""
    whole = make_article(
        canonical_url="https://agence.example/pont", body=[["Un.", MOIS], ["Deux."]]
    )
    whole.segments.filter(text="Deux.").update(kind="list")
    checks = [{"code": "number", "words": "The number 14 is missing from the English."}]
    publish(whole, {MOIS: {"checks": checks}, "Le pont rouvre": {"checks": checks}})
    make_translation(whole.segments.get(text="Un."), "One.", state="edited", origin="editor")
    publish(whole)
    pending = make_article(published_on=None)
    crowded = make_article(published_on=date(2024, 8, 1))
    publish(crowded)
    publish(make_article(published_on=None))
    gone = make_article(state="withdrawn", withdrawn_reason="Retracted.")
    audit.record("withdraw", f"article:{gone.pk}")
    kept_back = make_article(source=make_source("courrier", display="metadata"))
    publish(kept_back)
    changes = [_changed(), _changed(make_source("revue", display="excerpt"))]
    address = whole.get_absolute_url()
    views = [f"{address}?view={view}" for view in ("en", "side", "lines", "fr")]
    others = [f"/articles/{whole.pk}/{rest}/" for rest in ("v1", "v2", "s/2", "corrections")]
    alone = [article.get_absolute_url() for article in (pending, gone, kept_back)]
    read = ["/", "/?before=1000-01-01.1", f"{address}#s3", *others, *alone, "/nothing/"]
    said = Comment.objects.create(
        article=whole, body="Well put.", name="Rosa", state="published", published_at=timezone.now()
    )
    tag = Tag.objects.create(kind="place", slug="france", label_en="France", label_fr="France")
    Tagging.objects.create(article=whole, tag=tag, origin="machine")
    _name_many(crowded)
    _name(whole)
    views += [f"{address}?view={view}&names=1" for view in ("en", "side", "lines", "fr")]
    ways = ["calendar", "2024", "2024/10", "2024/10/23", "tags", "places/france", "people/deux"]
    ways += ["people", "places", "organisations", "subjects", "sources"]
    ways += [
        "sources/files",
        "about",
        "privacy",
        "corrections",
        "comments",
        "suggestions",
        "sign-in",
        "undated",
        "search/help",
    ]
    found = ["/search/", "/search/?q=pont", "/search/?q=nothing+ab*&after=x"]
    found += ["/search/?source=files&tag=france&level=partly", "/search/?undated=1&lang=fr&exact=1"]
    found += ["/people/?initial=b", "/people/?q=nobody", "/people/?sort=name"]
    return [
        *read,
        *changes,
        *views,
        f"{address}?reply={said.pk}",
        *(f"/{way}/" for way in ways),
        *found,
    ]


def _changed(source: Source | None = None) -> str:
    """The page of what the source changed: all that may change, and a sentence put in."""
    body = [["Le pont a rouvert mardi soir."], ["Il pleut."], ["Un bac passe."], ["Fin."]]
    article = make_article(body=body, source=source)
    publish(article)
    swaps = {"Le pont rouvre": "Le pont rouvre enfin", "Fin.": "", "": "Ajout."}
    evening = {"Le pont a rouvert mardi soir.": "Le pont a rouvert lundi soir."}
    rewrite(article, swaps | evening, byline="Jeanne Roux", published_on=date(2024, 10, 22))
    return f"/articles/{article.pk}/changes/"


def _name_many(article: Article) -> None:
    """So many people that their index has pages."""
    tags = [
        Tag(kind="person", slug=f"person-{n}", label_en=f"{'BCD'[n % 3]}asimir {n}")
        for n in range(directory.WHOLE + 9)
    ]
    Tag.objects.bulk_create(tags)
    rows = [Tagging(article=article, tag=tag, origin="machine") for tag in tags]
    Tagging.objects.bulk_create(rows)


def _name(article: Article) -> None:
    """One whom the text names, with all that a record can tell."""
    fields = {"kind": "person", "status": "reviewed", "wikidata": "Q2", "label_fr": "Le Deux"}
    tag = Tag.objects.create(slug="deux", label_en="Deux", **fields)
    tag.aliases.create(text="Zwei", folded="zwei", language="en")
    Tagging.objects.create(article=article, tag=tag, origin="machine", offsets=[[4, 0, 4]])


@pytest.mark.drill
def test_no_page_has_a_barrier_or_runs_over_the_edge(
    visit: Open, addresses: list[str], size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    found = {}
    for address in addresses:
        page = window.go(address)
        found[address] = [*too_wide(page, *WIDTHS), *barriers(page)]
    assert not {address: faults for address, faults in found.items() if faults}


def test_empty_archive_has_no_barrier(visit: Open) -> None:
    assert barriers(visit().go("/")) == []


def test_reading_runs_nothing_foreign_and_keeps_no_cookie(
    visit: Open, addresses: list[str]
) -> None:
    window = visit()
    for address in addresses:
        if address == "/sign-in/":
            continue  # the staff's door: its form needs a cookie
        window.go(address)
        assert window.faults() == [], address


def test_text_keeps_its_measure(visit: Open) -> None:
    article = make_article(body=[["Un mot après l’autre " * 30 + "."]])
    publish(article)
    page = visit((1920, 900)).go(article.get_absolute_url())
    characters: Any = page.evaluate(
        """() => {
          const line = document.querySelector(".text p");
          const height = parseFloat(getComputedStyle(line).lineHeight);
          const lines = line.getBoundingClientRect().height / height;
          return line.textContent.trim().length / lines;
        }"""
    )
    assert 55 <= characters <= 90
