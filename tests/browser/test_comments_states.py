"""No state of the conversation shuts anybody out or runs over the edge."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from archive.discuss.order import PAGE
from archive.discuss.writer import digest
from archive.models import Article, Comment
from tests.archive.discuss.writing import WRITER, say, translated
from tests.browser.barriers import barriers, too_wide
from tests.browser.conftest import Visit
from tests.browser.test_comments import knows
from tests.factories import make_source, make_translation, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def states(article: Article) -> list[str]:
    """An address of every state of the conversation."""
    mine = {"name": "Rosa", "writer": digest(WRITER)}
    first = say(article, "Well put.\n\nSee https://a.example/b.", featured=True, **mine)
    waiting = say(article, "Waiting.", state="pending", hold_reason="links", **mine)
    old = say(article, "Long ago.", created_at=timezone.now() - timedelta(days=1), **mine)
    last = first
    for n in range(5):
        last = say(article, f"Answer {n}", parent=last, language="fr" if n % 2 else "en")
    for state in ("withdrawn", "erased"):
        say(article, "An answer.", parent=say(article, state=state))
    for uid in (2, 3, 4):
        segment = article.segments.get(uid=uid)
        say(article, "Of this one.", segment=segment, translation=segment.translations.get())
    make_translation(article.segments.get(uid=2), "It is open.", origin="editor", state="edited")
    article.segments.filter(uid=3).update(alive=False)
    publish(article)
    Comment.objects.filter(pk=last.pk).update(edited_at=timezone.now())
    address = article.get_absolute_url()
    return [
        *(f"{address}?{q}" for q in ("", f"sent={first.pk}", f"reply={first.pk}", "about=4")),
        f"{address}?view=lines",
        *(f"/articles/{article.pk}/s/{uid}/" for uid in (2, 3)),
        *(f"/comments/{first.pk}/{act}/" for act in ("edit", "erase", "report", "report/thanks")),
        f"/comments/{old.pk}/edit/",
        f"/comments/{waiting.pk}/",
        "/comments/",
        _paged().get_absolute_url() + "?comments=4",
        _closed().get_absolute_url(),
        _kept_back().get_absolute_url(),
    ]


def _paged() -> Article:
    article = translated()
    for n in range(8 * PAGE):
        say(article, f"{n}")
    return article


def _closed() -> Article:
    article = translated(comments_closed=True)
    say(article, "Said before.")
    return article


def _kept_back() -> Article:
    """An article of which one sentence was commented before its source kept it back."""
    article = translated(source=make_source("kept-back", display="metadata"))
    say(article, segment=article.segments.get(uid=2))
    return article


@pytest.mark.drill
def test_no_state_has_a_barrier_or_runs_over_the_edge(
    visit: Open, states: list[str], size: tuple[int, int], scheme: str
) -> None:
    window = knows(visit(size, scheme, reduced_motion="reduce"))
    found = {}
    for address in states:
        page = window.go(address)
        found[address] = [*too_wide(page, 320, 390), *barriers(page)]
    assert not {address: faults for address, faults in found.items() if faults}


@pytest.mark.parametrize("send", ["comments/", "report/"])
def test_form_that_came_back_has_no_barrier(visit: Open, article: Article, send: str) -> None:
    comment = say(article)
    is_report = send == "report/"
    page = visit().go(
        f"/comments/{comment.pk}/report/" if is_report else article.get_absolute_url()
    )
    page.evaluate("document.querySelector('.write-form').noValidate = true")
    page.click(".write-form button")
    expect(page.locator(".problems")).to_be_focused()
    assert barriers(page) == []
