"""What each group of the staff may do with the desk's new nouns."""

from importlib import import_module

from django.db import migrations

groups = import_module("archive.migrations.0006_staff_groups")

ALLOWED = {
    "editor": {
        "archive.batch": ("view", "add", "change"),
        "archive.dismissal": ("view", "add", "delete"),
        "newsroom.term": groups.ALL,
        "newsroom.savedfilter": groups.ALL,
    },
    "operator": {
        "archive.batch": ("view",),
        "newsroom.term": ("view",),
    },
}


def permit(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name, allowed in ALLOWED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        for model, acts in allowed.items():
            group.permissions.add(*(groups._permission(apps, alias, model, act) for act in acts))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_desk")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
