"""The dashboard as a page, and dead jobs tried again from it."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Job
from tests.archive.discuss.mending import sentence, worded
from tests.archive.discuss.writing import say
from tests.factories import make_source, make_translation
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/dashboard/"


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def operator() -> Client:
    return member("olga", "operator")


@pytest.fixture
def job() -> Job:
    return Job.objects.create(kind="translate", key="7", state="dead", error="No ink left.")


def page(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_editor_sees_figures_and_no_dead_jobs(client: Client, job: Job) -> None:
    say(worded(), state="pending")
    text = page(client)
    assert "1 article came in over 30 days" in text
    assert "No ink left." not in text
    assert "<dt>Comments that wait for a moderator</dt><dd>1</dd>" in text


def test_operator_sees_dead_jobs_with_their_error(operator: Client, job: Job) -> None:
    text = page(operator)
    assert "No ink left." in text
    assert f'name="job" value="{job.pk}"' in text


def test_moderator_has_no_part_in_it() -> None:
    assert member("max", "moderator").get(PAGE).status_code == 403


def test_empty_archive_has_a_dashboard(operator: Client) -> None:
    text = page(operator)
    for words in ("No source has sent", "The ledger holds no job", "No job is dead."):
        assert words in text


def test_every_plot_has_its_figures_as_a_table(client: Client) -> None:
    article = worded()
    make_translation(sentence(article), "By hand.", origin="editor", state="edited")
    text = page(client)
    assert text.count('role="img"') == 3
    assert text.count("<table") == 4
    assert 'aria-label="Sentences: 1 of 4 reviewed by a person"' in text


def test_page_holds_no_style_of_its_own(client: Client) -> None:
    worded()
    assert "style=" not in page(client)


def test_dead_job_is_tried_again(operator: Client, job: Job) -> None:
    answer = operator.post(f"{PAGE}retry/", {"job": job.pk}, follow=True)
    assert "Queued 1 job once more." in answer.content.decode()
    assert Job.objects.get().state == "queued"


def test_all_shown_are_tried_again_at_once(operator: Client, job: Job) -> None:
    other = Job.objects.create(kind="tag", key="8", state="dead", error="No paper.")
    assert "Try all 2 shown again" in page(operator)
    answer = operator.post(f"{PAGE}retry/", {"job": [job.pk, other.pk]}, follow=True)
    assert "Queued 2 jobs once more." in answer.content.decode()


def test_second_click_is_told_so(operator: Client, job: Job) -> None:
    operator.post(f"{PAGE}retry/", {"job": job.pk})
    answer = operator.post(f"{PAGE}retry/", {"job": [job.pk, "x", "²"]}, follow=True)
    assert "somebody else was faster" in answer.content.decode()


def test_editor_may_not_try_a_job_again(client: Client, job: Job) -> None:
    assert client.post(f"{PAGE}retry/", {"job": job.pk}).status_code == 403
    assert Job.objects.get().state == "dead"


def test_queries_do_not_grow(operator: Client, job: Job) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(operator)
        return len(asked)

    worded()
    queries()
    few = queries()
    for n in range(5):
        worded(source=make_source(f"source-{n}"))
        Job.objects.create(kind=f"kind-{n}", key="1", state="dead", error="No ink.")
        Job.objects.create(kind=f"kind-{n}", key="2")
    assert queries() == few
    assert few <= 28
