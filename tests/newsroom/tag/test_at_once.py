"""Two real processes that tag different articles naming the same countries at the same time."""

import pytest

from tests.sites import Site

MAKE = """
from tests.factories import make_article
names = ["Iran", "Chine", "Mali", "Tchad", "Chili", "Japon", "Cuba", "Togo", "Niger", "Liban"]
for n in range(20):
    make_article(title=None, body=[[f"Ici vient {name}." for name in names[n % 5:]]])
"""
TAG = """
import sys
from archive.models import Article
from newsroom.tag.desk import tag_article
print("ready", flush=True)
input()
for pk in Article.objects.order_by("pk").values_list("pk", flat=True)[int(sys.argv[1]) :: 2]:
    tag_article(pk)
"""
COUNTS = """
from archive.models import Tag, Tagging
print(Tag.objects.count(), Tagging.objects.count(), Tag.objects.filter(aliases=None).count())
"""


def check_once(site: Site) -> None:
    made = site.python(MAKE)
    assert made.returncode == 0, made.stderr
    site.at_once((TAG, "0"), (TAG, "1"))
    assert site.python(COUNTS).stdout.split() == ["10", str(4 * (10 + 9 + 8 + 7 + 6)), "0"]


@pytest.mark.embedded
def test_two_taggers_at_once_make_each_record_once(embedded_site: Site) -> None:
    check_once(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_two_taggers_at_once_make_each_record_once_on_postgres(served_site: Site) -> None:
    check_once(served_site)
