"""Where readers mend a sentence, and what they are told when it cannot be."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import editions
from archive.discuss.writer import COOKIE
from archive.models import Article, Doubt, Segment, Standing, Suggestion
from tests.archive.discuss.mending import (
    BETTER,
    MACHINE,
    press,
    send,
    sentence,
    standing,
    suggested,
    worded,
)
from tests.archive.discuss.writing import token
from tests.factories import make_source, make_translation

pytestmark = pytest.mark.django_db
SHORT = "Residents had long been waiting."


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


def problems(answer: object) -> str:
    text = answer.content.decode()  # type: ignore[attr-defined]
    (found,) = re.findall(r'<div class="problems".*?</div>', text, re.DOTALL)
    return str(found)


class TestSuggesting:
    def test_sent_wording_is_shown_to_its_writer(self, rosa: Client, segment: Segment) -> None:
        answer = send(rosa, segment, text=SHORT, note="It limps.", name="Rosa")
        assert answer.status_code == 303
        shown = rosa.get(answer["Location"]).content.decode()
        assert "An editor will look at it." in shown
        assert "The number 14 is missing from the English." in shown
        assert "<ins>Residents had long been waiting.</ins>" in shown
        assert Suggestion.objects.get().note == "It limps."

    def test_cookie_is_set_on_sending_alone(self, rosa: Client, segment: Segment) -> None:
        send(rosa, segment)
        cookie = rosa.cookies[COOKIE]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
        send(rosa, segment, text=f"{BETTER} Twice.")
        assert len(set(Suggestion.objects.values_list("writer", flat=True))) == 1

    def test_browser_without_cookies_sees_it_by_its_receipt(
        self, rosa: Client, sam: Client, segment: Segment
    ) -> None:
        answer = send(rosa, segment)
        assert BETTER.split()[0] in sam.get(answer["Location"]).content.decode()
        bare = answer["Location"].partition("?")[0]
        assert sam.get(bare).status_code == 404
        assert sam.get(f"{bare}?receipt=é").status_code == 404

    def test_address_read_leads_to_the_form(self, rosa: Client, segment: Segment) -> None:
        there = f"/articles/{segment.article_id}/s/{segment.uid}/"
        answer = rosa.get(f"{there}suggest/")
        assert (answer.status_code, answer["Location"]) == (302, f"{there}#suggest")

    def test_no_change_is_refused_with_one_sentence(self, rosa: Client, segment: Segment) -> None:
        answer = send(rosa, segment, text=f" {MACHINE}  ")
        assert answer.status_code == 422
        assert "That is the wording that stands." in problems(answer)

    def test_changed_wording_is_shown_with_the_text_kept(
        self, rosa: Client, segment: Segment
    ) -> None:
        seen = standing(segment)
        new = make_translation(segment, "Residents waited.", state="edited", origin="editor")
        editions.publish(segment.article_id)
        answer = send(rosa, segment, wording=seen.pk)
        shown = answer.content.decode()
        assert (answer.status_code, "has changed" in problems(answer)) == (422, True)
        assert f">\n{BETTER}</textarea>" in shown
        assert f'name="wording" value="{new.pk}"' in shown
        assert send(rosa, segment, wording=new.pk).status_code == 303

    def test_findings_stand_beside_a_text_that_is_shown_again(
        self, rosa: Client, segment: Segment
    ) -> None:
        answer = send(rosa, segment, text=SHORT, email="nobody")
        assert "The number 14 is missing" in answer.content.decode()
        assert "This is no e-mail address." in problems(answer)
        assert f">\n{SHORT}</textarea>" in answer.content.decode()

    def test_other_sites_form_is_not_sent_and_its_text_kept(
        self, rosa: Client, segment: Segment
    ) -> None:
        address = f"/articles/{segment.article_id}/s/{segment.uid}/suggest/"
        given = {"text": BETTER, "token": token("suggest", segment.article_id)}
        answer = rosa.post(address, given, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert BETTER in answer.content.decode()
        assert send(rosa, segment, token="forged").status_code == 403
        assert send(rosa, segment, token=token("doubt", segment.article_id)).status_code == 403
        assert not Suggestion.objects.exists()

    def test_old_page_is_refused_with_a_new_token(self, rosa: Client, segment: Segment) -> None:
        old = token("suggest", segment.article_id, seconds_ago=90_000)
        answer = send(rosa, segment, token=old)
        assert answer.status_code == 422
        assert old not in answer.content.decode()
        assert BETTER in answer.content.decode()

    @pytest.mark.parametrize("wording", ["", "x", "-1", "²", "9" * 30])
    def test_wording_that_is_none_is_as_one_that_was_changed(
        self, rosa: Client, segment: Segment, wording: str
    ) -> None:
        assert "has changed" in problems(send(rosa, segment, wording=wording))

    def test_suspended_writer_reads_why(self, rosa: Client, segment: Segment, max_: User) -> None:
        send(rosa, segment)
        writer = Suggestion.objects.get().writer
        Standing.objects.create(writer=writer, kind="banned", reason="Adverts.", by=max_)
        assert "Adverts." in problems(send(rosa, segment, text=f"{BETTER} More."))

    def test_what_is_not_seen_takes_nothing_and_tells_nothing(
        self, sam: Client, segment: Segment
    ) -> None:
        kept_back = sentence(worded(source=make_source("courrier", display="metadata")))
        for act in (send, press):
            answer = act(sam, kept_back)
            assert answer.status_code == 404
            assert MACHINE not in answer.content.decode()
        Article.objects.filter(pk=segment.article_id).update(state="hidden")
        assert [act(sam, segment).status_code for act in (send, press)] == [404, 404]
        assert not Suggestion.objects.exists()

    def test_markup_in_a_suggestion_is_shown_not_run(self, rosa: Client, segment: Segment) -> None:
        vector = "<script>alert(1)</script>"
        answer = send(rosa, segment, text=vector, name=vector, note=vector)
        shown = rosa.get(answer["Location"]).content.decode()
        assert vector not in shown
        assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


class TestDoubting:
    def test_one_click_is_noted_once(self, rosa: Client, segment: Segment) -> None:
        for _ in range(2):
            answer = press(rosa, segment)
            assert answer.status_code == 303
        assert Doubt.objects.get().translation == standing(segment)
        assert "Thank you" in rosa.get(answer["Location"]).content.decode()
        assert COOKIE in rosa.cookies

    def test_each_reader_counts(self, rosa: Client, segment: Segment) -> None:
        press(rosa, segment)
        press(Client(), segment)
        assert Doubt.objects.count() == 2

    def test_wording_that_was_changed_meanwhile_is_not_doubted(
        self, rosa: Client, segment: Segment
    ) -> None:
        seen = standing(segment).pk
        make_translation(segment, "Residents waited.", state="edited", origin="editor")
        editions.publish(segment.article_id)
        answer = press(rosa, segment, wording=seen)
        assert answer.status_code == 409
        assert "was reworded since" in answer.content.decode()
        assert not Doubt.objects.exists()

    def test_other_sites_button_does_nothing(self, rosa: Client, segment: Segment) -> None:
        assert press(rosa, segment, token=token("suggest", segment.article_id)).status_code == 403
        assert press(rosa, segment, token="forged").status_code == 403
        assert not Doubt.objects.exists()
        assert COOKIE not in rosa.cookies

    def test_old_page_says_so(self, rosa: Client, segment: Segment) -> None:
        old = token("doubt", segment.article_id, seconds_ago=90_000)
        answer = press(rosa, segment, token=old)
        assert answer.status_code == 422
        assert "Please press the button once more." in answer.content.decode()

    def test_address_read_leads_to_the_sentence(self, rosa: Client, segment: Segment) -> None:
        there = f"/articles/{segment.article_id}/s/{segment.uid}/"
        assert rosa.get(f"{there}doubt/")["Location"] == there


def test_article_page_holds_one_token_for_all_its_sentences(rosa: Client, segment: Segment) -> None:
    shown = rosa.get(segment.article.get_absolute_url(), follow=True).content.decode()
    assert shown.count("data-mending") == 1
    assert f'data-wording="{standing(segment).pk}"' in shown
    (found,) = re.findall(r'data-doubt>\s*<input type="hidden" name="token" value="([^"]*)"', shown)
    answer = press(rosa, segment, token=found)
    assert answer.status_code == 303


def test_earlier_edition_offers_no_mending(rosa: Client, segment: Segment) -> None:
    shown = rosa.get(f"/articles/{segment.article_id}/v1/").content.decode()
    assert "data-mending" not in shown


def test_line_by_line_leads_to_each_form_without_script(rosa: Client, segment: Segment) -> None:
    address = segment.article.get_absolute_url()
    lines = rosa.get(f"{address}?view=lines", follow=True).content.decode()
    assert f'href="/articles/{segment.article_id}/s/{segment.uid}/#suggest"' in lines
    assert "Read line by line" in rosa.get(address, follow=True).content.decode()


def test_same_words_from_one_network_are_one(rosa: Client, segment: Segment) -> None:
    suggested(segment, writer="other", network="elsewhere")
    first, second = send(rosa, segment), send(Client(), segment)
    assert first["Location"] == second["Location"]
    assert Suggestion.objects.count() == 2
