"""A person's English for a sentence, and the machine's that no person has looked at."""

import pytest
from django.contrib.auth.models import User

from archive import wordings
from archive.models import Article, Segment, Translation
from tests.archive.discuss.mending import BETTER, MACHINE, sentence, shown, standing, worded
from tests.factories import make_segment, make_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


def add(segment: Segment, by: User) -> Translation:
    origin, state = Translation.Origin.READER, Translation.State.APPROVED
    return wordings.add(segment, BETTER, (), origin=origin, state=state, by=by)


def test_new_wording_stands_after_all_others(segment: Segment, edith: User) -> None:
    make_translation(segment, "Another machine’s.")
    assert add(segment, edith).n == 3
    assert standing(segment).text == BETTER


def test_readers_of_a_live_article_are_shown_it(segment: Segment, edith: User) -> None:
    add(segment, edith)
    wordings.show(segment.article, by=edith, note="Reworded.")
    assert shown(segment.article) == BETTER
    edition = segment.article.editions.latest("n")
    assert (edition.by, edition.note) == (edith, "Reworded.")


def test_article_with_an_unworded_sentence_keeps_its_edition(segment: Segment, edith: User) -> None:
    make_segment(segment.article, "Une phrase neuve.")
    add(segment, edith)
    wordings.show(segment.article, by=edith, note="Reworded.")
    assert shown(segment.article) == MACHINE
    assert Article.objects.get().version == segment.article.version + 1


def test_machines_standing_wordings_are_those_no_person_looked_at(segment: Segment) -> None:
    every = {standing(s).pk for s in Segment.objects.all()}
    assert set(wordings.by_machine().values_list("pk", flat=True)) == every
    newer = make_translation(segment, "Newer.")
    by_person = sentence(segment.article, "Le pont a rouvert mardi.")
    make_translation(by_person, "It reopened.", state="approved")
    texts = {wording.text for wording in wordings.by_machine()}
    assert newer.text in texts
    assert MACHINE not in texts
    assert by_person.pk not in wordings.by_machine().values_list("segment", flat=True)


def test_rejected_wording_stands_in_nobodys_way(segment: Segment) -> None:
    make_translation(segment, "Rejected.", state="rejected")
    assert MACHINE in {wording.text for wording in wordings.by_machine()}


def test_sentence_that_left_the_text_has_none(segment: Segment) -> None:
    Segment.objects.filter(pk=segment.pk).update(alive=False)
    assert MACHINE not in {wording.text for wording in wordings.by_machine()}
