"""Acts on the glossary: whole, stated against what was seen, and taken back as one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive.models import AuditEvent, Batch, Job
from newsroom.curate import glossary
from newsroom.curate.desk import Conflict, Refused
from newsroom.curate.glossary import GLOSSARY
from newsroom.curate.terms import Change, Facts, clean
from newsroom.models import Term, TermChange
from tests.newsroom.curate.worded import STRIKE, add, change, term

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    return list(Term.objects.order_by("pk").values_list("pk", "french", "english", "forbidden"))


def test_change_is_one_batch_with_its_job_and_its_audit(edith: User) -> None:
    batch = add(edith, STRIKE, Facts("pont", "bridge"))
    assert batch.undo_until == batch.at + timedelta(days=7)
    assert batch.asked == {"added": 2, "terms": ["grève", "pont"]}
    assert Job.objects.filter(kind=GLOSSARY, key=str(batch.pk), state="queued").count() == 1
    event = AuditEvent.objects.get(target=f"batch:{batch.pk}")
    assert (event.act, event.actor, event.details) == ("change glossary", edith, {"added": 2})


def test_changes_keep_what_was_and_what_is(edith: User) -> None:
    row = term(edith)
    batch = change(row, edith, Facts("grève", "stoppage"))
    kept = TermChange.objects.get(batch=batch)
    assert kept.term_id_then == row.pk
    assert kept.before["english"], kept.after["english"] == ("strike", "stoppage")


def test_term_is_found_by_its_folded_french(edith: User) -> None:
    add(edith, clean(Facts("  État   d’urgence ", "state of emergency")))
    row = Term.objects.get()
    assert (row.french, row.folded) == ("État d’urgence", "etat d'urgence")


def test_two_terms_never_share_french_and_part_of_speech(edith: User) -> None:
    term(edith)
    with pytest.raises(Refused, match="has “Greve” \\(noun\\) already"):
        add(edith, Facts("pont", "bridge"), Facts("Greve", "shore"))
    assert Term.objects.count() == 1
    assert not Batch.objects.exists()
    add(edith, Facts("grève", "strike", (), "phrase"))


def test_two_of_one_batch_never_share_them(edith: User) -> None:
    with pytest.raises(Refused, match="already"):
        add(edith, STRIKE, Facts("Grève", "stoppage"))


@pytest.mark.parametrize("gone", [False, True], ids=["changed", "deleted"])
def test_change_of_what_was_not_seen_is_a_conflict(edith: User, *, gone: bool) -> None:
    row = term(edith)
    seen = Facts.of(row)
    Term.objects.all().delete() if gone else Term.objects.update(note="new")
    with pytest.raises(Conflict):
        glossary.apply([Change(seen, Facts("grève", "stoppage"), row.pk)], edith)


def test_no_change_is_refused(edith: User) -> None:
    row = term(edith)
    with pytest.raises(Refused, match="Nothing was changed"):
        change(row, edith, Facts.of(row))


def test_undo_gives_terms_back_with_their_numbers(edith: User) -> None:
    one, two = term(edith), term(edith, Facts("pont", "bridge", ("deck",)))
    before = rows()
    batch = glossary.apply(
        [
            Change(Facts.of(one), Facts("grève", "stoppage"), one.pk),
            Change(Facts.of(two), None, two.pk),
            Change(None, Facts("port", "harbour")),
        ],
        edith,
    )
    assert rows() != before
    glossary.undo(batch.pk, edith)
    assert rows() == before
    assert Job.objects.filter(kind=GLOSSARY, key=f"{batch.pk}:undo").exists()
    assert AuditEvent.objects.filter(act="undo glossary", target=f"batch:{batch.pk}").exists()


def test_undo_is_done_once(edith: User) -> None:
    batch = add(edith)
    glossary.undo(batch.pk, edith)
    with pytest.raises(Refused, match="undone already"):
        glossary.undo(batch.pk, edith)


def test_undo_ends_after_seven_days(edith: User) -> None:
    batch = add(edith)
    Batch.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="no longer be undone"):
        glossary.undo(batch.pk, edith)
    assert Term.objects.exists()


def test_undo_of_what_was_changed_again_is_refused(edith: User) -> None:
    first = add(edith)
    second = change(Term.objects.get(), edith, Facts("grève", "stoppage"))
    with pytest.raises(Refused, match="“grève” was changed again since"):
        glossary.undo(first.pk, edith)
    glossary.undo(second.pk, edith)
    glossary.undo(first.pk, edith)
    assert not Term.objects.exists()


def test_undo_of_a_deletion_whose_place_is_taken_is_refused(edith: User) -> None:
    batch = change(term(edith), edith, None)
    add(edith, Facts("grève", "stoppage"))
    with pytest.raises(Refused, match="already"):
        glossary.undo(batch.pk, edith)
    assert Term.objects.get().english == "stoppage"


def test_each_change_is_later_than_the_one_before(edith: User) -> None:
    """Even where a clock goes backwards."""
    row = term(edith)
    Term.objects.update(at=timezone.now() + timedelta(hours=1))
    last = Term.objects.get().at
    change(row, edith, Facts("grève", "stoppage"))
    assert Term.objects.get().at > last
