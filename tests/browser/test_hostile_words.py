"""Hostile words, sent through every form, run on no page, of readers or of the staff."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from archive.discuss import mail_links
from archive.discuss.text import links, tidy
from archive.discuss.writer import COOKIE, digest
from archive.models import Comment, MailLink, Suggestion
from tests.archive.discuss.mailing import ROSA
from tests.archive.discuss.writing import WRITER
from tests.browser.conftest import Visit, enter
from tests.browser.test_desk import faults
from tests.hostile import VECTORS
from tests.hostile.posts import WORDS, Posts, accept_all, as_one_writer, publish_all
from tests.hostile.vectors import PLACES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
INSPECT = (Path(__file__).parents[1] / "hostile/inspect.js").read_text("utf-8").strip()
HERE = f"() => ({INSPECT})(document)"
EACH = f"""async (addresses) => {{
  const found = [];
  for (const address of addresses) {{
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) found.push(`${{address}}: ${{answer.status}}`);
    found.push(...({INSPECT})(page).map((words) => `${{address}}: ${{words}}`));
  }}
  return found;
}}"""
PARSED = f"""(texts) => texts.flatMap((text) =>
  ({INSPECT})(new DOMParser().parseFromString(text, "text/html")))"""
RAN = "a marker was set"
MARKER = f"Object.defineProperty(window, 'ran', {{ set() {{ console.info('{RAN}'); }} }});"
SAID = """() => Object.fromEntries([...document.querySelectorAll(".thread .comment")].map((e) =>
  [e.id.slice(8), [e.querySelector(".who").textContent, e.querySelector(".said").textContent]]))"""


class Watch:
    """What a page did that words may not make it do."""

    def __init__(self, window: Visit) -> None:
        self.window, self.page, self.ran = window, window.page, list[str]()
        self.page.add_init_script(MARKER)
        self.page.on("console", lambda said: self.ran.extend(["ran"] if said.text == RAN else []))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda each: self._request(each.url))
        self.page.context.route("**/canary*", lambda route: route.fulfill(status=204))

    def _dialog(self, dialog: Any) -> None:
        self.ran.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if "canary" in url:
            self.ran.append(f"fetched {url}")

    def look(self, address: str) -> Page:
        """Open the page; fail where words became more than words."""
        page = self.window.go(address)
        self.inspect(address)
        return page

    def inspect(self, address: str) -> None:
        """Look at the page that is open."""
        ran = self.ran + [fault for fault in faults(self.window) if COOKIE not in fault]
        assert ran + self.page.evaluate(HERE) == [], address

    def look_at_pages(self, address: str, last: int, name: str = "page") -> None:
        """Open every page of a list."""
        mark = "&" if "?" in address else "?"
        for number in range(1, last + 1):
            self.look(f"{address}{mark}{name}={number}")

    def look_at_each(self, addresses: Iterable[str]) -> None:
        """Let the browser read pages that are much alike, without opening each."""
        assert self.page.evaluate(EACH, list(addresses)) == []


def pages(rows: int, per_page: int) -> int:
    return -(-rows // per_page)


@pytest.mark.drill
def test_vectors_run_where_nothing_escapes_them(
    visit: Open, drill_size: Callable[[int, int], int]
) -> None:
    window = visit()
    watch = Watch(window)
    still = []
    armed = [vector for vector in VECTORS if vector.place]
    of_place = [[vector for vector in armed if vector.place == place] for place in PLACES]
    tried = [vector for vectors in of_place for vector in vectors[:: drill_size(4, 1)]]
    for number, vector in enumerate(tried):
        html = f"<!doctype html>{PLACES[vector.place].format(vector.words)}"
        window.page.route(f"**/raw/{number}", as_page(html))
        watch.ran.clear()
        window.page.goto(f"{window.site}/raw/{number}", wait_until="commit")
        if vector.place == "link":
            window.page.locator("#go").evaluate("e => e.click()")
        if not ran(watch):
            still.append((vector.place, vector.words))
    assert len(armed) > 120
    assert all(of_place)
    assert still == []


def as_page(html: str) -> Callable[[Route], None]:
    """Answer with this page, under no policy."""
    return lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")


def ran(watch: Watch) -> bool:
    """Whether the words ran, at most half a second from now."""
    for _ in range(50):
        if watch.ran:
            return True
        watch.page.wait_for_timeout(10)
    return False


def test_vectors_are_many_and_differ() -> None:
    assert len({tidy(words) for words in WORDS}) >= 300


@pytest.mark.drill
def test_words_stay_words_on_every_page(
    visit: Open,
    max_: User,
    edith: User,
    live_server: LiveServer,
    settings: Settings,
    drill_size: Callable[[int, int], int],
) -> None:
    settings.SITE_URL = live_server.url
    posts = Posts(WORDS[:: drill_size(12, 1)])
    posts.comment()
    posts.suggest()
    assert Comment.objects.filter(state="pending").count() > 0.9 * len(posts.words)
    assert Suggestion.objects.filter(state="new").count() > 0.9 * len(posts.words)
    staff = Watch(visit())
    enter(staff.window, max_, "moderator", "editor")
    waiting(staff)
    publish_all(max_)
    posts.report()
    accept_all(edith)
    as_one_writer()
    decided(staff, posts)
    reader = Watch(visit())
    cookie = {"name": COOKIE, "value": WRITER, "url": reader.window.site}
    reader.page.context.add_cookies([cookie])  # type: ignore[list-item]
    read(reader, posts)
    read_own(reader, posts)
    refused(reader, posts)


def waiting(staff: Watch) -> None:
    """What staff see before they decide."""
    count = pages(Comment.objects.filter(state="pending").count(), 50)
    staff.look_at_pages("/desk/comments/", count)
    staff.look_at_pages("/desk/comments/?queue=spam", count)
    staff.look_at_pages("/desk/suggestions/", pages(Suggestion.objects.count(), 20))


def decided(staff: Watch, posts: Posts) -> None:
    """What staff see afterwards, each row's own page among it."""
    count = pages(posts.article.comments.count(), 50)
    for queue in ("reported", "unreviewed"):
        staff.look_at_pages(f"/desk/comments/?queue={queue}", count)
    staff.look_at_pages(f"/desk/writers/{digest(WRITER)}/", 3)
    staff.look_at_pages("/desk/suggestions/?show=decided", pages(Suggestion.objects.count(), 20))
    staff.look("/desk/review/")
    comments, wordings = Comment.objects.order_by("pk"), Suggestion.objects.order_by("pk")
    staff.look_at_each(f"/desk/comments/{each.pk}/" for each in comments[::4])
    staff.look_at_each(f"/desk/suggestions/{each.pk}/" for each in wordings[::4])
    for article in posts.mended:
        staff.look(f"/desk/articles/{article.pk}/")


