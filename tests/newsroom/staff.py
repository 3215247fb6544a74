"""Members of the staff for tests: in their groups, and signed in."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client


def in_groups(user: User, *names: str) -> User:
    """The person, in just these groups; made anew where a test emptied the tables."""
    if not Group.objects.filter(name__in=names).exists():
        import_module("archive.migrations.0006_staff_groups").make(apps, "default")
        of_readers = import_module("archive.migrations.0015_conversation_kept")
        of_readers.permit(apps, SimpleNamespace(connection=connection))
        of_feeds = import_module("archive.migrations.0017_followed_feeds")
        of_feeds.permit(apps, SimpleNamespace(connection=connection))
        of_hosts = import_module("newsroom.migrations.0002_hosts_seen")
        of_hosts.permit(apps, SimpleNamespace(connection=connection))
        of_desk = import_module("newsroom.migrations.0004_desk_permitted")
        of_desk.permit(apps, SimpleNamespace(connection=connection))
    user.groups.set(Group.objects.filter(name__in=names))
    return user


def signed_in(user: User, *names: str) -> Client:
    """The browser of a person who is in these groups and has signed in."""
    client = Client()
    client.force_login(in_groups(user, *names))
    return client


def member(name: str, *names: str) -> Client:
    """The browser of somebody new in these groups."""
    return signed_in(User.objects.create_user(name, is_staff=True), *names)
