"""The pages of acts on many articles: dry run, act, progress, stop, undo, and who may."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Batch, Job, Tag
from newsroom.curate import batches
from tests.factories import make_article, make_source, make_translation, publish
from tests.newsroom.curate.batching import run, states
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
BULK = "/desk/bulk/"


@pytest.fixture
def editor(edith: User) -> Client:
    return signed_in(edith, "editor")


def hidden(count: int = 1) -> list[Article]:
    made = [make_article(state="hidden") for _ in range(count)]
    for article in made:
        for segment in article.segments.all():
            make_translation(segment)
    return made


def page(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def form(editor: Client, query: str, act: str) -> dict[str, str]:
    """The fields of an act's form on the page that a filter gives."""
    shown = page(editor.get(f"{BULK}?{query}"))
    forms = re.findall(r'<form class="names-form".*?</form>', shown)
    mine = next(each for each in forms if f'name="act" value="{act}"' in each)
    return dict(re.findall(r'name="(query|count|form|act)" value="([^"]*)"', mine))


def test_page_without_a_filter_asks_for_one(editor: Client) -> None:
    make_article()
    shown = page(editor.get(BULK))
    assert "Which articles" in shown
    assert "Do to all of them" not in shown


def test_dry_run_says_how_many_and_shows_the_first(editor: Client) -> None:
    hidden(21)
    make_article()
    shown = page(editor.get(f"{BULK}?state=hidden&show=1"))
    assert "21 articles</h2>" in shown
    assert "The first 20 of 21 articles." in shown
    assert shown.count("/desk/articles/") - shown.count("/desk/articles/add/") >= 20
    assert "Publish: 21 articles</button>" in shown


def test_filter_that_cannot_be_used_offers_no_act(editor: Client) -> None:
    make_article()
    answer = editor.get(f"{BULK}?tag=nowhere")
    assert answer.status_code == 422
    assert "There is no tag “nowhere”." in page(answer)
    assert "Do to all of them" not in page(answer)


def test_filter_that_nothing_meets_offers_no_act(editor: Client) -> None:
    make_article()
    shown = page(editor.get(f"{BULK}?state=withdrawn"))
    assert "No article is as the filter asks." in shown
    assert "Do to all of them" not in shown


def test_act_is_done_to_what_was_shown(editor: Client) -> None:
    mine, other = hidden(2), make_article()
    answer = editor.post(BULK, form(editor, "state=hidden&show=1", "publish"))
    batch = Batch.objects.get()
    assert answer["Location"] == f"/desk/batches/{batch.pk}/"
    assert batch.asked["filter"] == {"state": "hidden"}
    assert set(states(batch)) == {each.pk for each in mine}
    run(batch)
    assert set(states(batch).values()) == {"done"}
    assert other.pk not in states(batch)


def test_other_number_than_was_shown_is_asked_about_again(editor: Client) -> None:
    hidden(1)
    sent = form(editor, "state=hidden", "publish")
    hidden(1)
    answer = editor.post(BULK, sent)
    assert answer.status_code == 409
    assert "By now it is 2 articles" in page(answer)
    assert "Publish: 2 articles</button>" in page(answer)
    assert not Batch.objects.exists()


def test_form_sent_twice_is_one_batch(editor: Client) -> None:
    hidden(1)
    sent = form(editor, "state=hidden", "publish")
    first, second = editor.post(BULK, sent), editor.post(BULK, sent)
    assert first["Location"] == second["Location"]
    assert Batch.objects.count() == 1


def test_tags_are_given_by_name(editor: Client) -> None:
    make_article()
    Tag.objects.create(kind="place", slug="kazan", label_en="Kazan")
    sent = form(editor, "show=1", "tag")
    wrong = editor.post(BULK, sent | {"add": "nowhere"})
    assert wrong.status_code == 422
    assert "There is no tag “nowhere”." in page(wrong)
    editor.post(BULK, sent | {"add": "Kazan"})
    assert Batch.objects.get().asked["add"] == ["kazan"]


@pytest.mark.parametrize(
    "wrong",
    [{"count": ""}, {"count": "many"}, {"form": ""}, {"act": "burn"}, {"query": "tag=nowhere"}],
    ids=["no count", "no number", "no form", "no act", "no filter"],
)
def test_form_that_was_tampered_with_does_nothing(editor: Client, wrong: dict[str, str]) -> None:
    hidden(1)
    sent = form(editor, "state=hidden", "publish") | wrong
    assert editor.post(BULK, sent).status_code == 422
    assert not Batch.objects.exists()


