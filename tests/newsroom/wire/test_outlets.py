"""What a newspaper is called, and which of the known ones stands at a host."""

import pytest

from archive.models import Feed, Source
from newsroom.ingest.addresses import url_hash
from newsroom.wire.outlets import LONGEST_SLUG, free_slug, name_of, short_name, source_at
from tests.factories import make_source


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Le Courrier de Valmer", "Le Courrier de Valmer"),
        ("Le Courrier de Valmer – Toute l’actualité de Valmer", "Le Courrier de Valmer"),
        ("Le Courrier de Valmer | Politique", "Le Courrier de Valmer"),
        ("Le Courrier - Le Courrier des vallées", "Le Courrier"),
        ("Valmer-Matin", "Valmer-Matin"),
        ("L’Écho : à la une", "L’Écho"),
        ("Actualités - L’Écho", "L’Écho"),
        ("Flux RSS de Valmer-Matin", "Valmer-Matin"),
        ("RSS - Valmer-Matin", "Valmer-Matin"),
        ("Fil d’Ariane", "Fil d’Ariane"),
        ("Accueil", "Accueil"),
        ("", ""),
    ],
)
def test_name_stands_without_slogan_and_section(title: str, name: str) -> None:
    assert short_name(title) == name


def test_long_title_is_cut_to_a_name() -> None:
    assert len(short_name("Le Courrier de Valmer et des vallées voisines " * 20)) <= 200


def test_first_title_that_says_something_names_the_outlet() -> None:
    assert name_of(["", " ", "L’Écho | Sport", "Autre"], "https://echo.example/") == "L’Écho"


def test_without_a_title_the_host_names_it() -> None:
    assert name_of([], "https://www.echo.example/rss") == "echo.example"


@pytest.mark.django_db
def test_slug_is_made_of_the_name() -> None:
    assert free_slug("L’Écho des Vallées") == "lecho-des-vallees"


@pytest.mark.django_db
def test_taken_slug_gets_a_number() -> None:
    make_source("lecho")
    assert free_slug("L’Écho") == "lecho-2"
    assert free_slug("L’Écho", {"lecho-2"}) == "lecho-3"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Files", "Samples", "Add", "Import", "Export"])
def test_kept_words_are_no_slugs(name: str) -> None:
    assert free_slug(name) == f"{name.lower()}-2"


@pytest.mark.django_db
def test_name_without_a_letter_that_a_slug_bears_has_one_all_the_same() -> None:
    assert free_slug("新聞") == "source"


@pytest.mark.django_db
def test_long_slug_is_cut_and_stays_free() -> None:
    long = "valmer-" * 20
    make_source(free_slug(long))
    assert len(free_slug(long)) <= LONGEST_SLUG
    assert not Source.objects.filter(slug=free_slug(long)).exists()


@pytest.mark.django_db
def test_source_is_known_by_the_host_of_its_homepage() -> None:
    source = make_source("echo", homepage="https://www.echo.example/accueil")
    assert source_at("http://echo.example/2026/article.html") == source
    assert source_at("https://sport.echo.example/") is None


@pytest.mark.django_db
def test_source_is_known_by_the_host_of_a_feed() -> None:
    source = make_source("echo")
    url = "https://flux.example/echo"
    Feed.objects.create(source=source, url=url, url_hash=url_hash(url))
    assert source_at("https://www.flux.example/article") == source


@pytest.mark.django_db
def test_homepage_counts_before_a_feed() -> None:
    url = "https://echo.example/rss"
    Feed.objects.create(source=make_source("other"), url=url, url_hash=url_hash(url))
    source = make_source("echo", homepage="https://echo.example/")
    assert source_at("https://echo.example/article") == source


@pytest.mark.django_db
def test_what_names_no_host_has_no_source() -> None:
    make_source("plain")
    assert source_at("") is None
