"""Splitting a name off: a record of its own, and the articles that hold it read again."""

import pytest
from django.contrib.auth.models import User

from archive import authority
from archive.models import Tag
from tests.archive.authority.records import by_machine, make_tag, sought, touched
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag() -> Tag:
    return make_tag("Georges Bush", "Georges Bush", "Bush père", kind="person")


def test_name_becomes_a_record(tag: Tag, edith: User) -> None:
    made = authority.split_off(tag.aliases.get(text="Bush père"), edith)
    assert (made.label_en, made.slug, made.kind) == ("Bush père", "bush-pere", "person")
    assert made.status == "reviewed"
    assert [alias.text for alias in made.aliases.all()] == ["Bush père"]
    assert [alias.text for alias in tag.aliases.all()] == ["Georges Bush"]


def test_name_goes_in_every_language(tag: Tag, edith: User) -> None:
    tag.aliases.create(text="Bush Pere", folded="bush pere", language="en")
    made = authority.split_off(tag.aliases.get(text="Bush père"), edith)
    assert made.aliases.count() == 2


def test_taken_address_gets_a_number(tag: Tag, edith: User) -> None:
    make_tag("Other", slug="bush-pere")
    assert authority.split_off(tag.aliases.get(text="Bush père"), edith).slug == "bush-pere-2"


def test_articles_that_hold_the_name_are_read_again(tag: Tag, edith: User) -> None:
    holding = make_article(body=[["Puis Bush père parla."]])
    others = [make_article(body=[["Puis Georges Bush parla."]]), make_article()]
    for article in (holding, others[0]):
        by_machine(article, tag)
    authority.split_off(tag.aliases.get(text="Bush père"), edith)
    assert sought() == {holding.pk}


def test_search_hears_of_all_that_bore_the_name(tag: Tag, edith: User) -> None:
    articles = [make_article(), make_article(), make_article()]
    for article in articles[:2]:
        by_machine(article, tag)
    touched()
    authority.split_off(tag.aliases.get(text="Bush père"), edith)
    assert touched() == {article.pk for article in articles[:2]}


def test_label_is_not_split_off(tag: Tag, edith: User) -> None:
    with pytest.raises(authority.Refused, match="is a label of “Georges Bush”: rename that first"):
        authority.split_off(tag.aliases.get(text="Georges Bush"), edith)


def test_name_that_went_already_is_refused(tag: Tag, edith: User) -> None:
    alias = tag.aliases.get(text="Bush père")
    authority.split_off(tag.aliases.get(text="Bush père"), edith)
    with pytest.raises(authority.Refused, match="is a name of “Georges Bush” no longer"):
        authority.split_off(alias, edith)
    assert Tag.objects.count() == 2
