"""The newsroom: how an article gets from wire to archive."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
