"""The command that tags articles anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, Tag, Tagging
from newsroom.management.commands import tag as command
from newsroom.tag import records
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def make(country: str = "L’Iran", listed_on: str = "2024-10-23") -> Article:
    return make_article(title=None, body=[[f"{country} attend."]], listed_on=listed_on)


def run(*words: str) -> str:
    out = StringIO()
    call_command("tag", *words, stdout=out)
    return out.getvalue()


def tagged() -> set[int]:
    return set(Tagging.objects.values_list("article_id", flat=True))


def test_numbers_say_which_articles() -> None:
    first, second, _ = make(), make(), make()
    assert run(str(first.pk), str(second.pk)) == "Tagged 2 articles, 2 changed.\n"
    assert tagged() == {first.pk, second.pk}


def test_since_takes_the_day_and_later() -> None:
    make(listed_on="2024-10-22")
    later = [make(listed_on="2024-10-23"), make(listed_on="2025-01-01")]
    assert run("--since", "2024-10-23") == "Tagged 2 articles, 2 changed.\n"
    assert tagged() == {article.pk for article in later}


def test_all_takes_every_article_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "AT_ONCE", 2)
    articles = [make() for _ in range(5)]
    assert run("--all") == "Tagged 5 articles, 5 changed.\n"
    assert tagged() == {article.pk for article in articles}


def test_twice_is_once() -> None:
    make()
    run("--all")
    before = list(Tagging.objects.values())
    assert run("--all") == "Tagged 1 article, 0 changed.\n"
    assert list(Tagging.objects.values()) == before


def test_all_gives_records_the_new_names_of_their_tables_once() -> None:
    make()
    run("--all")
    Tag.objects.get(slug="iran").aliases.get(folded="rii", language="fr").delete()
    told = "Gave 1 record the names that the tables have got since.\n"
    assert run("--all") == f"{told}Tagged 1 article, 0 changed.\n"
    assert run("--all") == "Tagged 1 article, 0 changed.\n"


@pytest.mark.parametrize("words", [[], ["1", "--all"], ["--all", "--since", "2024-01-01"]])
def test_none_or_two_ways_of_saying_which_are_an_error(words: list[str]) -> None:
    with pytest.raises(CommandError, match=r"^Say which articles: their numbers, or --since DATE"):
        run(*words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "yesterday"], "“yesterday” is no date: give it as 2024-10-23."),
        (["one"], "“one” is no number of an article."),
        (["9" * 30], "is no number of an article."),
    ],
)
def test_what_is_no_date_or_number_is_an_error(words: list[str], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        run(*words)


def test_unknown_number_is_an_error_before_anything_is_done() -> None:
    article = make()
    with pytest.raises(CommandError, match=r"^No article has the number 99\.$"):
        run(str(article.pk), "99")
    assert not tagged()


def test_article_without_an_address_for_its_record_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "MOST_LIKE_IT", 2)
    for slug in ("iran", "iran-ir"):
        Tag.objects.create(kind="person", slug=slug, label_en=slug)
    refused, other = make(), make("Le Mali")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("tag", "--all", stdout=out, stderr=err)
    assert f"Article {refused.pk}: All addresses for Iran" in err.getvalue()
    assert out.getvalue() == "Tagged 1 article, 1 changed, 1 refused.\n"
    assert tagged() == {other.pk}
