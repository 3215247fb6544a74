"""What becomes of a page, written down: its text, its state and its job in one transaction."""

import hashlib
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from archive import ledger
from archive.models import Article, Page, Source
from newsroom.ingest.addresses import kept_ref, url_hash
from newsroom.ingest.desk import Receipt
from newsroom.ingest.story import Refusal, Story
from newsroom.wire.fetching import Answer
from newsroom.wire.rechecks import LESS, is_other, next_check, shows_much_less
from newsroom.wire.story import Told, story_of_entry

log = logging.getLogger(__name__)

Store = Callable[[Story, Source, datetime], Receipt]

NO_ENTRY = "Its feed tells nothing of it."
MOST_FAILURES = 8  # in a row
FIRST_PAUSE = 300.0  # seconds; it doubles with each failure
LONGEST_PAUSE = 86_400.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A claimed page as it was when its turn came, and what stores a story."""

    claim: ledger.Claim
    page: Page
    store: Store


def hold(visit: Visit, story: Story, answer: Answer | None, *, problem: str = "") -> None:
    """Store the story, of the page's answer or of its entry where there is none.

    What cannot be stored is refused; a text that is held already stays.
    """
    try:
        done = ledger.finish(visit.claim, lambda: _store(visit, story, answer, problem))
    except Refusal as refusal:
        (keep if visit.page.article_id else refuse)(visit, refusal.reason)
        return
    if done:
        log.info("page %s: held by way of its %s", visit.page.pk, "page" if answer else "feed")


def _store(visit: Visit, story: Story, answer: Answer | None, problem: str) -> None:
    _, facts = stored(visit.page, story, answer, visit.store)
    _write(visit.page, problem=problem, **facts)


def stored(
    page: Page, story: Story, answer: Answer | None, store: Store
) -> tuple[Receipt, dict[str, object]]:
    """Store the page's story, and say what its row is to hold from now on."""
    now = timezone.now()
    receipt = store(_of_its_article(story, page), page.source, now)
    held_at = page.held_at or now
    facts: dict[str, object] = {
        "state": Page.State.HELD,
        "via": Page.Via.FEED,
        "article_id": receipt.article_id,
        "held_at": held_at,
        "gone_at": None,
        "failures": 0,
        "next_fetch_at": _next(page, held_at),
    }
    if answer:
        facts |= {"via": Page.Via.PAGE, "seen_at": now, "sha256": digest(answer)}
        facts |= {"etag": answer.etag[:500], "last_modified": answer.last_modified[:200]}
    return receipt, facts


def _of_its_article(story: Story, page: Page) -> Story:
    """The story under the reference of the article that its page holds, whatever it calls itself.

    Where other pages hold that article too and this one's text is another, the two were taken for
    one by mistake: by an address that a site gives to all its pages, or by a notice that several
    showed for a while. It becomes an article of its own then.
    """
    article = page.article or _called(story, page.source)
    if article is None:
        return story
    shared = Page.objects.filter(article=article).exclude(pk=page.pk).exists()
    if not shared or not is_other(_sentences(article), story.text()):
        return replace(story, ref=article.source_ref)
    if _called(story, page.source) == article:
        return replace(story, ref=page.url, canonical_url=page.url)
    return story


def _called(story: Story, source: Source) -> Article | None:
    """The source's article that has the story's reference or address."""
    by_ref = source.articles.filter(source_ref=kept_ref(story.ref)).first()
    if by_ref or not story.canonical_url:
        return by_ref
    return source.articles.filter(url_hash=url_hash(story.canonical_url)).first()


def entry_of(page: Page) -> Story:
    """What its feed says itself of the page. Raises Refusal where that is no article."""
    if page.entry is None:
        raise Refusal(NO_ENTRY)
    document = zlib.decompress(bytes(page.entry))
    name = page.feed.url if page.feed else page.url
    return story_of_entry(document, url=page.url, ref=page.entry_ref, name=name)


