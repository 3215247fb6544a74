"""Only merged records are indexed by what they were merged into: nearly all were not."""

from django.db import migrations, models
from django.db.models import PROTECT, Q


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_alias_keys")]

    operations = [
        migrations.AlterField(
            model_name="tag",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="merged",
                to="archive.tag",
            ),
        ),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(
                condition=Q(merged_into__isnull=False), fields=["merged_into"], name="tag_merged"
            ),
        ),
    ]
