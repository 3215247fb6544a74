"""The feed that a source named becomes a Feed; operators and editors may see what comes of it."""

import hashlib
from importlib import import_module

from django.db import migrations

groups = import_module("archive.migrations.0006_staff_groups")

ALLOWED = {
    "operator": {
        "archive.source": ("view", "add", "change"),
        "archive.feed": ("view", "add", "change"),
        "archive.page": ("view", "change"),
    },
    "editor": {
        "archive.source": ("view",),
        "archive.feed": ("view",),
        "archive.page": ("view",),
    },
}


def follow(apps, schema_editor):
    """Paused: what nobody ever fetched is not begun by an upgrade."""
    alias = schema_editor.connection.alias
    Feed = apps.get_model("archive", "Feed")
    for source in apps.get_model("archive", "Source").objects.using(alias).exclude(feed=""):
        digest = hashlib.sha256(source.feed.partition("://")[2].encode()).hexdigest()
        facts = {"source": source, "url": source.feed, "state": "paused", "next_fetch_at": None}
        Feed.objects.using(alias).get_or_create(url_hash=digest, defaults=facts)


def permit(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name, allowed in ALLOWED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        for model, acts in allowed.items():
            group.permissions.add(*(groups._permission(apps, alias, model, act) for act in acts))


class Migration(migrations.Migration):
    dependencies = [("archive", "0016_feeds")]

    operations = [
        migrations.RunPython(follow, migrations.RunPython.noop),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
