"""E-mail addresses that were kept in the clear are sealed; digests of networks are dropped.

The key of the old digests could be derived for any day past, so that they were never forgotten.
"""

from django.db import migrations

from archive.discuss.sealing import digest_of, seal


def forwards(apps, schema_editor):
    comments = apps.get_model("archive", "Comment").objects.using(schema_editor.connection.alias)
    for pk, address in comments.exclude(email="").values_list("pk", "email").iterator():
        sealed = {"email_sealed": seal(address), "email_digest": digest_of(address)}
        comments.filter(pk=pk).update(email="", **sealed)
    comments.exclude(network="").update(network="")


class Migration(migrations.Migration):
    dependencies = [("archive", "0012_conversation")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
