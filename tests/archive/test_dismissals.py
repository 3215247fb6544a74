"""A check that an editor dismissed is told to nobody, wherever its French stands."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from archive import dismissals
from archive.history import history
from archive.models import Article, Dismissal, Segment
from archive.reading import read, read_live
from tests.factories import make_article, make_translation, publish, sha256

pytestmark = pytest.mark.django_db
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}
ECHO = {"code": "echo", "words": "The English repeats the French."}


def doubtful(*checks: dict[str, str]) -> Article:
    """An article with one sentence that failed the checks."""
    article = make_article(title=None, body=[[MOIS, "Deux."]])
    publish(article, {MOIS: {"checks": list(checks)}})
    return article


def dismiss(check: dict[str, str], by: User, french: str = MOIS) -> Dismissal:
    fields = {"code": check["code"], "words": check["words"], "reason": "Said otherwise."}
    return Dismissal.objects.create(french_sha256=sha256(french), by=by, **fields)


def test_readers_are_no_longer_told(rosa: Client, edith: User) -> None:
    article = doubtful(NUMBER)
    assert NUMBER["words"] in rosa.get(article.get_absolute_url()).text
    dismiss(NUMBER, edith)
    assert NUMBER["words"] not in rosa.get(article.get_absolute_url()).text
    assert read(article).doubtful == []


def test_other_checks_of_the_sentence_stand(edith: User) -> None:
    article = doubtful(NUMBER, ECHO)
    dismiss(NUMBER, edith)
    (sentence, _) = read(article).sentences
    assert (sentence.reasons, sentence.flag) == ([ECHO["words"]], 1)


def test_same_code_with_other_words_stands(edith: User) -> None:
    other = {"code": "number", "words": "The number 15 is missing from the English."}
    article = doubtful(NUMBER, other)
    dismiss(NUMBER, edith)
    assert read(article).sentences[0].reasons == [other["words"]]


def test_it_holds_for_a_new_wording_and_in_other_articles(edith: User) -> None:
    dismiss(NUMBER, edith)
    article = doubtful(NUMBER)
    make_translation(article.segments.get(text=MOIS), "They waited.", checks=[NUMBER])
    publish(article)
    assert read(article).doubtful == []


def test_it_does_not_hold_for_other_french(edith: User) -> None:
    dismiss(NUMBER, edith, french="Ils attendaient depuis 14 mois.")
    assert len(read(doubtful(NUMBER)).doubtful) == 1


def test_json_and_the_sentences_page_leave_it_out(rosa: Client, edith: User) -> None:
    article = doubtful(NUMBER)
    dismiss(NUMBER, edith)
    told = rosa.get(f"/articles/{article.pk}.json").json()
    assert told["segments"][0]["checks"] == []
    assert NUMBER["words"] not in rosa.get(f"/articles/{article.pk}/s/1/").text
    found = history(read(article), 1)
    assert found
    assert [wording.checks for wording in found.wordings] == [()]


def test_long_words_are_compared_by_their_beginning(edith: User) -> None:
    long = {"code": "name", "words": "n" * 700}
    Dismissal.objects.create(
        french_sha256=sha256(MOIS), code="name", words="n" * 500, reason="Fine.", by=edith
    )
    assert read(doubtful(long)).doubtful == []


def test_an_article_tells_its_own(edith: User) -> None:
    article = doubtful(NUMBER)
    dismiss(NUMBER, edith)
    dismiss(ECHO, edith, french="Ailleurs.")
    assert dismissals.dismissed_in(article) == {(sha256(MOIS), "number", NUMBER["words"])}


def test_sentences_of_earlier_texts_are_not_its_own(edith: User) -> None:
    article = doubtful(NUMBER)
    dismiss(NUMBER, edith)
    Segment.objects.update(alive=False)
    assert dismissals.dismissed_in(article) == frozenset()


def test_many_articles_cost_one_query_more_and_clean_ones_none(
    edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clean = make_article()
    publish(clean)
    held = Article.objects.for_lists().select_related("edition__capture")
    found = [held.get(pk=clean.pk)]
    with django_assert_num_queries(1):
        read_live(found)
    pks = [doubtful(NUMBER).pk for _ in range(4)]
    found = list(held.filter(pk__in=pks))
    with django_assert_num_queries(2):
        read_live(found)
