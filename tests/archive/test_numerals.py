"""Numbers of French and English read as the same values."""

import random
import time

import pytest

from archive.numerals import FRENCH_FIGURE, missing, numbers

# French, an English that has all its numbers.
CARRIED = [
    ("10 000 personnes", "10,000 people"),
    ("10\u00a0000 personnes", "10,000 people"),
    ("10\u202f000 personnes", "10,000 people"),
    ("1.200.000 personnes", "1,200,000 people"),
    ("1.200.000 personnes", "1.2 million people"),
    ("3,5 %", "3.5%"),
    ("38.472,1 points", "38,472.1 points"),
    ("0,45 %", "0.45 per cent"),
    ("3,50 euros", "3.5 euros"),
    ("la version 2.5", "version 2.5"),
    ("3,5 milliards d'euros", "3.5 billion euros"),
    ("3,5 milliards d'euros", "€3.5bn"),
    ("3,5 milliards d'euros", "3,500 million euros"),
    ("250 millions d'euros", "250m euros"),
    ("2 Mds d'euros", "2 billion euros"),
    ("5 M d'euros", "5 million euros"),
    ("un million de morts", "one million dead"),
    ("un million de morts", "a million dead"),
    ("un million de morts", "1,000,000 dead"),
    ("deux millions et demi", "2.5 million"),
    ("1 million et demi", "1.5 million"),
    ("10 à 12 millions", "10 million to 12 million"),
    ("10 à 12 millions", "10 to 12 million"),
    ("deux", "two"),
    ("deux", "2"),
    ("les deux camps", "both sides"),
    ("deux fois", "twice"),
    ("vingt-trois", "twenty-three"),
    ("vingt et un", "21"),
    ("trente-et-un", "thirty-one"),
    ("soixante et onze", "seventy-one"),
    ("quatre-vingts", "eighty"),
    ("quatre-vingt-dix", "ninety"),
    ("quatre-vingt-dix-sept", "97"),
    ("septante-deux", "seventy-two"),
    ("cent un", "a hundred and one"),
    ("deux cent cinquante", "two hundred and fifty"),
    ("mille", "a thousand"),
    ("mille neuf cent quatorze", "1914"),
    ("trois mille deux cents", "3,200"),
    ("deux milliards cinq cents millions", "2.5 billion"),
    ("des milliers de gens", "thousands of people"),
    ("des centaines de milliers", "hundreds of thousands"),
    ("une dizaine de blessés", "about ten injured"),
    ("une dizaine de blessés", "a dozen injured"),
    ("une quinzaine de pays", "some fifteen countries"),
    ("une trentaine d'élus", "about 30 members"),
    ("un tiers des voix", "a third of the vote"),
    ("trois quarts", "three quarters"),
    ("la moitié", "half"),
    ("deux ans et demi", "two and a half years"),
    ("quinze jours", "two weeks"),
    ("quinze jours", "a fortnight"),
    ("le premier but", "the first goal"),
    ("la 1re fois", "the 1st time"),
    ("les premiers résultats", "early results"),
    ("le deuxième tour", "the second round"),
    ("la 89e minute", "the 89th minute"),
    ("la dix-septième édition", "the 17th edition"),
    ("le vingt et unième siècle", "the twenty-first century"),
    ("le XXIe siècle", "the 21st century"),
    ("le XIXème siècle", "the nineteenth century"),
    ("Louis XIV", "Louis XIV"),
    ("François Ier", "Francis I"),
    ("Philippe V", "Philip V"),
    ("la Ve République", "the Fifth Republic"),
    ("le tome III", "volume 3"),
    ("le 1er septembre", "1 September"),
    ("le 1er septembre", "September 1st"),
    ("en 1998", "in 1998"),
    ("les années 80", "the 1980s"),
    ("les années 1980", "the eighties"),
    ("les années quatre-vingt", "the '80s"),
    ("le 23.10.2024", "23 October 2024"),
    ("le 23/10/2024", "October 23, 2024"),
    ("le 23.10.2024", "23.10.2024"),
    ("à 20 h", "at 8 p.m."),
    ("à 20 heures", "at 8pm"),
    ("à 20 heures", "at 20:00"),
    ("à 20 heures", "at 8 o'clock in the evening"),
    ("à 14h30", "at 2:30 p.m."),
    ("à 14h30", "at 2.30pm"),
    ("à 14 h 30", "at 14:30"),
    ("à 0 h 30", "at 12:30 a.m."),
    ("à 12 h", "at noon"),
    ("à 8 heures du soir", "at 8 in the evening"),
    ("à huit heures du soir", "at 8 p.m."),
    ("à deux heures du matin", "at two in the morning"),
    ("vers 2 h du matin", "at about 2 a.m."),
    ("en 2 h 15", "in two hours and 15 minutes"),
    ("48 heures", "48 hours"),
    ("4 heures plus tard", "four hours later"),
    ("2-2", "2-2"),
    ("3 à 1", "3-1"),
    ("192.168.0.1", "192.168.0.1"),
    ("01.23.45.67.89", "01.23.45.67.89"),
    ("le G7", "the G7"),
    ("le COVID-19", "COVID-19"),
    ("100 m", "100 m"),
    ("un homme neuf", "a new man"),
]

