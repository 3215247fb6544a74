"""The articles that tell of the same things as one that is read."""

from __future__ import annotations

import logging

from archive.models import Article
from archive.reading import Reading
from archive.search import Unavailable, related
from archive.search.schema import Language

log = logging.getLogger(__name__)

MOST = 4


def like(shown: Reading, at_most: int = MOST) -> list[Article]:
    """The articles most like it, the likest first, from one query; at times none.

    Without an index there are none: a page for reading is never held up by the search.
    """
    try:
        ids = related(_texts(shown), shown.article.pk, at_most)
    except Unavailable as error:
        log.info("no related articles are shown: %s", error)
        return []
    found = Article.objects.translated().for_lists().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _texts(shown: Reading) -> dict[str, str]:
    """What readers see of it, by the fields of the index."""
    return {
        Language.ENGLISH.headline: shown.facts.title,
        Language.FRENCH.headline: shown.title_fr,
        Language.ENGLISH: " ".join(each.english or "" for each in shown.body),
        Language.FRENCH: " ".join(each.french for each in shown.body),
    }
