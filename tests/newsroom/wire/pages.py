"""Pages of an invented newspaper, listed and taken in as its feed would have it."""

import zlib
from collections.abc import Sequence
from typing import Any

from archive import ledger
from archive.models import Job, Page, Source
from archive.models.feed import FETCH
from newsroom.ingest.addresses import url_hash
from tests.press import Item, Press, article_html, rss

TITLE = "Le phare de Valmer s’éteint"
FIRST = "Le phare de Valmer s’est éteint dans la nuit de lundi à mardi, pour la première fois."
SECOND = "Le gardien Anselme Dorval a dû descendre au port chercher une lampe de rechange."
THIRD = "Les pêcheurs du village ont attendu l’aube avant de rentrer leurs filets au hangar."
FOURTH = "La mairie de Valmer promet une lanterne neuve avant la fête des marins en septembre."
TEXT = (FIRST, SECOND, THIRD, FOURTH)
TOLD_BY_FEED = (
    "Le phare de Valmer s’est éteint cette nuit, et les pêcheurs du village ont dû attendre "
    "l’aube pour rentrer au port avec leurs filets."
)
PATH = "/phare"


def journal(press: Press, **fields: Any) -> Source:
    """The newspaper that stands at the press."""
    facts = {"name": "Le Courrier de Valmer", "homepage": f"{press.origin()}/"} | fields
    return Source.objects.update_or_create(slug="valmer", defaults=facts)[0]


def document(text: str = TOLD_BY_FEED, *, url: str = "", title: str = TITLE, **more: Any) -> bytes:
    """A small feed that holds one entry alone."""
    return rss([Item(title, url, summary=text, **more)])


def listed(source: Source, url: str = "", entry: bytes | None = None, **fields: Any) -> Page:
    """A page that a feed has listed, due now."""
    return Page.objects.create(
        source=source,
        url=url,
        url_hash=url_hash(url) if url else None,
        entry=None if entry is None else zlib.compress(entry),
        **fields,
    )


def show(press: Press, *paragraphs: str, path: str = PATH, title: str = TITLE, **more: Any) -> None:
    """Let the press serve an article there from now on."""
    told = {name: more.pop(name) for name in ("date", "canonical", "head") if name in more}
    press.put(path, article_html(title, paragraphs, **told), **more)


def take(*pages: Page) -> Job:
    """Take the pages in and read their rows anew; return the last one’s job."""
    for page in pages:
        ledger.enqueue(FETCH, str(page.pk))
    ledger.run_due(FETCH)
    for page in pages:
        page.refresh_from_db()
    return Job.objects.filter(kind=FETCH, key=str(pages[-1].pk)).latest("pk")


def again(page: Page) -> Job:
    """Take the page in once more, whenever its job is due."""
    Job.objects.filter(kind=FETCH, key=str(page.pk), state=Job.State.QUEUED).delete()
    return take(page)


def held(page: Page) -> Sequence[str]:
    """The French that is held of it."""
    assert page.article
    return list(page.article.segments.alive().values_list("text", flat=True))
