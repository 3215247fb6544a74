"""The pages for reading: an article, one of its Editions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive import readership
from archive.changes import editions_of, turns
from archive.citing import cite
from archive.citing.embedded import SCHEMAS, embedded
from archive.citing.text import parts
from archive.copying import Whence
from archive.corrections import latest, withdrawn_at
from archive.discuss.circumstances import why_closed
from archive.discuss.guard import issue
from archive.discuss.passages import pin
from archive.discuss.removed import removed
from archive.discuss.thread import thread
from archive.forms import CommentForm
from archive.linked_data import news_article
from archive.listing import beside, neighbours, rows
from archive.mentions import mentions, named
from archive.models import Article, Edition, Tag, Tagging
from archive.reading import Level, Reading, read, read_edition, web_address
from archive.related import like
from archive.tagging import by_kind, names_of, tags_of
from archive.views.shelf import from_shelf
from archive.views.writing import editable_until
from archive.whereabouts import whereabouts

VIEWS = {"en": "English", "side": "Side by side", "lines": "Line by line", "fr": "French"}


def withdrawn(request: HttpRequest, found: Article) -> HttpResponse:
    """What stands in the place of an article that an editor took back."""
    context = {
        "article": found,
        "facts": found.edition or found.capture,
        "withdrawn_at": withdrawn_at(found),
        "original_url": web_address(found.canonical_url),
    }
    return render(request, "archive/withdrawn.html", context, status=410)


@require_safe
@from_shelf(withdrawn=withdrawn)
def article(request: HttpRequest, found: Article, slug: str = "") -> HttpResponse:
    """An article as its live Edition shows it, at its one address."""
    if request.path != found.get_absolute_url():
        return _moved(request, found.get_absolute_url())
    readership.count(request, found)
    return _page(request, read(found), at_permalink=False)


@require_safe
@from_shelf(withdrawn=withdrawn)
def edition(request: HttpRequest, found: Article, n: int) -> HttpResponse:
    """One immutable Edition, which says whether it is the live one."""
    editions = found.editions.select_related("capture").defer("capture__raw")
    shown: Edition = get_object_or_404(editions, n=n)
    return _page(request, read_edition(found, shown), at_permalink=True)


def shown_alone(request: HttpRequest, shown: Reading, **more: Any) -> HttpResponse:
    """The page as readers see it, without what they say of it and without a form."""
    context = _context(request, shown, at_permalink=False) | {"noindex": True, **more}
    return render(request, "archive/article.html", context)


def _page(request: HttpRequest, shown: Reading, *, at_permalink: bool) -> HttpResponse:
    context = _context(request, shown, at_permalink=at_permalink)
    if shown.edition and not at_permalink:
        context["doubt_token"] = issue("doubt", shown.article.pk)
        context |= _discussion(request, shown)
        kept = _kept(context["view"], names_are_marked=context["names_are_marked"])
        context |= {"kept": kept, "kept_query": "".join(f"{k}={v}&" for k, v in kept.items())}
    return render(request, "archive/article.html", context)


def _context(request: HttpRequest, shown: Reading, *, at_permalink: bool) -> dict[str, Any]:
    chosen = request.GET.get("view", "")
    view = chosen if chosen in VIEWS else "en"
    if shown.edition is None:
        view = "fr"
    tags = tags_of(shown.article.pk)
    names_are_marked = request.GET.get("names") == "1"
    if names_are_marked:
        shown = _with_names(shown, tags)
    editions = editions_of(shown.article)
    context: dict[str, Any] = {
        "reading": shown,
        "article": shown.article,
        "facts": shown.facts,
        "view": view,
        "views": VIEWS,
        "at_permalink": at_permalink,
        "text_template": f"archive/article_{view}.html",
        "editions": editions,
        "turns": turns(editions),
        "whereabouts": whereabouts(shown.article),
        "corrected": None if at_permalink else latest(shown.article),
        "noindex": _is_kept_from_search_engines(shown, at_permalink=at_permalink),
        "tags": by_kind(tags),
        "has_names": any(row.tag.kind != Tag.Kind.SUBJECT for row in tags),
        "names_are_marked": names_are_marked,
    }
    context |= _citation(shown)
    if not at_permalink:
        context |= _ways_on(shown)
    return context


def _ways_on(shown: Reading) -> dict[str, Any]:
    """What stands beside the article by date, and what is like it: their rows from one query."""
    near = neighbours(shown.article) if shown.facts.published_on else []
    found = rows([*near, *(like(shown) if shown.edition else [])])
    around, related = found[: len(near)], found[len(near) :]
    return {"beside": beside(shown.article, around), "related": related}


def _with_names(shown: Reading, tags: Sequence[Tagging]) -> Reading:
    """The same with the names in its sentences, from two queries or a few more after merges."""
    records = named(tags, names_of([row.tag for row in tags]))
    sentences = [(s.uid, s.french, s.english or "") for s in shown.sentences]
    return replace(shown, mentions=mentions(sentences, records))


def _is_kept_from_search_engines(shown: Reading, *, at_permalink: bool) -> bool:
    """Whether they are asked to follow the page's links and leave the page out."""
    unreviewed = shown.level is Level.MACHINE and settings.UNREVIEWED_NOINDEX
    return shown.edition is None or unreviewed or (at_permalink and not shown.is_live)


def _citation(shown: Reading) -> dict[str, Any]:
    """What to cite, for people, for reference managers and for search engines."""
    cited = cite(shown, archive=settings.SITE_NAME, address=settings.SITE_URL)
    return {
        "whence": Whence.of(cited.translation) if cited.translation else None,
        "cited": {name: parts(work) for name, work in cited.named()},
        "schemas": SCHEMAS,
        "metadata": list(embedded(cited.works[0])),
        "linked_data": news_article(shown, cited),
    }


def _discussion(request: HttpRequest, shown: Reading) -> dict[str, Any]:
    """A page of the comments, and a form for one more.

    `?comments=` is the page, `?reply=` names the comment to answer, `?about=` the sentence to write
    about, and `?sent=` the comment that was just sent from this browser.
    """
    asked, found = request.GET, shown.article
    conversation = thread(shown, asked.get("comments", ""), asked.get("reply", ""))
    sent = conversation.standing(asked.get("sent", ""))
    return {
        "thread": conversation,
        "closed": why_closed(found),
        "removed": removed(found.pk),
        "just_sent": sent and sent.pk,
        "may_edit": sent and editable_until(sent),
        "comment_form": CommentForm(
            token=issue("comment", found.pk),
            answering=conversation.answering,
            about=pin(shown, asked.get("about", "")),
        ),
    }


def _kept(view: str, *, names_are_marked: bool) -> dict[str, str]:
    """What links within the page keep of its address."""
    chosen = {"view": view} if view != "en" else {}
    return {**chosen, "names": "1"} if names_are_marked else chosen


def _moved(request: HttpRequest, address: str) -> HttpResponsePermanentRedirect:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
