import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0004_decisions_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchOutbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article_id', models.BigIntegerField()),
                ('xid', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'search outbox',
                'ordering': ['xid', 'pk'],
                'indexes': [models.Index(fields=['xid', 'id'], name='search_outbox_order')],
            },
        ),
    ]
