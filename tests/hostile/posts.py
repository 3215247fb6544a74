"""Hostile words, sent through every form that readers have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from archive.discuss import desk, suggestions
from archive.discuss.text import tidy
from archive.discuss.writer import digest
from archive.forms import NAME_LONGEST, NOTE_LONGEST
from archive.models import Article, Comment, Segment, Suggestion
from tests.archive.discuss.mailing import ROSA
from tests.archive.discuss.mending import standing
from tests.archive.discuss.writing import SAME_SITE, WRITER, token, translated
from tests.factories import make_article, publish
from tests.hostile import VECTORS

FORM = "application/x-www-form-urlencoded"
WORDS = [vector.words for vector in VECTORS]
SENT, REFUSED = 303, 422
SENTENCES = 80  # of an article


@dataclass
class Posts:
    """What came of the words: an article each for comments and for what is set aside as spam.

    `mended` have a sentence for each vector. `refused` holds the pages that were answered instead.
    """

    words: list[str]
    article: Article = field(default_factory=translated)
    trapped: Article = field(default_factory=translated)
    mended: list[Article] = field(init=False)
    refused: list[str] = field(default_factory=list)
    client: Client = field(default_factory=Client)
    count: int = 0

    def __post_init__(self) -> None:
        """Make what is to be mended."""
        self.mended = list(_to_mend(len(self.words)))

    def comment(self) -> None:
        """Send each as a comment, its writer's name too where it fits, and into the trap."""
        for words in self.words:
            for article, trap in ((self.article, ""), (self.trapped, words)):
                address, given = f"/articles/{article.pk}/comments/", {"text": words, "email": ROSA}
                for name in (words, "Sam"):
                    sent = self._send(
                        address, "comment", article.pk, **given, name=name, homepage=trap
                    )
                    if sent == SENT:
                        break

    def report(self) -> None:
        """Report each comment that readers see, in the words of the next."""
        published = Comment.objects.published().filter(article=self.article).order_by("pk")
        for comment, words in zip(published, reversed(self.words), strict=False):
            address = f"/comments/{comment.pk}/report/"
            self._send(address, "report", comment.pk, reason="other", note=words[:NOTE_LONGEST])

    def suggest(self) -> None:
        """Send each as a better wording, with the words for note and name too."""
        found = Segment.objects.filter(article__in=self.mended).order_by("pk")
        for segment, words in zip(found, self.words, strict=True):
            article = segment.article_id
            address = f"/articles/{article}/s/{segment.uid}/suggest/"
            given = {"text": words, "note": words[:NOTE_LONGEST], "email": ROSA}
            given |= {"wording": str(standing(segment).pk)}
            given |= {"name": words if len(tidy(words)) <= NAME_LONGEST else "Sam"}
            self._send(address, "suggest", article, **given)

    def _send(self, address: str, form: str, subject: int, **fields: str) -> int:
        """Send a form as a browser of its own in a network of its own."""
        self.count += 1
        body = urlencode({**fields, "token": token(form, subject)}, errors="surrogatepass")
        self.client.cookies.clear()
        near = f"10.{self.count // 250}.{self.count % 250}.1"
        answer: HttpResponse = self.client.generic(  # type: ignore[assignment]
            "POST", address, body, FORM, headers=SAME_SITE, REMOTE_ADDR=near
        )
        assert answer.status_code in {SENT, REFUSED}, (answer.status_code, fields)
        if answer.status_code == REFUSED:
            self.refused.append(answer.content.decode())
        return answer.status_code


def _to_mend(count: int) -> Iterator[Article]:
    """Translated articles with so many sentences in all."""
    for first in range(0, count, SENTENCES):
        numbers = range(first, min(first + SENTENCES, count))
        made = make_article(title=None, body=[[f"Phrase numéro {n}."] for n in numbers])
        publish(made)
        yield made


def publish_all(by: User) -> None:
    """Let readers see what waits, but for what the trap caught."""
    for comment in Comment.objects.filter(state="pending"):
        desk.decide(comment, Comment.State.PUBLISHED, by=by)


def accept_all(by: User) -> None:
    """Give readers every wording that is one."""
    for suggestion in Suggestion.objects.filter(state="new").select_related("segment"):
        suggestions.accept(suggestion, by=by, expected_base=suggestion.base_id)


def as_one_writer() -> None:
    """As though one browser had sent them all."""
    Comment.objects.update(writer=digest(WRITER))
    Suggestion.objects.update(writer=digest(WRITER))
