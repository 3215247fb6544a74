"""Number words of both languages and what each is worth."""

from typing import Literal

Language = Literal["fr", "en"]


def _table(pairs: str) -> dict[str, int]:
    return {word: int(value) for word, _, value in (pair.partition("=") for pair in pairs.split())}


UNITS: dict[Language, dict[str, int]] = {
    "fr": _table(
        """zéro=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10
        onze=11 douze=12 treize=13 quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30
        quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90
        premier=1 première=1 premiers=1 premières=1 second=2 unième=1 deuxième=2 troisième=3
        quatrième=4 cinquième=5 sixième=6 septième=7 huitième=8 neuvième=9 dixième=10 onzième=11
        douzième=12 treizième=13 quatorzième=14 quinzième=15 seizième=16 vingtième=20
        trentième=30 quarantième=40 cinquantième=50 soixantième=60 centième=100 millième=1000
        dizaine=10 dizaines=10 douzaine=12 douzaines=12 quinzaine=15 vingtaine=20 trentaine=30
        quarantaine=40 cinquantaine=50 soixantaine=60 tiers=3 quart=4 quarts=4"""
    ),
    "en": _table(
        """zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11
        twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18
        nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
        first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10
        eleventh=11 twelfth=12 thirteenth=13 fourteenth=14 fifteenth=15 sixteenth=16
        seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 thirtieth=30 fortieth=40
        fiftieth=50 sixtieth=60 seventieth=70 eightieth=80 ninetieth=90 hundredth=100
        thousandth=1000 thirds=3 fourths=4 fifths=5 tenths=10 tens=10 dozen=12 dozens=12
        twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80
        nineties=90"""
    ),
}
# Powers of ten.
SCALES: dict[Language, dict[str, int]] = {
    "fr": _table(
        """cent=2 cents=2 centaine=2 centaines=2 mille=3 millier=3 milliers=3 million=6 millions=6
        milliard=9 milliards=9 billion=12 billions=12"""
    ),
    "en": _table(
        """hundred=2 hundreds=2 thousand=3 thousands=3 million=6 millions=6 billion=9 billions=9
        trillion=12 trillions=12"""
    ),
}
SIGNS: dict[Language, dict[str, int]] = {
    "fr": _table("M=6 Md=9 Mds=9 Mrd=9 k=3"),
    "en": _table("M=6 Md=9 Mds=9 bn=9 m=6 k=3 K=3 tn=12"),
}

# Words that stand for a number without naming it.
STAND_INS: dict[Language, dict[str, tuple[str, ...]]] = {
    "fr": {"moitié": ("half", "50"), "demi": ("half", "30"), "demie": ("half", "30")},
    "en": {
        word: tuple(values.split())
        for words, values in (
            ("both pair couple twice double doubled doubling either neither latter duo", "2"),
            ("triple tripled thrice trio", "3"),
            ("half halves halved halving", "half"),
            ("quarter quarters", "4"),
            ("no none nil", "0"),
            ("new", "new"),
            ("week weeks fortnight", "week"),
            ("noon midday", "12:00 12"),
            ("midnight", "0:00 24:00"),
            ("initial initially early earliest originally debut top leading", "outset"),
            ("once", "1"),
            ("quarantine", "40"),
            ("score scores", "20 10"),
        )
        for word in words.split()
    },
}
MONTHS = _table(
    """january=1 february=2 march=3 april=4 may=5 june=6 july=7 august=8 september=9 october=10
    november=11 december=12"""
)
STAND_INS["en"] |= {month: (f"month {n}",) for month, n in MONTHS.items()}

# What else may render a French word: « une dizaine » as a dozen, « quart d'heure » as 15 minutes.
LOOSE = {
    "dizaine": ("12",),
    "dizaines": ("12", "20"),
    "douzaine": ("10",),
    "douzaines": ("10", "20"),
    "quinzaine": ("week",),
    "neuf": ("new",),
    "quart": ("15",),
    "premier": ("outset",),
    "première": ("outset",),
    "premiers": ("outset",),
    "premières": ("outset",),
}
