"""French abbreviations: whether a full stop ends a sentence or belongs to the word before it.

Each set says how the stop after its words is read; capitals count where a set has them.
"""

import re


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# A name follows, so the full stop never ends the sentence before a capital.
TITLES = _words(
    "M MM Mr Mrs Ms Mme Mmes Mlle Mlles Dr Drs Pr Prs Me Mgr St Ste Sts Stes Sr Gal Gén Cal Cdt "
    "Cne Col Lt Sgt Capt Prof Vve Cte Vte Hon DR ST STE MR MME MLLE MGR"
)

# First names cut short to two letters or more; read like initials.
FIRST_NAMES = _words("Ph Th Ch Chr Cl Fr Alex Ed Em Ém Et Ét Jn Jos Ld Nic")

# Something always follows.
OPEN_ENDED = _words("cf vs i.e e.g p.ex p.-ex c.-à-d c-à-d c.à.d viz ca")

# A number follows; before a common opening word they end a sentence all the same.
NUMBERED = _words(
    "p pp n no nos n° nᵒ art alin al chap ch vol t fig tab ann réf ref tél tel fax par sect v l "
    "f env éd rév cass"
)

# A name follows; before a common opening word they end a sentence all the same.
NAMED = _words(
    "prof dir trad coll av apr bd bld boul fg fbg rte éd env gén sgt lt lieut capt adj maj amb "
    "préf dép sén pdt pdte secr dr mr mme mlle mgr st ste bros op angl lat suppl hôp univ dpt "
    "dépt c ch p n t v l f"
)

MONTHS = _words("janv jan févr fév avr juil juill sept oct nov déc")

# Dotted abbreviations that stand for a whole: a capital after them opens a sentence.
ACRONYMS = _words(
    "ONU USA UE SA SAS PS PC PCF FO CGT EDF GDF FMI OMS OMC ONG PDG PIB PME RDC RFA RDA BBC CIA "
    "FBI AFP TVA TGV DC EAU RSA CRS HLM SDF ADN VIH PSG UMP RPR UDF FN RN ENA RU GB NY LA"
)

# What bears a single capital letter as its name: « vitamine C », « plan B ».
LETTERED = _words(
    "vitamine vitamines plan groupe hépatite catégorie classe série type ligne pôle rer point "
    "lettre bloc zone hall bâtiment poule division étape option virus influenza grippe annexe "
    "terminal porte quai métro formule considérant considérants annexes blocs table langage serveur"
)

# Words that open a sentence with a capital and seldom stand in a name.
OPENERS = _words(
    "il elle ils elles on nous vous je j' tu c' ce cet cette ces ça cela ceci celui celle ceux "
    "celles un une les aux au à en dans sur sous par pour avec sans selon depuis dès lors lorsque "
    "lorsqu' quand comme si s' mais ou où et or ni car donc ainsi alors après avant pendant "
    "durant chez vers entre contre malgré outre parmi hors jusqu' puis puisque puisqu' enfin "
    "ensuite toutefois cependant pourtant néanmoins désormais aujourd' hier demain déjà encore "
    "aussi même plus moins très trop peu beaucoup tout toute tous toutes chaque certains "
    "certaines plusieurs quelques quelqu' aucun aucune nul autre autres mon mes ta tes "
    "sa ses notre nos votre vos leur leurs que qu' qui quoi quel quelle quels quelles dont "
    "comment pourquoi combien est était n' ne non oui voici voilà deux trois quatre cinq "
    "six dix cent mille"
)

# These open sentences too, but surnames as well: « A. Le Goff », « J. La Fontaine ».
PARTICLES = _words("le la l' de du des d' saint san son ma van von")

# They close a company's name; its stock symbol may follow in brackets.
COMPANIES = _words("Inc Ltd Corp Co Cie Bros")

# Before several capitals these speak of an institution, not of a person's initials.
ARTICLES = _words("l' l’ le la les du des au aux")

# Endings that make « exemple.Fr » an address rather than two sentences run together.
DOMAINS = _words("com fr net org eu info be ch ca uk io js py md pdf doc html php tv")

INITIALS = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:(?:\.-?|-)[^\W\d_a-zß-öø-ÿ])*")
WORD = re.compile(r"[^\W\d_]{1,30}['’]?")
# « t. IV », « art. L. 121-1 »
NUMERAL = re.compile(r"\d|[IVXLCDM]+(?![\w'’])|[A-Z]\. ?\d")


def abbreviates(before: str, earlier: str, following: str) -> bool:
    """Whether the full stop after the word `before` belongs to it and ends no sentence.

    `earlier` is the word before that one, `following` the text after, without opening marks.
    """
    if before in OPEN_ENDED or (before == "ex" and earlier in {"p.", "par"}):
        return True
    if _numbers(before, following):
        return True
    opener = first_word(following)
    if before in TITLES:
        return not (earlier[-1:].isdigit() and opener in OPENERS | PARTICLES)
    if INITIALS.fullmatch(before):
        return _is_initial(before, earlier, following)
    if before in FIRST_NAMES:
        return opener not in OPENERS
    return before.lower() in NAMED and opener not in OPENERS | PARTICLES


def first_word(text: str) -> str:
    """The word the text begins with, in lower case, its elision with a straight apostrophe."""
    found = WORD.match(text)
    return found[0].casefold().replace("’", "'") if found else ""


def _numbers(before: str, following: str) -> bool:
    """Whether a number follows that the word announces: « art. 3 », « sept. 2024 », « t. IV »."""
    word = before if len(before) == 1 else before.lower()
    if word in MONTHS:
        return bool(re.match(r"\d{4}", following))
    if word in NUMBERED or before in {"N", "P", "L", "R"}:
        return bool(NUMERAL.match(following))
    return False


def _is_initial(before: str, earlier: str, following: str) -> bool:
    """Whether a name goes on after one capital or several: « J. K. Rowling »."""
    letters = re.sub(r"[.-]", "", before)
    opener = first_word(following)
    if letters == "JC" and earlier.lower() in {"av.", "apr.", "avant", "après", "jusqu'en"}:
        return False
    if len(letters) > 1 and "-" not in before:
        if letters == "US":
            return opener not in OPENERS
        if letters in ACRONYMS or len(letters) > 3:
            return False
        if following[:1].isdigit():
            return True
        return opener not in OPENERS and earlier.lower() not in ARTICLES
    if len(letters) == 1 and _is_lettered(letters, earlier, opener):
        return False
    return not following[:1].isdigit() and opener not in OPENERS


def _is_lettered(letter: str, earlier: str, opener: str) -> bool:
    """Whether the capital is a designation: « vitamine C », « Philippe V »."""
    if re.split(r"['’]", earlier.lower())[-1] in LETTERED:
        return True
    return letter in "IVX" and earlier[:1].isupper() and opener in OPENERS | PARTICLES
