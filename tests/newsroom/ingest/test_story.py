"""What a format hands over."""

import dataclasses

import pytest

from newsroom.ingest.story import Block, Refusal, Story


def story(title: str | None) -> Story:
    return Story("a", "text", b"", "utf-8", "a", (Block("Un."), Block("Deux.")), title=title)


def test_text_is_the_headline_and_a_line_a_block() -> None:
    assert story("Titre").text() == "Titre\nUn.\nDeux."
    assert story(None).text() == "Un.\nDeux."


def test_story_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        story(None).title = "Autre"  # type: ignore[misc]


def test_refusal_is_permanent_and_says_where() -> None:
    refusal = Refusal("It is empty.", where="line 3")
    assert (str(refusal), refusal.where, refusal.permanent) == ("It is empty.", "line 3", True)
