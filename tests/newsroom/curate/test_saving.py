"""What editors write for sentences: saved together, and nothing of it lost in a conflict."""

import pytest
from django.contrib.auth.models import User

from archive.models import Article, Edition, Translation
from newsroom.curate import desk, saving
from newsroom.curate.saving import Written
from tests.factories import make_article, make_translation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    found = make_article(body=[["Un.", "Deux."]])
    publish(found)
    return found


def base(article: Article, uid: int) -> int:
    return article.segments.get(uid=uid).translations.get().pk


def test_form_is_read() -> None:
    sent = {"s12": "One\x00.", "b12": "7", "s3": "Two.", "b3": "", "note": "x", "sx": "y"}
    assert saving.written(sent) == [Written(12, "One.", 7), Written(3, "Two.", None)]


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "²", "9" * 30])
def test_base_that_is_no_number_is_none(number: str) -> None:
    assert saving.written({"s1": "One.", "b1": number}) == [Written(1, "One.", None)]


@pytest.mark.parametrize("name", ["s", "s-1", "s" + "9" * 10, "s²", "xs1"])
def test_field_of_no_sentence_is_left(name: str) -> None:
    assert saving.written({name: "One."}) == []


def test_all_is_kept_in_one_edition(article: Article, edith: User) -> None:
    sent = [Written(uid, f"New {uid}.", base(article, uid)) for uid in (2, 3)]
    made = saving.save(article, sent, by=edith, note="n" * 400)
    assert [each.text for each in made] == ["New 2.", "New 3."]
    edition = Edition.objects.get(n=2)
    assert edition.note == "n" * 300


def test_text_left_alone_is_no_correction_of_a_newer_wording(article: Article, edith: User) -> None:
    held = base(article, 2)
    text = Translation.objects.get(pk=held).text
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    assert saving.save(article, [Written(2, f" {text}\r\n", held)], by=edith) == []


def test_base_of_another_article_is_none(article: Article, edith: User) -> None:
    other = make_article(body=[["Un."]])
    publish(other)
    theirs = other.segments.get(uid=2).translations.get()
    with pytest.raises(desk.Conflict):
        saving.save(article, [Written(2, "Theirs.", theirs.pk)], by=edith)


def test_unknown_sentence_is_refused(article: Article, edith: User) -> None:
    with pytest.raises(desk.Refused, match="has no sentence 99"):
        saving.save(article, [Written(99, "What?", None)], by=edith)


def test_clash_shows_mine_and_theirs(article: Article) -> None:
    mine = Written(2, "Edith.", base(article, 2))
    theirs = make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    (clash,) = saving.clashes(article, [mine])
    assert (clash.mine, clash.theirs, clash.standing) == (mine, theirs, theirs.pk)
    assert (clash.is_overtaken, clash.is_gone) == (True, False)


def test_what_nobody_touched_does_not_clash(article: Article) -> None:
    (clash,) = saving.clashes(article, [Written(2, "Edith.", base(article, 2))])
    assert not clash.is_overtaken


def test_sentence_that_is_gone_is_said(article: Article) -> None:
    mine = Written(2, "Edith.", base(article, 2))
    article.segments.filter(uid=2).update(alive=False)
    (clash,) = saving.clashes(article, [mine])
    assert (clash.is_gone, clash.is_overtaken) == (True, False)
    (unknown,) = saving.clashes(article, [Written(99, "What?", None)])
    assert unknown.is_gone
