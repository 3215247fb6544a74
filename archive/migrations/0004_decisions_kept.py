"""The database itself refuses to change a decision on a comment."""

from importlib import import_module

from django.db import migrations

kept = import_module("archive.migrations.0002_append_only")
TABLE, ACT, WORDS = "archive_decision", "UPDATE", "a decision is never changed"


def refuse(apps, schema_editor):
    statement = {"sqlite": kept.sqlite, "postgresql": kept.postgresql}
    schema_editor.execute(
        statement[schema_editor.connection.vendor](TABLE, ACT, WORDS), params=None
    )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {kept.name(TABLE, ACT)}() CASCADE", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER {kept.name(TABLE, ACT)}", params=None)


class Migration(migrations.Migration):
    dependencies = [("archive", "0003_tags_and_comments")]

    operations = [migrations.RunPython(refuse, allow)]
