"""The desk's queues, dashboard and audit in a browser: no barrier, no breach, and room for all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from archive import audit
from archive.models import Article, Job
from newsroom.curate.presence import be_present
from newsroom.models import SavedFilter
from tests.archive.discuss.mending import sentence, suggested, worded
from tests.archive.discuss.writing import say
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.browser.test_desk import faults
from tests.factories import make_article, make_source, make_translation
from tests.newsroom.curate.followed import failing
from tests.newsroom.curate.test_queue import hear_again
from tests.newsroom.curate.test_review import doubt, fail, view

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
PAGES = (
    "/desk/",
    "/desk/queue/unreviewed/",
    "/desk/queue/changed/",
    "/desk/queue/scheduled/?words=pont&after=never",
    "/desk/dashboard/",
    "/desk/audit/",
    "/desk/audit/?target=1&before=x",
)


@pytest.fixture(autouse=True)
def archive(edith: User, max_: User) -> Article:
    """An archive in which everything waits."""
    first = worded(source=make_source("courrier-de-valmer"))
    fail(sentence(first), 2)
    doubt(sentence(first), 3)
    view(first, 12)
    suggested(sentence(first))
    say(first, state="pending")
    be_present(first.pk, max_)
    for n in range(4):
        came = timezone.now() - timedelta(days=3 * n)
        Article.objects.filter(pk=worded().pk).update(created_at=came)
    second = worded()
    make_translation(sentence(second), "By hand.", origin="editor", state="edited")
    hear_again(second)
    make_article(state="hidden", title="Une passerelle attend au-dessus de la rivière")
    make_article(state="scheduled", publish_at=timezone.now() + timedelta(days=1))
    failing(first.source)
    for n in range(3):
        Job.objects.create(kind="translate", key=str(n), state="dead", error="No ink. " * 20)
    Job.objects.create(kind="tag", key="1")
    SavedFilter.objects.create(owner=edith, name="My bridges", query="queue=hidden&words=pont")
    SavedFilter.objects.create(owner=max_, name="The wire", query="queue=flagged", shared=True)
    audit.record("withdraw", f"article:{first.pk}", actor=edith, reason="It was wrong.")
    audit.record("go live", f"article:{first.pk}", before="scheduled", edition=2)
    return first


@pytest.mark.drill
def test_no_page_has_a_barrier(
    visit: Open, edith: User, size: tuple[int, int], scheme: str
) -> None:
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, edith, "editor", "moderator", "operator")
    for address in PAGES:
        page = window.go(address)
        assert barriers(page) == [], address
        assert faults(window) == [], address


def test_bar_is_one_line_where_there_is_room_for_it(visit: Open, edith: User) -> None:
    window = visit((1280, 800))
    enter(window, edith, "editor", "moderator", "operator")
    page = window.go("/desk/")
    entries = page.locator(".desk-bar li")
    tops = {round(entries.nth(n).bounding_box()["y"]) for n in range(entries.count())}  # type: ignore[index]
    assert len(tops) == 1
    assert page.locator(".desk-bar").bounding_box()["height"] < 70  # type: ignore[index]
    assert page.locator(".desk-bar [aria-current=page]").inner_text() == "Queue"


def test_filter_is_kept_and_used_without_script(visit: Open, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "editor")
    page = window.go("/desk/queue/hidden/")
    page.fill("input[name=words]", "passerelle")
    page.click("text=Show")
    assert page.locator(".queued > li").count() == 1
    page.click("text=Keep this filter")
    page.fill("input[name=name]", "Footbridges")
    page.click("text=Keep it")
    page.goto(f"{window.site}/desk/")
    page.click("text=Footbridges")
    assert page.input_value("input[name=words]") == "passerelle"
    assert page.locator(".queued > li").count() == 1


def test_dead_job_is_tried_again_without_script(visit: Open, edith: User) -> None:
    window = visit(java_script_enabled=False)
    enter(window, edith, "operator")
    page = window.go("/desk/dashboard/")
    page.click("[aria-label='Try again: translate 2']")
    answered(page, "Queued 1 job once more.")
    assert page.locator(".dead-jobs > li").count() == 2
