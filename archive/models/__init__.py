"""The archive's nouns. Each file holds one, or two that live and die together."""

from archive.models.article import Article, Capture
from archive.models.audit import AuditEvent
from archive.models.authority import Merge, StopName, Suggestion
from archive.models.comment import Comment, Decision
from archive.models.edition import Edition
from archive.models.job import Job, Pulse
from archive.models.outbox import SearchOutbox
from archive.models.segment import Segment, Translation
from archive.models.source import Source
from archive.models.tag import Alias, Tag, Tagging

__all__ = [
    "Alias",
    "Article",
    "AuditEvent",
    "Capture",
    "Comment",
    "Decision",
    "Edition",
    "Job",
    "Merge",
    "Pulse",
    "SearchOutbox",
    "Segment",
    "Source",
    "StopName",
    "Suggestion",
    "Tag",
    "Tagging",
    "Translation",
]
