"""The later edits of an article by its source."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.changes import Change, Line, changes, editions_of, turns
from archive.models import Article, Source
from tests.factories import (
    EDITED_AT,
    make_article,
    make_capture,
    make_segment,
    make_source,
    make_translation,
    publish,
    rewrite,
)

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY = "Le pont a rouvert mardi matin.", "Le pont a rouvert mercredi matin."
RIVER, FERRY = "La Garonne reste haute.", "Un bac relie les deux rives."
ENGLISH = {
    TUESDAY: "The bridge reopened on Tuesday morning.",
    WEDNESDAY: "The bridge reopened on Wednesday morning.",
}


def held(*lines: str, source: Source | None = None) -> Article:
    article = make_article(body=[[line] for line in lines or (TUESDAY, RIVER)], source=source)
    publish(article, ENGLISH)
    return article


def told(article: Article) -> list[Change]:
    return changes(article, turns(editions_of(article)))


def shown(change: Change) -> list[tuple[str, str, str]]:
    """What is told of each sentence, and its French before and after."""

    def french(line: Line, side: str) -> str:
        there = getattr(line, side)
        return " ".join(piece.text for piece in there.french) if there else ""

    return [
        (line.fate or f"{line.skipped} skipped", french(line, "before"), french(line, "after"))
        for line in change.lines
    ]


def test_new_text_of_the_source_is_a_change_seen_when_it_was_received() -> None:
    article = held()
    rewrite(article, {TUESDAY: WEDNESDAY}, ENGLISH)
    (change,) = told(article)
    assert (change.turn.before.n, change.turn.after.n) == (1, 2)
    assert change.turn.seen_at == EDITED_AT
    assert change.counts == {"changed": 1, "added": 0, "removed": 0}


def test_words_that_differ_are_marked_in_both_languages() -> None:
    article = held()
    rewrite(article, {TUESDAY: WEDNESDAY}, ENGLISH)
    (line,) = (line for line in told(article)[0].lines if line.fate == "changed")
    assert line.before
    assert line.after
    marked = [
        [piece.text for piece in pieces if piece.changed]
        for side in (line.before, line.after)
        for pieces in (side.french, side.english)
    ]
    assert marked == [["mardi"], ["Tuesday"], ["mercredi"], ["Wednesday"]]


def test_editors_wording_is_no_change_by_the_source() -> None:
    article = held()
    segment = article.segments.get(text=RIVER)
    make_translation(segment, "It is high.", origin="editor", state="edited")
    publish(article)
    assert (article.editions.count(), turns(editions_of(article))) == (2, [])


def test_editors_wording_that_comes_with_a_new_text_is_not_told_as_its_change() -> None:
    article = held(TUESDAY, RIVER)
    segment = article.segments.get(text=RIVER)
    make_translation(segment, "It is high.", origin="editor", state="edited")
    rewrite(article, {TUESDAY: WEDNESDAY})
    (change,) = told(article)
    assert shown(change)[-1] == ("kept", "", RIVER)
    assert change.summary == "1 sentence changed."


def test_new_bytes_of_the_same_words_are_no_change() -> None:
    article = held()
    rewrite(article)
    make_translation(article.segments.get(text=RIVER), "High.", origin="editor", state="edited")
    publish(article)
    assert (article.editions.count(), turns(editions_of(article))) == (2, [])


def test_moved_sentence_is_no_change() -> None:
    article = held(TUESDAY, RIVER)
    article.segments.filter(text=RIVER).update(position=1)
    article.segments.filter(text=TUESDAY).update(position=2)
    rewrite(article)
    assert (article.editions.count(), turns(editions_of(article))) == (2, [])


def test_text_that_no_edition_ever_showed_is_not_told_of() -> None:
    article, never = held(), "Le pont a rouvert jeudi matin."
    make_capture(article, raw=never, received_at=EDITED_AT - timedelta(days=1))
    make_segment(article, never)
    rewrite(article, {never: "", TUESDAY: WEDNESDAY})
    (change,) = told(article)
    assert never not in str(shown(change))
    assert change.turn.seen_at == EDITED_AT


def test_changes_stand_newest_first() -> None:
    article = held()
    rewrite(article, {TUESDAY: WEDNESDAY})
    rewrite(article, {WEDNESDAY: "", "": FERRY}, received_at=EDITED_AT + timedelta(days=6))
    newest, oldest = told(article)
    assert [newest.turn.after.n, oldest.turn.after.n] == [3, 2]
    assert [newest.summary, oldest.summary] == [
        "1 sentence added, 1 removed.",
        "1 sentence changed.",
    ]


def test_headline_byline_and_date_are_named() -> None:
    article = held()
    rewrite(
        article,
        {"Le pont rouvre": "Le pont rouvre enfin", TUESDAY: ""},
        byline="Jeanne Roux",
        published_on=date(2024, 10, 24),
    )
    (change,) = told(article)
    assert change.summary == "The headline, the byline and the date changed; 1 sentence removed."
    assert change.byline == ("", "Jeanne Roux")
    assert change.date == (date(2024, 10, 23), date(2024, 10, 24))
    assert change.lines[0].is_headline


def test_another_byline_alone_is_a_change() -> None:
    article = held()
    rewrite(article, byline="Jeanne Roux")
    (change,) = told(article)
    assert (change.summary, change.lines) == ("The byline changed.", ())


def test_only_the_neighbours_of_a_change_are_shown_and_the_rest_is_counted() -> None:
    article = held("Un.", "Deux.", "Trois.", TUESDAY, "Quatre.", "Cinq.", "Six.")
    rewrite(article, {TUESDAY: WEDNESDAY})
    assert shown(told(article)[0]) == [
        ("3 skipped", "", ""),
        ("kept", "", "Trois."),
        ("changed", TUESDAY, WEDNESDAY),
        ("kept", "", "Quatre."),
        ("2 skipped", "", ""),
    ]


LONG = [f"Phrase {n} " + "avec bien des mots " * 12 + "." for n in range(6)]


class TestDisplay:
    def test_what_an_excerpt_withholds_is_counted_and_not_shown(self) -> None:
        article = held(TUESDAY, RIVER, FERRY, source=make_source("revue", display="excerpt"))
        rewrite(article, {TUESDAY: WEDNESDAY, FERRY: "Un bac secret relie les deux rives."})
        (change,) = told(article)
        assert change.withheld == 1
        assert change.counts["changed"] == 2
        assert "bac" not in str(change.lines)
        assert ("changed", TUESDAY, WEDNESDAY) in shown(change)

    def test_sentence_pushed_out_of_the_opening_is_not_shown_as_its_other_self(self) -> None:
        article = held(*LONG[:2], source=make_source("revue", display="excerpt"))
        rewrite(article, {LONG[1]: f"{LONG[1]} Secret.", LONG[0]: f"Ajout. {LONG[0] * 3}"})
        (change,) = told(article)
        assert "Secret" not in str(change.lines)
        assert change.withheld >= 1

    def test_metadata_source_shows_its_headline_alone(self) -> None:
        article = held(source=make_source("courrier", display="metadata"))
        rewrite(article, {"Le pont rouvre": "Le pont rouvre enfin", TUESDAY: WEDNESDAY})
        (change,) = told(article)
        assert shown(change) == [("changed", "Le pont rouvre", "Le pont rouvre enfin")]
        assert change.withheld == 1

    def test_rule_of_today_holds_for_what_was_shown_before(self) -> None:
        article = held()
        rewrite(article, {TUESDAY: WEDNESDAY})
        article.source.display = Source.Display.METADATA
        (change,) = told(article)
        assert (change.lines, change.withheld) == ((), 1)


def test_it_takes_two_queries_however_many_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = held(*LONG)
    for n in range(12):
        edit = {LONG[0]: f"{LONG[0]} 0"} if n == 0 else {f"{LONG[0]} {n - 1}": f"{LONG[0]} {n}"}
        rewrite(article, edit, received_at=EDITED_AT + timedelta(days=n))
    found = Article.objects.select_related("source").get()
    with django_assert_num_queries(2):
        assert len(told(found)) == 12


def test_manifests_of_an_article_that_never_changed_are_not_read() -> None:
    article = held()
    for english in ("High.", "Higher."):
        segment = article.segments.get(text=RIVER)
        make_translation(segment, english, origin="editor", state="edited")
        publish(article)
    assert [vars(edition)["at_turn"] for edition in editions_of(article)] == [None, None, None]
    rewrite(article, {TUESDAY: WEDNESDAY})
    at_turn = [bool(vars(edition)["at_turn"]) for edition in editions_of(article)]
    assert at_turn == [True, True, False, False]
