"""What a newspaper is called, and which of the known ones stands at a host."""

import re
from collections.abc import Iterable
from itertools import chain, count

from django.utils.text import slugify

from archive.models import Feed, Source
from newsroom.ingest.sources import FILES, SAMPLES
from newsroom.ingest.wording import fold, tidy
from newsroom.wire.accepting import host_of

LONGEST_NAME = 200
LONGEST_SLUG = 80
# Sources that are made by themselves, and words in the addresses of the staff's pages.
KEPT_SLUGS = {FILES, SAMPLES, "add", "import", "export"}
# What stands between a name and a slogan or section; a hyphen inside a name has no spaces.
BETWEEN = re.compile(r"\s+[:–—»-]+\s+|\s*[|•]\s*")
OF_FEEDS = re.compile(
    r"^(?:le\s+)?(?:flux|feed|rss|atom)(?:\s+(?:rss|atom))?(?:\s+(?:de|du|des)\s+|\s+d['’]|\s*$)",
    re.IGNORECASE,
)
# Parts of a title that name a page and not its paper, folded.
OF_PAGES = {
    *("accueil", "actualité", "actualités", "actus", "index", "infos", "news", "home"),
    *(
        "à la une",
        "la une",
        "une",
        "les titres",
        "l'actualité",
        "en continu",
        "dernières nouvelles",
    ),
    *("toute l'actualité", "toutes les actualités"),
}


def short_name(title: str) -> str:
    """A title without slogan and section: "Le Bouquet – Politique" is Le Bouquet."""
    parts = [OF_FEEDS.sub("", part, count=1) for part in BETWEEN.split(tidy(title))]
    names = [part for part in map(tidy, parts) if part and fold(part) not in OF_PAGES]
    return (names[0] if names else tidy(title))[:LONGEST_NAME].strip()


def name_of(titles: Iterable[str], url: str) -> str:
    """What the first title that says something calls the outlet, else its host."""
    named = (short_name(title) for title in titles)
    return next((name for name in named if name), host_of(url) or tidy(url)[:LONGEST_NAME])


def free_slug(name: str, taken: Iterable[str] = ()) -> str:
    """A slug made of the name that no source has, nor any of `taken`."""
    wanted = slugify(name)[:LONGEST_SLUG].strip("-_") or "source"
    alike = Source.objects.filter(slug__startswith=wanted[: LONGEST_SLUG - 6])
    known = {*KEPT_SLUGS, *taken, *alike.values_list("slug", flat=True)}
    numbered = (f"{wanted[: LONGEST_SLUG - 6].rstrip('-')}-{n}" for n in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in known)


def by_host() -> dict[str, Source]:
    """The sources by the hosts of their homepages, else of their feeds."""
    sources = Source.objects.in_bulk()
    places = [(source.homepage, pk) for pk, source in sorted(sources.items())]
    places += Feed.objects.order_by("pk").values_list("url", "source_id")
    found: dict[str, Source] = {}
    for url, pk in places:
        if host := host_of(url):
            found.setdefault(host, sources[pk])
    return found


def source_at(url: str) -> Source | None:
    """The source whose homepage or a feed is at the address's host, give or take www."""
    return by_host().get(host_of(url))
