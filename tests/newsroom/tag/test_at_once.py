"""Two real processes that tag different articles naming the same countries at the same time."""

import subprocess
import sys

import pytest

from tests.servers import ROOT
from tests.sites import Site

MAKE = """
from tests.factories import make_article
names = ["Iran", "Chine", "Mali", "Tchad", "Chili", "Japon", "Cuba", "Togo", "Niger", "Liban"]
for n in range(20):
    make_article(title=None, body=[[f"Ici vient {name}." for name in names[n % 5:]]])
"""
TAG = """
import newsroom.wsgi
from archive.models import Article
from newsroom.tag.desk import tag_article
for pk in Article.objects.order_by("pk").values_list("pk", flat=True)[{start}::2]:
    tag_article(pk)
"""
COUNTS = """
from archive.models import Tag, Tagging
print(Tag.objects.count(), Tagging.objects.count(), Tag.objects.filter(aliases=None).count())
"""


def tagger(site: Site, start: int) -> "subprocess.Popen[str]":
    code = TAG.format(start=start)
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=site.env, text=True, stderr=subprocess.PIPE
    )


def check_once(site: Site) -> None:
    made = site.python(MAKE)
    assert made.returncode == 0, made.stderr
    both = [tagger(site, start) for start in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert site.python(COUNTS).stdout.split() == ["10", str(4 * (10 + 9 + 8 + 7 + 6)), "0"]


@pytest.mark.embedded
def test_two_taggers_at_once_make_each_record_once(embedded_site: Site) -> None:
    check_once(embedded_site)


@pytest.mark.postgres
@pytest.mark.redis
def test_two_taggers_at_once_make_each_record_once_on_postgres(served_site: Site) -> None:
    check_once(served_site)
