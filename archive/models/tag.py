"""Tag: an authority record. Alias: a name it goes by. Tagging: an article that it stands on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.urls import reverse

from archive.models.article import Article

# What addresses call the records of each kind, in the order in which readers meet the kinds.
PLURALS = {
    "subject": "subjects",
    "person": "people",
    "organisation": "organisations",
    "place": "places",
}


def _shown(to_tag: str = "") -> Q:
    """That a record has a page: neither hidden nor merged into another."""
    merged, status = f"{to_tag}merged_into__isnull", f"{to_tag}status"
    return Q(**{merged: True}) & ~Q(**{status: "hidden"})


class TagQuerySet(models.QuerySet["Tag"]):
    """Which records readers meet."""

    def shown(self) -> TagQuerySet:
        """Records with a page: neither hidden nor merged into another."""
        return self.filter(_shown())

    def in_use(self) -> TagQuerySet:
        """Shown records under which readers find a translated article."""
        under = Article.objects.translated().filter(
            taggings__tag=OuterRef("pk"), taggings__refused=False
        )
        return self.shown().filter(Exists(under))

    def with_counts(self) -> TagQuerySet:
        """Annotate `articles`: how many translated articles readers find under the record."""
        # For each record by itself, from `tagging_by_tag` alone: no article is read for each of
        # its tags, since what does not count is looked up among few.
        standing = Tagging.objects.filter(tag=OuterRef("pk"), refused=False).order_by()
        found = standing.exclude(article__in=Article.objects.untranslated().values("pk"))
        count = found.annotate(n=Func("article", function="COUNT")).values("n")
        return self.annotate(articles=Subquery(count))


class Tag(models.Model):
    """An authority record: one person, place, organisation or subject, in both languages."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        PLACE = "place", "place"
        ORGANISATION = "organisation", "organisation"
        SUBJECT = "subject", "subject"

    class Status(models.TextChoices):
        AUTO = "auto", "made by the machine"
        SEEDED = "seeded", "from the authority file"
        REVIEWED = "reviewed", "reviewed"
        HIDDEN = "hidden", "hidden"

    kind = models.CharField(max_length=15, choices=Kind)
    slug = models.SlugField(max_length=100, unique=True)
    label_en = models.CharField("English label", max_length=200)
    label_fr = models.CharField("French label", max_length=200, blank=True)
    external_id = models.CharField(
        max_length=100,
        blank=True,
        help_text="Such as cldr:FR, geonames:2988507, medtop:11000000 or seed:kremlin.",
    )
    wikidata = models.CharField(
        "Wikidata id", max_length=20, blank=True, help_text="Such as Q142, where certain."
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.AUTO)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        db_index=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["label_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="tag_external_unique"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "place", "organisation", "subject"]),
                name="tag_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["auto", "seeded", "reviewed", "hidden"]),
                name="tag_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="tag_not_merged_into_itself"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "label_en"], name="tag_by_kind"),
            # Of merged ones only: with an index of all, SQLite begins with the many that are not.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="tag_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.label_en

    def get_absolute_url(self) -> str:
        """The record's page."""
        return reverse("archive:tag", args=[self.plural, self.slug])

    @property
    def plural(self) -> str:
        """What addresses call the records of its kind."""
        return PLURALS[self.kind]


class Alias(models.Model):
    """A name that a record goes by.

    `folded` is how it is looked up: no case, no accents. `key` is the same for the usual
    transcriptions of one name (`archive.names.romanised`).
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    key = models.CharField(max_length=200, db_index=True, editable=False, default="")
    language = models.CharField(max_length=10, default="fr")

    class Meta:
        ordering = ["text"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "folded", "language"], name="alias_once_for_a_tag"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TaggingQuerySet(models.QuerySet["Tagging"]):
    """Which taggings readers meet."""

    def shown(self) -> TaggingQuerySet:
        """Those that no editor took off, with a record that readers meet."""
        # A join: with a list of all records, SQLite would begin by making it.
        return self.filter(_shown("tag__"), refused=False)


class Tagging(models.Model):
    """A record on an article.

    `offsets` lists where the machine read it: `[segment uid, start, end]`, in characters of the
    French sentence. An editor's tagging is never touched by the machine; one an editor took off
    stays as `refused`, so that the machine does not put it back.
    """

    class Origin(models.TextChoices):
        MACHINE = "machine", "machine"
        EDITOR = "editor", "editor"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    origin = models.CharField(max_length=10, choices=Origin)
    refused = models.BooleanField(default=False)
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1, as its finder says.")
    salience = models.FloatField(default=0, help_text="How much the article is about it.")
    offsets = models.JSONField(default=list, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ["-salience", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "tag"], name="tagging_once"),
            models.CheckConstraint(
                condition=Q(origin__in=["machine", "editor"]), name="tagging_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(refused=False) | Q(origin="editor"), name="tagging_refused_by_editor"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="tagging_confidence_range",
            ),
        ]
        indexes = [models.Index(fields=["tag", "refused", "article"], name="tagging_by_tag")]

    def __str__(self) -> str:
        return f"tag {self.tag_id} on article {self.article_id}"
