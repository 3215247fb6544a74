"""A sentence's own page, with the form for a better wording."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss import suggestions
from archive.models import Article, Segment
from tests.archive.discuss.mending import (
    BETTER,
    FRENCH,
    MACHINE,
    sentence,
    standing,
    suggested,
    worded,
)
from tests.factories import make_article, make_source, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment() -> Segment:
    return sentence(worded())


def page(client: Client, segment: Segment, query: str = "") -> str:
    answer = client.get(f"/articles/{segment.article_id}/s/{segment.uid}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_form_begins_with_the_wording_that_stands(rosa: Client, segment: Segment) -> None:
    shown = page(rosa, segment)
    assert f">\n{MACHINE}</textarea>" in shown
    assert f'name="wording" value="{standing(segment).pk}"' in shown
    assert f'action="/articles/{segment.article_id}/s/{segment.uid}/suggest/"' in shown


def test_reading_it_sets_no_cookie(rosa: Client, segment: Segment) -> None:
    page(rosa, segment)
    assert not rosa.cookies


def test_doubted_sentence_thanks_its_reader(rosa: Client, segment: Segment) -> None:
    assert "This reads wrong" in page(rosa, segment)
    thanked = page(rosa, segment, "?doubted=1")
    assert "Thank you. What readers doubt" in thanked
    assert "This reads wrong" not in thanked


def test_accepted_wording_names_its_reader_on_the_page_and_in_the_panel(
    rosa: Client, segment: Segment, edith: User
) -> None:
    made = suggested(segment, name="Rosa <3")
    suggestions.accept(made, by=edith, expected_base=made.base_id)
    assert "Suggested by Rosa &lt;3, accepted by an editor" in page(rosa, segment)
    address = segment.article.get_absolute_url()
    panel = rosa.get(address, follow=True).content.decode()
    assert "Suggested by Rosa &lt;3, accepted by an editor" in panel


def test_reader_without_a_name_is_a_reader(rosa: Client, segment: Segment, edith: User) -> None:
    made = suggested(segment, name="")
    suggestions.accept(made, by=edith, text=f"{BETTER} So there.", expected_base=made.base_id)
    assert "A reader’s wording" in page(rosa, segment)


def test_suggestion_that_waits_is_counted_and_not_told(rosa: Client, segment: Segment) -> None:
    suggested(segment)
    shown = page(rosa, segment)
    assert "1 wording that readers suggest waits for an editor." in shown
    assert BETTER not in shown


def test_sentence_without_english_has_no_form(rosa: Client) -> None:
    pending = make_article()
    shown = page(rosa, pending.segments.get(text=FRENCH))
    assert "A better wording" not in shown


def test_sentence_that_left_the_text_has_none_either(rosa: Client) -> None:
    article = worded(body=[[FRENCH], ["Adieu."]])
    gone = article.segments.get(text="Adieu.")
    Segment.objects.filter(pk=gone.pk).update(alive=False)
    publish(article)
    assert "A better wording" not in page(rosa, gone)


def test_sentence_that_its_source_keeps_back_has_no_page(sam: Client) -> None:
    article = worded(source=make_source("courrier", display="metadata"))
    kept_back = sentence(article)
    assert sam.get(f"/articles/{article.pk}/s/{kept_back.uid}/").status_code == 404
    assert "A better wording" in page(sam, article.segments.get(uid=1))


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("withdrawn", 410)])
def test_article_that_readers_do_not_see_shows_no_sentence(
    sam: Client, segment: Segment, state: str, status: int
) -> None:
    Article.objects.update(state=state, withdrawn_reason="Wrong.")
    answer = sam.get(f"/articles/{segment.article_id}/s/{segment.uid}/")
    assert answer.status_code == status
    assert MACHINE not in answer.content.decode()