def refuse_less(page: Page, told: Told, reason: str = LESS) -> None:
    """Raise Refusal, for the reason given, where the story is much less than what is held."""
    if page.article:
        old = _sentences(page.article)
        if shows_much_less(old, told.story.text(), is_free=told.is_free):
            raise Refusal(reason)


def _sentences(article: Article) -> Sequence[str]:
    """The French that is held of it, sentence by sentence."""
    return list(article.segments.alive().values_list("text", flat=True))


def page_is_asked(page: Page) -> bool:
    """Whether the page itself is fetched, and not only what a feed says of it."""
    return bool(page.url) and page.source.take == Source.Take.PAGE


def digest(answer: Answer) -> str:
    """SHA-256 (hexadecimal) of the body."""
    return hashlib.sha256(answer.body).hexdigest()


def see(visit: Visit, answer: Answer) -> None:
    """Note that the page says what it said before."""
    now = timezone.now()
    facts: dict[str, object] = {"state": Page.State.HELD, "gone_at": None, "seen_at": now}
    facts |= {name: told for name in ("etag", "last_modified") if (told := getattr(answer, name))}
    _finish(visit, "", **facts)


def keep(visit: Visit, problem: str) -> None:
    """Leave what is held as it is, with what is wrong with its page, and look again as planned."""
    _finish(visit, problem)


def lose(visit: Visit, problem: str) -> None:
    """Note that the page is gone; the archive keeps its copy."""
    gone_at = visit.page.gone_at or timezone.now()
    _finish(visit, problem, state=Page.State.GONE, gone_at=gone_at)


def _finish(visit: Visit, problem: str, **facts: object) -> None:
    facts |= {"problem": problem, "failures": 0}
    facts["next_fetch_at"] = _next(visit.page, visit.page.held_at)
    ledger.finish(visit.claim, lambda: _write(visit.page, **facts))
    log.info("page %s: %s", visit.page.pk, problem or "unchanged")


def _next(page: Page, since: datetime | None) -> datetime | None:
    """When it is looked at again; an entry says by itself when it has changed."""
    return next_check(since, timezone.now()) if since and page_is_asked(page) else None


def refuse(visit: Visit, reason: str, *, look_again: bool = False) -> None:
    """Note that nothing of it can be kept, on the page and on its job."""
    facts: dict[str, object] = {"state": Page.State.REFUSED, "problem": reason}
    facts["next_fetch_at"] = _next(visit.page, visit.page.listed_at) if look_again else None
    ledger.give_up(visit.claim, reason, effects=lambda: _write(visit.page, **facts))
    log.info("page %s: refused: %s", visit.page.pk, reason)


def wait(visit: Visit, reason: str, *, at_least: float = 0.0) -> None:
    """Try again later, the later the more often it has failed."""
    failures = visit.page.failures + 1
    seconds = min(max(FIRST_PAUSE * 2 ** (failures - 1), at_least), LONGEST_PAUSE)
    facts = {"failures": failures, "problem": reason, "next_fetch_at": visit.page.next_fetch_at}
    ledger.postpone(
        visit.claim, reason, seconds=seconds, effects=lambda: _write(visit.page, **facts)
    )


def give_up(visit: Visit, reason: str) -> None:
    """Lay the job down after too many failures; what is held is looked at again as planned."""
    facts: dict[str, object] = {"failures": visit.page.failures + 1, "problem": reason}
    facts["next_fetch_at"] = _next(visit.page, visit.page.held_at)
    ledger.give_up(visit.claim, reason, effects=lambda: _write(visit.page, **facts))


def _write(page: Page, *, next_fetch_at: object, **facts: object) -> None:
    """Write the facts; where another has planned the page anew meanwhile, that plan stands."""
    row = Page.objects.select_for_update().get(pk=page.pk)
    if row.next_fetch_at != page.next_fetch_at:
        next_fetch_at = row.next_fetch_at
    Page.objects.filter(pk=page.pk).update(
        next_fetch_at=next_fetch_at, tried_at=timezone.now(), **facts
    )
