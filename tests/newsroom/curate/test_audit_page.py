"""The audit page's filters, its words, and its export."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from archive import audit
from archive.models import AuditEvent, Batch, BatchItem
from newsroom.curate import audit_page
from newsroom.curate.audit_page import AuditForm, exported, facts, page, plain
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.archive.discuss.writing import say

pytestmark = pytest.mark.django_db


def found(query: str) -> list[AuditEvent]:
    return [line.event for line in page(AuditForm(QueryDict(query)), None).lines]


def at(day: int, hour: int = 12) -> AuditEvent:
    when = datetime(2026, 3, day, hour, tzinfo=UTC)
    return AuditEvent.objects.create(act="tag", target="article:1", at=when)


class TestFilters:
    def test_latest_comes_first(self) -> None:
        first, second = audit.record("tag", "article:1"), audit.record("tag", "article:2")
        assert found("") == [second, first]

    def test_actor_by_sign_in_name_in_any_case(self, edith: User, max_: User) -> None:
        mine = audit.record("tag", "article:1", actor=edith)
        audit.record("tag", "article:1", actor=max_)
        assert found("actor=Edith") == [mine]
        assert found("actor=nobody") == []

    def test_act(self) -> None:
        audit.record("tag", "article:1")
        hidden = audit.record("hide", "article:1")
        assert found("act=Hide") == [hidden]

    @pytest.mark.parametrize("given", ["{}", "article:{}", " {} "])
    def test_number_finds_all_that_concerns_the_article(self, edith: User, given: str) -> None:
        article, other = worded(), worded()
        comment, wording = say(article), suggested(sentence(article))
        batch = Batch.objects.create(kind="hide", by=edith)
        BatchItem.objects.create(batch=batch, article=article)
        events = [
            audit.record("hide", f"article:{article.pk}"),
            audit.record("approve comment", f"comment:{comment.pk}"),
            audit.record("accept suggestion", f"suggestion:{wording.pk}"),
            audit.record("begin batch", f"batch:{batch.pk}"),
        ]
        audit.record("hide", f"article:{other.pk}")
        assert found(f"target={given.format(article.pk)}") == events[::-1]

    def test_record_by_its_name_and_all_of_its_kind(self) -> None:
        paris, lyon = audit.record("rename", "tag:paris"), audit.record("rename", "tag:lyon")
        audit.record("retry jobs", "tags")
        assert found("target=tag:paris") == [paris]
        assert found("target=tag") == [lyon, paris]

    def test_days_are_both_included_and_those_of_paris(self) -> None:
        at(1, 22)
        events = [at(1, 23), at(2), at(3, 22)]
        at(3, 23)
        assert found("after=2026-03-02&before=2026-03-03") == events[::-1]

    def test_filters_join(self, edith: User) -> None:
        audit.record("tag", "article:1", actor=edith)
        both = audit.record("hide", "article:1", actor=edith)
        assert found("actor=edith&act=hide&target=1") == [both]

    def test_what_cannot_be_read_is_left_out(self) -> None:
        event = audit.record("hide", "article:1")
        assert found("act=hide&after=soon&target=%00") == [event]

    def test_address_holds_what_can_be_used(self) -> None:
        form = AuditForm(QueryDict("actor=edith&after=2026-03-02&before=x&older=7"))
        assert form.query == "actor=edith&after=2026-03-02"


class TestPages:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_page, "PER_PAGE", 2)

    def test_each_begins_below_the_one_before(self) -> None:
        events = [audit.record("tag", f"article:{n}") for n in range(5)][::-1]
        read, before = [], None
        for _ in range(3):
            shown = page(AuditForm(QueryDict("")), before)
            read += [line.event for line in shown.lines]
            before = shown.older
        assert (read, before) == (events, None)

    def test_event_that_comes_meanwhile_moves_nothing(self) -> None:
        events = [audit.record("tag", f"article:{n}") for n in range(3)]
        older = page(AuditForm(QueryDict("")), None).older
        audit.record("tag", "article:9")
        lines = page(AuditForm(QueryDict("")), older).lines
        assert [line.event for line in lines] == events[:1]

    def test_one_query_a_page(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for n in range(3):
            audit.record("tag", f"article:{n}", actor=User.objects.create_user(f"u{n}"))
        with django_assert_num_queries(1):
            shown = page(AuditForm(QueryDict("")), None)
            assert [line.event.actor for line in shown.lines]


class TestWords:
    def test_details_are_told_in_words(self) -> None:
        details = {
            "hold_reason": "",
            "base": None,
            "closed": True,
            "sentences": [3, 4],
            "before": {"title": "A", "date": None},
        }
        assert facts(details) == (
            ("hold reason", "none"),
            ("base", "none"),
            ("closed", "yes"),
            ("sentences", "3, 4"),
            ("before", "title: A; date: none"),
        )

    @pytest.mark.parametrize(
        ("target", "address"),
        [
            ("article:7", "/desk/articles/7/"),
            ("comment:7", "/desk/comments/7/"),
            ("suggestion:7", "/desk/suggestions/7/"),
            ("tag:paris", "/desk/names/paris/"),
            ("job:7", ""),
            ("jobs", ""),
            ("article:x", ""),
            ("batch:7", "/desk/batches/7/"),
            ("source:wire", "/desk/sources/wire/"),
            ("tag:not a slug", ""),
            ("article:²", ""),
        ],
    )
    def test_record_with_a_page_is_led_to(self, target: str, address: str) -> None:
        audit.record("tag", target)
        assert page(AuditForm(QueryDict("")), None).lines[0].address == address

    def test_form_tells_the_acts_of_late(self) -> None:
        for act in ("tag", "hide", "tag"):
            audit.record(act, "article:1")
        assert audit_page.acts() == ["hide", "tag"]


class TestExport:
    def read(self, query: str = "") -> list[list[str]]:
        text = "".join(exported(AuditForm(QueryDict(query)).events()))
        return list(csv.reader(io.StringIO(text)))

    def test_lines_are_the_filters(self, edith: User) -> None:
        audit.record("tag", "article:1")
        event = audit.record("hide", "article:1", actor=edith, pages=2, state="live")
        head, line = self.read("act=hide")
        assert head == list(audit_page.COLUMNS)
        assert line[0] == str(event.pk)
        assert line[2:] == ["edith", "hide", "article:1", "pages: 2; state: live"]

    def test_time_is_whole(self) -> None:
        at(1)
        assert self.read()[1][1] == "2026-03-01T13:00:00+01:00"

    def test_it_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_page, "MOST_EXPORTED", 2)
        for n in range(4):
            audit.record("tag", f"article:{n}")
        assert len(self.read()) == 3

    @pytest.mark.parametrize(
        "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"], ids=list("=+-@tr")
    )
    def test_formula_is_only_text(self, cell: str) -> None:
        audit.record(cell, "article:1")
        assert plain(cell) == f"'{cell}"
        assert self.read()[1][3] == f"'{cell}"

    def test_plain_words_stay_as_they_are(self) -> None:
        assert plain("retry job") == "retry job"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE archive_auditevent SET act = 'nothing'",
        "DELETE FROM archive_auditevent",
    ],
    ids=["change", "delete"],
)
def test_database_itself_refuses_to_touch_an_event(statement: str) -> None:
    audit.record("hide", "article:1")
    with (
        pytest.raises(DatabaseError, match="an audit event is never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.get().act == "hide"
