"""What readers type finds what they mean: spellings, languages, and what the help page says."""

import re
from datetime import date

import pytest

from archive.examples import guide
from archive.models import Article, Tag, Tagging
from archive.search import parse, search
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db(transaction=True)


def article(french: str, english: str, *tags: str, **fields: object) -> Article:
    made = make_article(title=None, body=[[french]], **fields)  # type: ignore[arg-type]
    publish(made, {french: english})
    for slug in tags:
        tag, _ = Tag.objects.get_or_create(slug=slug, kind="subject", label_en=slug)
        Tagging.objects.create(article=made, tag=tag, origin="machine")
    return made


def found(text: str) -> set[int]:
    hits = search(parse(text), sort="newest").hits
    assert {hit.article_id for hit in search(parse(text), sort="relevance").hits} == {
        hit.article_id for hit in hits
    }
    return {hit.article_id for hit in hits}


@pytest.mark.parametrize("written", ["présidence", "presidence", "PRÉSIDENCE"])
def test_presidence_with_and_without_accents_in_any_case_finds_the_same(written: str) -> None:
    made = article(f"La {written} tient.", "One.")
    article("Le président part.", "Two.")
    for typed in ("presidence", "présidence", "PRÉSIDENCE", "PRESIDENCE", "pre\u0301sidence"):
        assert made.pk in found(typed)
        assert found(typed) == found("présidence")


@pytest.mark.parametrize("written", ["œuvre", "oeuvre", "Œuvre", "OEUVRE", "ŒUVRES"])
def test_oeuvre_with_and_without_its_ligature_finds_the_same(written: str) -> None:
    made = article(f"Cette {written} est là.", "One.")
    article("Un ouvrage.", "Two.")
    for typed in ("oeuvre", "œuvre", "ŒUVRE", "Oeuvres", "œuvres"):
        assert found(typed) == {made.pk}


def test_election_finds_elections_in_both_languages() -> None:
    french = article("Les élections approchent.", "Votes near.")
    english = article("Le scrutin approche.", "The elections near.")
    article("Un élève.", "An elector.")
    for typed in ("election", "élection", "Elections", "ÉLECTIONS"):
        assert found(typed) == {french.pk, english.pk}


def test_universite_finds_universite_with_its_accent() -> None:
    made = article("L’université d’été ouvre.", "One.")
    for typed in ("universite", "université", "UNIVERSITE", "universités"):
        assert found(typed) == {made.pk}


STEM = re.compile(r"\bgouvernements?\b", re.IGNORECASE)
GOVERNED = (
    ("Le gouvernement tombe.", "The gouvernement falls."),
    ("Deux gouvernements tombent.", "Two cabinets fall."),
    ("GOUVERNEMENT à terre.", "Down."),
    ("Le cabinet tombe.", "The gouvernement falls."),
    ("Rien.", "Two gouvernements."),
    ("Rien du tout.", "The government."),
    ("Un gouvernail.", "A rudder."),
)


def test_lang_fr_returns_no_article_whose_french_lacks_the_stem() -> None:
    made = {article(*texts).pk: texts for texts in GOVERNED}
    french = {pk for pk, (text, _) in made.items() if STEM.search(text)}
    assert found("lang:fr gouvernement") == french
    assert len(french) == 3
    for hit in search(parse("lang:fr gouvernement"), sort="relevance").hits:
        assert hit.languages == ("fr",)


def test_each_hit_names_the_languages_that_matched() -> None:
    made = {article(*texts).pk: texts for texts in GOVERNED}
    hits = search(parse("gouvernement"), sort="relevance").hits
    assert {text for hit in hits for text in hit.languages} == {"fr", "en"}
    for hit in hits:
        french, english = (bool(STEM.search(text)) for text in made[hit.article_id])
        # In English the stem of the French word is that of “government” spelt otherwise: none.
        assert hit.languages == tuple(
            name for name, held in (("fr", french), ("en", english)) if held
        )
        assert hit.languages


RETIREMENT = "La réforme des retraites passe."


def test_phrase_tag_source_and_date_together_do_what_the_help_page_says() -> None:
    october, november = date(2024, 10, 3), date(2024, 11, 30)
    here, there = make_source("here"), make_source("y")
    wanted = [
        article(RETIREMENT, "One.", "x", source=here, published_on=october),
        article("LA REFORME DES RETRAITES.", "Two.", "x", "z", source=here, published_on=november),
    ]
    article(RETIREMENT, "Without the tag.", "z", source=here, published_on=october)
    article(RETIREMENT, "Of the source.", "x", source=there, published_on=october)
    article(RETIREMENT, "Too late.", "x", source=here, published_on=date(2024, 12, 1))
    article(RETIREMENT, "Undated.", "x", source=here, published_on=None)
    article("Des retraites, la réforme.", "No such row.", "x", source=here, published_on=october)
    typed = 'tag:x -source:y "réforme des retraites" before:2024-11'
    assert parse(typed).ignored == ()
    assert found(typed) == {each.pk for each in wanted}
    said = {line.typed: line.words for section in guide() for line in section.lines}
    assert said["tag:x"] == "Articles that bear this very tag, by the word of its address."
    assert any("Of any other source" in words for words in said.values())
    assert any("These words in a row" in words for words in said.values())
    assert any(words.startswith("Until the last day of the year") for words in said.values())


def test_every_example_of_the_help_page_finds_what_it_says() -> None:
    tags = ("x", "z")
    made = article("Une passerelle étroite.", "A narrow footbridge.", *tags)
    for kind, name in (("person", "Émile Zola"), ("place", "Paris"), ("organisation", "Sénat")):
        tag = Tag.objects.create(kind=kind, slug=kind, label_en=name)
        Tagging.objects.create(article=made, tag=tag, origin="machine")
    lines = [line for section in guide() for line in section.lines]
    assert all(line.runs for line in lines)
    refusing = ("-tag:", f"-source:{made.source.slug}")
    for line in lines:
        assert parse(line.typed).ignored == ()
        held = not any(word in line.typed for word in refusing)
        assert found(line.typed) == ({made.pk} if held else set()), line.typed
