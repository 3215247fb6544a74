"""The database itself refuses a step that the tables of states do not hold.

SQLite makes a table anew to change it, and forgets its triggers: whoever changes these tables
later must call `keep` again. So it is here for decisions, which got a column.
"""

from importlib import import_module

from django.db import migrations

append_only = import_module("archive.migrations.0002_append_only")
groups = import_module("archive.migrations.0006_staff_groups")

STEPS = {
    "archive_comment": {
        "pending": ("published", "rejected", "spam", "erased"),
        "published": ("pending", "withdrawn", "spam", "erased"),
        "rejected": ("pending", "published", "spam", "erased"),
        "spam": ("pending", "published", "rejected", "erased"),
        "withdrawn": ("published", "spam", "erased"),
        "erased": (),
    },
    "archive_suggestion": {
        "new": ("accepted", "accepted_edited", "rejected", "superseded", "withdrawn"),
        "rejected": ("new",),
    },
}
FORBIDDEN = "there is no such step from its state"
KEPT = ("archive_decision", "UPDATE", "a decision is never changed")
ALLOWED = {
    "moderator": {
        "archive.comment": ("view", "change"),
        "archive.commentrevision": ("view",),
        "archive.report": ("view", "change"),
        "archive.standing": ("view", "add", "change", "delete"),
        "archive.watchword": ("view", "add", "change", "delete"),
    },
    "editor": {
        "archive.suggestion": ("view", "change"),
        "archive.doubt": ("view",),
        "archive.dayviews": ("view",),
        "archive.comment": ("view",),
    },
}


def drop(schema_editor, table, trigger):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {trigger}() CASCADE", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}", params=None)


def stepwise(schema_editor, table, steps):
    pairs = [f"'{before}>{after}'" for before, to in steps.items() for after in to]
    unlawful = (
        f"OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN ({', '.join(pairs)})"
    )
    trigger = f"{table}_steps"
    drop(schema_editor, table, trigger)
    if schema_editor.connection.vendor == "postgresql":
        statement = (
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{FORBIDDEN}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END $$; "
            f"CREATE TRIGGER {trigger} BEFORE UPDATE OF state ON {table} "
            f"FOR EACH ROW WHEN ({unlawful}) EXECUTE FUNCTION {trigger}()"
        )
    else:
        statement = (
            f"CREATE TRIGGER {trigger} BEFORE UPDATE OF state ON {table} WHEN {unlawful} "
            f"BEGIN SELECT RAISE(ABORT, '{FORBIDDEN}'); END"
        )
    schema_editor.execute(statement, params=None)


def keep(apps, schema_editor):
    for table, steps in STEPS.items():
        stepwise(schema_editor, table, steps)
    table, act, words = KEPT
    drop(schema_editor, table, append_only.name(table, act))
    make = {"sqlite": append_only.sqlite, "postgresql": append_only.postgresql}
    schema_editor.execute(make[schema_editor.connection.vendor](table, act, words), params=None)


def let_go(apps, schema_editor):
    for table in STEPS:
        drop(schema_editor, table, f"{table}_steps")


def permit(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name, allowed in ALLOWED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        for model, acts in allowed.items():
            group.permissions.add(*(groups._permission(apps, alias, model, act) for act in acts))


class Migration(migrations.Migration):
    dependencies = [("archive", "0014_sealed_comments")]

    operations = [
        migrations.RunPython(keep, let_go),
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
