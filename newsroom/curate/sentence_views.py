"""One sentence on the review page: its own page, its checks, and what is decided on it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from archive.discuss.checking import checked
from archive.models import Segment
from newsroom.curate import review_page, reviewing, sentence_record
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.review_answers import article_of, done, seen
from newsroom.curate.review_page import Check, Line, dismissals_of

CHANGE = "archive.change_article"
ADD, DELETE = "archive.add_dismissal", "archive.delete_dismissal"
LONGEST = 10_000  # characters that are looked at


def _segment(article_id: int, uid: int) -> Segment:
    living = Segment.objects.filter(article=article_id, alive=True)
    return get_object_or_404(living.select_related("article"), uid=uid)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def sentence(request: StaffRequest, article_id: int, uid: int) -> HttpResponse:
    """One sentence with its field and its record; what is sent to it is checked, not kept."""
    segment, found = _segment(article_id, uid), article_of(article_id)
    (line,) = review_page.lines(found, [uid])
    typed = _typed(request, f"s{uid}") if request.method == "POST" else _begun(request, line)
    context = {
        "article": found,
        "address": reverse("curate:article", args=[found.pk]),
        "line": line,
        "typed": typed,
        "base": request.POST.get(f"b{uid}", line.wording.pk if line.wording else ""),
        "findings": _findings(segment, typed) if request.method == "POST" else None,
        "reasons": review_page.reasons(),
        "wordings": sentence_record.wordings(segment, line.wording.pk if line.wording else None),
    }
    return render(request, "newsroom/sentence.html", context)


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST].replace("\x00", "")


def _begun(request: HttpRequest, line: Line) -> str:
    """What the field begins with: what stands or, where `?use=` names it, a match."""
    for number, match in enumerate(line.matches, 1):
        if request.GET.get("use") == str(number):
            return match.text
    return line.wording.text if line.wording else ""


def _findings(segment: Segment, text: str) -> list[Check]:
    held = dismissals_of(segment)
    found = checked(segment, " ".join(text.split()))
    return [review_page.checked(segment, each.code, each.words, held) for each in found]


@staff(CHANGE)
@require_POST
def check(request: StaffRequest, article_id: int, uid: int) -> JsonResponse:
    """What the checks find in a wording that is being written."""
    found = _findings(_segment(article_id, uid), _typed(request, "text"))
    told = [{"code": c.code, "words": c.words, "open": c.dismissal is None} for c in found]
    return JsonResponse({"checks": told})


@staff(CHANGE)
@require_POST
def decide(request: StaffRequest, article_id: int, uid: int, name: str) -> HttpResponse:
    """Approve the sentence's wording, or take that back; the form names the wording."""
    if name not in DECISIONS:
        raise Http404
    decision, words = DECISIONS[name]

    def act() -> str:
        uids = decision(article_id, seen(request), by=request.user)
        return words.format(uid) if uids else f"Sentence {uid} stays as it is."

    return done(request, article_id, [uid], act)


DECISIONS: dict[str, tuple[Callable[..., Collection[int]], str]] = {
    "approve": (reviewing.approve, "Approved: sentence {}."),
    "take-back": (reviewing.take_back, "Sentence {} is the machine’s again."),
}


@staff(ADD)
@require_POST
def dismiss(request: StaffRequest, article_id: int, uid: int) -> HttpResponse:
    """Dismiss a check; the form names it and gives a reason."""
    segment = _segment(article_id, uid)
    own, offered = _plain(request, "own"), _plain(request, "reason")

    def act() -> str:
        reason = own if own.strip() else offered
        reviewing.dismiss(segment, **_named(request), reason=reason, by=request.user)
        return "Dismissed, wherever this French stands. Readers are no longer told of it."

    return done(request, article_id, [uid], act)


@staff(DELETE)
@require_POST
def restore(request: StaffRequest, article_id: int, uid: int) -> HttpResponse:
    """Take a dismissal back."""
    segment = _segment(article_id, uid)

    def act() -> str:
        is_back = reviewing.restore(segment, **_named(request), by=request.user)
        return "The check stands again." if is_back else "It was not dismissed."

    return done(request, article_id, [uid], act)


def _named(request: HttpRequest) -> dict[str, str]:
    """The check that a form means: its code, a space, and what it said."""
    code, _, words = _plain(request, "check").partition(" ")
    return {"code": code, "words": words}


def _plain(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")
