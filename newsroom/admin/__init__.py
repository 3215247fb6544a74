"""The admin: lists and records for the staff. Each group sees what its permissions name."""

from newsroom.admin import (
    accounts,
    articles,
    comments,
    desk,
    records,
    sentences,
    tags,
    wire,
    workings,
)

__all__ = [
    "accounts",
    "articles",
    "comments",
    "desk",
    "records",
    "sentences",
    "tags",
    "wire",
    "workings",
]
