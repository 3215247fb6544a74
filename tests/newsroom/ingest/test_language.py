"""Telling French from what is not."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from newsroom.ingest import language
from newsroom.ingest.language import foreign, is_short
from tests.newsroom.ingest.texts import ENGLISH, FRENCH, SPANISH


def test_french_passes() -> None:
    assert foreign(FRENCH) == ""
    assert foreign(FRENCH.upper()) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ENGLISH, "English"),
        (SPANISH, "Spanish"),
        ("Der Stadtrat hat am Dienstag die Sanierung des Schwimmbads beschlossen. " * 2, "German"),
        ("Il consiglio comunale ha votato la ristrutturazione della piscina. " * 2, "Italian"),
        ("Городской совет во вторник проголосовал за ремонт бассейна. " * 2, "Russian"),
        ("市议会星期二晚上投票决定翻修该区的游泳池。" * 4, "Chinese"),
    ],
)
def test_foreign_text_is_named_in_english(text: str, name: str) -> None:
    assert foreign(text) == f"It looks like {name}, not French."


def test_what_is_no_language_is_not_named() -> None:
    assert foreign("zq xk " * 30) == "It does not look like French."


def test_nineteen_words_are_short_and_twenty_are_not() -> None:
    assert is_short("mot " * 19)
    assert not is_short("mot " * 20)


def test_scripts_without_spaces_are_not_short() -> None:
    assert not is_short("市议会星期二晚上投票决定翻修该区的游泳池" * 10)


def test_threads_load_the_model_once() -> None:
    language._identifier.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(foreign, [FRENCH] * 8)) == {""}
    assert language._identifier.cache_info().misses == 1
