"""The letters that readers asked for, each composed when it is sent, from the rows as they stand.

A letter holds nobody's words but an editor's reason: what a reader erases is left in no letter,
neither on the way nor in a folder of mail. What went wrong is told without the address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from archive.discuss import mail_links, own_words
from archive.discuss.outcomes import outcome
from archive.discuss.sealing import unseal
from archive.discuss.text import one_line, opening
from archive.models import Article, Comment, MailLink, Suggestion

TITLE_LONGEST = 100  # characters
FILE = re.compile(r"\d{8}-\d{6}-\d+\.log")  # as Django names them
QUIET = Signer(salt="archive.discuss.letters.quiet")
BY_MACHINE = {"Auto-Submitted": "auto-generated"}  # RFC 3834: nobody's holiday notice answers
WORTH_TELLING = frozenset({"accepted", "accepted_edited", "rejected", "superseded"})


class Undelivered(Exception):
    """A mail server did not take a letter; `permanent` where it never will."""

    def __init__(self, words: str, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in plain text to one address."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def deliver(key: str) -> bool:
    """Send the letter that the key of a job names; false where there is nothing to send any more.

    Raises Undelivered.
    """
    letter = compose(key)
    if letter:
        send(letter)
    return letter is not None


def compose(key: str) -> Letter | None:
    """The letter as it stands now: `reply:<comment>`, `outcome:<suggestion>` or `link:<link>`."""
    kind, _, number = key.partition(":")
    letter = WRITTEN[kind](int(number))
    return letter if letter and _is_address(letter.to) else None


def send(letter: Letter) -> None:
    """Hand the letter to the mail server. Raises Undelivered, which names no address."""
    message = EmailMessage(
        letter.subject,
        letter.body,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers={**BY_MACHINE, **letter.headers},
    )
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        code = max((code for code, _ in refused.recipients.values()), default=0)
        words = f"The mail server refused whom the letter is for ({code})."
        raise Undelivered(words, permanent=code >= 500) from None
    except SMTPResponseException as error:
        raise Undelivered(f"The mail server took no letter ({error.smtp_code}).") from None
    except (SMTPException, OSError) as error:
        raise Undelivered(f"No mail server took the letter ({type(error).__name__}).") from None
    except ValueError:
        raise Undelivered("Nobody can write to this address.", permanent=True) from None


def files(before: datetime) -> list[Path]:
    """Letters that were written as files before then, where no mail server is named."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    found = Path(folder).glob("*.log") if folder else ()
    return [path for path in found if FILE.fullmatch(path.name) and _time_of(path) < before]


def drop_files(before: datetime) -> int:
    """Remove these files; return how many they were."""
    old = files(before)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def quiet_address(comment: Comment) -> str:
    """Where one click ends the letters about replies to the comment."""
    return reverse("archive:quiet", args=[comment.pk, QUIET.signature(str(comment.pk))])


def may_quiet(comment_id: int, token: str) -> bool:
    """Whether the token came from a letter about that comment."""
    return constant_time_compare(token, QUIET.signature(str(comment_id)))


def quiet(comment_id: int) -> None:
    """Send no more letters about replies to the comment."""
    Comment.objects.filter(pk=comment_id, notify=True).update(notify=False)


def _reply(pk: int) -> Letter | None:
    """To whoever wanted to hear of replies: one is published, and it is not their own."""
    replies = Comment.objects.published().select_related("parent")
    reply = replies.filter(pk=pk, parent__state=Comment.State.PUBLISHED).first()
    parent = reply.parent if reply else None
    if reply is None or parent is None or not parent.notify or _is_same(reply, parent):
        return None
    article = _article(reply.article_id)
    if article is None:
        return None
    address = f"{settings.SITE_URL}{quiet_address(parent)}"
    place = f"{settings.SITE_URL}{reverse('archive:comment_permalink', args=[reply.pk])}"
    body = _body("reply", title=_title(article), place=place, quiet=address)
    headers = {"List-Unsubscribe": f"<{address}>"}
    if address.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    subject = f"A reply to your comment on “{_title(article)}”"
    return Letter(unseal(parent.email_sealed), subject, body, headers)


def _outcome(pk: int) -> Letter | None:
    """To whoever suggested a wording: what an editor decided, and why."""
    found = Suggestion.objects.select_related("segment").filter(pk=pk, state__in=WORTH_TELLING)
    suggestion = found.first()
    if suggestion is None:
        return None
    article = _article(suggestion.segment.article_id)
    where = [suggestion.segment.article_id, suggestion.segment.uid]
    body = _body(
        "outcome",
        title=_title(article) if article else "",
        place=f"{settings.SITE_URL}{reverse('archive:sentence', args=where)}",
        words=outcome(suggestion),
        reason=one_line(suggestion.reason),
    )
    return Letter(unseal(suggestion.email_sealed), "The wording you suggested", body)


def _link(pk: int) -> Letter | None:
    """To whoever asked for what they wrote, if anything was written with their address."""
    link = MailLink.objects.filter(pk=pk).first()
    if link is None or mail_links.is_over(link):
        return None
    path = reverse("archive:by_mail_link", args=[mail_links.token(link)])
    body = _body("link", place=f"{settings.SITE_URL}{path}")
    return Letter(own_words.address(link.email_digest), "What you wrote", body)


WRITTEN: Mapping[str, Callable[[int], Letter | None]] = {
    "reply": _reply,
    "outcome": _outcome,
    "link": _link,
}


def _is_same(one: Comment, other: Comment) -> bool:
    """Whether two comments come from one browser, or from one address."""
    is_writer = bool(one.writer) and one.writer == other.writer
    return is_writer or (bool(one.email_digest) and one.email_digest == other.email_digest)


def _article(pk: int) -> Article | None:
    return Article.objects.translated().select_related("edition").filter(pk=pk).first()


def _title(article: Article) -> str:
    """The headline on one line, as a subject or a sentence may hold it."""
    title = article.edition.title if article.edition else ""
    return opening(one_line(title), TITLE_LONGEST)


def _body(name: str, **facts: str) -> str:
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return render_to_string(f"mail/{name}.txt", {**site, **facts}).strip() + "\n"


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
