"""Plain text."""

from datetime import date
from pathlib import Path

import pytest

from newsroom.ingest.formats.text import parts_of, read
from newsroom.ingest.story import Block, Story

SAMPLE = Path(__file__).parents[3] / "samples" / "000_d51d13384d74c1f2.txt"


def test_first_line_that_reads_as_a_headline_is_the_title() -> None:
    title, _, _, paragraphs = parts_of("Le maire s'en va\n\nIl part.\n\nIl revient.")
    assert title == "Le maire s'en va"
    assert paragraphs == ["Il part.", "Il revient."]


def test_first_line_that_is_a_sentence_is_no_title() -> None:
    title, _, _, paragraphs = parts_of("Le maire s'en va.\nIl revient.")
    assert title is None
    assert paragraphs == ["Le maire s'en va.", "Il revient."]


def test_lone_line_is_text_and_no_title() -> None:
    assert parts_of("Le maire s'en va") == (None, "", None, ["Le maire s'en va"])


def test_byline_and_date_are_taken_from_under_the_headline() -> None:
    text = "Le maire s'en va\nPar la rédaction de Lyon\nPublié le 23 octobre 2024\n\nIl part."
    title, byline, published, paragraphs = parts_of(text)
    assert (title, byline) == ("Le maire s'en va", "la rédaction de Lyon")
    assert published
    assert published.on == date(2024, 10, 23)
    assert paragraphs == ["Il part."]


def test_hard_wrapped_lines_are_joined() -> None:
    text = "Le maire\n\nIl part demain pour\nla capitale et compte\ny rester.\n\nIl revient\nlundi."
    title, _, _, paragraphs = parts_of(text)
    assert title == "Le maire"
    assert paragraphs == [
        "Il part demain pour la capitale et compte y rester.",
        "Il revient lundi.",
    ]


def test_hard_wrapped_opening_is_no_title() -> None:
    title, _, _, paragraphs = parts_of("Il part demain pour\nla capitale et compte\ny rester.")
    assert title is None
    assert paragraphs == ["Il part demain pour la capitale et compte y rester."]


def test_bullets_are_list_items() -> None:
    (story,) = read("Deux choses :\n• le pain ;\n* le vin.".encode(), "a", "a.txt")
    assert isinstance(story, Story)
    assert [block.kind for block in story.blocks] == ["paragraph", "list", "list"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_known(ends: str) -> None:
    assert parts_of(f"Titre{ends}{ends}Un.{ends}Deux.")[3] == ["Un.", "Deux."]


def test_sample_is_fourteen_lines_without_a_title() -> None:
    (story,) = read(SAMPLE.read_bytes(), "ref", SAMPLE.name)
    assert isinstance(story, Story)
    assert (story.title, story.encoding, len(story.blocks)) == (None, "utf-8", 14)
    assert story.blocks[-1] == Block("Votre commentaire")
    assert story.raw == SAMPLE.read_bytes()
