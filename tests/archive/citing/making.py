"""Works to cite, made without a database, and hostile words to put into them."""

import random
from datetime import date
from typing import Any

from archive.citing import Work
from archive.citing.names import Name, names_in, one_line

ENGINE = "toy 1.0 (000000000000)"
DUPONT = Name("Dupont", "Jean")
NASTY = [
    "\r\nER  - \r\nTY  - BOOK\r\nTI  - forged",
    "}\n}\n@book{forged, title={x}",
    "{{{", "}}}", "{", "}", "\\", "\\\\", "\\end{document}", "%", "& $ # _ ~ ^", '"', "''", "@",
    "@string{a=b}", ",", " and ", "=", "\x00", "\x1b[31m", "\x85", "\u2028", "\u2029", "\u202e",
    "\u00a0", "\u202f", "é", "œuvre", "Œ", "e\u0301", "العربية", "中文", "🚲", "\ud800", "«", "»",
    "<b>", "&amp;", "|", "*", ";", "TY  - ", "AU  - x", "\t", "  ", "\v", "\f", "“", "”", "–", "x",
]  # fmt: skip


def hostile(seed: int) -> str:
    """Words made of what could break out of a field; never empty."""
    chance = random.Random(seed)
    return "Le pont " + "".join(chance.choices(NASTY, k=chance.randint(1, 12))) + " rouvre"


def make_original(**fields: Any) -> Work:
    """The French, dated and signed."""
    whole: dict[str, Any] = {
        "key": "passerelle12c1",
        "language": "fr",
        "title": "Le pont rouvre",
        "other_title": "The bridge reopens",
        "authors": (DUPONT,),
        "outlet": "La Revue",
        "published_on": date(2024, 10, 3),
        "date_is_inferred": False,
        "url": "https://a.example/1",
        "archive": "Passerelle",
        "seen_on": date(2026, 1, 1),
        "digest": "a" * 64,
    }
    return Work(**whole | fields)


def make_translation(**fields: Any) -> Work:
    """The third Edition of its English."""
    english: dict[str, Any] = {
        "key": "passerelle12v3",
        "language": "en",
        "title": "The bridge reopens",
        "other_title": "Le pont rouvre",
        "url": "https://news.example/articles/12/v3/",
        "seen_on": date(2026, 2, 5),
        "edition": 3,
        "translators": (ENGINE,),
        "made": f"Machine translation from French by {ENGINE}",
    }
    return make_original(**english | fields)


def make_hostile(seed: int) -> tuple[Work, Work]:
    """Both works with hostile words in every field that the outside world fills."""
    words = [one_line(hostile(seed * 10 + n)) for n in range(4)]
    french, english, outlet, byline = words
    signed = {"authors": names_in(byline), "outlet": outlet}
    return (
        make_translation(title=english, other_title=french, **signed),
        make_original(title=french, other_title=english, **signed),
    )
