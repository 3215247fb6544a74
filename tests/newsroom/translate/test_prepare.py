"""What the model is fed, and what is put back afterwards."""

import random
import time

import pytest

from newsroom.translate.prepare import plain, prepare

PLAIN = [
    ("L’été, c’est fini", "L'été, c'est fini"),
    ("10\u00a0000 €, 3,5\u202f%", "10 000 €, 3,5 %"),
    ("une\ncoupure\r\nde  ligne\t", "une coupure de ligne"),
    ("gou\u00adver\u200bne\ufeffment", "gouvernement"),
    ("e\u0301te\u0301", "été"),
    ("\u202adroite\u202c", "droite"),
]


@pytest.mark.parametrize(("french", "expected"), PLAIN)
def test_text_is_made_plain(french: str, expected: str) -> None:
    assert plain(french) == expected
    assert prepare(french).text == expected


LED = [
    ("1. Le prix", "1. ", "Le prix"),
    ("12) Le prix", "12) ", "Le prix"),
    ("(3) Le prix", "(3) ", "Le prix"),
    ("1° Le prix", "1° ", "Le prix"),
    ("a) Le prix", "a) ", "Le prix"),
    ("II. Le prix", "II. ", "Le prix"),
    ("• Le prix", "• ", "Le prix"),
    ("– Bonjour", "– ", "Bonjour"),
    ("- 2. Le prix", "- 2. ", "Le prix"),
    ("12 personnes", "", "12 personnes"),
    ("2024. Une année", "", "2024. Une année"),
    ("38 °C à l'ombre", "", "38 °C à l'ombre"),
    ("M. Dupont", "", "M. Dupont"),
    ("-1 % pour Total", "", "-1 % pour Total"),
    ("A. Briand parle", "", "A. Briand parle"),
]


@pytest.mark.parametrize(("french", "lead", "body"), LED)
def test_numbering_and_bullets_are_taken_off_and_put_back(
    french: str, lead: str, body: str
) -> None:
    prepared = prepare(french)
    assert (prepared.lead, prepared.text) == (lead, body)
    assert prepared.restore(" The price ") == f"{lead}The price"


@pytest.mark.parametrize("french", ["", "12 %", "…", "1.", "– 12 –", "www.exemple.fr", "@mairie"])
def test_what_holds_no_word_passes_through(french: str) -> None:
    prepared = prepare(french)
    assert prepared.passthrough
    assert prepared.restore(prepared.text) == french


def test_headline_in_capitals_is_fed_in_sentence_case_and_restored() -> None:
    prepared = prepare("2. ALERTE : L'ONU À MOSCOU !")
    assert prepared.text == "Alerte : l'ONU à Moscou !"
    assert prepared.restore("Alert: the UN in Moscow!") == "2. ALERT: THE UN IN MOSCOW!"


def test_opening_in_capitals_is_fed_in_sentence_case_and_restored() -> None:
    prepared = prepare("ALERTE ROUGE – La pluie tombe.")
    assert prepared.text == "Alerte rouge – La pluie tombe."
    assert prepared.restore("Red alert – It rains.") == "RED ALERT – It rains."
    assert prepared.restore("It rains.") == "It rains."


@pytest.mark.parametrize("french", ["L'ONU", "Le G7 dit NON", "ONU ET UE", "PARIS – Le vote"])
def test_initials_and_short_capitals_are_no_shouting(french: str) -> None:
    assert prepare(french).text == french


COPIED = [
    ("Voir www.exemple.fr/a?b=c&d.", "Voir XX1.", "See XX1.", "See www.exemple.fr/a?b=c&d."),
    ("Écrire à a.b@c.fr ou @d_e", "Écrire à XX1 ou XX2", "XX2 or XX1", "@d_e or a.b@c.fr"),
    ("Le site lemonde.fr ment.", "Le site XX1 ment.", "XX1 lies.", "lemonde.fr lies."),
    ("C'est fini.Fr ou non", "C'est fini.Fr ou non", "It is over", "It is over"),
    ("Le mot #Grève", "Le mot XX1", "The word XX1", "The word #Grève"),
    ("Le fichier b_2.xlsx", "Le fichier XX1", "The XX1 file", "The b_2.xlsx file"),
    ("Le XX et a@b.fr", "Le XX et XZ1", "The XX and XZ1", "The XX and a@b.fr"),
    ("SUIVEZ WWW.EXEMPLE.FR", "Suivez XX1", "Follow XX1", "FOLLOW WWW.EXEMPLE.FR"),
    ("Voir www.a.fr/\\1\\g", "Voir XX1", "See XX1", "See www.a.fr/\\1\\g"),
    ("Le n° 5 #1", "Le n° 5 #1", "No. 5 #1", "No. 5 #1"),
]


@pytest.mark.parametrize(("french", "fed", "answered", "restored"), COPIED)
def test_addresses_are_kept_from_the_model(
    french: str, fed: str, answered: str, restored: str
) -> None:
    prepared = prepare(french)
    assert prepared.text == fed
    assert prepared.restore(answered) == restored


def test_eleventh_address_is_not_taken_for_the_first() -> None:
    addresses = [f"a{n}@b.fr" for n in range(1, 12)]
    prepared = prepare("Les adresses " + " ".join(addresses))
    assert prepared.restore(prepared.text).split()[2:] == addresses


def test_ampersand_is_written_out() -> None:
    assert prepare("Martin & Cie").text == "Martin et Cie"


@pytest.mark.parametrize("seed", range(60))
def test_garbage_is_prepared_the_same_twice_and_on_one_line(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*" .-–:•()1aA&@#_/\n\r\u2028\0ßŉ’", "XX1", "www.", "II. ", "ALERTE ROUGE : "]
    french = "".join(chance.choices(pieces, k=chance.randint(0, 60)))
    prepared = prepare(french)
    assert prepared == prepare(french)
    assert len(prepared.text.splitlines()) <= 1
    assert isinstance(prepared.restore(prepared.text), str)


@pytest.mark.parametrize("unit", ["1. ", "- ", "A : ", "AB ", "a_", "@a", "a.", "www.", "a@b.c "])
def test_preparing_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    prepared = prepare(unit * (20_000 // len(unit)))
    prepared.restore(prepared.text)
    assert time.process_time() - start < 5
