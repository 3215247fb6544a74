"""Names: seen in French, looked for in English, restored from capitals."""

import random
import time
from pathlib import Path

import pytest

from archive.names import (
    Astray,
    Rendering,
    astray,
    fold,
    forms_of,
    in_french_case,
    romanised,
    spotted,
)
from archive.names.tables import sections

CASES = [
    ("ALERTE : LE PREMIER MINISTRE DÉMISSIONNE.", "Alerte : le premier ministre démissionne."),
    ("QUI SUCCÉDERA À M. DURAND ?", "Qui succédera à M. Durand ?"),
    ("LES ÉLECTIONS SONT REPORTÉES D'UN MOIS", "Les élections sont reportées d'un mois"),
    ("L'ONU ET L'UE À MOSCOU", "L'ONU et l'UE à Moscou"),
    ("L'O.N.U. VOTE", "L'O.N.U. vote"),
    ("LA FRANCE ET LES ÉTATS-UNIS", "La France et les États-Unis"),
    ("LES ETATS-UNIS D'ABORD", "Les États-Unis d'abord"),
    ("VERS L'AFRIQUE DU SUD", "Vers l'Afrique du Sud"),
    ("CÔTE D’IVOIRE : LE VOTE", "Côte d'Ivoire : le vote"),
    ("LA SNCF EN GRÈVE DÈS 20 H", "La SNCF en grève dès 20 h"),
    ("À 14H30, LE G7 ET LE VOL AF447", "À 14h30, le G7 et le vol AF447"),
    ("LE XXIE SIÈCLE DE LOUIS XIV", "Le XXIe siècle de Louis XIV"),
    ("MARINE LE PEN CONTRE EMMANUEL MACRON", "Marine Le Pen contre Emmanuel Macron"),
    ("MME ROY ET LE DR BLANC", "Mme Roy et le Dr Blanc"),
    ("LA MARINE RECRUTE", "La marine recrute"),
    ("UN FRANÇAIS GAGNE. UN AUTRE PERD", "Un français gagne. Un autre perd"),
    ("« NON », DIT-IL", "« Non », dit-il"),
    ("2-1. LES BLEUS EN FINALE", "2-1. Les bleus en finale"),
    ("L'ÉTÉ À PÉKIN", "L'été à Pékin"),
    ("", ""),
    ("12 %", "12 %"),
]


@pytest.mark.parametrize(("shouted", "spoken"), CASES)
def test_capitals_become_sentence_case(shouted: str, spoken: str) -> None:
    assert in_french_case(shouted) == spoken


SPOTTED = [
    ("La pièce d'A. Tchekhov est jouée", ["Tchekhov"]),
    ("M. Dupont a vu J. K. Rowling", ["Dupont", "Rowling"]),
    ("Le président Pezeshkian est venu", ["Pezeshkian"]),
    ("Emmanuel Macron est à Lyon", ["Macron", "Lyon"]),
    ("L'ambassadeur des États-Unis au Quai d'Orsay", ["États-Unis", "Orsay"]),
    ("L'O.N.U. et l'ONU", ["O.N.U.", "ONU"]),
    ("La République islamique d'Iran", ["République islamique d'Iran"]),
    ("Londres attend", ["Londres"]),
    ("Il est au Caire et à La Haye", ["Caire", "La Haye"]),
    ("Le cortège va d'Aulnay-sous-Bois à Rouen", ["Aulnay-sous-Bois", "Rouen"]),
    ("En France, la France", ["France"]),
    ("LE VOTE EN UKRAINE", ["Ukraine"]),
]

UNSPOTTED = [
    "Le Parlement et la Cour siègent",
    "Il a dit : Cette coopération dure",
    "Le film « Le Silence » sort",
    "Il a crié : « Partons ! » puis « Restons ! »",
    "La réunion s'est tenue",
    "Pourquoi Mme. ?",
    "Le XXe siècle et la Ve République",
    "Ils partent en Janvier, un Lundi",
    "les hommes du président",
    "le compte @Mairie et le mot #Grève sur www.Exemple.fr",
    "",
]


