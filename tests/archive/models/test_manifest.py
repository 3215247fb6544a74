"""What the database counts in a manifest, on SQLite and PostgreSQL alike."""

import pytest

from archive.models import Article, Translation
from archive.models.manifest import Checked, Sentences
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def counted(article: Article) -> tuple[int, int]:
    found = Article.objects.filter(pk=article.pk)
    checked, held = found.values_list(
        Checked("edition__manifest"), Sentences("edition__manifest")
    ).get()
    return checked, held


def test_wordings_that_a_person_checked_are_counted() -> None:
    made = make_article()
    publish(made)
    assert counted(made) == (0, 4)
    first, second, *_ = Translation.objects.order_by("pk")
    Translation.objects.filter(pk=first.pk).update(state="approved")
    Translation.objects.filter(pk=second.pk).update(state="edited")
    assert counted(made) == (2, 4)


def test_wording_outside_the_edition_does_not_count() -> None:
    made = make_article()
    publish(made)
    segment = made.segments.all()[0]
    segment.translations.create(n=2, text="Other.", origin="editor", state="edited")
    assert counted(made) == (0, 4)


def test_levels_part_the_articles() -> None:
    articles = [make_article() for _ in range(3)]
    for article in articles:
        publish(article)
    machine, partly, fully = articles
    theirs = Translation.objects.filter(segment__article=partly).order_by("pk")
    Translation.objects.filter(pk=theirs[0].pk).update(state="approved")
    Translation.objects.filter(segment__article=fully).update(state="approved")
    make_article()
    for level, article in (("machine", machine), ("partly", partly), ("fully", fully)):
        assert list(Article.objects.of_level(level)) == [article]
