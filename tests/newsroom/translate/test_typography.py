"""English typography: marks, figures, capitals; applied twice it changes nothing more."""

import random
import time

import pytest

from newsroom.translate.typography import english

MARKS = [
    ('"Yes," he said.', "“Yes,” he said."),
    ('He said: "No."', "He said: “No.”"),
    ('A "coup of force" here', "A “coup of force” here"),
    ('a film " Where? " here', "a film “Where?” here"),
    ("He said « yes » and «no».", "He said “yes” and “no”."),
    ('a "b" and "c".', "a “b” and “c”."),
    ('He said: "I told him "no" twice."', "He said: “I told him ‘no’ twice.”"),
    ('"I am going.', "“I am going."),
    ('All is well."', "All is well.”"),
    ('("Yes")', "(“Yes”)"),
    ("“Yes”", "“Yes”"),
    ("„Yes”", "“Yes”"),
    ("It's the workers' day", "It’s the workers’ day"),
    ("the 'best' one", "the ‘best’ one"),
    ("I don't", "I don’t"),
    ("the 1980's", "the 1980s"),
    ("the '90s", "the ’90s"),
    ("What ? Yes ! So ; and :", "What? Yes! So; and:"),
    ("( yes ) [ no ]", "(yes) [no]"),
    ("wait ... what....", "wait… what…"),
    ("7 % and 3 ‰", "7% and 3‰"),
    ("one,two", "one, two"),
    ("10,000", "10,000"),
    ("Paris - the city -- here", "Paris – the city – here"),
    ("well-known", "well-known"),
    ("  two   spaces ", "two spaces"),
    ("see www.a.fr/b?c=d,e and a.b@c.fr", "see www.a.fr/b?c=d,e and a.b@c.fr"),
    ("", ""),
    ("…", "…"),
]

FIGURES = [
    ("10 000 people", "10 000 personnes", "10,000 people"),
    ("10.000 people", "10.000 personnes", "10,000 people"),
    ("10000 people", "10 000 personnes", "10,000 people"),
    ("10, 000 people", "10\u202f000 personnes", "10,000 people"),
    ("1.200.000", "1.200.000", "1,200,000"),
    ("3,5%", "3,5 %", "3.5%"),
    ("38.472,1", "38.472,1", "38,472.1"),
    ("38.472.1", "38 472,1", "38,472.1"),
    ("in 2019, 300 000", "en 2019, 300 000", "in 2019, 300,000"),
    ("on 23.10.2024", "le 23.10.2024", "on 23.10.2024"),
    ("192.168.0.1", "192.168.0.1", "192.168.0.1"),
    ("version 2.5", "version 2.5", "version 2.5"),
    ("1.2000,000", "1.200.000", "1.2000,000"),
    ("3, 4 or 5", "3, 4 ou 5", "3, 4 or 5"),
    ("10,000", "10,000", "10,000"),
    ("in 2024", "en 2024", "in 2024"),
]

CAPITALS = [
    ("the end", "La fin", "The end"),
    ('"the end"', "« La fin »", "“The end”"),
    ("– the end", "– La fin", "– The end"),
    ("the end", "la fin", "the end"),
    ("the end", "", "the end"),
    ("élan", "Élan", "Élan"),
    ("iPhone sales", "L'iPhone", "iPhone sales"),
    ("www.a.fr is down", "Le site www.a.fr", "www.a.fr is down"),
    ("2 men", "Deux hommes", "2 men"),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_marks_are_english(text: str, expected: str) -> None:
    assert english(text) == expected
    assert english(expected) == expected


@pytest.mark.parametrize(("text", "french", "expected"), FIGURES)
def test_figures_of_the_french_are_written_the_english_way(
    text: str, french: str, expected: str
) -> None:
    assert english(text, french) == expected
    assert english(expected, french) == expected


@pytest.mark.parametrize(("text", "french", "expected"), CAPITALS)
def test_sentence_begins_with_a_capital_where_the_french_does(
    text: str, french: str, expected: str
) -> None:
    assert english(text, french) == expected


PIECES = [*"\"'“”‘’«»„ aBs1,.…?!:;()-–%\n", "10", "000", "...", "0s", " www.x.fr/a?b "]


@pytest.mark.parametrize("seed", range(20))
def test_garbage_comes_to_rest_at_once(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        text = "".join(chance.choices(PIECES, k=chance.randint(0, 14)))
        french = "".join(chance.choices(["1", "10", " ", "000", ",", ".", "A"], k=6))
        once = english(text, french)
        assert english(once, french) == once


def test_private_use_character_is_no_address() -> None:
    assert english("a \ue000 b www.a.fr") == "a b www.a.fr"


@pytest.mark.parametrize(
    "unit", ['"', "'a ", "1 ", "10 000 ", "a,", " -", "... ", "« » ", "www.a "]
)
def test_typography_takes_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    start = time.process_time()
    english(text, text)
    assert time.process_time() - start < 5