@pytest.mark.parametrize(("french", "names"), SPOTTED)
def test_names_are_seen(french: str, names: list[str]) -> None:
    assert [name.text for name in spotted(french)] == names


@pytest.mark.parametrize("french", UNSPOTTED)
def test_other_capitals_are_no_names(french: str) -> None:
    assert spotted(french) == []


CARRIED = [
    ("avec Vladimir Poutine", "with Vladimir Putin"),
    ("la mort de Staline", "the death of Stalin"),
    ("avec Benyamin Netanyahou", "with Benyamin Netanyahu"),
    ("une pièce d'A. Tchekhov", "a play by A. Chekhov"),
    ("avec Volodymyr Zelensky", "with Volodymyr Zelenskyy"),
    ("avec Recep Erdogan", "with Recep Erdoğan"),
    ("la Russie", "Russia"),
    ("la Russie", "the Russian army"),
    ("la Belgique", "the Belgian king"),
    ("la Chine", "Chinese goods"),
    ("la France", "French wine"),
    ("les États-Unis", "the United States"),
    ("les États-Unis", "the U.S."),
    ("les États-Unis", "the US"),
    ("les États-Unis", "an American"),
    ("le Royaume-Uni", "Britain"),
    ("la Turquie", "Turkey"),
    ("l'Espagne", "Spanish voters"),
    ("la Bosnie-Herzégovine", "Bosnia and Herzegovina"),
    ("la Côte d’Ivoire", "Ivory Coast"),
    ("l'ONU", "the UN"),
    ("l'O.N.U.", "the U.N."),
    ("les Nations Unies", "the United Nations"),
    ("l'OTAN", "NATO"),
    ("l'Union européenne", "the EU"),
    ("la RII", "the Islamic Republic of Iran"),
    ("la RII", "the IRI"),
    ("à Londres", "in London"),
    ("à Pékin", "in Beijing"),
    ("à Moscou", "in Moscow"),
    ("au Caire", "in Cairo"),
    ("à La Haye", "in The Hague"),
    ("à Saint-Étienne", "in Saint-Etienne"),
    ("avec Mme Lefèvre", "with Mrs Lefevre"),
    ("le maire du Havre", "the mayor of Le Havre's port"),
    ("des Français", "people"),
    ("des Français", "French people"),
    ("le roi Philippe VI", "King Felipe VI"),
    ("le pape Jean XXIII", "Pope John XXIII"),
    ("avec Jean-Paul II", "with John Paul II"),
]


@pytest.mark.parametrize(("french", "english"), CARRIED)
def test_name_is_carried(french: str, english: str) -> None:
    assert spotted(french)
    assert astray(french, english) == []


ASTRAY = [
    ("avec Massoud Pezeshkian", "with Massoud Pezhachkian", Astray("Pezeshkian")),
    ("avec Massoud Pezeshkian", "with Massoud Pezeshkshkkian", Astray("Pezeshkian")),
    ("avec Vladimir Poutine", "with Vladimir Put", Astray("Poutine", "Putin")),
    ("avec Vladimir Poutine", "with Vladimir Poutine", Astray("Poutine", "Putin")),
    ("la RII", "the RII", Astray("RII", "Islamic Republic of Iran")),
    ("l'O.N.U.", "the O.N.U.", Astray("O.N.U.", "UN")),
    ("sommet des BRICS", "BRIC summit", Astray("BRICS")),
    ("vers Beyrouth", "to Beyrouth", Astray("Beyrouth", "Beirut")),
    ("au Tchad", "in Tchad", Astray("Tchad", "Chad")),
    ("des Français", "Français", Astray("Français", "French")),
    ("à Oran", "away", Astray("Oran")),
    ("à Versailles", "away", Astray("Versailles")),
    ("le roi Philippe VI", "King VI", Astray("Philippe", "Philip")),
    ("le pape Jean XXIII", "Pope Jean XXIII", Astray("Jean", "John")),
    ("la Russie", "Ukraine", Astray("Russie", "Russia")),
    ("à Saint-Étienne", "in Saint-Étland", Astray("Saint-Étienne")),
]


