"""What readers do about a sentence in tests: suggestions as rows, and as a browser sends them."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from archive.discuss.sealing import digest_of, seal
from archive.discuss.writer import digest
from archive.models import Article, Segment, Suggestion, Translation
from archive.reading import read
from tests.archive.discuss.writing import SAME_SITE, WRITER, token
from tests.factories import make_article, publish

FRENCH = "Les riverains l’attendaient depuis 14 mois."
MACHINE = "The riparians waited for it since 14 months."
BETTER = "Local residents had been waiting for it for 14 months."


def worded(**fields: Any) -> Article:
    """A translated article with a sentence that is worth mending."""
    article = make_article(**fields)
    publish(article, {"Le pont rouvre": "The bridge reopens", FRENCH: MACHINE})
    return article


def sentence(article: Article, french: str = FRENCH) -> Segment:
    """The sentence of that French."""
    return article.segments.get(text=french)


def standing(segment: Segment) -> Translation:
    """The wording that stands for it."""
    found = Segment.objects.with_current().get(pk=segment.pk)
    return Translation.objects.get(pk=found.current_id)


def shown(article: Article, french: str = FRENCH) -> str:
    """The English of the sentence that readers see."""
    related = Article.objects.select_related("source", "capture", "edition__capture")
    uid = sentence(article, french).uid
    found = read(related.get(pk=article.pk)).sentences
    return next(s.english or "" for s in found if s.uid == uid)


def suggested(segment: Segment, text: str = BETTER, **fields: Any) -> Suggestion:
    """A suggestion as a row, which waits unless `state` says otherwise."""
    if email := fields.pop("email", ""):
        fields |= {"email_sealed": seal(email), "email_digest": digest_of(email)}
    fields.setdefault("base", standing(segment))
    fields.setdefault("writer", digest(WRITER))
    fields.setdefault("name", "Rosa")
    return Suggestion.objects.create(segment=segment, text=text, **fields)


def send(client: Client, segment: Segment, **fields: Any) -> HttpResponse:
    """Send the sentence's form, filled in, from its own page."""
    article = segment.article_id
    plain = {
        "text": BETTER,
        "wording": standing(segment).pk,
        "token": token("suggest", article),
    }
    address = f"/articles/{article}/s/{segment.uid}/suggest/"
    return client.post(address, {**plain, **fields}, headers=SAME_SITE)  # type: ignore[return-value]


def press(client: Client, segment: Segment, **fields: Any) -> HttpResponse:
    """Press the button by which a reader says that the sentence reads wrong."""
    article = segment.article_id
    plain = {"wording": standing(segment).pk, "token": token("doubt", article)}
    address = f"/articles/{article}/s/{segment.uid}/doubt/"
    return client.post(address, {**plain, **fields}, headers=SAME_SITE)  # type: ignore[return-value]
