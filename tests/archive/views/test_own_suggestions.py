"""What a reader sees of their own suggestions, and how they take one back."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from archive.discuss import suggestions
from archive.discuss.writer import COOKIE
from archive.models import Article, Segment, Source, Suggestion
from tests.archive.discuss.mending import BETTER, FRENCH, MACHINE, sentence, suggested, worded
from tests.archive.discuss.writing import SAME_SITE, WRITER, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


@pytest.fixture
def writer(rosa: Client) -> Client:
    rosa.cookies[COOKIE] = WRITER
    return rosa


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def take_back(client: Client, made: Suggestion, **fields: str) -> HttpResponse:
    given = {"token": token("withdraw", made.pk), **fields}
    address = f"/suggestions/{made.pk}/withdraw/"
    return client.post(address, given, headers=SAME_SITE)  # type: ignore[return-value]


def test_writer_sees_each_with_what_became_of_it(
    writer: Client, segment: Segment, edith: User
) -> None:
    rejected = suggested(segment, "Worse.")
    suggestions.reject(rejected, by=edith, reason="It says less.")
    suggested(segment)
    shown = page(writer, "/suggestions/")
    assert shown.index(BETTER) < shown.index("Worse.")
    assert "left the sentence as it stands. <q>It says less.</q>" in shown


def test_stranger_sees_none_of_them(sam: Client, segment: Segment) -> None:
    made = suggested(segment)
    assert BETTER not in page(sam, "/suggestions/")
    for rest in ("", "withdraw/"):
        assert sam.get(f"/suggestions/{made.pk}/{rest}").status_code == 404
    assert take_back(sam, made).status_code == 404
    assert Suggestion.objects.get().state == "new"


def test_nobodys_suggestions_are_no_strangers(sam: Client, segment: Segment) -> None:
    made = suggested(segment, writer="")
    assert BETTER not in page(sam, "/suggestions/")
    assert sam.get(f"/suggestions/{made.pk}/").status_code == 404


def test_writer_takes_one_back_after_being_asked(writer: Client, segment: Segment) -> None:
    made = suggested(segment)
    assert "That cannot be undone." in page(writer, f"/suggestions/{made.pk}/withdraw/")
    assert take_back(writer, made)["Location"] == "/suggestions/"
    assert Suggestion.objects.get().text == ""
    assert "You took it back" in page(writer, f"/suggestions/{made.pk}/")


def test_forged_form_takes_nothing_back(writer: Client, segment: Segment) -> None:
    made = suggested(segment)
    assert take_back(writer, made, token="forged").status_code == 403
    assert Suggestion.objects.get().text == BETTER


def test_accepted_one_stays_and_its_writer_is_told(
    writer: Client, segment: Segment, edith: User
) -> None:
    made = suggested(segment)
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    answer = take_back(writer, made)
    assert answer.status_code == 409
    assert "accepted your wording: readers see it now." in answer.content.decode()


def test_page_shows_what_was_changed(writer: Client, segment: Segment) -> None:
    shown = page(writer, f"/suggestions/{suggested(segment).pk}/")
    assert FRENCH in shown
    assert "<del>The riparians waited</del> for it <del>since</del> 14 months." in shown


@pytest.mark.parametrize("act", ["hidden", "withdrawn", "kept back"])
def test_what_readers_no_longer_see_is_not_shown_by_it(
    writer: Client, segment: Segment, act: str
) -> None:
    made = suggested(segment)
    if act == "kept back":
        Source.objects.update(display="metadata")
    else:
        Article.objects.update(state=act, withdrawn_reason="Wrong.")
    shown = page(writer, f"/suggestions/{made.pk}/")
    assert BETTER in shown
    assert FRENCH not in shown
    assert MACHINE.split()[1] not in shown
    listed = page(writer, "/suggestions/")
    assert ("The bridge reopens" in listed) is (act == "kept back")
