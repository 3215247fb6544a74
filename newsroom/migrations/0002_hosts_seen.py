"""Operators may see how each server is treated."""

from importlib import import_module

from django.db import migrations

groups = import_module("archive.migrations.0006_staff_groups")


def permit(apps, schema_editor):
    alias = schema_editor.connection.alias
    group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name="operator")
    group.permissions.add(groups._permission(apps, alias, "newsroom.host", "view"))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0001_host"), ("archive", "0018_source_without_feed")]

    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
