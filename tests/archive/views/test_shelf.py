"""Where a view finds its article."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from archive.models import Article
from archive.views.shelf import from_shelf
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def taken_back(request: HttpRequest, article: Article) -> HttpResponse:
    return HttpResponse("withdrawn", status=410)


@from_shelf(withdrawn=taken_back)
def view(request: HttpRequest, article: Article) -> HttpResponse:
    return HttpResponse(str(article.pk))


def test_published_article_reaches_the_view(rf: RequestFactory) -> None:
    article = make_article()
    assert view(rf.get("/"), article_id=article.pk).content == str(article.pk).encode()  # type: ignore[attr-defined]


def test_withdrawn_article_is_answered_apart(rf: RequestFactory) -> None:
    article = make_article(state="withdrawn", withdrawn_reason="Wrong.")
    assert view(rf.get("/"), article_id=article.pk).status_code == 410


def test_hidden_article_does_not_exist(rf: RequestFactory) -> None:
    article = make_article(state="hidden")
    with pytest.raises(Http404):
        view(rf.get("/"), article_id=article.pk)
