"""Editions: kept for ever."""

import pytest
from django.db import DatabaseError, transaction

from archive.models import Edition
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def test_database_refuses_to_change_one() -> None:
    edition = publish(make_article())
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="Another")


def test_address_is_the_articles_with_its_number() -> None:
    edition = publish(make_article())
    assert edition.get_absolute_url() == f"/articles/{edition.article_id}/v1/"
