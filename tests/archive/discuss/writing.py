"""What writers do in tests: comments as rows, and comments as a browser sends them."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from archive.discuss import guard
from archive.discuss.pipeline import Sent
from archive.discuss.sealing import digest_of, seal
from archive.discuss.writer import COOKIE, WRITERS, digest
from archive.models import Article, Comment
from tests.factories import make_article, publish

WRITER = WRITERS.sign("w" * 32)
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def translated(**fields: Any) -> Article:
    """An article that takes comments."""
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens"})
    return article


def say(article: Article, body: str = "I crossed it today.", **fields: Any) -> Comment:
    """A comment as a row: published, unless `state` says otherwise."""
    fields.setdefault("state", "published")
    fields.setdefault("name", "Rosa")
    if fields["state"] in {"published", "withdrawn"}:
        fields.setdefault("published_at", timezone.now())
    email = fields.pop("email", "")
    if email and fields["state"] != "erased":
        fields |= {"email_sealed": seal(email), "email_digest": digest_of(email)}
    if fields["state"] == "erased":
        body = fields["name"] = ""
    return Comment.objects.create(article=article, body=body, **fields)


def sent(text: str = "I crossed it today.", **fields: Any) -> Sent:
    """What a patient writer sent from a browser of their own."""
    plain: dict[str, Any] = {"name": "Rosa", "writer": digest(WRITER), "network": "n"}
    return Sent(text=text, **{**plain, "age": timedelta(minutes=1), **fields})


def token(form: str, subject: int, seconds_ago: float = 60) -> str:
    """A form's token made some time ago."""
    at = int(timezone.now().timestamp() - seconds_ago)
    return guard.SIGNER.sign_object([form, subject, at])


def post(client: Client, article: Article, **fields: Any) -> HttpResponse:
    """Send the article's form, filled in, from its own page."""
    plain = {"text": "I crossed it today.", "name": "Rosa", "token": token("comment", article.pk)}
    address = f"/articles/{article.pk}/comments/"
    return client.post(address, {**plain, **fields}, headers=SAME_SITE)  # type: ignore[return-value]


def known(client: Client, article: Article) -> Client:
    """The browser of a writer with a comment published before."""
    client.cookies[COOKIE] = WRITER
    say(article, "An earlier one.", writer=digest(WRITER))
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    """What a browser shows in the end, wherever the address leads."""
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def read(client: Client, article: Article, query: str = "") -> str:
    """The article's page."""
    return page(client, article.get_absolute_url() + query)