# French, an English that lacks some of its numbers, and those as the French writes them.
LOST = [
    ("10 000 personnes", "1,000 people", ["10 000"]),
    ("3,5 %", "35%", ["3,5"]),
    ("3,5 milliards", "3.5 million", ["3,5 milliards"]),
    ("1.200.000", "1.2000,000", ["1.200.000"]),
    ("200 000 foyers", "200 0000 homes", ["200 000"]),
    ("1,5 tonne", "1,5 tonne", ["1,5"]),
    ("vingt-trois", "twenty", ["vingt-trois"]),
    ("en 1889", "in 189", ["1889"]),
    ("de 9 h à 17 h", "from 9:17 h", ["9 h", "17 h"]),
    ("à 20 h", "at 8 a.m.", ["20 h"]),
    ("à 8 heures du soir", "at 8 a.m.", ["8 heures du soir"]),
    ("14h30", "4:30 p.m.", ["14h30"]),
    ("le XXIe siècle", "the 20th century", ["XXIe"]),
    ("le troisième", "the last", ["troisième"]),
    ("3 contre 3", "3 against them", ["3"]),
    ("le 23.10.2024", "23 November 2024", ["23.10.2024"]),
    ("Louis XIV", "Louis", ["XIV"]),
    ("deux morts, 12 blessés", "dead and injured", ["12", "deux"]),
    ("192.168.0.1", "192.168.0.2", ["192.168.0.1"]),
    ("des millions", "thousands", ["millions"]),
    ("deux ans et demi", "two years", ["demi"]),
]

# No number at all, though it may look like one.
NONE = [
    "un homme et une femme",
    "pour cent",
    "le Premier ministre",
    "les matières premières",
    "une avant-première",
    "une demi-finale",
    "Le vent souffle",
    "Ce que dit la loi",
    "la vie",
    "https://exemple.fr/2024/10?p=3",
    "a2024@exemple.fr",
    "",
]


@pytest.mark.parametrize(("french", "english"), CARRIED)
def test_equal_numbers_are_found_equal(french: str, english: str) -> None:
    assert numbers(french, "fr")
    assert missing(french, english) == []


@pytest.mark.parametrize(("french", "english", "lost"), LOST)
def test_lost_number_is_named_as_the_french_has_it(
    french: str, english: str, lost: list[str]
) -> None:
    assert missing(french, english) == lost


@pytest.mark.parametrize("french", NONE)
def test_what_is_no_number_is_not_wanted(french: str) -> None:
    assert numbers(french, "fr") == []


@pytest.mark.parametrize("number", [*range(130), 199, 200, 999, 1000, 1001, 1999, 71_080])
def test_every_spelt_french_number_is_read(number: int) -> None:
    found = numbers(spelt(number), "fr")
    if number == 1:  # an article
        assert found == []
    else:
        assert [reading.values[0] for reading in found] == [str(number)]


def test_french_figure_names_its_whole_and_its_decimals() -> None:
    match = FRENCH_FIGURE.search("Soit 38.472,15 points")
    assert match
    assert (match["whole"], match["decimals"]) == ("38.472", "15")


def test_one_word_of_english_may_serve_two_of_french() -> None:
    assert missing("Les deux pays et les deux chefs", "The two countries and their leaders") == []


def test_missing_number_is_named_once() -> None:
    assert missing("12, 12 et 12", "none") == ["12"]


@pytest.mark.parametrize("seed", range(40))
def test_garbage_is_read_without_raising(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*"0123456789.,:h/-’ \n²٣½Ⅷ", "vingt", "et", "cent", "mille", "XIV", "h", "millions"]
    text = "".join(chance.choices(pieces, k=300))
    assert isinstance(missing(text, text[::-1]), list)


@pytest.mark.parametrize(
    "unit", ["111 ", "1.", "1,", "vingt-", "cent ", "12 h ", "X", "20", "a@", "million "]
)
def test_reading_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    missing(text, text)
    assert time.process_time() - start < 5


UNITS = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze
seize dix-sept dix-huit dix-neuf"""
ONES = UNITS.split()
TENS = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"]


def spelt(number: int) -> str:
    """The number in French words, by the rules rather than by the table under test."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = "mille" if thousands == 1 else f"{spelt(thousands)} mille"
        return f"{head} {spelt(rest)}" if rest else head
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = "cent" if hundreds == 1 else f"{ONES[hundreds]} cent"
        return f"{head} {spelt(rest)}" if rest else head
    if number < 20:
        return ONES[number]
    if number >= 80:
        return f"quatre-vingt-{ONES[number - 80]}" if number > 80 else "quatre-vingts"
    tens, one = min(number // 10, 6), number - 10 * min(number // 10, 6)
    if not one:
        return TENS[tens]
    return f"{TENS[tens]} et {ONES[one]}" if one in {1, 11} else f"{TENS[tens]}-{ONES[one]}"
