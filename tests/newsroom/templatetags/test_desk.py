"""The desk's bar on its pages."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from newsroom.templatetags.desk import desk_ways
from tests.newsroom.staff import in_groups

pytestmark = pytest.mark.django_db


def test_ways_are_those_of_who_is_signed_in(max_: User) -> None:
    request = RequestFactory().get("/desk/comments/7/")
    request.user = in_groups(max_, "moderator")
    found = [(way.label, way.current) for way in desk_ways({"request": request})]
    assert ("Comments", "true") in found
    assert "Articles" not in dict(found)


def test_permissions_are_asked_for_once(max_: User) -> None:
    request = RequestFactory().get("/desk/")
    request.user = User.objects.get(pk=in_groups(max_, "operator").pk)
    with CaptureQueriesContext(connection) as asked:
        desk_ways({"request": request})
    assert len(asked) <= 2
