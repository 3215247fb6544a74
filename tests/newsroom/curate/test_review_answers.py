"""How the review page answers: rows for its script, the page for a browser without it."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory

from archive.models import Article
from newsroom.curate import review_answers
from tests.factories import make_article, publish
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db
AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def article() -> Article:
    found = make_article()
    publish(found)
    return found


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("12-345 13-346", {12: 345, 13: 346}),
        ("12-345  12-346", {12: 346}),
        ("12 -5 7- a-b 8-9x", {}),
        ("", {}),
    ],
)
def test_what_was_seen_is_read(given: str, read: dict[int, int]) -> None:
    assert review_answers.seen(RequestFactory().post("/", {"seen": given})) == read


def test_no_more_is_read_than_a_page_holds() -> None:
    given = " ".join(f"{n}-{n}" for n in range(1000))
    assert len(review_answers.seen(RequestFactory().post("/", {"seen": given}))) == 400


def test_only_the_script_asks_for_rows() -> None:
    make = RequestFactory()
    assert review_answers.wants_json(make.get("/", headers=AS_SCRIPT))
    assert not review_answers.wants_json(make.get("/", headers={"Accept": "text/html"}))


def test_row_is_as_on_the_page(edith: User, article: Article) -> None:
    client = signed_in(edith, "editor")
    segment = article.segments.with_current()[1]
    where = f"/desk/articles/{article.pk}/s/{segment.uid}/approve/"
    data = {"seen": f"{segment.pk}-{segment.current_id}"}
    told = client.post(where, data, headers=AS_SCRIPT).json()
    row = told["rows"][str(segment.uid)].split()
    page = client.get(f"/desk/articles/{article.pk}/").text.split()
    assert any(page[n : n + len(row)] == row for n in range(len(page)))
    assert "Add a term" in told["rows"][str(segment.uid)]


def test_refusal_is_told_with_the_row_as_it_stands(edith: User, article: Article) -> None:
    client = signed_in(edith, "editor")
    segment = article.segments.all()[1]
    where = f"/desk/articles/{article.pk}/s/{segment.uid}/approve/"
    answer = client.post(where, {"seen": f"{segment.pk}-9999"}, headers=AS_SCRIPT)
    assert answer.status_code == 409
    assert list(answer.json()["rows"]) == [str(segment.uid)]
    page = client.post(where, {"seen": f"{segment.pk}-9999"}, follow=True)
    assert page.redirect_chain[-1][0].endswith(f"/desk/articles/{article.pk}/#s{segment.uid}")
    assert "Not done." in page.text
