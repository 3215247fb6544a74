"""Editorial acts are written down once and for all."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from archive import audit, editions
from archive.models import AuditEvent, Capture, Edition
from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db


def test_act_is_recorded_with_its_actor(edith: User) -> None:
    event = audit.record("publish", "article:1", actor=edith, edition=2)
    event.refresh_from_db()
    assert (event.actor, event.act, event.target) == (edith, "publish", "article:1")
    assert event.details == {"edition": 2}


def test_act_that_is_rolled_back_is_not_recorded(edith: User) -> None:
    with transaction.atomic():
        audit.record("publish", "article:1", actor=edith)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_database_refuses_to_change_an_event() -> None:
    audit.record("publish", "article:1")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AuditEvent.objects.update(act="hide")


def test_database_refuses_to_delete_an_event() -> None:
    audit.record("publish", "article:1")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_database_refuses_to_change_an_edition() -> None:
    publish(make_article())
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(title="Another")


def test_database_refuses_to_change_a_capture() -> None:
    make_article()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Capture.objects.update(title="Another")


def test_a_persons_publishing_is_an_editorial_act(edith: User) -> None:
    article = make_article()
    publish(article)
    assert not AuditEvent.objects.exists()
    segment = article.segments.alive()[0]
    segment.translations.create(n=9, text="By hand.", origin="editor", state="edited", author=edith)
    editions.publish(article.pk, by=edith)
    assert AuditEvent.objects.get(act="publish").details == {"edition": 2}


def test_acts_done_together_bear_what_they_share(edith: User) -> None:
    with audit.within(batch=7):
        inside = audit.record("publish", "article:1", actor=edith, edition=2)
        with audit.within(part=1):
            deeper = audit.record("publish", "article:1", actor=edith)
    outside = audit.record("publish", "article:1", actor=edith)
    assert inside.details == {"batch": 7, "edition": 2}
    assert deeper.details == {"batch": 7, "part": 1}
    assert outside.details == {}


def test_what_acts_share_ends_with_an_error(edith: User) -> None:
    with pytest.raises(ValueError, match="no"), audit.within(batch=7):
        raise ValueError("no")
    assert audit.record("publish", "article:1", actor=edith).details == {}
