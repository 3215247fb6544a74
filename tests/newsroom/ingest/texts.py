"""French and foreign texts that the tests of ingest share."""

FRENCH = (
    "Le conseil municipal a voté mardi soir la rénovation de la piscine du quartier. "
    "Les travaux commenceront au printemps et dureront près d'un an, selon la mairie."
)
SECOND = "Les nageurs devront se rendre à la piscine voisine pendant toute la durée du chantier."
THIRD = "La facture s'élève à trois millions d'euros, dont un tiers à la charge de la région."
ENGLISH = (
    "The city council voted on Tuesday evening to renovate the swimming pool of the district. "
    "The works will begin in spring and will last for about a year, according to the mayor."
)
SPANISH = (
    "El ayuntamiento aprobó el martes por la noche la renovación de la piscina del barrio. "
    "Las obras comenzarán en primavera y durarán cerca de un año, según la alcaldía."
)


def page(body: str, head: str = "") -> str:
    """A saved page whose article is `body`."""
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><nav><ul><li><a href='/'>Accueil</a></li>"
        f"<li><a href='/s'>Sport</a></li></ul></nav><article>{body}</article></body></html>"
    )


def rss(*items: str, head: str = "") -> str:
    """An RSS file of these items."""
    content = "http://purl.org/rss/1.0/modules/content/"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" xmlns:content="{content}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Fil</title>{"".join(items)}'
        "</channel></rss>"
    )


def item(title: str, text: str, extra: str = "") -> str:
    """One RSS item."""
    return (
        f"<item><title>{title}</title>{extra}<description><![CDATA[{text}]]></description></item>"
    )
