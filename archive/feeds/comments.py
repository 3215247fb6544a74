"""The comments on an article."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from archive.discuss.text import as_html, one_line, tidy
from archive.feeds.atom import Atom
from archive.models import Article, Comment

if TYPE_CHECKING:  # Django's class is generic for the type checker only.
    CommentFeed = Feed[Comment, Article]
else:
    CommentFeed = Feed
NEWEST = 50


class CommentsFeed(CommentFeed):
    """The newest published comments on one article. The view has found both."""

    feed_type = Atom
    language = "en"
    subtitle = "What readers say of this article."

    def __init__(self, comments: list[Comment]) -> None:
        self.comments = comments

    def get_object(self, request: HttpRequest, *args: Any, article: Article) -> Article:
        """The article that the view found."""
        return article

    def title(self, article: Article) -> str:
        """The article's headline."""
        return f"Comments on “{_headline(article)}”"

    def link(self, article: Article) -> str:
        """The article's page."""
        return f"{settings.SITE_URL}{article.get_absolute_url()}"

    def feed_url(self, article: Article) -> str:
        """The feed's own address."""
        return f"{settings.SITE_URL}{reverse('archive:comments_feed', args=[article.pk])}"

    def feed_guid(self, article: Article) -> str:
        """What stays when the headline, and so the page's address, changes."""
        return self.feed_url(article)

    def items(self, article: Article) -> list[Comment]:
        """The newest comments, the newest first."""
        return self.comments

    def item_title(self, comment: Comment) -> str:
        """Who wrote it."""
        return f"A comment by {one_line(comment.name)}"

    def item_description(self, comment: Comment) -> SafeString:
        """The comment as paragraphs."""
        return as_html(tidy(comment.body))

    def item_author_name(self, comment: Comment) -> str:
        """Who wrote it."""
        return one_line(comment.name)

    def item_link(self, comment: Comment) -> str:
        """The comment's permanent address."""
        return f"{settings.SITE_URL}{reverse('archive:comment_permalink', args=[comment.pk])}"

    def item_pubdate(self, comment: Comment) -> datetime | None:
        """When readers first saw it."""
        return comment.published_at

    def item_updateddate(self, comment: Comment) -> datetime | None:
        """When its writer last changed it."""
        return comment.edited_at or comment.published_at


def newest(article: Article) -> list[Comment]:
    """What the feed holds, the newest first."""
    return list(article.comments.published().order_by("-published_at", "-pk")[:NEWEST])


def _headline(article: Article) -> str:
    return one_line(article.edition.title) if article.edition else ""
