"""Finding names: whole articles, with the shipped pipeline and by the gazetteer alone."""

from functools import partial

import pytest
from pytest_django import Settings

from archive.models import StopName
from newsroom.tag.evaluation import evaluate, parse
from newsroom.tag.finding import find
from newsroom.tag.finding.pipeline import NONE, Pipeline, load
from newsroom.tag.finding.reading import names
from newsroom.tag.mentions import Mention, Sentence
from tests.house import ROOT

# The first was written before the finder was tuned; the second after it stood, by somebody who had
# not seen it, and nothing was changed after it was read.
ANNOTATED = ["annotated.txt", "annotated_untouched.txt"]
SHIPPED = str(ROOT / "newsroom/weights/fr_ner")


@pytest.fixture
def shipped() -> Pipeline:
    loaded = load(SHIPPED)
    assert loaded
    return loaded


def article(*texts: str, headline: str = "") -> list[Sentence]:
    """One paragraph of sentences, after a headline."""
    title = [Sentence(0, headline, is_headline=True)] if headline else []
    return [*title, *(Sentence(uid, text, paragraph=1) for uid, text in enumerate(texts, 1))]


def told(mentions: list[Mention]) -> list[tuple[str, str, str]]:
    return [(m.text, str(m.kind), m.identity) for m in mentions]


def score(name: str, pipeline: Pipeline | None) -> float:
    """F over all of an annotated set."""
    lines = (ROOT / "tests/newsroom/tag" / name).read_text(encoding="utf-8").splitlines()
    return evaluate(parse(lines), partial(names, pipeline=pipeline))["all"].f


@pytest.mark.parametrize("name", ANNOTATED)
def test_pipeline_reaches_its_bar_on_the_annotated_sets(shipped: Pipeline, name: str) -> None:
    assert score(name, shipped) >= 0.85


@pytest.mark.parametrize("name", ANNOTATED)
def test_gazetteer_alone_reaches_its_bar_on_the_annotated_sets(name: str) -> None:
    assert score(name, None) >= 0.60


def test_names_of_all_kinds_are_found_in_order(shipped: Pipeline) -> None:
    french = "Le glaciologue Octave Berthier a quitté l’ONU pour Grenoble."
    assert told(names(article(french), shipped)) == [
        ("Octave Berthier", "person", ""),
        ("ONU", "organisation", "seed:united-nations"),
        ("Grenoble", "place", "geonames:3014728"),
    ]


def test_surface_is_what_stands_there(shipped: Pipeline) -> None:
    read = article("« Rien », dit Octave Berthier.", "À Dax, Berthier se tait.", headline="À Dax")
    texts = {sentence.uid: sentence.text for sentence in read}
    found = names(read, shipped)
    assert len(found) == 4
    assert all(texts[m.uid][m.start : m.end] == m.text for m in found)


def test_sentences_of_a_paragraph_are_read_together_and_paragraphs_apart(
    shipped: Pipeline,
) -> None:
    read: list[str] = []

    class Recorded:
        def read(self, texts: list[str]) -> list[list[object]]:
            read.extend(texts)
            return [[] for _ in read]

    sentences = [*article("Un.", "Deux.", headline="Titre"), Sentence(9, "Trois.", paragraph=2)]
    names(sentences, Recorded())  # type: ignore[arg-type]
    assert read == ["Titre", "Un. Deux.", "Trois."]


def test_headline_in_capitals_has_the_names_of_its_text(shipped: Pipeline) -> None:
    read = article("La ville de Lille bat Nantes.", headline="LILLE BAT NANTES")
    assert [m.text for m in names(read, shipped)] == ["LILLE", "NANTES", "Lille", "Nantes"]


def test_model_does_not_overrule_the_tables(shipped: Pipeline) -> None:
    found = names(article("Les BRICS se réunissent à Kazan."), shipped)
    assert told(found) == [
        ("BRICS", "organisation", "seed:brics"),
        ("Kazan", "place", "geonames:551487"),
    ]


@pytest.mark.parametrize(
    "french",
    [
        "Les Suédois et les Occidentaux hésitent.",
        "Vraiment ? Bravo !",
        "Le ministre de l’Intérieur a refusé.",
        "Le vaccin contre le Covid-19 et le CO2.",
        "Le Tour de France est lancé.",
    ],
)
def test_what_is_no_name_is_not_found(french: str, shipped: Pipeline) -> None:
    assert told(names(article(french), shipped)) == []


@pytest.mark.django_db
def test_stop_list_takes_names_out_of_all_kinds_or_one(settings: Settings) -> None:
    settings.NER_PIPELINE = NONE
    read = article("L’Iran et l’ONU.")
    StopName.objects.create(text="Iran", folded="iran", kind="person")
    StopName.objects.create(text="ONU", folded="onu")
    assert [mention.text for mention in find(read)] == ["Iran"]


@pytest.mark.django_db
def test_setting_says_which_pipeline_reads(settings: Settings) -> None:
    read = article("Le glaciologue Octave Berthier se tait.")
    settings.NER_PIPELINE = SHIPPED
    assert [mention.text for mention in find(read)] == ["Octave Berthier"]
    settings.NER_PIPELINE = "/nowhere"
    assert find(read) == []


@pytest.mark.parametrize("french", ["", " ", "…", "( )", "’", "« »", "A", "\u0301", "1,2 %"])
def test_odd_text_holds_no_name(french: str, shipped: Pipeline) -> None:
    assert names(article(french), shipped) == names(article(french), None) == []
