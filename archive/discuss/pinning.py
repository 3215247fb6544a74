"""The sentence and the wording of it that a comment is pinned to: one that readers have seen."""

from __future__ import annotations

from collections.abc import Iterator

from archive.discuss.circumstances import Place
from archive.discuss.pipeline import ASTRAY, Refusal, Sent
from archive.models import Article

Manifest = list[tuple[int, str, int, int]]  # an Edition's, as JSON gives it


def pinned(article: Article, place: Place, sent: Sent) -> tuple[int | None, int | None]:
    """The keys of sentence and wording; none for a comment on the article.

    Where the wording is not named it is the newest that readers saw.

    Raises a Refusal for any that they never saw: naming its number shall not show it to them.
    """
    if sent.segment is None:
        return None, None
    for manifest in _seen(article) if place.uid else ():
        for uid, _, _, wording in manifest:
            if uid == place.uid and sent.translation in {None, wording}:
                return sent.segment, wording
    raise Refusal("sentence", ASTRAY)


def _seen(article: Article) -> Iterator[Manifest]:
    """What the live Edition shows, then what each one showed, the newest first."""
    if article.edition:
        yield article.edition.manifest
    yield from article.editions.order_by("-n").values_list("manifest", flat=True)
