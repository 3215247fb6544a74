"""Taking pages in: each claimed page is asked for and its text kept, as far as it may be.

Where the page itself may not or cannot be taken, the feed's own text stands in for it, until the
page can be; the other way round never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from django.db import transaction

from archive import ledger
from archive.models import Page, Source
from newsroom.ingest.addresses import canonical, url_hash
from newsroom.ingest.desk import Receipt
from newsroom.ingest.language import TOO_SHORT
from newsroom.ingest.story import NO_TEXT, Refusal, Story
from newsroom.wire import holding, rounds
from newsroom.wire.asking import Disallowed, ask
from newsroom.wire.fetching import Answer, Forbidden, Unreachable
from newsroom.wire.holding import Store, Visit, page_is_asked
from newsroom.wire.story import (
    HOME,
    Told,
    address_of,
    answered,
    completed,
    host_of,
    leads_home,
    page_at,
    story_of_page,
)

GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
HARDLY_ANY = {NO_TEXT, TOO_SHORT}
FEED_LESS = "Its feed now shows much less than before; the earlier text is kept."


@dataclass(frozen=True, slots=True)
class Taken:
    """A page taken by hand: what became of its story, its row, and the address that answered."""

    receipt: Receipt
    page: Page
    url: str


def fetch(claims: Sequence[ledger.Claim], *, store: Store) -> None:
    """Take in the claimed pages, those of one host one after the other; settle each claim."""
    pages = Page.objects.filter(pk__in=[int(claim.key) for claim in claims])
    addresses = dict(pages.filter(source__take=Source.Take.PAGE).values_list("pk", "url"))

    def origin_of(claim: ledger.Claim) -> str:
        parts = urlsplit(addresses.get(int(claim.key), ""))
        return f"{parts.scheme}://{parts.netloc}"

    rounds.run(claims, origin_of, partial(_visit, store=store))


def _visit(claim: ledger.Claim, *, store: Store) -> None:
    pages = Page.objects.select_related("source", "feed", "article")
    page = pages.filter(pk=int(claim.key)).first()
    if page is None:
        ledger.finish(claim, _nothing)
        return
    visit = Visit(claim, page, store)
    if not page_is_asked(page):
        _fall_back(visit, "")
        return
    is_held = page.via == Page.Via.PAGE
    try:
        answer = ask(
            page.url,
            etag=page.etag if is_held else "",
            last_modified=page.last_modified if is_held else "",
        )
    except (Disallowed, Forbidden) as error:
        _fall_back(visit, error.reason)
    except Unreachable as error:
        _try_again(visit, error.reason)
    else:
        _hear(visit, answer)


def _nothing() -> None:
    """What is written of a page that was not asked."""


def _hear(visit: Visit, answer: Answer) -> None:
    """Decide by the status."""
    page = visit.page
    if answer.status == HTTPStatus.OK:
        _read(visit, answer)
    elif answer.status == HTTPStatus.NOT_MODIFIED and page.via == Page.Via.PAGE:
        holding.see(visit, answer)
    elif answer.status in GONE:
        _lose(visit, answered(answer))
    elif answer.status in LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _try_again(visit, answered(answer), at_least=answer.retry_after or 0.0)
    else:
        _fall_back(visit, answered(answer))


def _read(visit: Visit, answer: Answer) -> None:
    """Decide by where the page stands and what it says."""
    try:
        _compare(visit, answer, address_of(answer))
    except Refusal as refusal:
        _fall_back(visit, refusal.reason)


def _compare(visit: Visit, answer: Answer, place: str) -> None:
    page = visit.page
    if leads_home(place, page.url, page.source.homepage):
        _lose(visit, HOME)
    elif other := _other_article(page, place):
        _lose(visit, f"Its address now leads to another article, {other}.")
    elif page.via == Page.Via.PAGE and holding.digest(answer) == page.sha256:
        holding.see(visit, answer)
    elif page.article and not _is_at_home(page, place):
        _fall_back(visit, f"Its address now leads to another site, {host_of(place)}.")
    else:
        _hold(visit, story_of_page(answer, homepage=page.source.homepage), answer)


def _hold(visit: Visit, told: Told, answer: Answer) -> None:
    """Store the page's story, unless there is more in what is held or in its entry."""
    page, entry = visit.page, _entry(visit.page)
    if page.article:
        holding.refuse_less(page, told)
    elif entry and not told.is_free and len(entry.text()) > len(told.story.text()):
        holding.hold(visit, entry, None, problem="Its whole text is for payers.")
        return
    holding.hold(visit, completed(told.story, entry), answer)


