"""Whether a source changed its text after a person had looked at it, and where."""

from __future__ import annotations

from archive.models import Article, AuditEvent, Edition, Translation
from archive.reading import CHECKED


def new_since_looked(article: Article) -> frozenset[int]:
    """The numbers of the sentences that came after a person had looked at the article.

    None where the text came once, or nobody had looked before it changed: from one query, else
    three at most.
    """
    capture = article.capture
    if capture is None or capture.n == 1:
        return frozenset()
    before = _before(article, capture.n)
    if before is None or not _was_looked_at(article, before):
        return frozenset()
    known = {row[0] for row in before.manifest}
    uids = article.segments.alive().order_by().values_list("uid", flat=True)
    return frozenset(uids) - known


def _before(article: Article, n: int) -> Edition | None:
    """The last Edition of an earlier text."""
    editions = article.editions.filter(capture__n__lt=n).order_by("-n")
    return editions.select_related("capture").defer("capture__raw").first()


def _was_looked_at(article: Article, edition: Edition) -> bool:
    """Whether a person had worded or approved one of its sentences, or published it."""
    if edition.by_id:
        return True
    wordings = [row[3] for row in edition.manifest]
    worded = Translation.objects.filter(segment__article=article, state__in=CHECKED)
    if any(pk in wordings for pk in worded.values_list("pk", flat=True)):
        return True
    events = AuditEvent.objects.filter(target=f"article:{article.pk}", actor__isnull=False)
    newest = article.capture
    return newest is not None and events.filter(at__lt=newest.received_at).exists()
