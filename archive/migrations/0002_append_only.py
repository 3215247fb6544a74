"""The database itself refuses to change what is kept as it was.

Captures and editions are never changed; they go only with their article, which an operator may
have to erase. Audit events are neither changed nor deleted.
"""

from django.db import migrations

KEPT = {
    ("archive_auditevent", "UPDATE"): "an audit event is never changed",
    ("archive_auditevent", "DELETE"): "an audit event is never deleted",
    ("archive_capture", "UPDATE"): "a capture is never changed",
    ("archive_edition", "UPDATE"): "an edition is never changed",
}


def name(table, act):
    return f"{table}_no_{act.lower()}"


def sqlite(table, act, words):
    return (
        f"CREATE TRIGGER {name(table, act)} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def postgresql(table, act, words):
    return (
        f"CREATE FUNCTION {name(table, act)}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END $$; "
        f"CREATE TRIGGER {name(table, act)} BEFORE {act} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name(table, act)}()"
    )


def refuse(apps, schema_editor):
    statement = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for (table, act), words in KEPT.items():
        schema_editor.execute(statement(table, act, words), params=None)


def allow(apps, schema_editor):
    for table, act in KEPT:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name(table, act)}() CASCADE", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER {name(table, act)}", params=None)


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [migrations.RunPython(refuse, allow)]
