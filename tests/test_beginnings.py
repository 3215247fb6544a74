"""The run's database is put back to its beginning after a test that committed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, connection

from archive import audit
from archive.models import AuditEvent, Source
from tests import beginnings
from tests.factories import make_source

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_committed_is_gone_and_what_migrations_wrote_is_there() -> None:
    before = [list(model.objects.order_by("pk").values()) for model in (Group, Permission)]
    make_source()
    audit.record("publish", "article:1")
    Group.objects.all().delete()
    beginnings.put_back()
    assert not Source.objects.exists()
    assert not AuditEvent.objects.exists()
    assert [list(model.objects.order_by("pk").values()) for model in (Group, Permission)] == before
    assert before[0]


def test_what_guards_the_audit_stands_afterwards() -> None:
    beginnings.put_back()
    audit.record("publish", "article:1")
    with pytest.raises(DatabaseError):
        connection.cursor().execute("DELETE FROM archive_auditevent")
