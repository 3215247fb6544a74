"""A thousand hostile posts: each is answered in a sentence, none breaks anything."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from archive.models import Article, Comment
from tests.archive.discuss.writing import SAME_SITE, say, token, translated

pytestmark = pytest.mark.django_db
ANSWERS = {303, 400, 403, 422}
NASTY = [
    "",
    "\x00",
    "\x00\x01\x02\x1b[31m\x7f",
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}{% debug %}",
    "\u202egnp.exe",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") * 9,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢" * 20,
    "\r\n" * 500,
    "http://[" * 9,
    "www." * 400,
    "x" * 5001,
    "9" * 6000,
    "-1",
    "\ufffe\uffff",
    "a@b.example" * 40,
    "%00%ff",
    "🌉",
]
RAW = [
    b"text=%ff%fe%80&name=%c0%af",
    b"text=%ED%A0%80&name=Rosa",
    b"text=\xff\xfe\x80&name=\xc3",
    b"&&&===;;;",
    b"text",
    b"\x00" * 1000,
    b"a=1&" * 1500,
    b"text=" + b"x" * 1_000_000,
    b"text=" + b"%0a" * 300_000,
    b"text=" + b"x" * 2_700_000,
]
KINDS = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=\xff",
    "application/json",
    "",
]


@pytest.fixture
def article() -> Article:
    return translated()


def judge(answer: HttpResponse) -> str:
    """What was said; fails where it was not said properly."""
    assert answer.status_code in ANSWERS, answer.content[:500]
    html = answer.content.decode()
    assert "<script>alert" not in html
    assert "Traceback" not in html
    return html


def post_fields(client: Client, article: Article, *, posts: int, seed: int) -> None:
    """Send the form so often, each time with two of its fields as no browser would send them."""
    dice = random.Random(seed)
    strangers = [say(translated()).pk, say(article, state="pending").pk, say(article).pk]
    tokens = [token("comment", article.pk), token("comment", article.pk + 1), token("erase", 1)]
    seen: Counter[int] = Counter()
    for n in range(posts):
        fields: dict[str, Any] = {"text": f"Comment {n}", "name": "Sam", "token": tokens[0]}
        for name in dice.sample(["text", "name", "email", "homepage", "parent", "token"], 2):
            fields[name] = dice.choice([*NASTY, *map(str, strangers), *tokens])
        if dice.random() < 0.1:
            fields.pop(dice.choice(list(fields)))
        address = f"/articles/{article.pk}/comments/"
        near = f"10.{n // 250}.{n % 250}.1"
        answer = client.post(address, fields, headers=SAME_SITE, REMOTE_ADDR=near)
        html = judge(answer)  # type: ignore[arg-type]
        client.cookies.clear()
        seen[answer.status_code] += 1
        if answer.status_code in {403, 422}:
            assert html.count("<li>") >= 1
            assert "was not sent yet" in html
    assert min(seen[status] for status in (303, 403, 422)) > posts / 18
    assert not Comment.objects.filter(parent__in=strangers[:2]).exists()


def test_fields_of_every_kind(sam: Client, article: Article) -> None:
    post_fields(sam, article, posts=250, seed=1)


@pytest.mark.drill
def test_fields_of_every_kind_for_long(
    sam: Client, article: Article, drill_size: Callable[[int, int], int]
) -> None:
    post_fields(sam, article, posts=drill_size(100, 900), seed=2)


def test_bodies_of_every_kind(sam: Client, article: Article) -> None:
    good = f"&name=Sam&token={token('comment', article.pk)}".encode()
    for body in [*RAW, *(raw + good for raw in RAW)]:
        for kind in KINDS:
            address = f"/articles/{article.pk}/comments/"
            answer = sam.generic("POST", address, body, kind, headers=SAME_SITE)
            judge(answer)  # type: ignore[arg-type]
            sam.cookies.clear()


def test_long_text_is_kept_whole(sam: Client, article: Article) -> None:
    long = "word " * 200_000
    fields = {"text": long, "name": "Sam", "token": token("comment", article.pk)}
    answer = sam.post(f"/articles/{article.pk}/comments/", fields, headers=SAME_SITE)
    assert answer.status_code == 422
    assert "yours has 999,999" in answer.content.decode()
    assert long.strip() in answer.content.decode()


def test_what_was_taken_can_be_shown(sam: Client, article: Article) -> None:
    for text in NASTY:
        fields = {
            "text": f"{text} .",
            "name": f"S{text[:50]}",
            "token": token("comment", article.pk),
        }
        sam.post(f"/articles/{article.pk}/comments/", fields, headers=SAME_SITE)
        sam.cookies.clear()
    assert Comment.objects.count() > 5
    for comment in Comment.objects.all():
        say(article, comment.body, name=comment.name)
    html = sam.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert sam.get(f"/articles/{article.pk}/comments.atom").status_code == 200
