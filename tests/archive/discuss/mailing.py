"""Who writes to whom in tests of letters."""

from typing import Any

from archive.discuss.letters import Letter, compose
from archive.discuss.sealing import digest_of, seal
from archive.models import Article, Comment, Segment, Suggestion
from tests.archive.discuss.writing import say

ROSA, SAM = "rosa@a.example", "sam@a.example"


def asking(article: Article, **fields: Any) -> Comment:
    """Rosa's comment, with the wish to hear of replies."""
    return say(article, **{"email": ROSA, "notify": True, "writer": "rosa", **fields})


def reply_to(comment: Comment, **fields: Any) -> Comment:
    """Sam's answer to a comment."""
    return say(comment.article, "Me too.", **{"parent": comment, "writer": "sam", **fields})


def suggested(article: Article, **fields: Any) -> Suggestion:
    """Rosa's wording for the headline."""
    segment = Segment.objects.filter(article=article).earliest("pk")
    base = segment.translations.get()
    fields = {"email_sealed": seal(ROSA), "email_digest": digest_of(ROSA), **fields}
    return Suggestion.objects.create(segment=segment, base=base, text="A better one.", **fields)


def composed(key: str) -> Letter:
    """The letter of that job, which is to be one."""
    letter = compose(key)
    assert letter
    return letter
