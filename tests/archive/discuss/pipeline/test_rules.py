"""What each rule says of a submission, with the sentence that the writer reads."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.discuss.notices import HELD
from archive.discuss.pipeline import (
    Earlier,
    Hold,
    Kind,
    Refusal,
    Submission,
    Treatment,
    Verdict,
    Watched,
    rules,
)
from tests.archive.discuss.pipeline.submitting import known, links
from tests.archive.discuss.writing import sent

UNTIL = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)


def said(verdict: Verdict) -> tuple[str, str, str | None]:
    """A refusal's code, words and field."""
    assert isinstance(verdict, Refusal)
    return verdict.reason, verdict.words, verdict.field


def held(verdict: Verdict) -> tuple[str, str]:
    """A hold's code and evidence; its code has words for the writer."""
    assert isinstance(verdict, Hold)
    assert verdict.reason in HELD
    return verdict.reason, verdict.evidence


class TestThreadOpen:
    def test_open_thread_passes(self) -> None:
        assert rules.thread_open(known()) is None

    def test_closed_one_says_why(self) -> None:
        closed = known(facts={"closed": "The comments on this article are closed."})
        words = ("closed", "The comments on this article are closed.", None)
        assert said(rules.thread_open(closed)) == words

    def test_reply_to_what_is_gone_is_told_so(self) -> None:
        words = (
            "The comment you reply to is not here any more. Send yours to let it stand by itself."
        )
        gone = known(facts={"is_parent_gone": True})
        assert said(rules.thread_open(gone)) == ("parent", words, None)


class TestStanding:
    def test_writer_like_others_passes(self) -> None:
        assert rules.standing(known()) is None

    def test_all_of_a_held_writer_waits_with_the_reason(self) -> None:
        treated = known(facts={"treatment": Treatment("held", "Wrote in others’ names.")})
        assert held(rules.standing(treated)) == ("standing", "Wrote in others’ names.")

    def test_suspended_writer_reads_until_when_and_why(self) -> None:
        treated = known(facts={"treatment": Treatment("suspended", "Insults.", UNTIL)})
        words = "You may not write here until 2 March 2026, 14:30. The reason: Insults."
        assert said(rules.standing(treated)) == ("suspended", words, None)

    def test_banned_writer_reads_why(self) -> None:
        treated = known(facts={"treatment": Treatment("banned", "Threats.")})
        words = "You may not write here any more. The reason: Threats."
        assert said(rules.standing(treated)) == ("banned", words, None)


class TestLength:
    @pytest.mark.parametrize(
        ("count", "reason", "words"),
        [
            (0, "empty", "Write your comment here."),
            (1, "short", "A comment needs at least two characters."),
            (
                5001,
                "long",
                "A comment may have 5,000 characters; yours has 5,001. Shorten it a little.",
            ),
        ],
    )
    def test_wrong_length_is_refused_at_the_text(self, count: int, reason: str, words: str) -> None:
        assert said(rules.length(known("x" * count))) == (reason, words, "text")

    @pytest.mark.parametrize("count", [2, 5000])
    def test_length_at_its_limits_passes(self, count: int) -> None:
        assert rules.length(known("x" * count)) is None


class TestHoneypot:
    def test_empty_trap_passes(self) -> None:
        assert rules.honeypot(known()) is None

    def test_filled_trap_is_spam_with_its_evidence(self) -> None:
        verdict = rules.honeypot(known(trap="http://spam.example"))
        assert verdict == Hold("honeypot", "http://spam.example", spam=True)

    def test_evidence_fits_its_column(self) -> None:
        assert len(held(rules.honeypot(known(trap="x" * 400)))[1]) == 300


class TestFormAge:
    @pytest.mark.parametrize("age", [timedelta(seconds=3), timedelta(hours=24)])
    def test_time_at_its_limits_passes(self, age: timedelta) -> None:
        assert rules.form_age(known(age=age)) is None

    @pytest.mark.parametrize("seconds", [2, 0, -60])
    def test_too_quick_is_asked_to_wait(self, seconds: int) -> None:
        words = "That was very quick. Wait three seconds and send it again."
        verdict = rules.form_age(known(age=timedelta(seconds=seconds)))
        assert said(verdict) == ("quick", words, None)

    def test_too_old_is_asked_to_send_again(self) -> None:
        words = "The page was open for more than a day. Please send it once more."
        verdict = rules.form_age(known(age=timedelta(hours=24, seconds=1)))
        assert said(verdict) == ("old", words, None)


class TestRate:
    @pytest.mark.parametrize(
        ("kind", "writer", "network"),
        [
            (Kind.COMMENT, 5, 20),
            (Kind.EDIT, 10, 40),
            (Kind.SUGGESTION, 20, 60),
            (Kind.REPORT, 10, 40),
        ],
    )
    def test_too_many_of_each_kind_wait(self, kind: Kind, writer: int, network: int) -> None:
        words = f"Many {kind}s came from you or from near you. Wait ten minutes and send it again."
        for facts in ({"by_writer": writer}, {"by_network": network}):
            many = known(facts={"kind": kind, **facts})
            assert said(rules.rate(many)) == ("rate", words, None)
        fewer = {"kind": kind, "by_writer": writer - 1, "by_network": network - 1}
        assert rules.rate(known(facts=fewer)) is None


