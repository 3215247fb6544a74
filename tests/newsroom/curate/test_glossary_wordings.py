"""Wordings that a change touches: how they stood, are flagged, and stand again."""

import pytest
from django.contrib.auth.models import User

from archive.models import Article, BatchItem, Translation
from archive.terms import Expression, Glossary
from newsroom.curate import glossary_wordings as wordings
from newsroom.curate.glossary_touched import Touched
from newsroom.translate.desk import fed_digest
from tests.factories import make_translation
from tests.newsroom.curate.worded import GREVE, article, persons

pytestmark = pytest.mark.django_db
USES = Glossary([Expression("grève", "strike", ("walkout",))]).uses(GREVE)
NEW = fed_digest(GREVE, USES)


@pytest.fixture
def held() -> Article:
    """A translated article of one sentence, which holds the term."""
    return article(GREVE)


def touched(of: Article) -> Touched:
    return Touched(of.segments.get(), (), USES)


def item_of(of: Article) -> BatchItem:
    return BatchItem(article=of, before=wordings.standing_before([touched(of)]))


def machines(of: Article, digest: str = NEW) -> Translation:
    return make_translation(of.segments.get(), "The strike.", input_sha256=digest)


def test_what_stood_is_kept_by_sentence(held: Article) -> None:
    segment, row = held.segments.get(), Translation.objects.get()
    assert item_of(held).before == {
        "standing": {str(segment.pk): row.pk},
        "fed": {str(segment.pk): fed_digest(GREVE)[:16]},
    }


def test_what_was_made_of_the_change_already_did_not_stand_before(held: Article) -> None:
    first = Translation.objects.get()
    machines(held)
    assert list(item_of(held).before["standing"].values()) == [first.pk]


def test_sentence_without_english_had_none(held: Article) -> None:
    Translation.objects.all().delete()
    assert list(item_of(held).before["standing"].values()) == [None]


def test_persons_wording_is_flagged_for_its_terms_alone(held: Article, edith: User) -> None:
    row = persons(held.segments.get(), "The walkout goes on.", edith)
    other = {"code": "number", "words": "The number 3 is missing from the English."}
    Translation.objects.filter(pk=row.pk).update(checks=[other])
    wordings.flag([touched(held)])
    row.refresh_from_db()
    assert row.checks == [
        other,
        {"code": "term", "words": "The glossary has “grève” as “strike”, not “walkout”."},
    ]
    wordings.flag([Touched(held.segments.get(), USES, ())])
    row.refresh_from_db()
    assert row.checks == [other]


def test_machines_wording_is_not_flagged_but_made_anew(held: Article) -> None:
    wordings.flag([touched(held)])
    assert Translation.objects.get().checks == []
    assert wordings.with_machines([touched(held)]) == {held.pk}


def test_article_of_persons_needs_no_machine(held: Article, edith: User) -> None:
    persons(held.segments.get(), "The walkout goes on.", edith)
    assert wordings.with_machines([touched(held)]) == set()


def test_put_back_sets_aside_what_machines_made_since(held: Article) -> None:
    item, first = item_of(held), Translation.objects.get()
    made = machines(held)
    back = wordings.put_back(item, {})
    assert (back.set_aside, back.kept, back.is_stale, back.said) == ([made.pk], [], False, "")
    assert wordings.standing([made.segment_id]) == {made.segment_id: first.pk}


def test_put_back_without_a_wording_before_leaves_what_is_there(held: Article) -> None:
    """A sentence is never left without English; the engine words it again."""
    Translation.objects.all().delete()
    item = item_of(held)
    made = machines(held)
    back = wordings.put_back(item, {})
    assert back.set_aside == []
    assert back.is_stale
    assert wordings.standing([made.segment_id]) == {made.segment_id: made.pk}


def test_put_back_is_stale_where_a_name_was_changed_since(held: Article) -> None:
    item = item_of(held)
    made = machines(held)
    other = Glossary([Expression("Valmont", "Vallmount")]).uses(GREVE)
    back = wordings.put_back(item, {made.segment_id: Touched(made.segment, USES, other)})
    assert back.is_stale


def test_kept_sentences_are_named_up_to_a_number() -> None:
    said = wordings.Back(kept=list(range(1, 12))).said
    assert said == "A person worded sentences 1, 2, 3, 4, 5, 6, 7, 8 and 3 more since: kept."


def test_only_what_an_undoing_set_aside_is_revived(held: Article) -> None:
    made = machines(held)
    Translation.objects.filter(pk=made.pk).update(state="rejected")
    wordings.revive([touched(held)])
    made.refresh_from_db()
    assert made.state == "rejected"  # by a person
