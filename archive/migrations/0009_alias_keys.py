"""Give the names that are there the key by which their other transcriptions are found."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from archive.names import romanised

AT_ONCE = 1000


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Work out each key from what the name is looked up by."""
    aliases = apps.get_model("archive", "Alias").objects.filter(key="").only("folded", "key")
    batch = []
    for alias in aliases.iterator(chunk_size=AT_ONCE):
        alias.key = romanised(alias.folded)
        batch.append(alias)
        if len(batch) == AT_ONCE:
            aliases.model.objects.bulk_update(batch, ["key"])
            batch = []
    aliases.model.objects.bulk_update(batch, ["key"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0008_authority")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
