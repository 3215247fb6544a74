"""One sentence on a page of its own, its checks, and what is decided on it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article, Dismissal, Segment, Translation
from tests.factories import make_article, make_translation, publish
from tests.newsroom.staff import in_groups, signed_in

pytestmark = pytest.mark.django_db
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}
CHECK = f"{NUMBER['code']} {NUMBER['words']}"


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def segment() -> Segment:
    """The third sentence, whose wording failed a check."""
    article = make_article()
    publish(article, {MOIS: {"checks": [NUMBER]}})
    return article.segments.get(text=MOIS)


def address(segment: Segment, rest: str = "") -> str:
    return f"/desk/articles/{segment.article_id}/s/{segment.uid}/{rest}"


def seen(segment: Segment) -> dict[str, str]:
    return {"seen": f"{segment.pk}-{segment.translations.latest('n').pk}"}


def post(client: Client, where: str, data: dict[str, Any]) -> str:
    return client.post(where, data, follow=True).text


def test_page_holds_field_checks_and_wordings(client: Client, segment: Segment) -> None:
    page = client.get(address(segment)).text
    assert f">In English: {MOIS}</textarea>" in page
    assert NUMBER["words"] in page
    assert "Every wording" in page
    assert f'name="b{segment.uid}" value="{segment.translations.get().pk}"' in page


def test_wording_from_elsewhere_begins_the_field(client: Client, segment: Segment) -> None:
    other = make_article()
    publish(other)
    make_translation(other.segments.get(text=MOIS), "Months!", origin="editor", state="edited")
    assert ">Months!</textarea>" in client.get(address(segment, "?use=1")).text
    assert ">Months!</textarea>" not in client.get(address(segment, "?use=2")).text


def test_what_is_sent_is_checked_and_not_kept(client: Client, segment: Segment) -> None:
    base = str(segment.translations.get().pk)
    data = {f"s{segment.uid}": "They waited.", f"b{segment.uid}": base}
    page = client.post(address(segment), data).text
    assert ">They waited.</textarea>" in page
    assert f'name="b{segment.uid}" value="{base}"' in page
    assert page.count(NUMBER["words"]) > client.get(address(segment)).text.count(NUMBER["words"])
    assert Translation.objects.filter(segment=segment).count() == 1


def test_fine_wording_is_said_to_be_fine(client: Client, segment: Segment) -> None:
    said = "Local residents had waited for 14 months."
    page = client.post(address(segment), {f"s{segment.uid}": said}).text
    assert "The checks find nothing to question." in page


def test_check_answers_while_one_writes(client: Client, segment: Segment, edith: User) -> None:
    told = client.post(address(segment, "check/"), {"text": "Residents waited for long."}).json()
    assert told == {"checks": [{**NUMBER, "open": True}]}
    Dismissal.objects.create(french_sha256=segment.sha256, **NUMBER, reason="Spelt.", by=edith)
    told = client.post(address(segment, "check/"), {"text": "Residents waited for long."}).json()
    assert told == {"checks": [{**NUMBER, "open": False}]}


@pytest.mark.parametrize("text", ["", "\x00", "a" * 50_000, "<b>", "⁇" * 900])
def test_check_answers_whatever_is_written(client: Client, segment: Segment, text: str) -> None:
    answer = client.post(address(segment, "check/"), {"text": text})
    assert answer.status_code == 200
    assert isinstance(answer.json()["checks"], list)


def test_wording_is_approved_and_given_back(client: Client, segment: Segment) -> None:
    where = address(segment, "approve/")
    assert "Approved: sentence 3." in post(client, where, seen(segment))
    assert segment.translations.get().state == "approved"
    assert "Sentence 3 stays as it is." in post(client, where, seen(segment))
    page = post(client, address(segment, "take-back/"), seen(segment))
    assert "Sentence 3 is the machine’s again." in page
    assert segment.translations.get().state == "machine"


def test_approval_of_what_no_longer_stands_is_refused(client: Client, segment: Segment) -> None:
    data = seen(segment)
    make_translation(segment, "Max.", origin="editor", state="edited")
    page = post(client, address(segment, "approve/"), data)
    assert "Sentence 3 was reworded by someone else" in page
    answer = client.post(address(segment, "approve/"), data, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "Max." in answer.json()["rows"]["3"]


def test_unknown_decision_or_sentence_is_not_found(client: Client, segment: Segment) -> None:
    assert client.post(address(segment, "burn/")).status_code == 404
    assert client.get(address(segment, "approve/")).status_code == 405
    assert client.get(f"/desk/articles/{segment.article_id}/s/99/").status_code == 404
    assert client.post(f"/desk/articles/{segment.article_id}/s/99/check/").status_code == 404
    Segment.objects.update(alive=False)
    assert client.get(address(segment)).status_code == 404


def test_check_is_dismissed_with_an_offered_reason_or_an_own_one(
    client: Client, segment: Segment, edith: User
) -> None:
    data = {"check": CHECK, "reason": "Spelt.", "own": " "}
    assert "Dismissed, wherever" in post(client, address(segment, "dismiss/"), data)
    held = Dismissal.objects.get()
    assert (held.reason, held.by, held.words) == ("Spelt.", edith, NUMBER["words"])
    page = client.get(address(segment)).text
    assert "Dismissed by edith" in page
    assert "The check stands again." in post(client, address(segment, "restore/"), data)
    assert "It was not dismissed." in post(client, address(segment, "restore/"), data)
    post(client, address(segment, "dismiss/"), data | {"own": "Fourteen."})
    assert Dismissal.objects.get().reason == "Fourteen."


def test_check_is_not_dismissed_without_a_reason(client: Client, segment: Segment) -> None:
    page = post(client, address(segment, "dismiss/"), {"check": CHECK})
    assert "dismissed with a reason" in page
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize("check", ["", "number", "\x00 \x00", "c" * 50 + " words"])
def test_nonsense_is_no_check(client: Client, segment: Segment, check: str) -> None:
    page = post(client, address(segment, "dismiss/"), {"check": check, "reason": "Spelt."})
    assert "There is no such check." in page


def test_earlier_reasons_are_offered(client: Client, segment: Segment, edith: User) -> None:
    Dismissal.objects.create(
        french_sha256="0" * 64, code="x", words="y", reason="A name.", by=edith
    )
    assert 'name="reason" value="A name."' in client.get(address(segment)).text


def test_who_may_not_dismiss_is_offered_no_form(segment: Segment, edith: User) -> None:
    client = signed_in(edith, "editor")
    in_groups(edith, "moderator")
    assert client.post(address(segment, "dismiss/"), {"check": CHECK}).status_code == 403
    assert client.post(address(segment, "restore/"), {"check": CHECK}).status_code == 403


def test_hidden_article_is_reviewed_like_any_other(client: Client) -> None:
    article = make_article(state="hidden")
    segment = article.segments.get(text=MOIS)
    make_translation(segment)
    post(client, address(segment, "approve/"), seen(segment))
    assert segment.translations.get().state == "approved"
    assert Article.objects.get().edition is None