class TestWatched:
    def watching(self, text: str, *, name: str = "Rosa", **facts: Any) -> Submission:
        words = (Watched("casino en ligne"), Watched("vermine", is_refused=True))
        return known(text, name=name, facts={"watched": words, **facts})

    def test_other_words_pass(self) -> None:
        assert rules.watched(self.watching("Un casino, des vermines, en ligne.")) is None

    def test_watched_words_wait_and_are_shown_as_they_were_written(self) -> None:
        verdict = rules.watched(self.watching("Try the CASINO en-ligne tonight"))
        assert held(verdict) == ("words", "“CASINO en-ligne” in the text")

    def test_forbidden_word_is_named_to_its_writer(self) -> None:
        words = "“Vermine” is not taken here. Put it in other words, or leave it out."
        assert said(rules.watched(self.watching("Vermine !"))) == ("words", words, "text")

    def test_name_is_read_too(self) -> None:
        assert said(rules.watched(self.watching("Hello.", name="Vermine")))[2] == "name"
        verdict = rules.watched(self.watching("Hello.", name="Casino en ligne"))
        assert held(verdict)[1] == "“Casino en ligne” in the name"

    def test_forbidden_word_outweighs_a_watched_one(self) -> None:
        both = self.watching("Casino en ligne, vermine")
        assert said(rules.watched(both))[0] == "words"

    def test_word_that_was_there_already_is_not_the_writers(self) -> None:
        given = self.watching("“Vermin” (vermine), he said.", given="« Vermine », a-t-il dit.")
        assert rules.watched(given) is None


class TestLinkCount:
    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_few_links_pass(self, count: int) -> None:
        assert rules.link_count(known(f"Look: {links(count)}")) is None

    @pytest.mark.parametrize("count", [3, 5])
    def test_several_links_wait_and_are_named(self, count: int) -> None:
        evidence = f"{count} links: {links(count)}"
        assert held(rules.link_count(known(links(count)))) == ("links", evidence)

    def test_many_links_are_refused_with_their_number(self) -> None:
        words = "A comment may hold five links; yours holds 6. Take some out."
        assert said(rules.link_count(known(links(6)))) == ("links", words, "text")
        edited = known(links(6), facts={"kind": Kind.EDIT})
        assert said(rules.link_count(edited))[1] == words

    def test_link_in_the_name_counts(self) -> None:
        assert held(rules.link_count(known(links(2), name="www.spam.example")))[0] == "links"

    def test_links_that_were_there_already_do_not_count(self) -> None:
        assert rules.link_count(known(links(6), facts={"given": links(6)})) is None

    def test_evidence_fits_its_column(self) -> None:
        long = known(" ".join("https://a.example/" + "x" * 400 for _ in range(3)))
        assert len(held(rules.link_count(long))[1]) == 300


class TestRepeated:
    def after(self, earlier: str, text: str) -> Verdict:
        said_before = (Earlier(7, "Something else."), Earlier(8, earlier))
        return rules.repeated(known(text, facts={"earlier": said_before}))

    @pytest.mark.parametrize("text", ["Buy   GOLD now!!", "buy gold, now", "Büy göld now"])
    def test_same_words_wait_however_they_are_written(self, text: str) -> None:
        words = "The same words as comment 8"
        assert held(self.after("Buy gold now", text)) == ("repeated", words)

    def test_nearly_the_same_words_wait(self) -> None:
        text = "The best watches of all the town are sold at my shop on the old bridge since {}"
        verdict = self.after(text.format(1999), text.format("long ago"))
        assert held(verdict) == ("repeated", "Nearly the same words as comment 8")

    def test_other_words_pass(self) -> None:
        assert self.after("I crossed the bridge today.", "I crossed the bridge on foot.") is None

    def test_signs_alone_are_compared_as_signs(self) -> None:
        assert self.after("!!!", "👍👍") is None
        assert held(self.after("👍👍", "👍👍"))[0] == "repeated"


class TestRefusals:
    @pytest.mark.parametrize(("refused", "decided"), [(6, 10), (7, 10), (2, 3), (5, 9)])
    def test_more_than_half_refused_makes_the_next_wait(self, refused: int, decided: int) -> None:
        facts = {"refused": refused, "decided": decided}
        evidence = f"{refused} of {decided}"
        assert held(rules.refusals(known(facts=facts))) == ("refusals", evidence)

    @pytest.mark.parametrize(("refused", "decided"), [(0, 0), (5, 10), (1, 1), (2, 2), (1, 3)])
    def test_half_or_too_few_to_tell_pass(self, refused: int, decided: int) -> None:
        assert rules.refusals(known(facts={"refused": refused, "decided": decided})) is None


class TestFirstTime:
    def test_known_writer_passes(self) -> None:
        assert rules.first_time(known()) is None

    def test_new_writer_waits(self) -> None:
        verdict = rules.first_time(Submission(sent()))
        assert held(verdict) == ("first", "No comment of theirs stands published")
