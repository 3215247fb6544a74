"""The groups of the staff, and what each may do.

Permissions and content types are made here where they are still lacking: Django makes them only
after all migrations have run, by the same names.
"""

from django.db import migrations

ALL = ("view", "add", "change", "delete")
GROUPS = {
    "editor": {
        "archive.article": ("view", "add", "change"),
        "archive.capture": ("view",),
        "archive.segment": ("view", "change"),
        "archive.translation": ("view", "add"),
        "archive.edition": ("view",),
        "archive.tag": ("view", "add", "change"),
        "archive.alias": ALL,
        "archive.tagging": ("view", "add", "change"),
        "archive.auditevent": ("view",),
    },
    "moderator": {
        "archive.comment": ("view", "change"),
        "archive.decision": ("view",),
    },
    "operator": {
        "archive.source": ("view", "add", "change"),
        "archive.job": ("view", "change"),
        "archive.auditevent": ("view",),
        "auth.user": ("view", "add", "change"),
        "auth.group": ("view",),
    },
}


def make(apps, alias):
    """Make the groups, or give those there are what they lack."""
    Group = apps.get_model("auth", "Group")
    for name, allowed in GROUPS.items():
        group, _ = Group.objects.using(alias).get_or_create(name=name)
        for model, acts in allowed.items():
            group.permissions.add(*(_permission(apps, alias, model, act) for act in acts))


def _permission(apps, alias, model, act):
    app, _, name = model.partition(".")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.using(alias).get_or_create(app_label=app, model=name)
    words = apps.get_model(app, name)._meta.verbose_name
    permission, _ = Permission.objects.using(alias).get_or_create(
        content_type=kind, codename=f"{act}_{name}", defaults={"name": f"Can {act} {words}"}
    )
    return permission


def forwards(apps, schema_editor):
    make(apps, schema_editor.connection.alias)


def backwards(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_search_outbox"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
