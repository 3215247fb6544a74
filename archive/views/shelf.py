"""Where a reader's view finds its article, or says why there is none to see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from archive.corrections import with_latest
from archive.models import Article
from archive.models.article import ArticleQuerySet
from archive.whereabouts import with_page

Answer = Callable[[HttpRequest, Article], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def from_shelf(*, withdrawn: Answer) -> Callable[[View], View]:
    """Give the view a published article in place of an id.

    One that an editor took back is answered by `withdrawn`; any other does not exist for readers.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, article_id: int, **rest: Any) -> HttpResponseBase:
            if found := whole(Article.objects.published()).filter(pk=article_id).first():
                return view(request, found, **rest)
            if gone := whole(Article.objects.withdrawn()).filter(pk=article_id).first():
                return withdrawn(request, gone)
            raise Http404

        return answer

    return decorate


def whole(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Each with all that its page tells, in one query."""
    return (
        with_page(with_latest(articles))
        .for_lists()
        .select_related("edition__capture")
        .defer("edition__capture__raw")
    )
