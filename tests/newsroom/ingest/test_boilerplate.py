"""What sites put under an article."""

import pytest

from newsroom.ingest.boilerplate import trimmed
from newsroom.ingest.story import Block

BODY = "Le maire a coupé le ruban devant une centaine d'habitants."


def kept(*lines: str) -> list[str]:
    return [block.text for block in trimmed([Block(line) for line in lines])]


@pytest.mark.parametrize(
    "line",
    [
        "Votre commentaire",
        "Lire aussi",
        "Lire aussi : la piscine rouvre lundi",
        "À lire également : le budget voté",
        "Partager",
        "Partagez cet article sur Facebook",
        "Facebook | Twitter | WhatsApp",
        "Suivez-nous sur les réseaux sociaux",
        "Abonnez-vous pour lire la suite",
        "Commentaires (12)",
        "Mots-clés : piscine, sport",
        "© Le Journal, 2024",
        "Tous droits réservés.",
    ],
)
def test_prompt_at_the_end_is_left_out(line: str) -> None:
    assert kept(BODY, line) == [BODY]


def test_several_prompts_are_left_out() -> None:
    assert kept(BODY, "Partager", "Votre commentaire") == [BODY]


def test_links_under_a_heading_are_left_out() -> None:
    links = ["La piscine rouvre lundi", "Faut-il nager le matin ?"]
    assert kept(BODY, "Sur le même sujet", *links) == [BODY]


def test_heading_with_text_below_it_stays() -> None:
    assert kept(BODY, "Voir aussi", BODY) == [BODY, "Voir aussi", BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Il lui a demandé de partager son repas.",
        "Le commentaire du maire a fait rire la salle.",
        "« Partageons ce que nous avons », a-t-il conclu.",
        "Suivez le guide, a-t-il ajouté avant de partir.",
    ],
)
def test_last_sentence_of_the_article_stays(line: str) -> None:
    assert kept(BODY, line) == [BODY, line]


def test_prompt_before_the_end_stays() -> None:
    assert kept("Partager", BODY) == ["Partager", BODY]
