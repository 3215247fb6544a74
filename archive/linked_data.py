"""An article for machines that read pages: schema.org NewsArticle as JSON-LD."""

from typing import Any

from django.conf import settings

from archive.citing import Citation, Work
from archive.citing.names import Name
from archive.models import Edition, Source
from archive.reading import Level, Reading, web_address

CONTEXT = "https://schema.org"


def news_article(reading: Reading, cited: Citation) -> dict[str, Any]:
    """The English as a NewsArticle and the French as the work it translates; each names the other.

    The day of publication stands on the French, where it is known; the English has its Edition's.
    """
    original = _original(cited.original, reading.article.source)
    if reading.edition is None or cited.translation is None:
        return {"@context": CONTEXT, **original}
    address = settings.SITE_URL + reading.article.get_absolute_url()
    original["workTranslation"] = {"@type": "NewsArticle", "@id": address}
    english = _translation(reading, reading.edition, cited.translation)
    return {
        "@context": CONTEXT,
        "@id": address,
        **english,
        "url": address,
        "translationOfWork": original,
    }


def _original(work: Work, source: Source) -> dict[str, Any]:
    homepage = web_address(source.homepage)
    outlet = {"name": work.outlet} | ({"url": homepage} if homepage else {})
    told: dict[str, Any] = {
        "@type": "NewsArticle",
        "inLanguage": "fr",
        "headline": work.title,
        "publisher": {"@type": "Organization", **outlet},
        "isPartOf": {"@type": "Periodical", **outlet},
    }
    if work.url:
        told["url"] = work.url
    if work.published_on:
        told["datePublished"] = work.published_on.isoformat()
    return told | _authors(work)


def _translation(reading: Reading, edition: Edition, work: Work) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "NewsArticle",
        "inLanguage": reading.headline_language,
        "headline": work.title,
        "version": edition.n,
        "dateModified": edition.at.isoformat(),
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "translator": _translators(reading, work),
    }
    return told | _authors(work)


def _translators(reading: Reading, work: Work) -> list[dict[str, Any]]:
    """The machine, and with it this archive once a person has checked a sentence."""
    machines = [
        {"@type": "SoftwareApplication", "name": name, "applicationCategory": "Machine translation"}
        for name in work.translators
        if name != work.archive
    ]
    if reading.level is Level.MACHINE:
        return machines
    persons = {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL}
    return [*machines, persons]


def _authors(work: Work) -> dict[str, Any]:
    return {"author": [_author(name) for name in work.authors]} if work.authors else {}


def _author(name: Name) -> dict[str, str]:
    """A person or an organization; what a byline leaves unclear has no type."""
    if name.is_group:
        return {"@type": "Organization", "name": name.family}
    if not name.given:
        return {"name": name.family}
    parts = {"givenName": name.given, "familyName": name.family}
    return {"@type": "Person", "name": str(name), **parts}