def read(reader: Watch, posts: Posts) -> None:
    """What every reader sees."""
    address = posts.article.get_absolute_url()
    found: dict[str, list[str]] = {}
    for number in range(1, pages(posts.article.comments.count(), 50) + 1):
        found |= reader.look(f"{address}?comments={number}").evaluate(SAID)
    published = Comment.objects.published().filter(article=posts.article)
    for comment in published:
        name, said = found[str(comment.pk)]
        assert name == comment.name
        if not links(comment.body):
            assert "".join(said.split()) == "".join(comment.body.split())
    for article in posts.mended:
        for view in ("en", "lines", "fr"):
            reader.look(f"{article.get_absolute_url()}?view={view}")
        uids = article.segments.values_list("uid", flat=True)
        reader.look_at_each(f"/articles/{article.pk}/s/{uid}/" for uid in uids)
    for comment in published.order_by("pk")[::50]:
        reader.look(f"/comments/{comment.pk}/")
    ways = ("report/", "edit/", "erase/")
    some = published.order_by("-pk")[::5]
    reader.look_at_each(f"/comments/{each.pk}/{way}" for each in some for way in ways)
    reader.look("/")


def read_own(reader: Watch, posts: Posts) -> None:
    """What their writer sees, by the cookie and by a letter."""
    reader.look_at_pages("/comments/", pages(Comment.objects.count(), 50))
    reader.look("/suggestions/")
    reader.look_at_each(f"/suggestions/{each.pk}/" for each in Suggestion.objects.all()[::4])
    mail_links.ask(ROSA)
    page = reader.look(f"/comments/by-mail/{mail_links.token(MailLink.objects.get())}/")
    page.get_by_role("button", name="Show what I wrote").click()
    assert page.locator(".said").count() >= min(100, len(posts.words))
    reader.inspect("by mail")


def refused(reader: Watch, posts: Posts) -> None:
    """What was not taken comes back in its form, and stays words there."""
    assert len(posts.refused) > len(posts.words) / 20
    assert reader.page.evaluate(PARSED, posts.refused) == []
    page = reader.look(posts.article.get_absolute_url())
    fill = "(e, words) => { e.removeAttribute('maxlength'); e.value = words; }"
    for field in ("text", "name", "email"):
        page.locator(f"#write-{field}").evaluate(fill, "".join(WORDS))
    page.locator(".write-form [type=submit]").evaluate("e => e.form.submit()")
    page.wait_for_selector("text=Your comment was not sent yet")
    reader.inspect("refused")