def test_dry_run_takes_the_same_queries_for_more_articles(editor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(f"{BULK}?state=hidden")
        return len(queries)

    hidden(1)
    few = cost()
    hidden(25)
    assert cost() == few


def begun(by: User, count: int = 2) -> Batch:
    made = [make_article() for _ in range(count)]
    for article in made:
        publish(article)
    return batches.begin(Batch.Kind.HIDE, [each.pk for each in made], {}, by)


def test_running_batch_is_looked_at_again(editor: Client, edith: User) -> None:
    shown = page(editor.get(f"/desk/batches/{begun(edith).pk}/"))
    assert "2 articles: 2 waiting." in shown
    assert '<noscript><meta http-equiv="refresh"' in shown
    assert "data-progress" in shown
    assert "progressing.js" in shown


def test_batch_that_is_done_stands_still(editor: Client, edith: User) -> None:
    shown = page(editor.get(f"/desk/batches/{run(begun(edith)).pk}/"))
    assert "2 articles: 2 done." in shown
    assert "http-equiv" not in shown
    assert "progressing.js" not in shown
    assert ">Undo</button>" in shown


def test_what_was_left_says_why(editor: Client, edith: User) -> None:
    article = make_article(state="hidden")
    batch = run(batches.begin(Batch.Kind.HIDE, [article.pk], {}, edith))
    shown = page(editor.get(f"/desk/batches/{batch.pk}/?state=skipped"))
    assert f"Article {article.pk} is hidden: that cannot be done to it." in shown


def test_batch_is_undone_from_its_page(editor: Client, edith: User) -> None:
    batch = run(begun(edith))
    answer = editor.post(f"/desk/batches/{batch.pk}/undo/")
    assert answer["Location"] == f"/desk/batches/{batch.pk}/"
    run(batch)
    assert set(states(batch).values()) == {"undone"}
    shown = page(editor.get(answer["Location"]))
    assert "Undoing was asked for by edith" in shown
    assert ">Undo</button>" not in shown


def test_undoing_twice_is_told(editor: Client, edith: User) -> None:
    batch = run(begun(edith))
    for _ in range(2):
        answer = editor.post(f"/desk/batches/{batch.pk}/undo/", follow=True)
    assert "Its undoing was asked for already." in page(answer)


def test_batch_is_stopped_from_its_page(editor: Client, edith: User) -> None:
    batch = begun(edith)
    answer = editor.post(f"/desk/batches/{batch.pk}/stop/", follow=True)
    assert "Stopped: 2 articles left as they were." in page(answer)
    run(batch)
    assert set(states(batch).values()) == {"skipped"}
    again = editor.post(f"/desk/batches/{batch.pk}/stop/", follow=True)
    assert "There was nothing left to stop." in page(again)


def test_batch_that_died_tells_its_error_and_goes_on(editor: Client, edith: User) -> None:
    batch = begun(edith)
    Job.objects.filter(kind="batch").update(state="dead", error="ZeroDivisionError: so")
    assert "ZeroDivisionError: so" in page(editor.get(f"/desk/batches/{batch.pk}/"))
    editor.post(f"/desk/batches/{batch.pk}/retry/")
    run(batch)
    assert set(states(batch).values()) == {"done"}
    told = editor.post(f"/desk/batches/{batch.pk}/retry/", follow=True)
    assert "It has not ended in an error." in page(told)


def test_translations_are_compared_on_the_page(editor: Client, edith: User) -> None:
    article = make_article(source=make_source())
    publish(article)
    batch = run(batches.begin(Batch.Kind.RETRANSLATE, [article.pk], {}, edith))
    shown = page(editor.get(f"/desk/batches/{batch.pk}/"))
    assert "4 of 4 sentences translated again read otherwise, in 1 article." in shown
    assert f'<a href="/desk/articles/{article.pk}/">Article {article.pk}</a>, sentence' in shown


def test_list_shows_each_batch(editor: Client, edith: User) -> None:
    batch = begun(edith)
    shown = page(editor.get("/desk/batches/"))
    assert f'<a href="/desk/batches/{batch.pk}/">Hide</a>' in shown
    assert "2 articles, 2 waiting." in shown


def test_change_of_the_glossary_has_its_own_page(editor: Client, edith: User) -> None:
    batch = Batch.objects.create(kind=Batch.Kind.GLOSSARY, by=edith)
    answer = editor.get(f"/desk/batches/{batch.pk}/")
    assert answer["Location"] == f"/desk/glossary/changes/{batch.pk}/"


def test_batch_that_is_not_there_is_not_found(editor: Client) -> None:
    assert editor.get("/desk/batches/99/").status_code == 404
    assert editor.post("/desk/batches/99/undo/").status_code == 404


@pytest.fixture
def addresses(edith: User) -> list[tuple[str, str]]:
    batch = f"/desk/batches/{begun(edith).pk}/"
    return [
        ("get", BULK),
        ("post", BULK),
        ("post", f"{batch}undo/"),
        ("post", f"{batch}stop/"),
        ("post", f"{batch}retry/"),
    ]


@pytest.mark.parametrize("group", ["moderator", "operator"])
def test_only_editors_act(group: str, addresses: list[tuple[str, str]]) -> None:
    other = member("other", group)
    for method, address in addresses:
        assert getattr(other, method)(address).status_code == 403, address


def test_operator_sees_what_runs(addresses: list[tuple[str, str]]) -> None:
    operator = member("other", "operator")
    assert operator.get("/desk/batches/").status_code == 200
    shown = page(operator.get(addresses[2][1].removesuffix("undo/")))
    assert "Stop" not in shown
    assert "/desk/articles/" not in shown


def test_stranger_is_asked_to_sign_in(sam: Client, addresses: list[tuple[str, str]]) -> None:
    for method, address in [*addresses, ("get", "/desk/batches/")]:
        assert getattr(sam, method)(address).status_code in {302, 403}, address
