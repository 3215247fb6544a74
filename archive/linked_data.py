"""An article for machines that read pages: schema.org NewsArticle as JSON-LD."""

from typing import Any

from django.conf import settings

from archive.reading import Reading


def news_article(reading: Reading) -> dict[str, Any]:
    """The English as a NewsArticle and the French as the work it translates."""
    facts, source = reading.facts, reading.article.source
    original: dict[str, Any] = {
        "@type": "NewsArticle",
        "inLanguage": "fr",
        "headline": reading.title_fr,
        "publisher": {"@type": "Organization", "name": source.name},
    }
    if reading.original_url:
        original["url"] = reading.original_url
    if facts.published_on:
        original["datePublished"] = facts.published_on.isoformat()
    if facts.byline:
        original["author"] = {"@type": "Person", "name": facts.byline}
    if reading.edition is None:
        return {"@context": "https://schema.org", **original}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "inLanguage": reading.headline_language,
        "headline": reading.edition.title,
        "url": settings.SITE_URL + reading.article.get_absolute_url(),
        "version": reading.edition.n,
        "dateModified": reading.edition.at.isoformat(),
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "translationOfWork": original,
    }