@pytest.mark.parametrize(("french", "english", "expected"), ASTRAY)
def test_name_astray_is_told(french: str, english: str, expected: Astray) -> None:
    assert astray(french, english) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Netanyahou", "Netanyahu"),
        ("Khamenei", "Kamenei"),
        ("Djibril", "Jibril"),
        ("Youssef", "Iusef"),
        ("Wladimir", "Vladimir"),
        ("Ashraf", "Achraf"),
    ],
)
def test_transcriptions_share_a_key(one: str, other: str) -> None:
    assert romanised(fold(one)) == romanised(fold(other))


def test_folding_drops_accents_case_and_ligatures() -> None:
    assert fold("Œuvre d’Île Łódź") == "oeuvre d'ile lodz"


@pytest.mark.parametrize("seed", range(40))
def test_garbage_neither_raises_nor_hangs(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*" .-'’«»:!\nAÀßİŉ9", "L'", "d'", "O.N.U.", "États", "Unis", "IX", "M.", "\ud800"]
    text = "".join(chance.choices(pieces, k=300))
    assert isinstance(astray(text, text[::-1]), list)
    assert isinstance(in_french_case(text.upper()), str)


@pytest.mark.parametrize("unit", ["A.", "Afrique ", "Ab-", "L'", "? ", "États-", "FRANCE ", "Ab "])
def test_looking_for_names_takes_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    start = time.process_time()
    astray(text, text)
    in_french_case(text)
    assert time.process_time() - start < 5


PESKOV = Rendering(
    "Dimitri Peskov", "Dmitry Peskov", 0, 14, forms_of(["Dmitry Peskov", "D. Peskov"])
)


@pytest.mark.parametrize(
    ("english", "stands"),
    [
        ("Dmitry Peskov’s words", True),
        ("DMITRY PESKOV SPEAKS", True),
        ("D. Peskov speaks", True),
        ("Dimitri Peskov speaks", False),
        ("Dmitry Peskova speaks", False),
        ("", False),
    ],
)
def test_rendering_stands_in_a_form_that_will_do(english: str, *, stands: bool) -> None:
    assert PESKOV.stands_in(english) is stands


def test_initials_stand_with_stops_and_without() -> None:
    body = Rendering("ONU", "United Nations", 0, 3, forms_of(["U.N."]))
    assert all(body.stands_in(text) for text in ("The UN votes", "The U.N. votes"))


def test_name_is_outdated_under_a_former_label_alone() -> None:
    kyiv = Rendering("Kiev", "Kyiv", 0, 4, forms_of(["Kyiv"]), forms_of(["Kiev"]))
    texts = ("Kiev is calm", "Kyiv, formerly Kiev, is calm", "All is calm")
    assert [kyiv.is_outdated_in(text) for text in texts] == [True, False, False]


def test_name_with_a_rendering_is_held_to_that_alone() -> None:
    french = "Dimitri Peskov et Anna Dupont"
    assert astray(french, "Dmitry Peskov and Anna Dupont", [PESKOV]) == []
    assert astray(french, "Dimitri Peskov and Anna", [PESKOV]) == [
        Astray("Dimitri Peskov", "Dmitry Peskov"),
        Astray("Dupont"),
    ]


def test_lines_of_a_table_stand_under_their_heading_without_comments(tmp_path: Path) -> None:
    table = tmp_path / "table.txt"
    table.write_text("# why\n[one]\na b\n\n# of c\nc\n[two words]\nd = e\n", encoding="utf-8")
    assert sections(table) == {"one": ["a b", "c"], "two words": ["d = e"]}


def test_heading_that_a_table_lacks_is_an_error(tmp_path: Path) -> None:
    table = tmp_path / "table.txt"
    table.write_text("[one]\na\n", encoding="utf-8")
    with pytest.raises(KeyError):
        sections(table)["other"]
