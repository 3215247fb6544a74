"""The archive: what is held, and how readers reach it."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
