"""Acts on one record: renaming, hiding, reviewing."""

import pytest
from django.contrib.auth.models import User

from archive import authority
from archive.models import AuditEvent, Job, Tag
from tests.archive.authority.records import by_machine, make_tag, queued, sought, touched
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag() -> Tag:
    return make_tag("Poutine", "Poutine", label_fr="Poutine")


def facts(tag: Tag) -> tuple[str, str, str, str]:
    tag.refresh_from_db()
    return tag.label_en, tag.label_fr, tag.slug, tag.status


def names(tag: Tag) -> set[tuple[str, str]]:
    return set(tag.aliases.values_list("text", "language"))


def test_renaming_keeps_the_address_and_the_old_names(tag: Tag, edith: User) -> None:
    assert authority.rename(tag, " Vladimir  Putin ", "Vladimir Poutine", edith)
    assert facts(tag) == ("Vladimir Putin", "Vladimir Poutine", "poutine", "reviewed")
    expected = {("Poutine", "fr"), ("Poutine", "en")}
    assert names(tag) == expected | {("Vladimir Putin", "en"), ("Vladimir Poutine", "fr")}
    assert set(tag.aliases.values_list("key", flat=True)) >= {"vladimir putin"}


def test_renaming_to_the_same_is_no_act(tag: Tag, edith: User) -> None:
    assert not authority.rename(tag, "Poutine", "Poutine", edith)
    assert not AuditEvent.objects.exists()
    assert facts(tag)[3] == "auto"


@pytest.mark.parametrize(
    ("label", "words"), [(" ", "needs an English label"), ("a" * 201, "at most 200")]
)
def test_unfit_label_is_refused(tag: Tag, edith: User, label: str, words: str) -> None:
    with pytest.raises(authority.Refused, match=words):
        authority.rename(tag, label, "", edith)


def test_renaming_shows_no_hidden_record(tag: Tag, edith: User) -> None:
    authority.hide(tag, edith)
    authority.rename(tag, "Putin", "", edith)
    assert facts(tag) == ("Putin", "", "poutine", "hidden")


def test_hidden_record_comes_back_with_its_status(tag: Tag, edith: User) -> None:
    Tag.objects.update(status="seeded")
    assert authority.hide(tag, edith)
    assert not authority.hide(tag, edith)
    assert facts(tag)[3] == "hidden"
    assert authority.unhide(tag, edith)
    assert facts(tag)[3] == "seeded"
    assert not authority.unhide(tag, edith)


@pytest.mark.parametrize("how", ["shown", "undone"])
def test_articles_that_hold_its_names_are_read_again_when_it_is_back(
    tag: Tag, edith: User, how: str
) -> None:
    holding, _ = make_article(body=[["POUTINE parle."]]), make_article()
    authority.hide(tag, edith, batch="b")
    assert queued() == set()
    authority.undo("b", edith) if how == "undone" else authority.unhide(tag, edith)
    assert queued() == set()
    assert sought() == {holding.pk}


def test_review_is_taken_back(tag: Tag, edith: User) -> None:
    assert authority.review(tag, edith)
    assert not authority.review(tag, edith)
    assert facts(tag)[3] == "reviewed"
    assert authority.unreview(tag, edith)
    assert facts(tag)[3] == "auto"


def test_hidden_record_is_not_reviewed(tag: Tag, edith: User) -> None:
    authority.hide(tag, edith)
    with pytest.raises(authority.Refused, match="“Poutine” is hidden: show it first"):
        authority.review(tag, edith)


def test_record_hidden_or_shown_by_another_meanwhile_is_seen_as_it_is(
    tag: Tag, edith: User
) -> None:
    stale = Tag.objects.get(pk=tag.pk)
    authority.hide(tag, edith)
    assert authority.unhide(stale, edith)
    assert facts(stale)[3] == "auto"


@pytest.mark.parametrize("act", [authority.hide, authority.unhide, authority.review])
def test_merged_record_is_left_to_its_heir(tag: Tag, edith: User, act: object) -> None:
    authority.merge(tag, make_tag("Vladimir Putin"), edith)
    with pytest.raises(authority.Refused, match="is part of “Vladimir Putin”: act on that one"):
        act(tag, edith)  # type: ignore[operator]


def test_every_act_is_written_down_and_told_to_search(tag: Tag, edith: User) -> None:
    article = make_article()
    by_machine(article, tag)
    touched()
    for act in (authority.review, authority.unreview, authority.hide, authority.unhide):
        act(tag, edith, batch="b")
        assert touched() == {article.pk}
    authority.rename(tag, "Putin", "Poutine", edith)
    assert touched() == {article.pk}
    events = list(AuditEvent.objects.order_by("pk"))
    done = ["review tag", "unreview tag", "hide tag", "show tag", "rename tag"]
    assert [event.act for event in events] == done
    assert {(event.target, event.actor) for event in events} == {("tag:poutine", edith)}
    assert events[0].details == {"batch": "b", "before": "auto", "after": "reviewed"}


def test_change_of_a_record_has_its_articles_worded_anew(tag: Tag, edith: User) -> None:
    article, _ = make_article(), make_article(title="Le pont ferme")
    by_machine(article, tag)
    Job.objects.all().delete()
    authority.rename(tag, "Putin", "Poutine", edith)
    assert [job.key for job in Job.objects.filter(kind="translate")] == [str(article.pk)]
