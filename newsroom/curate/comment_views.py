"""The moderators' pages of comments: four queues, one comment by itself, and what is done there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from archive.discuss import moderation
from archive.discuss.circumstances import why_closed
from archive.discuss.notices import REASONS
from archive.discuss.states import State
from archive.models import Article, Comment
from newsroom.curate import comment_queues, comment_rows, moderating
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.comment_forms import RefusalForm
from newsroom.curate.moderating import ACTS, Act, Chosen, Why, counted

CHANGE = "archive.change_comment"
PAGES = ("/desk/comments/", "/desk/writers/")


@staff(CHANGE)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """One of the queues, of the whole archive or of the article that `?article=` names."""
    wanted = comment_queues.Wanted.of(request.GET)
    counts = comment_queues.counts(wanted)
    past, last = moderating.past(request.user)
    context = {
        "wanted": wanted,
        "queues": [(name, words, counts[name]) for name, words in comment_queues.QUEUES.items()],
        "rows": comment_queues.page(wanted, request.GET.get("page"), counts[wanted.queue]),
        "past": past,
        "last": last,
        **_of_article(wanted.article),
        **for_rows(request),
    }
    return render(request, "newsroom/comments.html", context)


@staff(CHANGE)
@require_safe
def one(request: StaffRequest, comment_id: int) -> HttpResponse:
    """One comment, in whatever state, with all that was decided."""
    row = comment_rows.row(comment_id)
    if row is None:
        raise Http404
    return render(request, "newsroom/comment.html", {"row": row, **for_rows(request)})


def for_rows(request: StaffRequest) -> dict[str, Any]:
    """What the rows' buttons need, on every page that has rows."""
    asked = request.GET.copy()
    asked.pop("chosen", None)
    place = f"{request.path}?{asked.urlencode()}" if asked else request.path
    return {"back": place, "reasons": REASONS}


def _of_article(pk: int | None) -> dict[str, Any]:
    """The article to which a queue is narrowed, and whether it takes comments."""
    if pk is None:
        return {}
    found = get_object_or_404(Article.objects.for_lists(), pk=pk)
    days = settings.COMMENTS_CLOSE_AFTER_DAYS
    return {"article": found, "closed": why_closed(found), "close_after": days}


@staff(CHANGE)
@require_POST
def act(request: StaffRequest) -> HttpResponse:
    """Do an act to what was chosen. More than one is counted first, and a reason asked for."""
    name, _, rest = request.POST.get("do", "").partition(" ")
    one, _, reason = rest.partition(" ")
    if name not in ACTS:
        raise Http404
    given, is_sure = _given(request, one), "sure" in request.POST
    if not given:
        messages.warning(request, "Nothing was chosen.")
        return redirect(back(request))
    form = RefusalForm(
        {"note": request.POST.get("note"), "reason": reason or request.POST.get("reason")}
    )
    is_told = not ACTS[name].is_explained or form.is_valid()
    if is_sure and not is_told:
        return _ask(request, name, given, form, 422)
    if not is_told or not (is_sure or one):
        return _ask(request, name, given, RefusalForm())
    _perform(request, ACTS[name], given, form)
    return redirect(back(request))


def _given(request: StaffRequest, one: str) -> list[Chosen]:
    """What the form names: one comment, those ticked, or all of a writer's that wait."""
    if one:
        return moderating.chosen([one], request.POST)
    if writer := _plain(request, "writer"):
        waiting = Comment.objects.filter(writer=writer, state=State.PENDING).order_by("created_at")
        values = map(str, waiting.values_list("pk", flat=True)[: moderating.MOST])
        return moderating.chosen(values, request.POST)
    return moderating.chosen(request.POST.getlist("chosen"), request.POST)


def _ask(
    request: StaffRequest, name: str, given: list[Chosen], form: RefusalForm, status: int = 200
) -> HttpResponse:
    """What would become of what was chosen, and what would be left; the reason, if one is due."""
    deed = ACTS[name]
    context = {
        "act": deed,
        "name": name,
        "given": [(each, comment_rows.short(each.comment), deed.obstacle(each)) for each in given],
        "counted": counted(len(given)),
        "foreseen": moderating.foreseen(deed, given),
        "told": sorted({deed.told(State(each.comment.state), Why(request.user)) for each in given}),
        "form": form,
        "back": back(request),
    }
    return render(request, "newsroom/comments_ask.html", context, status=status)


def _perform(request: StaffRequest, deed: Act, given: list[Chosen], form: RefusalForm) -> None:
    """Do it, and say what came of it; of a refusal also what the writer reads."""
    why = Why(request.user, **(form.cleaned_data if deed.is_explained else {}))
    before = State(given[0].comment.state)
    outcome = moderating.perform(deed, given, why)
    for words in outcome.words:
        messages.success(request, words)
    if deed.is_explained and outcome.done:
        told = deed.told(before, why)
        messages.info(request, f"{'The writer reads' if len(given) == 1 else 'They read'}: {told}")
    for words in outcome.left:
        messages.error(request, words)


@staff(CHANGE)
@require_POST
def undo(request: StaffRequest) -> HttpResponse:
    """Take back what was decided together; what moved since is left and told."""
    undone = moderation.undo(_plain(request, "batch"), request.user)
    if undone.count:
        messages.success(request, f"Undone: {counted(undone.count)}.")
    elif not undone.refused:
        messages.warning(request, "That was undone already.")
    for words in undone.refused:
        messages.error(request, words)
    return redirect(back(request))


@staff(CHANGE)
@require_POST
def on_article(request: StaffRequest, article_id: int, name: str) -> HttpResponse:
    """Close the comments of an article, or open them again."""
    if name not in {"close", "reopen"}:
        raise Http404
    found = get_object_or_404(Article, pk=article_id)
    if name == "close":
        moderation.close(found, request.user)
        messages.success(request, "Closed: the article takes no more comments.")
    else:
        moderation.reopen(found, request.user)
        words = why_closed(found)
        messages.success(request, f"Opened again. {words}" if words else "Opened again.")
    return redirect(f"{reverse('curate:comments')}?article={found.pk}")


def _plain(request: StaffRequest, name: str) -> str:
    """A digest or a batch, as a form sends it."""
    value = request.POST.get(name, "")
    return value if value.isascii() and value.isalnum() else ""


def back(request: StaffRequest) -> str:
    """The moderators' page that the form stood on; no other place."""
    place = urlsplit(request.POST.get("back", ""))
    if place.netloc or place.scheme or not place.path.startswith(PAGES):
        return reverse("curate:comments")
    return f"{place.path}?{place.query}" if place.query else place.path
