"""A reader's better wording, from the form to an editor's word on it."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.discuss import suggestions
from archive.discuss.pipeline import Refusal, Sent
from archive.discuss.sealing import unseal
from archive.discuss.suggestions import Conflict, Refused, State
from archive.models import (
    Article,
    AuditEvent,
    Job,
    SearchOutbox,
    Segment,
    Suggestion,
    Translation,
    WatchWord,
)
from newsroom.translate.memory import remembered
from tests.archive.discuss import writing
from tests.archive.discuss.mending import (
    BETTER,
    FRENCH,
    MACHINE,
    sentence,
    shown,
    standing,
    suggested,
    worded,
)
from tests.factories import make_article, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


def sent(segment: Segment, text: str = BETTER, **fields: Any) -> Sent:
    fields.setdefault("translation", standing(segment).pk)
    return writing.sent(text, **fields)


def refusal(segment: Segment, given: Sent) -> Refusal:
    with pytest.raises(Refusal) as caught:
        suggestions.suggest(segment, given)
    assert not Suggestion.objects.exists()
    return caught.value


class TestTable:
    def test_it_is_the_one_that_the_database_enforces(self) -> None:
        kept = import_module("archive.migrations.0015_conversation_kept").STEPS
        ours = {b.value: {a.value for a in after} for b, after in suggestions.TRANSITIONS.items()}
        assert {b: after for b, after in ours.items() if after} == {
            b: set(after) for b, after in kept["archive_suggestion"].items()
        }

    def test_every_state_has_its_row(self) -> None:
        assert set(suggestions.TRANSITIONS) == set(State)


class TestSending:
    def test_what_was_sent_is_kept_for_an_editor(self, segment: Segment) -> None:
        given = sent(segment, email="rosa@example.org")
        made = suggestions.suggest(segment, given, note="It limps.")
        assert (made.text, made.note, made.name, made.state) == (BETTER, "It limps.", "Rosa", "new")
        assert (made.base.text, unseal(made.email_sealed)) == (MACHINE, "rosa@example.org")
        assert standing(segment).text == MACHINE

    def test_the_machines_checks_run_at_once(self, segment: Segment) -> None:
        made = suggestions.suggest(segment, sent(segment, "Residents had long been waiting."))
        assert [check["code"] for check in made.checks] == ["number"]
        assert suggestions.suggest(segment, sent(segment)).checks == []

    def test_names_whose_english_is_known_are_among_the_checks(self) -> None:
        french = "Vladimir Poutine est arrivé à Téhéran."
        there = sentence(worded(body=[[french, FRENCH]]), french)
        made = suggestions.suggest(there, sent(there, "Vladimir Poutine arrived in Tehran."))
        assert [check["code"] for check in made.checks] == ["name"]

    def test_same_words_twice_are_one(self, segment: Segment) -> None:
        one = suggestions.suggest(segment, sent(segment))
        assert suggestions.suggest(segment, sent(segment)) == one
        assert Suggestion.objects.count() == 1

    def test_two_readers_may_suggest_the_same(self, segment: Segment) -> None:
        suggestions.suggest(segment, sent(segment))
        suggestions.suggest(segment, sent(segment, writer="other", network="far"))
        assert Suggestion.objects.count() == 2

    @pytest.mark.parametrize("text", [MACHINE, f"  {MACHINE.replace(' ', '   ')} "])
    def test_no_change_is_refused_whatever_its_spaces(self, segment: Segment, text: str) -> None:
        assert "Change it" in refusal(segment, sent(segment, text)).words

    def test_nothing_and_too_much_are_refused_in_the_field(self, segment: Segment) -> None:
        assert refusal(segment, sent(segment, "")).reason == "empty"
        long = refusal(segment, sent(segment, "long " * 201))
        assert (long.reason, long.field) == ("long", "text")
        assert "1,000 characters; yours has 1,005" in long.words

    def test_wording_that_was_changed_meanwhile_is_shown_first(self, segment: Segment) -> None:
        seen = standing(segment).pk
        made = make_translation(segment, "Residents waited.", state="edited", origin="editor")
        import_module("archive.editions").publish(segment.article_id)
        assert refusal(segment, sent(segment, translation=seen)).reason == "moved"
        suggestions.suggest(segment, sent(segment, translation=made.pk))

    def test_wording_that_readers_do_not_see_yet_is_no_base(self, segment: Segment) -> None:
        draft = make_translation(segment, "Draft.")
        assert refusal(segment, sent(segment, translation=draft.pk)).reason == "moved"

    @pytest.mark.parametrize("state", ["hidden", "withdrawn"])
    def test_article_that_readers_do_not_see_takes_none(self, segment: Segment, state: str) -> None:
        Article.objects.update(state=state, withdrawn_reason="Wrong.")
        assert refusal(segment, sent(segment)).reason == "gone"

    def test_rules_of_the_conversation_hold_here_too(self, segment: Segment) -> None:
        WatchWord.objects.create(text="casino", folded="casino", act="reject")
        assert refusal(segment, sent(segment, age=timedelta(seconds=1))).reason == "quick"
        assert refusal(segment, sent(segment, f"{BETTER} At the casino.")).reason == "words"
        many = " ".join(f"https://{n}.example" for n in range(6))
        assert refusal(segment, sent(segment, f"{BETTER} {many}")).reason == "links"

    def test_what_looks_like_spam_waits_marked(self, segment: Segment) -> None:
        made = suggestions.suggest(segment, sent(segment, trap="https://spam.example"))
        assert (made.state, made.hold_reason) == ("new", "honeypot")
        assert made.evidence == "https://spam.example"

    def test_twenty_in_ten_minutes_are_enough(self, segment: Segment) -> None:
        for n in range(20):
            suggestions.suggest(segment, sent(segment, f"{BETTER} {n}"))
        with pytest.raises(Refusal, match="Many suggestions"):
            suggestions.suggest(segment, sent(segment))

    def test_link_that_the_machine_kept_is_not_the_readers(self) -> None:
        links = " ".join(f"https://{n}.example" for n in range(6))
        there = sentence(worded(body=[[f"Voir {links}."]]), f"Voir {links}.")
        suggestions.suggest(there, sent(there, f"See {links}."))


class TestWithdrawing:
    def test_words_name_and_address_go(self, segment: Segment) -> None:
        made = suggestions.suggest(segment, sent(segment, email="rosa@example.org"), note="Why.")
        suggestions.withdraw(made)
        kept = Suggestion.objects.get()
        assert kept.state == "withdrawn"
        told = (kept.text, kept.note, kept.name, kept.email_sealed, kept.email_digest, kept.network)
        assert set(told) == {""}

    def test_accepted_one_cannot_be_taken_back(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        stale = Suggestion.objects.get()
        suggestions.accept(made, by=edith, expected_base=made.base_id)
        with pytest.raises(Conflict, match="Somebody else"):
            suggestions.withdraw(stale)
        assert Suggestion.objects.get().text == BETTER


class TestAccepting:
    def test_readers_see_it_at_once_in_a_new_edition(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        before = segment.article.editions.count()
        wording = suggestions.accept(made, by=edith, expected_base=made.base_id)
        assert shown(segment.article) == BETTER
        assert segment.article.editions.count() == before + 1
        assert (wording.origin, wording.state, wording.author) == ("reader", "approved", edith)
        assert (made.state, made.translation, made.decided_by) == ("accepted", wording, edith)

    def test_editors_text_of_it_is_an_edited_wording(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        text = "  Residents had  waited 14 months for it. "
        suggestions.accept(made, by=edith, text=text, expected_base=made.base_id)
        assert shown(segment.article) == "Residents had waited 14 months for it."
        assert (made.state, made.translation.state) == ("accepted_edited", "edited")  # type: ignore[union-attr]
        assert made.text == BETTER

    def test_same_text_from_the_editors_field_is_no_edit(
        self, segment: Segment, edith: User
    ) -> None:
        made = suggested(segment)
        suggestions.accept(made, by=edith, text=f"{BETTER}\r\n", expected_base=made.base_id)
        assert made.state == "accepted"

    def test_others_for_the_sentence_are_overtaken(self, segment: Segment, edith: User) -> None:
        made, other = suggested(segment), suggested(segment, "Residents waited 14 months.")
        elsewhere = suggested(sentence(segment.article, "Le pont a rouvert mardi."), "It reopened.")
        suggestions.accept(made, by=edith, expected_base=made.base_id)
        for each in (other, elsewhere):
            each.refresh_from_db()
        assert (other.state, elsewhere.state) == ("superseded", "new")

    def test_memory_knows_it_for_a_second_article(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        suggestions.accept(made, by=edith, expected_base=made.base_id)
        second = sentence(make_article())
        assert remembered([second])[second.pk].text == BETTER

    def test_it_is_written_down_and_told_to_search(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        SearchOutbox.objects.all().delete()
        suggestions.accept(made, by=edith, expected_base=made.base_id)
        assert set(SearchOutbox.objects.values_list("article_id", flat=True)) == {
            segment.article_id
        }
        event = AuditEvent.objects.get(target=f"suggestion:{made.pk}")
        assert (event.act, event.actor) == ("accept suggestion", edith)
        assert event.details["article"] == segment.article_id
        assert BETTER not in str(event.details)

    def test_wording_that_moved_is_a_conflict_and_nothing_changes(
        self, segment: Segment, edith: User
    ) -> None:
        made = suggested(segment)
        make_translation(segment, "Residents waited.", state="edited", origin="editor")
        with pytest.raises(Conflict, match="reworded by someone else"):
            suggestions.accept(made, by=edith, expected_base=made.base_id)
        assert Suggestion.objects.get().state == "new"
        assert not Translation.objects.filter(origin="reader").exists()

    def test_editor_who_saw_the_new_wording_may_accept(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        new = make_translation(segment, "Residents waited.", state="edited", origin="editor")
        suggestions.accept(made, by=edith, expected_base=new.pk)
        assert shown(segment.article) == BETTER

    def test_sentence_that_left_the_text_is_a_conflict(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        Segment.objects.filter(pk=segment.pk).update(alive=False)
        with pytest.raises(Conflict, match="no longer holds"):
            suggestions.accept(made, by=edith, expected_base=made.base_id)

    def test_what_stands_so_already_is_refused(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        new = make_translation(segment, BETTER, state="edited", origin="editor")
        with pytest.raises(Refused, match="stand already"):
            suggestions.accept(made, by=edith, expected_base=new.pk)

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
    def test_editors_empty_or_endless_text_is_refused(
        self, segment: Segment, edith: User, text: str
    ) -> None:
        made = suggested(segment)
        with pytest.raises(Refused):
            suggestions.accept(made, by=edith, text=text, expected_base=made.base_id)
        assert shown(segment.article) == MACHINE

    def test_name_that_is_not_to_be_credited_is_kept_nowhere(
        self, segment: Segment, edith: User
    ) -> None:
        made = suggested(segment, name="Cheap flights")
        suggestions.accept(made, by=edith, expected_base=made.base_id, credited=False)
        assert Suggestion.objects.get().name == ""

    def test_hidden_article_keeps_it_for_later(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        Article.objects.update(state="hidden")
        suggestions.accept(made, by=edith, expected_base=made.base_id)
        assert standing(segment).text == BETTER
        assert segment.article.editions.count() == 1


class TestDeciding:
    def test_rejection_gives_its_reason_and_changes_nothing(
        self, segment: Segment, edith: User
    ) -> None:
        made = suggested(segment)
        suggestions.reject(made, by=edith, reason=" It says  less. ")
        assert (made.state, made.reason) == ("rejected", "It says less.")
        assert standing(segment).text == MACHINE
        (event,) = AuditEvent.objects.filter(act="reject suggestion")
        assert event.details["reason_length"] == len("It says less.")

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
    def test_rejection_wants_a_reason_of_some_length(
        self, segment: Segment, edith: User, reason: str
    ) -> None:
        with pytest.raises(Refused):
            suggestions.reject(suggested(segment), by=edith, reason=reason)

    def test_rejected_one_may_wait_again(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        suggestions.reject(made, by=edith, reason="It says less.")
        suggestions.reopen(made, by=edith)
        kept = Suggestion.objects.get()
        assert (kept.state, kept.reason) == ("new", "")
        assert (kept.decided_by, kept.decided_at) == (None, None)

    def test_second_editor_changes_nothing(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        stale = Suggestion.objects.get()
        suggestions.reject(made, by=edith, reason="It says less.")
        with pytest.raises(Conflict):
            suggestions.accept(stale, by=edith, expected_base=stale.base_id)
        with pytest.raises(Conflict):
            suggestions.reject(stale, by=edith, reason="Late.")
        assert Suggestion.objects.get().reason == "It says less."

    def test_whoever_left_an_address_is_written_to(self, segment: Segment, edith: User) -> None:
        told, untold = suggested(segment, email="rosa@example.org"), suggested(segment, "Other.")
        suggestions.accept(untold, by=edith, expected_base=untold.base_id)
        assert list(Job.objects.filter(kind="letters").values_list("key", flat=True)) == [
            f"outcome:{told.pk}"
        ]

    def test_table_is_kept_whoever_asks(self, segment: Segment, edith: User) -> None:
        made = suggested(segment)
        suggestions.withdraw(made)
        for act in (
            lambda: suggestions.accept(made, by=edith, expected_base=made.base_id),
            lambda: suggestions.reject(made, by=edith, reason="No."),
            lambda: suggestions.reopen(made, by=edith),
            lambda: suggestions.withdraw(made),
        ):
            with pytest.raises(Conflict):
                act()
        assert Suggestion.objects.get().state == "withdrawn"


def test_longest_grows_with_the_sentence_to_what_an_editor_may_write() -> None:
    assert [suggestions.longest("x" * n) for n in (10, 500, 9000)] == [1000, 1500, 10_000]
