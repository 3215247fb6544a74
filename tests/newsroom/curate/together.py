"""Fifty editors at once, each a thread with a connection of its own, and what came of it.

What is told can be written as JSON, so that a process with another database can tell it too: the
threads of a test in SQLite share one that lies in memory, which locks as no file does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connections
from django.utils import timezone

from archive import ledger
from archive.models import Article, AuditEvent, Translation
from newsroom import line
from newsroom.curate import desk
from tests.factories import make_article, make_translation, publish

EDITORS = 50
SHARED = 1  # the headline, which every second editor rewords too
OWN = 2  # the first of the sentences that one editor each rewords
PATIENCE = 240  # seconds
Told = dict[str, Any]


def at_once(work: Callable[[int], str]) -> list[str]:
    """What became of the work of each of fifty threads that begin in the same moment."""
    gate = threading.Barrier(EDITORS, timeout=PATIENCE)

    def begin(n: int) -> str:
        try:
            gate.wait()
            return work(n)
        except desk.Conflict as refused:
            return f"conflict: {refused}"
        except desk.Refused as refused:
            return f"refused: {refused}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(begin, range(EDITORS), timeout=PATIENCE))


def make(editors: int = EDITORS) -> int:
    """A live article with a sentence for each editor below its headline; its number."""
    body = [[f"Phrase {n}." for n in range(editors)]]
    ref = f"together {Article.objects.count()}"
    found = make_article(title="Le pont", body=body, source_ref=ref)
    publish(found)
    return found.pk


def editor(name: str) -> User:
    """An editor's account, made if need be."""
    return User.objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def edits(pk: int, first: int = 0) -> list[str]:
    """Each editor rewords a sentence of their own, and every second one the headline too.

    All of them look at the article before the first has saved anything.
    """
    by = [editor(f"editor {first + n}") for n in range(EDITORS)]
    first_seen = Translation.objects.filter(segment__article=pk, n=1).select_related("segment")
    bases = {t.segment.uid: t for t in first_seen}

    def edit(n: int) -> str:
        own = OWN + first + n
        told = [
            desk.Correction(bases[uid].segment_id, f"Editor {first + n} on {uid}.", bases[uid].pk)
            for uid in ([own, SHARED] if n % 2 else [own])
        ]
        desk.correct(pk, told, by=by[n])
        return "accepted"

    return at_once(edit)


def presses(pk: int) -> list[str]:
    """Each editor presses the button twice that publishes what stands, on the same page."""
    by = [editor(f"editor {n}") for n in range(EDITORS)]
    article = Article.objects.get(pk=pk)
    headline = article.segments.get(uid=SHARED)
    make_translation(headline, "A bridge", origin="editor", state="edited")

    def press(n: int) -> str:
        said = []
        for _ in range(2):
            try:
                desk.publish(pk, by=by[n], expected=article.version)
                said.append("published")
            except desk.Conflict:
                said.append("told")
        return " ".join(said)

    return at_once(press)


def quarrel(pk: int) -> list[str]:
    """A third of the editors withdraw the article, a third hide it, a third turn it back."""
    by = [editor(f"editor {n}") for n in range(EDITORS)]
    headline = Article.objects.get(pk=pk).segments.get(uid=SHARED)
    desk.correct_sentence(headline, "A bridge", by=by[0], base=headline.translations.get().pk)
    seen = Article.objects.get(pk=pk).version

    def act(n: int) -> str:
        told: Told = {"by": by[n], "expected": seen}
        acts = (
            lambda: desk.withdraw(pk, reason="Wrong.", **told),
            lambda: desk.hide(pk, **told),
            lambda: desk.point_to(pk, 1, **told),
        )
        acts[n % 3]()
        return "done"

    return at_once(act)


def releases(pk: int) -> list[str]:
    """The article’s time comes, and fifty hosts sweep and work."""
    by = editor("editor 0")
    article = Article.objects.get(pk=pk)
    desk.hide(pk, by=by, expected=article.version)
    headline = article.segments.get(uid=SHARED)
    make_translation(headline, "A bridge", origin="editor", state="edited")
    soon = timezone.now() + timedelta(hours=1)
    desk.schedule(pk, at=soon, by=by, expected=article.version + 1)
    Article.objects.filter(pk=pk).update(publish_at=timezone.now())

    def sweep(_: int) -> str:
        line.queue_embargoes()
        ledger.run_due(line.RELEASE)
        return "swept"

    outcomes = at_once(sweep)
    ledger.run_due(line.RELEASE)
    return outcomes


def look(pk: int) -> Told:
    """What there is of the article afterwards, for anybody to see."""
    article = Article.objects.select_related("edition").get(pk=pk)
    assert article.edition is not None
    chain = list(article.editions.order_by("n").values_list("n", "digest", "previous_digest"))
    digests = ["", *(digest for _, digest, _ in chain)]
    shown = [row[3] for row in article.edition.manifest]
    written = Translation.objects.filter(segment__article=pk, origin="editor")
    events = AuditEvent.objects.filter(target=f"article:{pk}").order_by("pk")
    return {
        "state": article.state,
        "version": article.version,
        "editions": [n for n, _, _ in chain],
        "is_chained": [before for _, _, before in chain] == digests[:-1],
        "shown": sorted(Translation.objects.filter(pk__in=shown).values_list("text", flat=True)),
        "written": sorted(written.values_list("text", flat=True)),
        "acts": list(events.values_list("act", flat=True)),
    }
