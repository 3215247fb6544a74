"""Suggested merges by their own name: a Suggestion is a reader's better wording from now on."""

from django.db import migrations, models
from django.db.models import F, Q

CHECKS = {
    "of_two": ~Q(tag=F("other")),
    "score_range": Q(score__gte=0, score__lte=1),
    "reason_known": Q(reason__in=["same key", "similar", "shared article"]),
    "state_known": Q(state__in=["open", "dismissed", "merged"]),
}


def constraints(prefix):
    once = models.UniqueConstraint(fields=["tag", "other"], name=f"{prefix}_once")
    checks = [
        models.CheckConstraint(condition=condition, name=f"{prefix}_{name}")
        for name, condition in CHECKS.items()
    ]
    return [once, *checks]


class Migration(migrations.Migration):
    dependencies = [("archive", "0010_merged_records")]

    operations = [
        *(
            migrations.RemoveConstraint("suggestion", each.name)
            for each in constraints("suggestion")
        ),
        migrations.RenameModel("Suggestion", "MergeSuggestion"),
        *(
            migrations.AddConstraint("mergesuggestion", each)
            for each in constraints("merge_suggestion")
        ),
    ]
