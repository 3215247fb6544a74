from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_followed_feeds")]

    operations = [migrations.RemoveField(model_name="source", name="feed")]
