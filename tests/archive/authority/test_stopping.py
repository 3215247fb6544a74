"""The stop list: what is on it, and which articles are read again."""

import pytest
from django.contrib.auth.models import User

from archive import authority
from archive.models import AuditEvent, StopName
from newsroom.line import TAG
from tests.archive.authority.records import add, by_machine, make_tag, queued, sought, touched
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_job_is_the_lines() -> None:
    assert authority.RETAG == TAG


def test_form_is_kept_folded_and_once(edith: User) -> None:
    first = authority.stop("  L’Élysée ", "place", edith)
    assert authority.stop("l’elysee", "place", edith) == first
    assert (first.text, first.folded, first.kind, first.by) == (
        *("L’Élysée", "l'elysee", "place"),
        edith,
    )
    assert AuditEvent.objects.get().act == "stop name"
    assert authority.stop("L’Élysée", "", edith) != first


@pytest.mark.parametrize(
    ("text", "kind"),
    [(" ", ""), ("a" * 201, ""), ("œ" * 101, ""), *[("Paris", k) for k in ("town", "subject")]],
)
def test_unfit_form_is_refused(edith: User, text: str, kind: str) -> None:
    with pytest.raises(authority.Refused, match="A stop name is"):
        authority.stop(text, kind, edith)


def test_articles_of_the_records_that_go_by_it_are_read_again(edith: User) -> None:
    tag, other = make_tag("Conseil", "Conseil"), make_tag("Council", "Le Conseil")
    merged = make_tag("Old council", "conseil", merged_into=other)
    articles = [make_article() for _ in range(4)]
    by_machine(articles[0], tag)
    by_machine(articles[1], other)
    by_machine(articles[2], make_tag("Iran", "Iran"))
    add(articles[3], tag, edith)
    touched()
    authority.stop("Conseil", "", edith)
    assert merged.merged_into == other
    assert touched() == queued() == {articles[0].pk, articles[1].pk}


def test_allowed_again_and_read_where_it_stands(edith: User) -> None:
    holding, other = make_article(body=[["Le Conseil a parlé."]]), make_article()
    stopped = authority.stop("Conseil", "", edith)
    assert authority.unstop(stopped, edith)
    assert queued() == set()
    found = sought()
    assert found == {holding.pk}
    assert other.pk not in found
    assert not StopName.objects.exists()
    assert not authority.unstop(StopName(pk=stopped.pk or 99), edith)
