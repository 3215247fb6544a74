"""What the forms for publishing ask of an article."""

import pytest
from django.template import Context, Template

from tests.archive.correcting import shown

pytestmark = pytest.mark.django_db


def test_any_template_can_say_what_readers_see() -> None:
    written = "{% load publishing %}{% publishing_of article as it %}{{ it.shown }}/{{ it.newest }}"
    assert Template(written).render(Context({"article": shown()})) == "1/1"
