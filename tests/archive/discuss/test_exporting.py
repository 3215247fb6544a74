"""The export is complete: each column of a person’s rows is in it, or is named here."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from archive.discuss.desk import decide
from archive.discuss.exporting import export
from archive.discuss.own_words import Owner
from archive.discuss.sealing import digest_of
from archive.models import Article, Comment, Decision, Doubt, Report, Standing, Suggestion
from tests.archive.discuss.mailing import ROSA, suggested
from tests.archive.discuss.writing import say, translated

pytestmark = pytest.mark.django_db
OWNER = Owner(writer="rosa")
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
# Columns that are said by another name: the number of a row is none of the writer's business.
SAID_AS: dict[type[Model], dict[str, str | None]] = {
    Comment: {
        "article": "article",
        "segment": "sentence",
        "translation": "wording",
        "parent": "in_reply_to",
        "body": "text",
        "created_at": "written_at",
    },
    Suggestion: {
        "segment": "sentence",
        "base": "wording_before",
        "translation": "wording_made",
        "created_at": "written_at",
        "decided_by": None,  # somebody else's name
    },
    Report: {"id": None, "at": "written_at"},
    Doubt: {"id": None, "translation": "wording", "at": "clicked_at"},
    Standing: {"id": None, "writer": None, "by": None, "at": "since"},
    Decision: {"id": None, "comment": None, "batch": None},
}
OF_SENDERS = {
    "email_sealed": "email",
    "email_digest": "email_fingerprint",
    "writer": "cookie_fingerprint",
    "network": "network_fingerprint",
    "hold_reason": "held_because",
}


@pytest.fixture
def article() -> Article:
    return translated()


def everything(article: Article, max_: User) -> None:
    comment = say(article, "Words", writer="rosa", email=ROSA, state="pending", created_at=AT)
    comment.revisions.create(body="Before", at=AT)
    decide(comment, "rejected", by=max_, reason="abuse", note="Stay kind.")
    wording = suggested(article, writer="rosa", name="Rosa", note="Why")
    Report.objects.create(comment=say(article), writer="rosa", reason="other", note="Because")
    Doubt.objects.create(translation=wording.base, writer="rosa")
    Standing.objects.create(writer="rosa", kind="held", reason="Links.")


def test_everything_that_was_written_is_in_it(article: Article, max_: User) -> None:
    everything(article, max_)
    found = json.loads(json.dumps(export(OWNER)))
    (comment,) = found["comments"]
    assert (comment["text"], comment["name"], comment["email"]) == ("Words", "Rosa", ROSA)
    assert comment["email_fingerprint"] == digest_of(ROSA)
    assert comment["written_at"] == "2026-01-02T03:04:05+00:00"
    assert comment["earlier_texts"] == [{"text": "Before", "until": "2026-01-02T03:04:05+00:00"}]
    (decision,) = comment["decisions"]
    assert (decision["by"], decision["note"]) == ("staff", "Stay kind.")
    assert [each["text"] for each in found["suggestions"]] == ["A better one."]
    assert [each["note"] for each in found["reports"]] == ["Because"]
    assert [each["sentence"] for each in found["doubts"]] == [1]
    assert found["standing"]["reason"] == "Links."


def test_whoever_decided_is_not_named(article: Article, max_: User) -> None:
    everything(article, max_)
    assert "max" not in json.dumps(export(OWNER))


@pytest.mark.parametrize("model", SAID_AS)
def test_each_column_is_in_it(model: type[Model], article: Article, max_: User) -> None:
    everything(article, max_)
    found = json.loads(json.dumps(export(OWNER)))
    rows = {
        Comment: found["comments"][0],
        Suggestion: found["suggestions"][0],
        Report: found["reports"][0],
        Doubt: found["doubts"][0],
        Standing: found["standing"],
        Decision: found["comments"][0]["decisions"][0],
    }
    known: dict[str, str | None] = {**OF_SENDERS, **SAID_AS[model]}
    names = [known.get(field.name, field.name) for field in model._meta.concrete_fields]
    assert [name for name in names if name and name not in rows[model]] == []


def test_by_address_only_what_was_sent_with_it(article: Article, max_: User) -> None:
    everything(article, max_)
    say(article, "Without it", writer="rosa")
    found = json.loads(json.dumps(export(Owner(email=digest_of(ROSA)))))
    assert [len(found[kind]) for kind in ("comments", "suggestions")] == [1, 1]
    assert (found["reports"], found["doubts"], found["standing"]) == ([], [], None)


def test_nobody_has_nothing(article: Article, max_: User) -> None:
    everything(article, max_)
    assert export(Owner())["comments"] == []


def test_queries_do_not_grow(
    article: Article, max_: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everything(article, max_)
    for n in range(5):
        say(article, f"Comment {n}", writer="rosa").revisions.create(body="Before")
    with django_assert_num_queries(7):
        export(OWNER)
