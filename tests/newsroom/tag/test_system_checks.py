"""The system check of tagging."""

from pathlib import Path

import pytest
from django.core.checks import CheckMessage, run_checks
from pytest_django import Settings


def found() -> list[CheckMessage]:
    return [each for each in run_checks() if each.id == "newsroom.W003"]


@pytest.mark.parametrize("wanted", ["none", None])
def test_shipped_pipeline_and_none_have_nothing_to_mend(
    wanted: str | None, settings: Settings
) -> None:
    settings.NER_PIPELINE = wanted or settings.NER_PIPELINE
    assert found() == []


def test_missing_pipeline_is_a_warning_with_a_hint(settings: Settings, tmp_path: Path) -> None:
    settings.NER_PIPELINE = str(tmp_path / "gone")
    (message,) = found()
    assert not message.is_serious()
    assert message.msg == (
        "Names in articles are found by the gazetteer alone: "
        f"there is no spaCy pipeline at {tmp_path / 'gone'}."
    )
    assert message.hint == "Unset NER_PIPELINE, or set it to a French spaCy pipeline or to `none`."


def test_incomplete_pipeline_is_a_warning(settings: Settings, tmp_path: Path) -> None:
    settings.NER_PIPELINE = str(tmp_path)
    (message,) = found()
    assert "lacks config.cfg, meta.json, tokenizer, vocab, ner." in message.msg
