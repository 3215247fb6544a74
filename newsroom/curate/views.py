"""What editors do to an article as a whole, and adding articles."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from archive.models import Tag
from newsroom.curate import adding, desk, publishing_views
from newsroom.curate.access import StaffRequest, staff
from newsroom.curate.forms import AddForm, TagsForm
from newsroom.curate.review_answers import article_of
from newsroom.ingest.sources import FILES, UnknownSource, source_named
from newsroom.ingest.story import Refusal

CHANGE = "archive.change_article"
ADD = "archive.add_article"


@staff(CHANGE)
@require_POST
def act(request: StaffRequest, article_id: int, name: str) -> HttpResponse:
    """Do one of the acts to the article, as its page showed it, and go back there."""
    if name not in ACTS:
        raise Http404
    found = article_of(article_id)
    version = request.POST.get("version", "")
    expected = int(version) if version.isdecimal() and len(version) < 10 else 0
    try:
        words = ACTS[name](request, found.pk, expected)
    except desk.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("curate:article", article_id=found.pk)


def _retranslate(request: StaffRequest, pk: int, expected: int) -> str:
    desk.retranslate(pk, by=request.user)
    return "Queued for translation. A person’s wordings stay as they are."


def _add_tags(request: StaffRequest, pk: int, expected: int) -> str:
    form = TagsForm(request.POST, prefix="tags")
    if not form.is_valid():
        raise desk.Refused(_said(form["names"]))
    tags = form.cleaned_data["names"]
    desk.add_tags(pk, tags, by=request.user)
    return f"Tagged: {', '.join(tag.label_en for tag in tags)}."


def _remove_tag(request: StaffRequest, pk: int, expected: int) -> str:
    tag = Tag.objects.filter(slug=request.POST.get("tag", "")).first()
    if tag is None:
        raise desk.Refused("There is no such tag.")
    desk.remove_tag(pk, tag, by=request.user)
    return f"The tag “{tag}” is off; the machine will not put it back."


def _said(field: BoundField) -> str:
    return " ".join(str(error) for error in field.errors)


ACTS: dict[str, Callable[[StaffRequest, int, int], str]] = {
    **publishing_views.ACTS,
    "retranslate": _retranslate,
    "add-tags": _add_tags,
    "remove-tag": _remove_tag,
}


@staff(ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Take a text, a file or an address and show what would become of it."""
    source_named(FILES)
    if request.method != "POST":
        return _add_page(request, AddForm(initial={"source": FILES}))
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _add_page(request, form, status=422)
    try:
        given = form.given()
    except Refusal as refusal:
        form.add_error("address", refusal.reason)
        return _add_page(request, form, status=422)
    previews = adding.preview(given, form.cleaned_data["source"])
    context = {
        "form": form,
        "previews": previews,
        "source": form.cleaned_data["source"],
        "can_store": any(p.outcome in {"stored", "changed"} for p in previews),
        "sealed": adding.sealed(given, request.user),
    }
    return render(request, "newsroom/add.html", context)


def _add_page(request: HttpRequest, form: AddForm, status: int = 200) -> HttpResponse:
    return render(request, "newsroom/add.html", {"form": form}, status=status)


@staff(ADD)
@require_POST
def store(request: StaffRequest) -> HttpResponse:
    """Keep what the editor saw in the preview."""
    try:
        given = adding.opened(request.POST.get("sealed", ""), request.user)
        tally, refusals = adding.store(given, source_named(given.source), by=request.user)
    except (Refusal, UnknownSource) as error:
        messages.error(request, str(error))
        return redirect("curate:add")
    for words in refusals:
        messages.warning(request, words)
    messages.success(request, tally.sentence())
    stored = sorted(tally.articles())
    if len(stored) == 1:
        return redirect("curate:article", article_id=stored[0])
    return redirect("admin:archive_article_changelist")
