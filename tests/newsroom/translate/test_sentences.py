"""The splitter on hard French, on garbage, and on three hundred sentences glued together."""

import random
from pathlib import Path

import pytest

from newsroom.translate.sentences import Span, pieces, split
from tests.newsroom.translate.glued import measure, sentences

SAMPLE = Path(__file__).parents[2] / "samples" / "000_d51d13384d74c1f2.txt"

# A bar stands where one sentence ends and the next begins; it is no part of the text.
CASES = {
    "plain": "Il part. |Elle reste.",
    "one": "Le vote est terminé",
    "question and exclamation": "Quoi ? |Rien ! |Tant mieux.",
    "doubled marks": "Quoi ?! |Oui. |Vraiment ??? |Non !!",
    "spaced marks": "Quoi ? ! |Oui.",
    "no-break spaces": "Qui\u00a0? |Lui\u202f! |Voici\u00a0: un nom\u202f; un seul.",
    "question goes on": "Pourquoi ? demanda-t-il. |Personne ne répondit.",
    "exclamation goes on": "Hélas ! que c'est triste.",
    "two sentences quoted": "Il a dit : « Nous partons. |Nous reviendrons. » |Il est parti.",
    "quote then speaker": "« Nous partons », a-t-il dit. |Puis il est parti.",
    "question then speaker": "« Partons-nous ? », a-t-il dit. |« Oui ! » a-t-elle crié.",
    "stop after the quote": "Elle parle d'un « coup de force ». |Il a nié.",
    "stop inside the quote": "Elle a dit : « C'est non. » |Il a insisté.",
    "stops inside and after": "Il a crié : « Stop ! ». |Elle a ri.",
    "quote opens next": "Il s'est tu. |« Je pars », a-t-il lâché.",
    "quote after quote": "« Où ? » |« Là-bas. »",
    "short chant": "Aux cris de « Liberté ! Égalité ! », la foule avance. |Elle chante.",
    "title in quotes": "Le film « Où est-il ? » sort jeudi. |Il dure 2 h.",
    "curly quotes": "“Nous verrons.” |“Quand ?” |Il a souri.",
    "straight quotes": 'Il a dit : "Je pars." |Elle a dit : "Reste !" |Il est resté.',
    "straight quote opens": 'Il sort. |"Je reviens", dit-il.',
    "nested quotes": "« Il a dit “non”. |Et il l'a répété. » |C'est tout.",
    "single closing quote": "C'est « l'affaire ‘Dupont’ ». |Elle continue.",
    "lower case after a quote": "« Partez ! » lui a-t-on crié.",
    "titles": "M. Dupont, Mme Le Bris et MM. Petit et Roy ont voté. |Me Blanc a plaidé.",
    "title with a stop": "Le Dr. Martin et le Pr. Roy écrivent à Mgr. Roche. |Mme. Le Gall rit.",
    "title before Le": "C'est M. Le Pen. |Il parle.",
    "saint": "Il vit à St. Denis, près de Ste. Marie. |Il y est né.",
    "million": "Le budget est de 250 M. |Il augmente.",
    "initials": "J. K. Rowling a écrit à J.-P. Dupont. |J.R.R. Tolkien est mort.",
    "initial before Le": "Le roman d'A. Le Blanc est paru. |Il plaît.",
    "initial in the middle": "George W. Bush et John F. Kennedy étaient présidents. |Oui.",
    "short first names": "Ph. Séguin a rencontré Th. Mann et Ch. de Gaulle. |C'était en mai.",
    "dotted acronym": "L'O.N.U. a voté. |Il vit aux U.S.A. |Il pleut.",
    "acronym before a name": "Il siège à l'O.N.U. |Antonio Guterres aussi.",
    "unknown acronym": "Le dossier est à l'A.M.F. |Le verdict est attendu.",
    "acronym and number": "Le C.A.C. 40 monte. |Il vit aux U.S.A. |12 amis aussi.",
    "acronym as a name": "Le U.S. Open commence. |Il finit dimanche.",
    "company": "Il dirige Martin S.A. |Paul Roy dirige Apple Inc. |Jean aussi.",
    "company and symbol": "Le groupe Apple Inc. (AAPL) recule. |Legrand et Cie. |Fin.",
    "decimal and thousands": "Il a payé 1.200.000 euros, soit 3,5 %. |C'est 10.000 de trop.",
    "number ends": "Ils étaient 12. |Les autres ont fui en 2024. |Bien.",
    "number begins": "Il neige. |12 personnes sont bloquées. |2024 finit mal.",
    "number sign": "C'est au n° 5 et au no. 6 de la rue. |Voir n° 7.",
    "page and article": "Voir p. 12, art. 3, chap. IV, vol. 2. |Et fig. 1.",
    "legal article": "Selon l'art. L. 121-1, c'est interdit. |Voir art. R. 4.",
    "nouns like abbreviations": "C'est de l'art. |L'eau. |C'est un vol. |Ils sont sept. |Oui.",
    "ordinal": "Il arrive le 1er. |Elle part le 2.",
    "dates": "Le 23.10.2024, il pleut. |Le 15 oct. 2024 aussi. |C'était le 14. |Bien.",
    "times": "Il est 20 h 30. |Il est 14h30. |Le train de 7 h. |Et 5 min. |Fin.",
    "century": "Il date du XIXe s. |Il est beau.",
    "before Christ": "César naît en 100 av. J.-C. |Il meurt en 44 av. J.-C., à Rome.",
    "after Christ": "Il règne en 117 apr. J.-C. |Jean le dit. |J.-C. Le Goff aussi.",
    "that is": "Un tiers, c.-à-d. Paul, cf. Le Monde, p. ex. Marie, vs. Jean. |Bien.",
    "etc": "Du pain, du vin, etc. |Le marché ferme. |Des prix, etc., montent.",
    "etc goes on": "Le pain, le vin, etc. coûtent cher.",
    "etc quoted": "Il a dit « etc. » |Il a ri. |Il a dit « etc. » et ri.",
    "street": "Il vit au 3, av. Foch, bd. Voltaire. |Il y est né.",
    "ellipsis goes on": "Il attendit... puis partit… enfin. |Fin.",
    "ellipsis ends": "Il attendit… |Elle vint... |Ils partirent.",
    "ellipsis begins": "« … Et puis rien. » |... Et voilà. |… Bien.",
    "spaced ellipsis": "Il attendit . . . |Elle vint.",
    "ellipsis and number": "Il a gagné… 10 euros.",
    "ellipsis question": "Et alors… ? |Rien.",
    "bracketed ellipsis": "« Nous irons. |[...] Nous ferons (…) tout. » |Bien.",
    "dialogue": "– Bonjour. |– Salut ! |– Ça va ?! |— Oui… |- Et toi ?",
    "dashes inside": "Il partit – quel choc ! – vers Paris. |Elle aussi.",
    "dateline": "PARIS. – Le président est là. |LA HAYE, 12 mai (Agence). – Il pleut.",
    "shouted dialogue": "– NON. |– Pourquoi ?",
    "parenthesis sentence": "Il dort. |(Il est tard.) |Demain viendra.",
    "parenthesis inside": "Il dort (il est tard. Très tard.) et rêve. |Chut.",
    "mark in parenthesis": "Il a dit oui (enfin !). |Le club (Allez les Bleus !) gagne.",
    "parenthesis closes": "Il vient (voir p. 12). |Elle part (à 14 h.). |Bien.",
    "doubt": "Il est sincère (?) et Paul aussi (!) le dit.",
    "note number": "Il est mort.[1] |Elle vit.[12] |Fin.",
    "domain": "Voir lemonde.fr. |Le site exemple.org est fermé.",
    "web address": "Voir www.exemple.fr/a?b=c. |Et https://exemple.fr/B.Cd/e!f. |Bien.",
    "e-mail": "Écrire à jean.Dupont@exemple.fr. |Merci.",
    "file name": "Le fichier Rapport.Final.pdf fuite. |Ouvrir budget.xlsx. |Bien.",
    "version": "La version 2.5 sort. |L'adresse 192.168.0.1 répond.",
    "code": "La classe unittest.TestCase sert. |Il écrit booking.Com, Exemple.Fr.",
    "address begins": "Plus d'informations. |www.exemple.fr le dit. |@mairie dément. |#Grève.",
    "numbered": "1. Premier point. |2. Deuxième point. |10. Dixième point.",
    "deep numbers": "1.2. Le contexte. |1.3. Le but.",
    "Roman and lettered": "I. Le début. |II. La suite. |A. Les faits.",
    "list after a colon": "Deux points : 1. Le prix ; 2. Le délai. |Bien.",
    "Roman ruler": "C'est Louis XIV. |Il règne. |C'est Philippe V. |Le roi meurt.",
    "Roman in the middle": "Henri IV. fut roi ? |Jean-Paul II. |Paris.",
    "letter as a name": "Prenez la vitamine C. |Le plan B. |Paul a l'hépatite B.",
    "brand": "Il vend. |iPhone baisse. |eBay monte. |macOS aussi.",
    "lower case goes on": "La société v. dupont est là.",
    "capitals": "LE PRÉSIDENT EST VENU. |IL A PARLÉ À M. DURAND. |QUI ? |LUI.",
    "accents begin": "Il part. |À Paris, il dort. |Élise aussi. |Œdipe non plus. |Ça va.",
    "apostrophes": "Il part. |L’avion décolle. |C'est fini. |D’accord.",
    "glued": "C'est fini.|Le lendemain, J.Dupont et M.Martin vinrent.",
    "glued mark": "Partez !|Il partit.|« Quoi ? » dit-il.",
    "glued quote": "« C'est fini. »|Le lendemain, il vint.|« Oui. »",
    "glued year": "C'était en 2024.|Le lendemain, à l'ONU.|Il vint.",
    "glued twice": "J'ai fini.|Non.|Le lendemain, il vint.",
    "glued name": "Il est arrivé.|Emmanuel Macron est parti.",
    "space before the stop": "Il part . |Elle reste .",
    "many spaces": "Il part.   |Elle reste.\t|Fin.",
    "line break": "Il part vers\nParis. |Elle\nreste.",
    "blank line": "Un titre sans point\n\n|Le texte.",
    "bullets": "Il faut :\n|• du pain\n|• du vin",
    "bullets in line": "Le pain. |• Le vin. |• Le sel.",
    "signed numbers": "Le CAC gagne 1 %. |+2 % pour Airbus. |-1 % pour Total.",
    "lettered list": "a) Le prix : 2 €. |b) Le délai : 3 jours.",
    "several quotes": "«Bonjour.» |Il part. |«Et toi?» |Elle reste.|«Non», dit-il.",
    "letters for names": "M. X. et Mme Y. ont parlé. |M. Z. aussi. |C'est Mme K. |Elle a 30 ans.",
    "glued short": "Oui!|Non?|Peut-être. |S'il vous plaît...|Merci.",
    "court": "Le T.G.I. de Paris l'a dit. |Voir Cass. 1re civ., 12 mai 2020.",
    "scores": "Il gagne 6-4, 6-3 ! |3-0 en foot. |Fin.",
    "agency": "(AFP) – Le président a parlé. |Elle aussi.",
    "decree": "Art. 1er. |Le présent arrêté s'applique. |Art. 2. |– Il est publié.",
    "colon": "Il a ajouté : Cette aide n'est pas due. |Bien.",
    "semicolon": "Il part ; Paul reste. |Bien.",
    "doctor at the end": "Il a consulté un dr. |Elle aussi.",
    "units": "Il a 3 km d'avance. |Il court 12 km. |Paul gagne 5 %. |Bien.",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_text_falls_into_its_sentences(case: str) -> None:
    expected = [part.strip() for part in case.split("|")]
    assert [span.text for span in split(case.replace("|", ""))] == expected


def test_table_holds_sixty_cases() -> None:
    assert len(CASES) >= 60


def sample_lines() -> list[str]:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    return lines[: lines.index("Votre commentaire")]


def test_sample_has_thirteen_lines() -> None:
    assert len(sample_lines()) == 13


@pytest.mark.parametrize("line", sample_lines(), ids=range(13))
def test_each_line_of_the_sample_is_one_sentence(line: str) -> None:
    assert [span.text for span in split(line)] == [line]


def test_sample_in_one_paragraph_gives_its_thirteen_sentences() -> None:
    assert [span.text for span in split(" ".join(sample_lines()))] == sample_lines()


def assert_faithful(text: str) -> None:
    """Spans in order, each its own piece of the text, and white space alone between them."""
    edge, gaps = 0, []
    for span in split(text):
        assert span == Span(span.start, span.end, text[span.start : span.end])
        assert span.text
        assert span.text == span.text.strip()
        assert span.start >= edge
        gaps.append(text[edge : span.start])
        edge = span.end
    assert "".join([*gaps, text[edge:]]).strip() == ""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_offsets_reproduce_the_case(case: str) -> None:
    assert_faithful(f"  {case.replace('|', '')}\u00a0\n")


def test_offsets_reproduce_the_sample() -> None:
    assert_faithful(SAMPLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("seed", range(200))
def test_offsets_reproduce_garbage(seed: int) -> None:
    chance = random.Random(seed)
    marks = list(" .!?…«»“”\"'’()[]–-:;,\n\t\u00a0\u202f\u2028\u200b•@/\\#%🙂")
    words = ["Le", "a", "M", "J", "etc", "p", "n°", "É", "12", "www", "fr", "J.-C", "IV", "iPhone"]
    assert_faithful("".join(chance.choices(marks + words * 2, k=chance.randrange(200))))


@pytest.mark.parametrize("seed", range(50))
def test_offsets_reproduce_any_unicode(seed: int) -> None:
    chance = random.Random(seed)
    points = [
        chance.choice([chance.randrange(0x3000), chance.randrange(0xD800)]) for _ in range(99)
    ]
    assert_faithful("".join(map(chr, points)) + ". Il part.")


def test_stop_far_from_its_word_is_read() -> None:
    assert_faithful("A" + " " * 100 + ".Le")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_nothing_holds_no_sentence(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", [".", "…", "« »", "?!", "– ", "(", "...", "* * *"])
def test_marks_alone_stay_together(text: str) -> None:
    assert [span.text for span in split(text)] == [text.strip()]


def test_sentence_split_again_stays_whole() -> None:
    torn = [one for one in sentences() if [span.text for span in split(one)] != [one]]
    assert torn == []


def test_a_megabyte_without_a_stop_is_one_sentence() -> None:
    assert len(split("mot " * 250_000)) == 1


@pytest.mark.parametrize("unit", [". ", "« A. ", "( a. B ", "M. D ", "J.", "\n", "a.B", "(a.) "])
def test_a_long_text_of_doubt_comes_back_whole(unit: str) -> None:
    assert_faithful(unit * 30_000)


def test_three_hundred_sentences_are_kept_for_the_measure() -> None:
    assert len(set(sentences())) >= 300


def test_glued_sentences_are_found_again() -> None:
    precision, recall, f1, mistakes = measure(range(20))
    assert min(precision, recall, f1) >= 0.97, mistakes


def words(text: str) -> int:
    return len(text.split())


def test_short_sentence_is_one_piece() -> None:
    assert pieces("Il part ; elle reste.", words) == ["Il part ; elle reste."]


def test_long_sentence_is_cut_at_its_strong_mark() -> None:
    sentence = "Il part, dit-on, à Rome ; elle reste, dit-on, à Paris."
    assert pieces(sentence, words, limit=8) == [
        "Il part, dit-on, à Rome ; ",
        "elle reste, dit-on, à Paris.",
    ]


def test_long_sentence_without_strong_mark_is_cut_at_a_comma() -> None:
    sentence = "Il part à Rome, elle reste à Paris."
    assert pieces(sentence, words, limit=4) == ["Il part à Rome, ", "elle reste à Paris."]


def test_comma_of_a_number_is_no_seam() -> None:
    assert pieces("un deux trois 3,5 quatre cinq six", words, limit=6)[0] == "un deux trois 3,5 "


def test_long_sentence_without_marks_is_cut_between_words() -> None:
    assert pieces("un deux trois quatre", words, limit=2) == ["un deux ", "trois quatre"]


def test_endless_word_is_cut_anywhere() -> None:
    assert pieces("a" * 1000, len, limit=300) == ["a" * 250] * 4


@pytest.mark.parametrize("seed", range(50))
def test_pieces_restore_the_sentence_and_keep_the_limit(seed: int) -> None:
    chance = random.Random(seed)
    sentence = "".join(chance.choices(["mot", " ", ", ", " ; ", " : ", " – ", "  ", "3,5"], k=400))
    parts = pieces(sentence, words, limit=12)
    assert "".join(parts) == sentence
    assert all(words(part) <= 12 for part in parts)


def test_pieces_of_a_hundred_thousand_words_keep_the_limit() -> None:
    parts = pieces("mot, " * 100_000, words)
    assert max(map(words, parts)) <= 120
