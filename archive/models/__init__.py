"""The archive's nouns. Each file holds one, or two that live and die together."""

from archive.models.article import Article, Capture
from archive.models.audit import AuditEvent
from archive.models.authority import Merge, MergeSuggestion, StopName
from archive.models.batch import Batch, BatchItem
from archive.models.comment import Comment, CommentRevision, Decision, Report
from archive.models.dismissal import Dismissal
from archive.models.edition import Edition
from archive.models.feed import Feed, Page
from archive.models.job import Job, Pulse
from archive.models.outbox import SearchOutbox
from archive.models.readership import DayViews
from archive.models.segment import Segment, Translation
from archive.models.source import Source
from archive.models.suggestion import Doubt, Suggestion
from archive.models.tag import Alias, Tag, Tagging
from archive.models.writer import MailLink, NetworkKey, Standing, WatchWord

__all__ = [
    "Alias",
    "Article",
    "AuditEvent",
    "Batch",
    "BatchItem",
    "Capture",
    "Comment",
    "CommentRevision",
    "DayViews",
    "Decision",
    "Dismissal",
    "Doubt",
    "Edition",
    "Feed",
    "Job",
    "MailLink",
    "Merge",
    "MergeSuggestion",
    "NetworkKey",
    "Page",
    "Pulse",
    "Report",
    "SearchOutbox",
    "Segment",
    "Source",
    "Standing",
    "StopName",
    "Suggestion",
    "Tag",
    "Tagging",
    "Translation",
    "WatchWord",
]