def _entry(page: Page) -> Story | None:
    try:
        return holding.entry_of(page)
    except Refusal:
        return None


def _other_article(page: Page, place: str) -> int | None:
    """The other article that is held by the page to which this one's address leads now."""
    if not page.article or url_hash(place) == page.url_hash:
        return None
    there = Page.objects.filter(url_hash=url_hash(place), source=page.source)
    return there.exclude(article=page.article_id).values_list("article", flat=True).first()


def _is_at_home(page: Page, place: str) -> bool:
    known = [page.url, page.source.homepage, page.article.canonical_url if page.article else ""]
    return host_of(place) in map(host_of, known)


def _lose(visit: Visit, reason: str) -> None:
    """A page that was there is gone; of one that never was, the feed's text is all there is."""
    if visit.page.article and visit.page.seen_at:
        holding.lose(visit, reason)
    else:
        _fall_back(visit, reason)


def _try_again(visit: Visit, reason: str, *, at_least: float = 0.0) -> None:
    """Try later what time may cure, eight times in a row at most."""
    if visit.page.failures + 1 < holding.MOST_FAILURES:
        holding.wait(visit, reason, at_least=at_least)
    elif visit.page.article:
        holding.give_up(visit, reason)
    else:
        _fall_back(visit, reason)


def _fall_back(visit: Visit, reason: str) -> None:
    """The page may not or cannot be taken, for the reason given: "" where it is not asked at all.

    A text of the page itself stays; else the feed's own is taken, if it is an article.
    """
    page = visit.page
    if page.via == Page.Via.PAGE:
        holding.keep(visit, reason)
        return
    try:
        entry = holding.entry_of(page)
        holding.refuse_less(page, Told(entry), FEED_LESS)
    except Refusal as refusal:
        _leave(visit, reason or refusal.reason)
    else:
        holding.hold(visit, entry, None, problem=reason)


def _leave(visit: Visit, reason: str) -> None:
    """Nothing new can be taken in: what is held stays; where nothing is, that is refused.

    A page with hardly a text yet may be a news flash, and is looked at again.
    """
    if visit.page.article:
        holding.keep(visit, reason)
    else:
        holding.refuse(visit, reason, look_again=reason in HARDLY_ANY)


def take_by_hand(url: str, source: Source, *, store: Store, patience: float = 20.0) -> Taken:
    """Fetch one page and keep its text under the source. Raises what `story_at` raises."""
    return keep_by_hand(url, page_at(url, patience=patience), source, store=store)


def keep_by_hand(url: str, answer: Answer, source: Source, *, store: Store) -> Taken:
    """Keep the text of a page that was fetched just now. Raises Refusal where it may not be."""
    told = story_of_page(answer, homepage=source.homepage)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)  # first, as whoever polls locks it
        page = _row_of(url, answer, source)
        holding.refuse_less(page, told)
        story = completed(told.story, _entry(page))
        receipt, facts = holding.stored(page, story, answer, store)
        Page.objects.filter(pk=page.pk).update(**facts, problem="", tried_at=facts["seen_at"])
        page.refresh_from_db()
    return Taken(receipt, page, address_of(answer))


def _row_of(url: str, answer: Answer, source: Source) -> Page:
    """The page's row, made if need be and locked. Raises Refusal if another source has it."""
    place = address_of(answer)
    asked = canonical(url)
    known = Page.objects.filter(url_hash=url_hash(asked)).first() if asked else None
    if known is None:
        new = {"source": source, "url": place, "next_fetch_at": None}
        known, _ = Page.objects.get_or_create(url_hash=url_hash(place), defaults=new)
    if known.source_id != source.pk:
        raise Refusal(f"This address already belongs to source “{known.source.slug}”.")
    rows = Page.objects.select_related("source", "feed", "article").select_for_update(of=("self",))
    return rows.get(pk=known.pk)
