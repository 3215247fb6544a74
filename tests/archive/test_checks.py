"""Checks: each fault is told in plain words, and only a fault that may be mended is retried."""

import random
import time

import pytest

from archive.checks import Finding, findings
from archive.names import Rendering, forms_of
from archive.terms import Expression, Glossary

# French, English, and the code and words of the one finding.
WORTH_A_LOOK = [
    ("Il part.", "", "empty", "There is no English."),
    ("Il part.", " … ", "empty", "There is no English."),
    (
        "Il vend & achète.",
        "He sells ⁇ buys.",
        "unknown",
        "A character of the French could not be translated.",
    ),
    (
        "Le chat est sur la table.",
        "Le chat est sur la table.",
        "echo",
        "The English is the French itself.",
    ),
    (
        "Le chat est sur la table noire.",
        "The chat est sur la table noire.",
        "echo",
        "Most of the English is still French.",
    ),
    (
        "Le verdict tombait tard.",
        "The verdict tombait late.",
        "echo",
        "The word “tombait” is still French.",
    ),
    (
        "« Nous irons au bout. »",
        "“Nous iron to the end.”",
        "echo",
        "The word “Nous” is still French.",
    ),
    (
        "Voir exemple.fr demain.",
        "See example.fr tomorrow.",
        "kept",
        "exemple.fr is not in the English as it stands.",
    ),
    (
        "Ils préparent tout ici.",
        "They préparent all here.",
        "echo",
        "The word “préparent” is still French.",
    ),
    (
        "Des liens stratégiques et forts.",
        "Links theégic and strong.",
        "echo",
        "The word “theégic” is not English.",
    ),
    (
        "Il mange du pain et du riz.",
        "He eats the the the bread and rice.",
        "loop",
        "The English repeats “the” again and again.",
    ),
    (
        "Il vient de là et de là.",
        "It is so it is so it is so there.",
        "loop",
        "The English repeats “it is so” again and again.",
    ),
    (
        "Cela dure depuis longtemps.",
        "It lasts for a while for a while.",
        "loop",
        "The English says “for a while” twice running.",
    ),
    ("Il parle.", "He remededed.", "loop", "The word “remededed” stammers."),
    ("Il parle.", "He boycottted.", "loop", "The word “boycottted” stammers."),
    (
        "Le maire a été réélu à la tête de la ville dimanche soir.",
        "The mayor won on Sunday.",
        "length",
        "The English is much shorter than the French.",
    ),
    (
        "Le maire part demain matin.",
        "The mayor of the town will go away tomorrow in the morning.",
        "length",
        "The English is much longer than the French.",
    ),
    (
        "Ah !",
        "Oh, this is what he told us all about it!",
        "length",
        "The English is far longer than the French.",
    ),
    (
        "Il ne viendra pas.",
        "He will come.",
        "negation",
        "The French says no (“ne viendra pas”); the English does not.",
    ),
    (
        "Il n’a jamais menti.",
        "He lied.",
        "negation",
        "The French says no (“n’a jamais”); the English does not.",
    ),
    (
        "Personne ne le sait.",
        "People know it.",
        "negation",
        "The French says no (“Personne ne”); the English does not.",
    ),
    (
        "Non, dit-il.",
        "We, he said.",
        "negation",
        "The French says no (“Non”); the English does not.",
    ),
    ("Il a 23 ans.", "He is 32.", "number", "The number 23 is missing from the English."),
    (
        "Le président Pezeshkian part.",
        "President Pezhachkian leaves.",
        "name",
        "The name Pezeshkian is not in the English as spelt.",
    ),
    (
        "Il vise la RII.",
        "He targets the RII.",
        "name",
        "RII should be Islamic Republic of Iran in English.",
    ),
    (
        "Voir www.exemple.fr/a.",
        "See www.example.fr/a.",
        "kept",
        "www.exemple.fr/a is not in the English as it stands.",
    ),
    (
        "Écrire à a@exemple.fr.",
        "Write to the example.",
        "kept",
        "a@exemple.fr is not in the English as it stands.",
    ),
    (
        "Un mot de @mairie_paris.",
        "A word from the mayor.",
        "kept",
        "@mairie_paris is not in the English as it stands.",
    ),
    ("Le mot #Grève.", "The word strike.", "kept", "#Grève is not in the English as it stands."),
    ("Il gagne 5 %.", "It gains 5.", "kept", "The sign % is missing from the English."),
    ("Il doit 3 €.", "He owes 3.", "kept", "The sign € is missing from the English."),
    ("Viendra-t-il ?", "He will come.", "marks", "The question mark is missing from the English."),
    ("Quel choc !", "What a shock.", "marks", "The exclamation mark is missing from the English."),
    (
        "Il viendra.",
        "Will he come?",
        "marks",
        "The English has a question mark, the French has none.",
    ),
    (
        "Il parle de « choc ».",
        "He speaks of shock.",
        "quotes",
        "The quotation marks are missing from the English.",
    ),
    (
        "« Il a parlé. »",
        "“He spoke.",
        "quotes",
        "The English has a quotation mark too many or too few.",
    ),
]


