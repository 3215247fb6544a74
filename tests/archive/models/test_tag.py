"""What the database promises of authority records, and which of them readers meet."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from archive.models import Alias, Article, Tag, Tagging
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def make_tag(slug: str = "iran", **fields: object) -> Tag:
    return Tag.objects.create(kind="place", slug=slug, label_en=slug.title(), **fields)


def test_hidden_and_merged_records_have_no_page() -> None:
    iran = make_tag()
    make_tag("persia", merged_into=iran)
    make_tag("secret", status="hidden")
    assert list(Tag.objects.shown()) == [iran]


def test_counts_are_of_articles_that_readers_find() -> None:
    iran = make_tag()
    seen, hidden, refused = make_article(), make_article(), make_article()
    for article in (seen, hidden, refused):
        publish(article)
    for article in (seen, hidden):
        Tagging.objects.create(article=article, tag=iran, origin="machine")
    Tagging.objects.create(article=refused, tag=iran, origin="editor", refused=True)
    Tagging.objects.create(article=make_article(), tag=iran, origin="machine")
    Article.objects.filter(pk=hidden.pk).update(state="hidden")
    assert vars(Tag.objects.with_counts().get())["articles"] == 1


def test_record_in_use_leads_to_an_article_that_readers_find() -> None:
    used, *others = (make_tag(slug) for slug in ("used", "hidden", "refused", "pending", "idle"))
    for tag, held in zip((used, *others), range(4), strict=False):
        article = make_article(state="hidden" if held == 1 else "live")
        if held != 3:
            publish(article)
        Tagging.objects.create(article=article, tag=tag, origin="editor", refused=held == 2)
    assert list(Tag.objects.in_use()) == [used]


def test_record_is_not_merged_into_itself() -> None:
    iran = make_tag()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.update(merged_into=iran)


def test_external_id_is_one_records_alone() -> None:
    make_tag(external_id="cldr:IR")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tag("persia", external_id="cldr:IR")


def test_record_stands_on_an_article_once() -> None:
    article, iran = make_article(), make_tag()
    Tagging.objects.create(article=article, tag=iran, origin="machine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.create(article=article, tag=iran, origin="editor")


def test_only_an_editor_refuses(edith: User) -> None:
    article, iran = make_article(), make_tag()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.create(article=article, tag=iran, origin="machine", refused=True)
    Tagging.objects.create(article=article, tag=iran, origin="editor", refused=True, author=edith)


def test_confidence_lies_between_nothing_and_one() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tagging.objects.create(
            article=make_article(), tag=make_tag(), origin="machine", confidence=1.1
        )


def test_alias_is_kept_once() -> None:
    iran = make_tag()
    Alias.objects.create(tag=iran, text="Perse", folded="perse")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(tag=iran, text="PERSE", folded="perse")


@pytest.mark.embedded
def test_records_on_few_articles_are_found_from_these_not_among_all() -> None:
    plan = Tagging.objects.shown().filter(article__in=range(20)).explain()
    assert "SEARCH archive_tagging" in plan.splitlines()[0]
    assert "SEARCH archive_tag USING INTEGER PRIMARY KEY" in plan


@pytest.mark.embedded
def test_articles_of_a_record_are_counted_from_an_index_alone() -> None:
    plan = Tag.objects.with_counts().explain()
    assert "USING COVERING INDEX tagging_by_tag" in plan
    assert "PRIMARY KEY" not in plan


def test_record_without_articles_counts_none() -> None:
    make_tag()
    assert vars(Tag.objects.with_counts().get())["articles"] == 0
