"""The moderators' pages by keys in a browser, whole without script, and deaf to hostile words."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from archive.discuss import standings
from archive.models import Article, Comment, Decision, Standing
from tests.archive.discuss.writing import say, translated
from tests.browser.barriers import barriers
from tests.browser.conftest import Visit, answered, enter
from tests.browser.test_desk import faults
from tests.newsroom.curate.moderated import WRITER, held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Visit]
HOSTILE = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture
def waiting(article: Article) -> list[Comment]:
    """Four comments that wait, the first with all that a row can show."""
    segment = article.segments.all()[1]
    above = say(article, "Who paid for the bridge?", name="Ines", writer="other")
    rich = {"parent": above, "segment": segment, "translation": segment.translations.get()}
    first = held(article, "Quel escroc, ce pont !", language="fr", email="a@b.example", **rich)
    Comment.objects.filter(pk=first.pk).update(
        hold_reason="words", evidence="“escroc” in the text", edited_at=first.created_at
    )
    first.revisions.create(body="Quel pont !")
    first.reports.create(writer="r", reason="abuse", note="He is no crook.")
    links = "https://one.example/ https://two.example/ https://three.example/"
    body = f"Look: {links}"
    second = held(article, body, hold_reason="links", evidence=f"3 links: {links}")
    return [first, second, held(article, "Third."), held(article, "Fourth.")]


def states() -> list[str]:
    found = Comment.objects.filter(writer=WRITER).order_by("pk")
    return list(found.values_list("state", flat=True))


def test_keys_moderate_row_after_row(visit: Open, waiting: list[Comment], max_: User) -> None:
    window = visit()
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.click("text=Keys")
    page.click("text=Go to the first row")
    page.keyboard.press("p")
    answered(page, "Published: 1 comment.")
    page.keyboard.press("r")
    page.keyboard.press("3")  # it advertises
    answered(page, "Refused: 1 comment.")
    page.keyboard.press("j")
    page.keyboard.press("s")
    answered(page, "Set aside as spam: 1 comment.")
    assert states() == ["published", "rejected", "pending", "spam"]
    assert Decision.objects.get(after="rejected").reason == "advert"
    page.keyboard.press("u")
    answered(page, "Undone: 1 comment.")
    assert states() == ["published", "rejected", "pending", "pending"]
    assert faults(window) == []


def test_x_chooses_and_the_bar_counts(visit: Open, waiting: list[Comment], max_: User) -> None:
    window = visit()
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.focus("[data-row] >> nth=0")
    for key in "xjjxkx":
        page.keyboard.press(key)
    assert "(3)" in page.inner_text("#of-comments")
    page.click("#of-comments >> text=Publish")
    page.wait_for_selector("text=Publish: 3 comments?")
    page.click("main button.main")
    page.wait_for_selector("text=Published: 3 comments.")
    assert states().count("published") == 3


def test_question_mark_helps_and_escape_leads_back(
    visit: Open, waiting: list[Comment], max_: User
) -> None:
    window = visit()
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.focus("[data-row] >> nth=1")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.dataset.reason") == "1"
    page.keyboard.press("Escape")
    page.keyboard.press("1")  # folded away, so it is no key
    assert page.evaluate("document.activeElement.id") == f"comment-{waiting[1].pk}"
    page.keyboard.press("?")
    assert page.is_visible("text=next and previous")
    assert states() == ["pending"] * 4


def test_keys_do_nothing_while_one_writes(visit: Open, waiting: list[Comment], max_: User) -> None:
    window = visit()
    enter(window, max_, "moderator")
    page = window.go(f"/desk/writers/{WRITER}/")
    page.click("text=Hold, suspend or ban")
    page.type("input[name=reason]", "spurs jump")
    assert page.input_value("input[name=reason]") == "spurs jump"
    assert states() == ["pending"] * 4


def test_max_moderates_without_script(
    visit: Open, article: Article, waiting: list[Comment], max_: User
) -> None:
    window = visit(java_script_enabled=False)
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.click(f"[aria-label='Publish comment {waiting[0].pk}']")
    page.wait_for_selector("text=Published: 1 comment.")
    page.click(f"#comment-{waiting[1].pk} summary >> text=Refuse")
    page.click(f"#comment-{waiting[1].pk} >> text=With a word of your own…")
    page.check("label:has-text('It advertises.')")
    page.fill("textarea[name=note]", "Three links are too many.")
    page.click("main button.main")
    told = "A moderator decided not to publish your comment. It advertises. “Three links"
    page.wait_for_selector(f"text={told}")
    page.click("text=Choose all on this page")
    page.click("#of-comments >> text=Spam")
    page.wait_for_selector("text=Spam: 2 comments?")
    page.click("main button.main")
    page.wait_for_selector("text=Set aside as spam: 2 comments.")
    assert states() == ["published", "rejected", "spam", "spam"]
    page.click(".names-last button")
    page.wait_for_selector("text=Undone: 2 comments.")
    assert states() == ["published", "rejected", "pending", "pending"]
    page.click("text=The bridge reopens >> nth=0")
    page.click("text=Close the comments")
    page.wait_for_selector("text=The comments on this article are closed.")
    article.refresh_from_db()
    assert article.comments_closed


def test_max_treats_a_writer_without_script(
    visit: Open, waiting: list[Comment], max_: User
) -> None:
    window = visit(java_script_enabled=False)
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.click("text=Writer c0ffee00 >> nth=0")
    page.click("text=Hold, suspend or ban")
    page.fill("input[name=reason]", "Four attacks in one day.")
    page.click("button:text-is('Ban')")
    page.wait_for_selector("text=Banned. They read: “Four attacks in one day.”")
    assert Standing.objects.get().kind == "banned"
    page.click("section[aria-labelledby=waiting] >> text=Refuse…")
    page.wait_for_selector("text=Refuse: 4 comments?")
    page.check("label:has-text('It attacks people.')")
    page.click("main button.main")
    page.wait_for_selector("text=Refused: 4 comments.")
    assert states() == ["rejected"] * 4
    page.click("text=Lift it")
    page.wait_for_selector("text=They are treated as everybody else again.")
    assert not Standing.objects.exists()


def test_two_moderators_at_once_lose_nothing(
    visit: Open, waiting: list[Comment], max_: User, edith: User
) -> None:
    first, second = visit(), visit()
    for window, user in ((first, max_), (second, edith)):
        enter(window, user, "moderator")
        window.go("/desk/comments/")
    first.page.click(f"[aria-label='Publish comment {waiting[2].pk}']")
    first.page.wait_for_selector("text=Published: 1 comment.")
    second.page.click(f"[aria-label='Spam: comment {waiting[2].pk}']")
    told = f"Comment {waiting[2].pk} was decided by someone else: it is published."
    second.page.wait_for_selector(f"text={told}")
    assert states() == ["pending", "pending", "published", "pending"]


def test_hostile_words_never_run(visit: Open, article: Article, max_: User) -> None:
    above = say(article, HOSTILE, name=HOSTILE[:60])
    made = held(article, HOSTILE, name=HOSTILE[:60], parent=above)
    evidence = f"“{HOSTILE}” in the text"
    Comment.objects.filter(pk=made.pk).update(hold_reason="words", evidence=evidence)
    made.revisions.create(body=HOSTILE)
    made.reports.create(writer="r", reason="other", note=HOSTILE)
    standings.hold(WRITER, by=max_, reason=HOSTILE)
    window = visit()
    enter(window, max_, "moderator")
    for address in ("comments/", f"comments/{made.pk}/", f"writers/{WRITER}/"):
        page = window.go(f"/desk/{address}")
        assert page.title() != "x"
        assert page.locator("main script, main img").count() == 0
        assert page.locator("mark").inner_text() == HOSTILE
        assert faults(window) == [], address


@pytest.mark.drill
def test_no_page_of_moderators_has_a_barrier(
    visit: Open, waiting: list[Comment], max_: User, size: tuple[int, int], scheme: str
) -> None:
    standings.hold(WRITER, by=max_, reason="Many attacks.")
    window = visit(size, scheme, reduced_motion="reduce")
    enter(window, max_, "moderator")
    page = window.go("/desk/comments/")
    page.click(f"[aria-label='Publish comment {waiting[3].pk}']")
    page.wait_for_selector("text=Published: 1 comment.")
    queues = [f"comments/?queue={name}&chosen=all" for name in ("reported", "unreviewed", "spam")]
    article = f"comments/?article={waiting[0].article_id}"
    others = [f"comments/{waiting[0].pk}/", f"writers/{WRITER}/", "watch-words/"]
    for address in ["comments/", *queues, article, *others]:
        page = window.go(f"/desk/{address}")
        assert barriers(page) == [], address
    page = window.go("/desk/comments/?chosen=all")
    page.click("#of-comments >> text=Refuse…")
    page.wait_for_selector("text=Refuse: 3 comments?")
    boxes = page.locator("input[name=chosen]").evaluate_all("all => all.map(e => e.offsetWidth)")
    assert boxes == [24] * 3
    page.evaluate("document.querySelector('main form.desk-form').noValidate = true")
    page.click("main button.main")  # without a reason
    page.wait_for_selector("text=Choose a reason")
    assert barriers(page) == []
    assert faults(window) == []