@pytest.mark.parametrize(("french", "english", "code", "words"), WORTH_A_LOOK)
def test_fault_is_told_in_plain_words(french: str, english: str, code: str, words: str) -> None:
    found = [(finding.code, finding.words) for finding in findings(french, english)]
    assert found == [(code, words)]


@pytest.mark.parametrize(
    ("french", "english", "retry"),
    [
        ("Il part.", "", True),
        ("Il part.", "He ⁇.", True),
        ("Il est sur la table.", "Il est sur la table.", True),
        ("Il mange du pain.", "He he he he eats.", True),
        ("Il ne viendra pas.", "He will come.", True),
        ("Voir www.exemple.fr.", "See it.", True),
        ("Un deux trois quatre cinq six sept huit neuf dix.", "Ten nine eight.", True),
        ("Le maire a été élu dans la ville à la mairie.", "The mayor was elected here.", False),
        ("Il a 23 ans.", "He is 32.", False),
        ("À Oran, il vit.", "He lives.", False),
        ("Quel choc !", "What a shock.", False),
        ("« Oui. »", "“Yes.", False),
    ],
)
def test_only_what_another_attempt_may_mend_asks_for_one(
    french: str, english: str, *, retry: bool
) -> None:
    assert any(finding.retry for finding in findings(french, english)) is retry


def test_finding_is_kept_as_code_and_words() -> None:
    finding = Finding("number", "The number 23 is missing from the English.", retry=True)
    assert finding.as_json() == {
        "code": "number",
        "words": "The number 23 is missing from the English.",
    }


def test_many_faults_of_one_kind_are_told_thrice() -> None:
    assert len(findings("11, 12, 13, 14, 15, 16", "one, some, many, more, most")) == 3


def test_low_variety_is_a_loop_only_where_the_french_has_more() -> None:
    turning = "the man of the house of the man " * 3
    varied = "Cet homme que chacun connaît ici habite depuis longtemps une maison du bourg voisin"
    assert "loop" in {finding.code for finding in findings(varied, turning)}
    assert "loop" not in {finding.code for finding in findings(turning, turning)}


@pytest.mark.parametrize("seed", range(60))
def test_garbage_never_raises(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*" .?!«»“”\"'’-@#%€⁇\n\0\x7fŉß½٣", "ne ", "pas ", "www.", "Le ", "10", "\ud800", "💥"]
    french = "".join(chance.choices(pieces, k=chance.randint(0, 200)))
    english = "".join(chance.choices(pieces, k=chance.randint(0, 200)))
    for finding in findings(french, english):
        assert finding.words.endswith((".", "”."))


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "ne ",
        "n'",
        "ne pas ",
        "aa ",
        "@a",
        "www.",
        "a@",
        "a.",
        "«",
        "é",
        "12 ",
        "Ab ",
        "' ",
        "ait",
    ],
)
def test_checking_takes_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    start = time.process_time()
    findings(text, text.replace("e", "i"))
    assert time.process_time() - start < 5


def test_long_sentence_is_checked_within_a_few_milliseconds() -> None:
    french = (
        "Il a qualifié les discussions du sommet actuel des BRICS de « productives » et a appelé "
        "à la mise en œuvre des politiques convenues pour contrer les sanctions imposées en 2024."
    )
    english = (
        "He described the talks at the current BRICS summit as “productive” and called for the "
        "agreed policies to be put into effect to counter the sanctions imposed in 2024."
    )
    findings(french, english)
    start = time.process_time()
    for _ in range(100):
        assert findings(french, english) == ()
    assert (time.process_time() - start) / 100 < 0.01


def test_name_that_a_record_gives_an_english_to_is_told_once() -> None:
    french = "Dimitri Peskov a parlé."
    known = Rendering("Dimitri Peskov", "Dmitry Peskov", 0, 14, forms_of(["Dmitry Peskov"]))
    (found,) = findings(french, "Dimitri has spoken.", [known])
    assert found == Finding("name", "Dimitri Peskov should be Dmitry Peskov in English.")
    assert findings(french, "Dmitry Peskov has spoken.", [known]) == ()


STRIKE = Expression("grève", "strike", ("walkout",))


@pytest.mark.parametrize(
    ("english", "words"),
    [
        ("The strikes go on.", []),
        ("The stoppage goes on.", ["The glossary has “grève” as “strike”."]),
        ("The walkouts go on.", ["The glossary has “grève” as “strike”, not “walkout”."]),
    ],
)
def test_term_that_is_not_as_the_glossary_has_it_is_told(english: str, words: list[str]) -> None:
    known = Glossary([STRIKE]).uses("Les grèves durent.")
    found = findings("Les grèves durent.", english, known)
    assert [(each.code, each.words, each.retry) for each in found] == [
        ("term", text, False) for text in words
    ]


def test_name_within_a_term_is_the_terms_alone() -> None:
    known = Glossary([Expression("Banque de Valmont", "Bank of Vallmount", (), "name")])
    french = "Hier la Banque de Valmont a fermé."
    assert findings(french, "Yesterday the Bank of Vallmount closed.", known.uses(french)) == ()
