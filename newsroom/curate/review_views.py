"""The review page: an article's sentences, its facts, and what an editor does to all of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from archive import previewing
from archive.models import Article, Segment
from archive.tagging import tags_of
from newsroom.curate import desk, presence, review_page, reviewing, saving
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.facts import FactsForm, correct_facts
from newsroom.curate.forms import ReasonForm, TagsForm
from newsroom.curate.review_answers import answer, article_of, done, rows, seen, wants_json
from newsroom.curate.saving import Clash, Written

CHANGE = "archive.change_article"


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: StaffRequest, article_id: int) -> HttpResponse:
    """Every French sentence beside its English; what is sent to it is saved."""
    found = article_of(article_id)
    if request.method == "POST":
        return _save(request, found)
    has_headline = found.segments.alive().filter(kind=Segment.Kind.TITLE).exists()
    context = {
        "article": found,
        "address": reverse("curate:article", args=[found.pk]),
        "facts": found.edition or found.capture,
        "lines": review_page.page(found, request.GET.get("page")),
        "reasons": review_page.reasons(),
        "others": _others(request, found),
        "facts_form": FactsForm.of(found, has_headline=has_headline),
        "tags": tags_of(found.pk),
        "tags_form": TagsForm(prefix="tags"),
        "reason_form": ReasonForm(prefix="withdraw"),
    }
    return render(request, "newsroom/article.html", context)


def _others(request: StaffRequest, found: Article) -> list[str]:
    """Who else has the page open; that this editor has is noted."""
    presence.be_present(found.pk, request.user)
    mine = request.user.get_username()
    return [name for name in presence.present_on([found.pk]).get(found.pk, []) if name != mine]


def _save(request: StaffRequest, found: Article) -> HttpResponse:
    """Keep what was written. Of what clashes nothing is lost: it is shown beside what stands."""
    sent = saving.written(request.POST)
    left = [each for each in sent if str(each.uid) != request.POST.get("drop")]
    only = request.POST.get("only")
    chosen = [each for each in left if only in (None, str(each.uid))]
    try:
        made = saving.save(found, chosen, by=request.user, note=request.POST.get("note", ""))
    except desk.Refused as refused:
        return _clashing(request, found, left, str(refused))
    said = f"Saved {len(made)} sentence{'' if len(made) == 1 else 's'}."
    said = said if made else "Nothing was changed."
    if rest := [each for each in left if each not in chosen]:
        messages.success(request, said)
        return _clashing(request, found, rest, "", status=200)
    return answer(request, found, [each.uid for each in sent], said)


def _clashing(
    request: StaffRequest, found: Article, left: list[Written], problem: str, status: int = 409
) -> HttpResponse:
    """What was not kept, beside what stands now; the fields are as the editor left them."""
    clashes = saving.clashes(found, left)
    if wants_json(request):
        told = {clash.mine.uid: _told(clash) for clash in clashes if clash.is_overtaken}
        uids = [clash.mine.uid for clash in clashes]
        return JsonResponse({**rows(request, found, uids, problem), "theirs": told}, status=status)
    context = {"article": found, "clashes": clashes, "problem": problem}
    return render(request, "newsroom/article_clash.html", context, status=status)


def _told(clash: Clash) -> dict[str, object]:
    theirs = clash.theirs
    by = theirs.author.get_username() if theirs and theirs.author else ""
    return {"base": clash.standing, "text": theirs.text if theirs else "", "by": by}


@staff(CHANGE)
@require_POST
def approve_clean(request: StaffRequest, article_id: int) -> HttpResponse:
    """Approve the machine's sentences that nobody questions, of those that the page showed."""
    found = article_of(article_id)
    outcome = reviewing.approve_clean(found.pk, seen(request), by=request.user)
    count = len(outcome.done)
    said = f"Approved {count} sentence{'' if count == 1 else 's'}."
    if outcome.left:
        said += f" Left for you to look at: {', '.join(map(str, outcome.left))}."
    return answer(request, found, [*outcome.done, *outcome.left], said)


@staff(CHANGE)
@require_POST
def facts(request: StaffRequest, article_id: int) -> HttpResponse:
    """Correct headlines, byline, date and source, as they stood on the page."""
    form = FactsForm(request.POST, prefix="facts")
    version = request.POST.get("version", "")
    expected = int(version) if saving.NUMBER.fullmatch(version) else 0

    def act() -> str:
        if not form.is_valid():
            problems = (str(error) for errors in form.errors.values() for error in errors)
            raise desk.Refused(" ".join(problems))
        changed = correct_facts(article_id, form.given(), by=request.user, expected=expected)
        return f"Corrected: {', '.join(changed)}." if changed else "Nothing was changed."

    return done(request, article_id, [], act)


@staff(CHANGE)
@require_safe
def preview(request: StaffRequest, article_id: int) -> HttpResponse:
    """Lead to a fresh link that shows the article as it would be read, for an hour."""
    return redirect(previewing.address(article_of(article_id).pk))


@staff(CHANGE)
@require_POST
def here(request: StaffRequest, article_id: int) -> JsonResponse:
    """Note that the page is still open, and tell who else has it and what version it is."""
    found = article_of(article_id)
    return JsonResponse({"others": _others(request, found), "version": found.version})
