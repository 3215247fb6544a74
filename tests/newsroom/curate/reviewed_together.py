"""Fifty editors at once on one review page, and what came of it, as JSON can say it."""

from __future__ import annotations

from archive.models import Article, AuditEvent, Dismissal, Edition, Translation
from newsroom.curate import desk, reviewing, saving
from newsroom.curate.facts import Given, correct_facts
from tests.newsroom.curate.together import EDITORS, OWN, SHARED, Told, at_once, editor, make

NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}


def approve() -> Told:
    """All approve all sentences, as one page showed them."""
    pk, by = make(), [editor(f"editor {n}") for n in range(EDITORS)]
    seen = _seen(pk)

    def act(n: int) -> str:
        return str(len(reviewing.approve(pk, seen, by=by[n])))

    return {"outcomes": at_once(act), **_look(pk)}


def reword_and_approve() -> Told:
    """Half of them reword a sentence each, while the others approve all that nobody questions."""
    pk, by = make(), [editor(f"editor {n}") for n in range(EDITORS)]
    seen = _seen(pk)
    bases = dict(Translation.objects.values_list("segment__uid", "pk"))
    article = Article.objects.get(pk=pk)

    def act(n: int) -> str:
        if n % 2:
            outcome = reviewing.approve_clean(pk, seen, by=by[n])
            return f"approved {len(outcome.done)}"
        written = saving.Written(OWN + n, f"Editor {n}.", bases[OWN + n])
        saving.save(article, [written], by=by[n])
        return "saved"

    return {"outcomes": at_once(act), **_look(pk)}


def dismiss() -> Told:
    """All dismiss the same check, and then take it back."""
    pk, by = make(), [editor(f"editor {n}") for n in range(EDITORS)]
    segment = Article.objects.get(pk=pk).segments.get(uid=OWN)

    def act(n: int) -> str:
        return reviewing.dismiss(segment, **NUMBER, reason=f"Reason {n}.", by=by[n]).reason

    reasons = at_once(act)
    held = Dismissal.objects.count()
    back = at_once(lambda n: str(reviewing.restore(segment, **NUMBER, by=by[n])))
    return {"reasons": reasons, "held": held, "back": back, **_look(pk)}


def correct() -> Told:
    """All give the article another byline, half of them as an older page showed it."""
    pk, by = make(), [editor(f"editor {n}") for n in range(EDITORS)]
    article = Article.objects.select_related("source").get(pk=pk)
    headline = article.segments.get(uid=SHARED)
    desk.correct_sentence(headline, "A bridge", by=by[0], base=headline.translations.get().pk)
    seen = Article.objects.get(pk=pk).version

    def act(n: int) -> str:
        given = Given(source=article.source.slug, byline=f"Editor {n}")
        correct_facts(pk, given, by=by[n], expected=seen - n % 2)
        return given.byline

    outcomes = at_once(act)
    shown = Edition.objects.filter(article=pk).order_by("-n").values_list("byline", flat=True)[0]
    return {"outcomes": outcomes, "byline": shown, **_look(pk)}


def _seen(pk: int) -> dict[int, int]:
    segments = Article.objects.get(pk=pk).segments.alive().with_current()
    return {segment.pk: segment.current_id for segment in segments}


def _look(pk: int) -> Told:
    events = AuditEvent.objects.filter(target=f"article:{pk}").order_by("pk")
    current = Translation.objects.filter(pk__in=_seen(pk).values())
    return {
        "acts": list(events.values_list("act", flat=True)),
        "states": sorted(current.values_list("state", flat=True)),
        "texts": sorted(current.values_list("text", flat=True)),
        "editions": Edition.objects.filter(article=pk).count(),
    }
