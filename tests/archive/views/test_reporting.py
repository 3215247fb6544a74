"""Telling moderators what is wrong with a comment."""

import pytest
from django.http import HttpResponse
from django.test import Client

from archive.discuss.writer import COOKIE, digest
from archive.models import Article, Comment, Report
from tests.archive.discuss.writing import SAME_SITE, page, say, token, translated
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return say(translated(), "Buy my <b>boats</b>.")


def report(client: Client, comment: Comment, **fields: object) -> HttpResponse:
    """Send the form, filled in, from its own page."""
    plain = {"reason": "spam", "token": token("report", comment.pk)}
    address = f"/comments/{comment.pk}/report/"
    return client.post(address, {**plain, **fields}, headers=SAME_SITE)  # type: ignore[return-value]


def test_page_shows_the_comment_and_a_reason_each(rosa: Client, comment: Comment) -> None:
    shown = page(rosa, f"/comments/{comment.pk}/report/")
    assert "Buy my &lt;b&gt;boats&lt;/b&gt;." in shown
    assert shown.count('type="radio"') == len(Report.Reason)
    assert not rosa.cookies


def test_report_is_kept_and_its_sender_thanked(rosa: Client, comment: Comment) -> None:
    answer = report(rosa, comment, reason="abuse", note="He means me.")
    assert (answer.status_code, list(answer.cookies)) == (303, [COOKIE])
    kept = Report.objects.get()
    assert (kept.reason, kept.note) == ("abuse", "He means me.")
    assert kept.writer == digest(rosa.cookies[COOKIE].value)
    thanked = page(rosa, answer["Location"])
    assert "Thank you. A moderator will look at the comment." in thanked
    assert f'href="{comment.article.get_absolute_url()}#comments"' in thanked


def test_reported_twice_it_is_one_and_the_answer_is_the_same(
    rosa: Client, comment: Comment
) -> None:
    answers = [report(rosa, comment)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    Comment.objects.update(state="pending")
    assert report(rosa, comment)["Location"] == answers[0]
    assert "Thank you." in page(rosa, answers[0])
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words", "target"),
    [
        ({"reason": ""}, "Say what is wrong with it.", "write-reason_0"),
        ({"reason": "ugly"}, "Say what is wrong with it.", "write-reason_0"),
        ({"note": "My note. " * 60}, "A note may have 500 characters.", "write-note"),
    ],
)
def test_what_is_wrong_is_said_once_and_all_is_kept(
    rosa: Client, comment: Comment, fields: dict[str, str], words: str, target: str
) -> None:
    answer = report(rosa, comment, **{"note": "My note.", **fields})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#{target}">{words}' in html
    assert f'id="{target}"' in html
    assert "My note." in html
    assert not Report.objects.exists()
    assert not answer.cookies


def test_too_quick_is_told_so(rosa: Client, comment: Comment) -> None:
    quick = token("report", comment.pk, seconds_ago=1)
    answer = report(rosa, comment, reason="private", token=quick)
    assert answer.status_code == 422
    assert "Wait three seconds" in answer.content.decode()
    assert 'value="private" ' in answer.content.decode()
    assert "checked" in answer.content.decode()


@pytest.mark.parametrize("state", ["pending", "rejected", "spam", "withdrawn", "erased"])
def test_stranger_learns_nothing_of_what_is_not_shown(
    sam: Client, comment: Comment, state: str
) -> None:
    never = say(comment.article, "Secret", name="Secret", state=state)
    assert sam.get(f"/comments/{never.pk}/report/").status_code == 404
    answer = report(sam, never)
    assert answer.status_code in {404, 422}
    assert "Secret" not in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
def test_comment_goes_with_its_article(
    sam: Client, comment: Comment, state: str, status: int
) -> None:
    Article.objects.update(state=state, withdrawn_reason="Wrong.")
    for address in ("report/", "report/thanks/"):
        assert sam.get(f"/comments/{comment.pk}/{address}").status_code == status
    assert report(sam, comment).status_code == status


def test_untranslated_article_has_nothing_to_report(sam: Client) -> None:
    assert sam.get(f"/comments/{say(make_article()).pk}/report/").status_code == 404


@pytest.mark.parametrize("number", ["0", "99", "9" * 40, "x", "-1"])
def test_nonsense_is_not_found(sam: Client, number: str) -> None:
    for address in ("report/", "report/thanks/"):
        assert sam.get(f"/comments/{number}/{address}").status_code == 404


@pytest.mark.parametrize(
    ("headers", "form"), [({"Sec-Fetch-Site": "cross-site"}, "report"), (SAME_SITE, "comment")]
)
def test_post_that_is_not_ours_is_refused_and_keeps_the_note(
    sam: Client, comment: Comment, headers: dict[str, str], form: str
) -> None:
    sent = {"reason": "spam", "note": "Kept.", "token": token(form, comment.pk)}
    answer = sam.post(f"/comments/{comment.pk}/report/", sent, headers=headers)
    assert answer.status_code == 403
    assert "Kept.</textarea>" in answer.content.decode()
    assert not Report.objects.exists()
