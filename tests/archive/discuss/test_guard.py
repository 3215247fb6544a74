"""Which posts are ours."""

from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from archive.discuss import guard
from archive.models import Article
from tests.archive.discuss.writing import token

HERE = {"Sec-Fetch-Site": "same-origin"}


def refuse(request: HttpRequest, subject: Article, words: str) -> HttpResponse:
    return HttpResponse(words, status=403)


@guard.same_site_post("comment", refused=refuse)
def view(request: HttpRequest, subject: Article, open_for: timedelta) -> HttpResponse:
    return HttpResponse(str(int(open_for.total_seconds())))


def send(rf: RequestFactory, token: str, **headers: str) -> HttpResponse:
    request = rf.post("/", {"token": token}, headers=headers or HERE)
    return view(request, Article(pk=7))  # type: ignore[return-value]


def test_form_of_ours_reaches_the_view_with_its_age(rf: RequestFactory) -> None:
    answer = send(rf, token("comment", 7, seconds_ago=90))
    assert answer.status_code == 200
    assert int(answer.content) in {89, 90, 91}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Origin": "http://testserver"},
        {"Origin": "https://TESTSERVER"},
        {"Referer": "http://testserver/articles/7/"},
    ],
)
def test_browser_that_says_it_is_here_is_believed(
    rf: RequestFactory, headers: dict[str, str]
) -> None:
    assert send(rf, guard.issue("comment", 7), **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[", "Referer": "http://testserver/"},
        {"Origin": "https://testserver.evil.example"},
        {"Referer": "https://evil.example/testserver"},
        {"X-Nothing": "said"},
    ],
)
def test_post_from_elsewhere_is_refused(rf: RequestFactory, headers: dict[str, str]) -> None:
    answer = send(rf, guard.issue("comment", 7), **headers)
    assert (answer.status_code, answer.content.decode()) == (403, guard.ELSEWHERE)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "a:b:c",
        "\x00",
        "é" * 99,
        token("comment", 8),
        token("erase", 7),
        token("comment", 7)[:-1],
        "x" + token("comment", 7),
    ],
    ids=["empty", "x", "parts", "nul", "long", "elsewhere", "other", "cut", "longer"],
)
def test_form_that_is_not_ours_is_refused(rf: RequestFactory, forged: str) -> None:
    answer = send(rf, forged)
    assert (answer.status_code, answer.content.decode()) == (403, guard.UNKNOWN)


def test_djangos_cookie_is_not_asked_for() -> None:
    assert view.csrf_exempt  # type: ignore[attr-defined]
