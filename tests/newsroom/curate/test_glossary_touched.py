"""Which sentences a change of the glossary touches."""

import pytest
from django.contrib.auth.models import User

from archive.models import Segment
from newsroom.curate import glossary_touched
from newsroom.curate.glossary_touched import Comparison
from newsroom.curate.terms import Change, Facts
from tests.factories import make_article
from tests.newsroom.curate.worded import GREVE, OTHER, STRIKE, term

pytestmark = pytest.mark.django_db


def touched(*changes: Change) -> list[str]:
    steps = Comparison.of(changes).steps()
    return [each.segment.text for step in steps for each in step.touched]


def hold(*sentences: str) -> None:
    make_article(title=None, body=[sentences])


def test_sentences_that_hold_the_term_in_any_form_are_touched() -> None:
    hold(GREVE, OTHER, "DES GREVES", "Le gréviste")
    assert touched(Change(None, STRIKE)) == [GREVE, "DES GREVES"]


def test_sentence_of_a_longer_term_is_not_touched(edith: User) -> None:
    term(edith, Facts("grève générale", "general strike"))
    hold("La grève générale dure.", GREVE)
    assert touched(Change(None, STRIKE)) == [GREVE]


def test_note_alone_touches_nothing(edith: User) -> None:
    row = term(edith)
    hold(GREVE)
    with_note = Facts("grève", "strike", ("everg",), "noun", "See the style guide.")
    assert touched(Change(STRIKE, with_note, row.pk)) == []


def test_new_forbidden_wording_touches(edith: User) -> None:
    row = term(edith)
    hold(GREVE)
    assert touched(Change(STRIKE, Facts("grève", "strike", ("walkout",)), row.pk)) == [GREVE]


def test_change_made_is_compared_like_one_to_be_made(edith: User) -> None:
    row = term(edith)
    hold(GREVE)
    change = Change(None, STRIKE, row.pk)
    assert touched(change) == [GREVE]
    assert touched(Change(STRIKE, None, row.pk)) == [GREVE]


def test_sentence_that_no_capture_holds_any_more_is_not_touched() -> None:
    hold(GREVE)
    Segment.objects.update(alive=False)
    assert touched(Change(None, STRIKE)) == []


def test_name_keeps_a_term_from_its_words() -> None:
    hold("Il vit en France.")
    assert touched(Change(None, Facts("France", "Gaul", (), "name"))) == []


def test_archive_is_looked_through_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary_touched, "STEP", 2)
    for _ in range(5):
        hold(GREVE)
    steps = list(Comparison.of([Change(None, STRIKE)]).steps())
    assert [len(step.touched) for step in steps] == [2, 2, 1]
    later = Comparison.of([Change(None, STRIKE)]).steps(steps[0].last)
    assert [step.last for step in later] == [steps[1].last, steps[2].last]


def test_many_terms_are_found_without_the_databases_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold(GREVE, OTHER)
    others = [Change(None, Facts(f"mot {n}", "word")) for n in range(glossary_touched.FEW)]
    assert touched(Change(None, STRIKE), *others) == [GREVE]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("œuvre", "UNE ŒUVRE, une oeuvre"),
        ("été", "L'ÉTÉ"),
        ("cheval", "Les chevaux"),
        ("état d'urgence", "L’ÉTAT D’URGENCE"),
        ("49", "L’article 49"),
        ("100 %", "Plus de 100 % de"),
    ],
)
def test_database_picks_no_sentence_too_few(term: str, sentence: str) -> None:
    hold(sentence)
    part = "phrase" if term == "100 %" else "noun"
    assert touched(Change(None, Facts(term, "x", (), part))) == [sentence]
