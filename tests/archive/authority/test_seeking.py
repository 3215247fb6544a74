"""Seeking: which articles hold a name, and that they are read again, once the worker has looked."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from archive import authority, ledger
from archive.authority import seeking
from archive.models import Article, Job, Tag
from newsroom.line import SEEK
from tests.archive.authority.records import make_tag, queued, sought
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that nobody stops, unless the test does."""
    monkeypatch.setattr(ledger, "_stop", type(ledger._stop)())


def hidden(label: str, *names: str, **fields: Any) -> Tag:
    return make_tag(label, *names, status="hidden", **fields)


def made(*texts: str) -> list[int]:
    """Articles of one sentence each."""
    return [make_article(body=[[text]]).pk for text in texts]


def test_job_is_the_lines() -> None:
    assert seeking.SEEK == SEEK


def test_names_are_found_in_any_case_and_with_any_accents_but_not_within_words(
    edith: User,
) -> None:
    articles = made("À L’ELYSEE, on dort.", "l'élysée parle", "Les Élyséens.", "Il dort.")
    authority.unhide(hidden("Élysée", "Élysée"), edith)
    assert queued() == set()
    assert sought() == set(articles[:2])


def test_sentences_that_are_gone_are_not_read(edith: User) -> None:
    (pk,) = made("L’Iran parle.")
    Article.objects.get(pk=pk).segments.update(alive=False)
    authority.unhide(hidden("Iran", "Iran"), edith)
    assert sought() == set()


def test_names_of_records_merged_into_it_are_sought_too(edith: User) -> None:
    (pk,) = made("La Perse d’antan.")
    iran = make_tag("Iran", "Iran")
    authority.merge(make_tag("Persia", "Perse"), iran, edith)
    authority.hide(iran, edith)
    authority.unhide(iran, edith)
    assert sought() == {pk}


def test_record_without_french_names_is_sought_by_its_label(edith: User) -> None:
    (pk,) = made("Puis Jean Roy parla.")
    authority.unhide(hidden("Jean Roy"), edith)
    assert sought() == {pk}


def test_articles_are_worded_anew_as_well(edith: User) -> None:
    (pk,) = made("L’Iran parle.")
    authority.unhide(hidden("Iran", "Iran"), edith)
    sought()
    assert [job.key for job in Job.objects.filter(kind="translate")] == [str(pk)]


def test_many_names_cost_one_pass(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made("Rien.")
    for n in range(20):
        authority.unhide(hidden(f"Nom {n}", f"Nom {n}"), edith)
    keys = [job.key for job in Job.objects.filter(kind=SEEK)]
    with django_assert_num_queries(6):
        assert sum(seeking.read_again(keys)) == 0


def test_archive_is_read_in_steps_to_its_end(edith: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "STEP", 2)
    articles = made("L’Iran.", "Rien.", "L’Iran.", "L’Iran.", "Rien.")
    authority.unhide(hidden("Iran", "Iran"), edith)
    assert list(seeking.read_again(["tag:iran"])) == [1, 2, 0]
    assert queued() == {articles[0], articles[2], articles[3]}


def test_sought_twice_is_queued_once(edith: User) -> None:
    made("L’Iran.")
    authority.unhide(hidden("Iran", "Iran"), edith)
    for _ in range(2):
        list(seeking.read_again(["tag:iran"]))
    assert Job.objects.filter(kind="tag").count() == 1


def test_what_was_stopped_halfway_is_done_from_the_start(
    edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking, "STEP", 1)
    articles = made("L’Iran.", "Encore l’Iran.")
    authority.unhide(hidden("Iran", "Iran"), edith)
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "check_stop", _stop)
        ledger.run_due(SEEK)
    assert Job.objects.get(kind=SEEK).state == "queued"
    assert queued() == {articles[0]}
    assert sought() == set(articles)


def _stop() -> None:
    raise ledger.Stopped


def test_record_that_went_meanwhile_ends_the_job(edith: User) -> None:
    tag = hidden("Iran", "Iran")
    authority.unhide(tag, edith)
    Tag.objects.all().delete()
    assert sought() == set()
    assert Job.objects.get(kind=SEEK).state == "done"


def test_longest_names_fit_a_job() -> None:
    seeking.seek_name("œ" * 100 + " " + "é" * 100)
    assert len(Job.objects.get().key) == 200
