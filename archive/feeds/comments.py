"""What readers say, as feeds: on an article, in one thread of it, on the whole site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.discuss.states import State
from archive.discuss.text import as_html, one_line, tidy
from archive.feeds.atom import Atom
from archive.models import Article, Comment, Source
from archive.models.comment import CommentQuerySet

NEWEST = 50
LOOKED_AT = 5000  # of the answers in one thread
THREADING = "http://purl.org/syndication/thread/1.0"  # RFC 4685
HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Talk:
    """One feed of comments. Its addresses are paths on this site; its own is its id too.

    `is_mixed` where the comments are on several articles, so that each must name its own.
    """

    title: str
    subtitle: str
    address: str
    page: str
    comments: tuple[Comment, ...]
    is_mixed: bool = False

    @property
    def made_of(self) -> list[object]:
        """All that the feed is made of."""
        return [self.title, self.address, self.page, *(_made_of(c) for c in self.comments)]

    def write(self) -> bytes:
        """The feed as a document."""
        feed = CommentsAtom(
            title=one_line(self.title),
            subtitle=self.subtitle,
            link=_whole(self.page),
            description="",
            language="en",
            feed_url=_whole(self.address),
            feed_guid=_whole(self.address),
        )
        for comment in self.comments:
            feed.add_item(**_entry(comment, names_article=self.is_mixed))
        written = BytesIO()
        feed.write(written, "utf-8")
        return written.getvalue()


class CommentsAtom(Atom):
    """A feed of comments, each with what it answers."""

    def root_attributes(self) -> dict[str, str]:
        """The namespaces and the language."""
        return {**super().root_attributes(), "xmlns:thr": THREADING}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """An entry, and the comment or the article that it answers."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("thr:in-reply-to", "", item["answers"])


def on_article(article: Article) -> Talk:
    """The newest comments on an article, from one query."""
    return Talk(
        title=f"Comments on “{_headline(article)}”",
        subtitle="What readers say of this article.",
        address=reverse("archive:comments_feed", args=[article.pk]),
        page=article.get_absolute_url(),
        comments=_newest(article.comments.published()),
    )


def in_thread(article: Article, first: Comment, pks: Sequence[int]) -> Talk:
    """A comment and the newest of those below it, whose numbers are given; from one query."""
    latest = nlargest(LOOKED_AT, pks)
    name = first.name if first.state == State.PUBLISHED else "a comment taken back"
    return Talk(
        title=f"Answers to {name} on “{_headline(article)}”",
        subtitle="A comment, and what others answered.",
        address=reverse("archive:thread_feed", args=[first.pk]),
        page=reverse("archive:comment_permalink", args=[first.pk]),
        comments=_newest(article.comments.published().filter(pk__in=latest)),
    )


def everywhere() -> Talk:
    """The newest comments on all translated articles, from one query."""
    said = Comment.objects.published().filter(article__in=Article.objects.translated())
    return Talk(
        title=f"{settings.SITE_NAME}: comments",
        subtitle="What readers say of the articles.",
        address=reverse("archive:all_comments_feed"),
        page=reverse("archive:home"),
        comments=_newest(said),
        is_mixed=True,
    )


def _newest(comments: CommentQuerySet) -> tuple[Comment, ...]:
    whole = comments.select_related("article__edition", "article__source", "parent", "segment")
    light = whole.defer("email_sealed", "article__edition__manifest", "parent__email_sealed")
    return tuple(light.order_by("-published_at", "-pk")[:NEWEST])


def _made_of(c: Comment) -> tuple[object, ...]:
    said = (c.pk, c.name, c.body, c.language, c.published_at, c.edited_at)
    return (*said, c.article.get_absolute_url(), _headline(c.article), _answers(c), _sentence(c))


def _entry(comment: Comment, *, names_article: bool) -> dict[str, Any]:
    name, address = one_line(comment.name), _address(comment)
    on = f" on “{_headline(comment.article)}”" if names_article else ""
    return {
        "title": f"A comment by {name}{on}",
        "link": address,
        "unique_id": address,
        "description": _summary(comment),
        "author_name": name,
        "pubdate": comment.published_at,
        "updateddate": comment.edited_at or comment.published_at,
        "answers": _answers(comment),
    }


def _summary(comment: Comment) -> SafeString:
    """The comment as paragraphs, below a link to the sentence that it is about."""
    words = as_html(tidy(comment.body))
    if comment.language != Comment.Language.ENGLISH:
        words = format_html('<div lang="{}">{}</div>', comment.language, words)
    if sentence := _sentence(comment):
        words = format_html('<p>About <a href="{}">one sentence</a>:</p>', sentence) + words
    return words


def _sentence(comment: Comment) -> str:
    """The page of the sentence that it is about; nothing where the source may keep it back."""
    if comment.segment is None or comment.article.source.display != Source.Display.FULL:
        return ""
    return _whole(reverse("archive:sentence", args=[comment.article_id, comment.segment.uid]))


def _answers(comment: Comment) -> dict[str, str]:
    """The comment that readers see it answer, else the article."""
    if comment.parent and comment.parent.state == State.PUBLISHED:
        address = _address(comment.parent)
        return {"ref": address, "href": address, "type": HTML}
    article = _whole(reverse("archive:article", args=[comment.article_id]))
    return {"ref": article, "href": _whole(comment.article.get_absolute_url()), "type": HTML}


def _address(comment: Comment) -> str:
    return _whole(reverse("archive:comment_permalink", args=[comment.pk]))


def _whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _headline(article: Article) -> str:
    return one_line(article.edition.title) if article.edition else ""
