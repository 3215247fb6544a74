"""What sites put under an article: left out of its sentences, kept in its capture."""

import re
from collections.abc import Sequence

from newsroom.ingest.story import Block
from newsroom.ingest.wording import fold

LONGEST = 200
MOST_LINKS = 12

# Lines that say something about the site, not about the news, wherever they stand at the end.
PROMPT = re.compile(
    r"""(?:
    votre\ commentaire
    | (?:laisse[rz]|ajoute[rz]|poste[rz]|écri(?:re|vez))\ (?:un|votre)\ commentaire
    | commente[rz](?:\ (?:cet|l')\ ?article)? | (?:\d+\ )?commentaires?(?:\ \(\d+\))?
    | réagi(?:r|ssez)(?:\ à\ (?:cet|l')\ ?article)? | aucun\ commentaire
    | (?:[àa]\ )?lire\ (?:aussi|également|la\ suite)\b.*
    | (?:voir|écouter)\ (?:aussi|également)\b.*
    | à\ (?:voir|écouter|relire|découvrir)\ (?:aussi|également)\b.*
    | pour\ aller\ plus\ loin\b.{0,80}
    | partage[rz]?(?:\ (?:cet|l'|sur|via|cette|la\ page)\b.*)? | partages?
    | suivez[- ]nous\b.* | rejoignez[- ]nous\b.* | retrouvez[- ]nous\b.*
    | télécharge[rz]\ (?:notre|l')\ ?appli.*
    | (?:s')?abonne(?:r|z)(?:[- ]vous)?\b.* | inscrivez[- ]vous\b.*
    | recevez\b.*\b(?:newsletter|lettre)\b.*
    | (?:notre\ )?newsletter | imprimer(?:\ (?:cet|l')\ ?article)? | envoyer\ (?:par|à)\b.*
    | (?:facebook|twitter|x|whatsapp|linkedin|telegram|e-?mail|instagram|messenger)
      (?:[\ ,|/·•-]+(?:facebook|twitter|x|whatsapp|linkedin|telegram|e-?mail|instagram|messenger))*
    | (?:tags?|mots?[- ]clés?|étiquettes?|thèmes?|sujets?)\ ?:.* | copyright\b.* | ©.*
    | .{0,60}\btous\ droits\ réservés\b.{0,60}
    | (?:retour|haut)\ (?:en\ haut|à\ l'accueil|de\ page)\b.* | publicité | fin\ d'article
    )\s*[:.!…»>→]*""",
    re.VERBOSE | re.IGNORECASE,
)
# Headings with nothing but links to other articles below them.
HEADING = re.compile(
    r"""(?:
    (?:à\ )?lire\ (?:aussi|également) | sur\ le\ même\ (?:sujet|thème) | dans\ la\ même\ rubrique
    | articles?\ (?:liés?|similaires?|connexes?|recommandés?) | à\ ne\ pas\ (?:manquer|rater)
    | (?:nos|les)\ derniers?\ articles | les\ plus\ lus | en\ relation | voir\ aussi
    | vous\ aimerez\ aussi | votre\ commentaire | (?:\d+\ )?commentaires?(?:\ \(\d+\))?
    | partager(?:\ (?:cet|l')\ ?article)? | plus\ d'(?:infos?|informations?|articles)
    )\s*[:>→]*""",
    re.VERBOSE | re.IGNORECASE,
)
CLOSED = re.compile(r"[.…]\s*[»”\")]?$")


def trimmed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without the boilerplate at their end."""
    end = _before_links(blocks)
    while end and _is_prompt(blocks[end - 1].text):
        end -= 1
    return tuple(blocks[:end])


def _before_links(blocks: Sequence[Block]) -> int:
    """Where a heading stands with nothing but links after it; the whole length if none does."""
    end = len(blocks)
    for at in range(end - 1, max(0, end - 1 - MOST_LINKS), -1):
        text = fold(blocks[at].text)
        if HEADING.fullmatch(text):
            end = at
        elif len(text) > LONGEST or (CLOSED.search(text) and not _is_prompt(text)):
            break
    return end


def _is_prompt(text: str) -> bool:
    return len(text) <= LONGEST and PROMPT.fullmatch(fold(text)) is not None
