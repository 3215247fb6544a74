"""What readers see of an article, against what stands for it on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from archive import editions
from archive.amendments import Amendment, compared, texts_of
from archive.models import Article, Edition, Source


@dataclass(frozen=True, slots=True)
class Status:
    """`shown` and `newest` are numbers of Editions, 0 where there is none.

    `ahead` are sentences, by uid, whose standing wording readers do not see, and `lacking` counts
    those without any. `is_due` says that the time has come at which the article was to go live.
    """

    shown: int
    newest: int
    ahead: tuple[int, ...]
    lacking: int
    is_due: bool

    @property
    def is_set_back(self) -> bool:
        """Whether readers see an earlier Edition than the newest."""
        return self.shown < self.newest


def status(article: Article) -> Status:
    """How far the article is from what readers see of it, from two queries."""
    held = list(article.segments.alive().with_current())
    shown = {uid: pk for uid, _, _, pk in article.edition.manifest} if article.edition else {}
    newest = article.editions.order_by("-n").values_list("n", flat=True).first()
    worded = [segment for segment in held if segment.current_id is not None]
    is_scheduled = article.state == Article.State.SCHEDULED and article.publish_at is not None
    return Status(
        shown=article.edition.n if article.edition else 0,
        newest=newest or 0,
        ahead=tuple(s.uid for s in worded if shown.get(s.uid) != s.current_id),
        lacking=len(held) - len(worded),
        is_due=is_scheduled and article.publish_at <= timezone.now(),  # type: ignore[operator]
    )


def editions_of(article: Article) -> list[Edition]:
    """All Editions, the newest first, with who made each; from one query."""
    found = article.editions.select_related("by").defer("manifest", "by__password")
    return list(found.order_by("-n"))


@dataclass(frozen=True, slots=True)
class Preview:
    """What readers would see otherwise if they saw the chosen Edition.

    `n` is its number; 0 is the one that publishing would make now of what stands.
    """

    n: int
    amendment: Amendment


def preview(article: Article, n: int) -> Preview | None:
    """The live Edition compared with another one; None where there are no such two.

    Whoever works at the desk sees all of both, whatever the source lets readers see.
    """
    shown = article.edition
    chosen = article.editions.filter(n=n).first() if n else _draft(article)
    if shown is None or chosen is None or chosen.pk == shown.pk:
        return None
    texts = texts_of([shown, chosen])
    return Preview(n, compared(shown, chosen, texts, Source.Display.FULL))


def _draft(article: Article) -> Edition | None:
    """What publishing would show now; None where a sentence lacks its English."""
    try:
        return editions.draft(article)
    except editions.Incomplete:
        return None
