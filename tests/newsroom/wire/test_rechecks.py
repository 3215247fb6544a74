"""Looking again: when, and what of a new text is believed."""

from datetime import UTC, datetime, timedelta

import pytest

from newsroom.wire.rechecks import is_other, next_check, shows_much_less
from tests.newsroom.wire.pages import FIRST, FOURTH, SECOND, TEXT, THIRD

HELD_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAYWALL = "La suite de cet article est réservée à nos abonnés. Abonnez-vous pour un euro."
DELETED = "Cet article a été supprimé."


@pytest.mark.parametrize(
    ("hours", "after"),
    [(0, 24), (23.9, 24), (24, 168), (100, 168), (168, None), (1000, None)],
)
def test_page_is_looked_at_after_a_day_and_after_a_week(hours: float, after: int | None) -> None:
    planned = next_check(HELD_AT, HELD_AT + timedelta(hours=hours))
    assert planned == (HELD_AT + timedelta(hours=after) if after else None)


@pytest.mark.parametrize(
    ("new", "less"),
    [
        pytest.param(TEXT, False, id="the same"),
        pytest.param((*TEXT, PAYWALL), False, id="more"),
        pytest.param((FIRST, SECOND, FOURTH), False, id="one sentence fewer"),
        pytest.param((FIRST, SECOND), False, id="half of it"),
        pytest.param((FIRST,), True, id="the first sentence"),
        pytest.param((FIRST, PAYWALL), True, id="a paywall after the first sentence"),
        pytest.param((FIRST, PAYWALL, PAYWALL), True, id="a long paywall after it"),
        pytest.param((*TEXT[:3], PAYWALL), False, id="a paywall after nearly all"),
        pytest.param((FIRST, *[PAYWALL] * 4), False, id="longer than before"),
        pytest.param((DELETED,), True, id="a notice"),
        pytest.param((), True, id="nothing"),
        pytest.param([each.upper() for each in TEXT], False, id="capitals"),
        pytest.param([each.replace("’", "'") for each in TEXT], False, id="other apostrophes"),
    ],
)
def test_much_less_is_told(new: tuple[str, ...], less: bool) -> None:  # noqa: FBT001
    assert shows_much_less(TEXT, "\n".join(new)) is less


def test_text_written_anew_in_the_same_length_is_a_change() -> None:
    anew = [" ".join(reversed(each.split())) for each in TEXT]
    assert not shows_much_less(TEXT, "\n".join(anew))


def test_article_about_subscribers_may_speak_of_them() -> None:
    old = ["Le théâtre de Valmer a perdu un tiers de ses abonnés en une saison.", *TEXT]
    anew = [old[0], *(" ".join(reversed(each.split())) for each in TEXT[:3])]
    assert not shows_much_less(old, "\n".join(anew))


def test_long_sentences_left_are_not_much_less_than_many_short_ones() -> None:
    old = ["Non.", "Si.", "Ah.", "Oh.", " ".join(TEXT)]
    assert not shows_much_less(old, " ".join(TEXT))


def test_page_for_payers_has_to_show_four_fifths() -> None:
    shorter = "\n".join(TEXT[:3])
    assert shows_much_less(TEXT, shorter, is_free=False)
    assert not shows_much_less(TEXT, shorter)


def test_page_for_payers_may_change_a_little() -> None:
    changed = "\n".join((FIRST, SECOND, THIRD, "La mairie de Valmer promet une lanterne neuve."))
    assert not shows_much_less(TEXT, changed, is_free=False)


def test_texts_that_share_a_sentence_are_one_article() -> None:
    assert not is_other(TEXT, f"{FOURTH}\n{PAYWALL}")
    assert is_other(TEXT, f"{DELETED}\n{PAYWALL}")


def test_twenty_thousand_sentences_are_compared_at_once() -> None:
    old = [f"La phrase numéro {n} du compte rendu a été lue en séance." for n in range(20_000)]
    assert shows_much_less(old, "\n".join(old[:100]))
    assert not is_other(old, "\n".join(old))
