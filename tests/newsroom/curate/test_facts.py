"""Headlines, byline, date and source as an editor gives them, and where readers are told so."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import editions
from archive.models import Article, AuditEvent, Edition, SearchOutbox
from newsroom.curate import desk
from newsroom.curate.facts import FactsForm, Given, correct_facts
from tests.factories import make_article, make_source, make_translation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    found = make_article(capture={"byline": "A. Durand"})
    publish(found)
    return found


def give(article: Article, by: User, **facts: object) -> list[str]:
    """Correct the article's facts as they stand now."""
    article.refresh_from_db()
    facts.setdefault("source", article.source.slug)
    told = correct_facts(article.pk, Given(**facts), by=by, expected=article.version)  # type: ignore[arg-type]
    article.refresh_from_db()
    return told


def live(article: Article) -> Edition:
    assert article.edition
    return article.edition


def test_given_facts_are_a_new_edition(article: Article, edith: User) -> None:
    told = give(article, edith, byline="Anne Durand", on=date(2024, 10, 22), title_fr="Le pont")
    assert told == ["French headline", "byline", "date"]
    edition = live(article)
    assert (edition.n, edition.by, edition.byline) == (2, edith, "Anne Durand")
    assert (edition.published_on, edition.date_basis) == (date(2024, 10, 22), "editor")
    assert edition.title_fr == "Le pont"
    assert edition.note == "French headline, byline and date corrected."


def test_what_was_received_is_kept(article: Article, edith: User) -> None:
    give(article, edith, byline="Anne Durand", on=date(2024, 10, 22))
    assert article.capture
    assert (article.capture.byline, article.capture.published_on) == (
        "A. Durand",
        date(2024, 10, 23),
    )


def test_giving_nothing_takes_it_back(article: Article, edith: User) -> None:
    give(article, edith, byline="Anne Durand", on=date(2024, 10, 22))
    assert give(article, edith) == ["byline", "date"]
    edition = live(article)
    assert (edition.byline, edition.published_on) == ("A. Durand", date(2024, 10, 23))
    assert edition.date_basis == "document"
    assert article.listed_on == date(2024, 10, 23)


def test_lists_and_calendar_follow_the_date(article: Article, rosa: Client, edith: User) -> None:
    SearchOutbox.objects.all().delete()
    give(article, edith, on=date(2023, 5, 1))
    assert article.listed_on == date(2023, 5, 1)
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()
    assert rosa.get("/2023/05/01/").status_code == 200
    assert live(article).title in rosa.get("/2023/05/01/").text
    assert "dated by an editor" in rosa.get("/2023/05/01/").text
    assert live(article).title not in rosa.get("/2024/10/23/", follow=True).text


def test_readers_are_told_that_an_editor_set_the_date(
    article: Article, rosa: Client, edith: User
) -> None:
    give(article, edith, on=date(2023, 5, 1))
    page = rosa.get(article.get_absolute_url()).text
    assert "date set by an editor" in page
    assert "Monday 1 May 2023, set by an editor; as received it was 23 October 2024." in page
    assert rosa.get(f"/articles/{article.pk}.json").json()["date_basis"] == "editor"
    assert "The date was set by an editor." in rosa.get("/feed.atom").text


def test_citations_bear_the_date(article: Article, rosa: Client, edith: User) -> None:
    give(article, edith, on=date(2023, 5, 1), byline="Anne Durand")
    cited = rosa.get(f"/articles/{article.pk}/v2/cite.ris").text
    assert "2023/05/01" in cited
    assert "Durand, Anne" in cited


def test_undated_article_gets_a_date_and_loses_it_again(rosa: Client, edith: User) -> None:
    article = make_article(published_on=None)
    publish(article)
    received = article.listed_on
    give(article, edith, on=date(2023, 5, 1))
    assert (article.listed_on, Article.objects.undated().count()) == (date(2023, 5, 1), 0)
    give(article, edith)
    assert (article.listed_on, Article.objects.undated().count()) == (received, 1)


def test_headline_is_given_where_none_came(rosa: Client, edith: User) -> None:
    article = make_article(title=None, body=[["Le pont a rouvert.", "Enfin."]])
    publish(article)
    give(article, edith, title="The bridge is open", title_fr="Le pont est ouvert")
    page = rosa.get(article.get_absolute_url()).text
    assert "<h1>The bridge is open</h1>" in page  # a person's: not marked as the machine's
    assert "Le pont est ouvert" in page
    assert "No headline came with this text: an editor wrote this one." in page
    assert article.get_absolute_url().endswith("/the-bridge-is-open/")
    assert '<a class="told"' not in page
    assert 'lang="en-t-fr-t0-und">The bridge is open' not in rosa.get("/").text


def test_headline_that_came_is_a_sentence(article: Article, edith: User) -> None:
    with pytest.raises(desk.Refused, match="is a sentence of the article"):
        give(article, edith, title="The bridge is open")


def test_hidden_article_waits_for_its_edition(edith: User) -> None:
    article = make_article(state="hidden")
    for segment in article.segments.all():
        make_translation(segment)
    give(article, edith, on=date(2023, 5, 1))
    assert article.edition is None
    edition = editions.publish(article.pk)
    article.refresh_from_db()
    assert (edition.published_on, article.listed_on) == (date(2023, 5, 1), date(2023, 5, 1))


def test_source_is_corrected(article: Article, rosa: Client, edith: User) -> None:
    make_source("courrier", name="Le Courrier")
    assert give(article, edith, source="courrier") == ["source"]
    assert "Le Courrier" in rosa.get(article.get_absolute_url()).text
    assert live(article).title in rosa.get("/sources/courrier/").text


def test_source_that_holds_the_article_already_is_refused(article: Article, edith: User) -> None:
    make_article(source=make_source("courrier"), source_ref=article.source_ref)
    with pytest.raises(desk.Refused, match="has this article already"):
        give(article, edith, source="courrier")


def test_unknown_source_is_refused(article: Article, edith: User) -> None:
    with pytest.raises(desk.Refused, match="no such source"):
        give(article, edith, source="nobody")


@pytest.mark.parametrize("year", [1, 1599, 9999])
def test_date_of_no_newspaper_is_refused(article: Article, edith: User, year: int) -> None:
    with pytest.raises(desk.Refused, match="is none that a newspaper bears"):
        give(article, edith, on=date(year, 1, 1))


def test_act_on_what_has_changed_is_a_conflict(article: Article, edith: User) -> None:
    article.refresh_from_db()
    given = Given(source=article.source.slug, byline="Anne Durand")
    with pytest.raises(desk.Conflict, match="changed by someone else"):
        correct_facts(article.pk, given, by=edith, expected=article.version - 1)
    article.refresh_from_db()
    assert (article.given_byline, Edition.objects.count()) == ("", 1)


def test_twice_is_once(article: Article, edith: User) -> None:
    assert give(article, edith, byline="Anne Durand") == ["byline"]
    version = article.version
    assert give(article, edith, byline="Anne Durand") == []
    assert (article.version, Edition.objects.count()) == (version, 2)
    assert AuditEvent.objects.filter(act="correct facts").count() == 1


def test_audit_says_what_it_was_and_is(article: Article, edith: User) -> None:
    give(article, edith, byline="Anne Durand", on=date(2023, 5, 1))
    event = AuditEvent.objects.get(act="correct facts")
    assert event.actor == edith
    assert event.details["before"] == {"given_byline": "", "given_date": ""}
    assert event.details["after"] == {"given_byline": "Anne Durand", "given_date": "2023-05-01"}


def test_form_shows_what_was_received(article: Article) -> None:
    form = FactsForm.of(article, has_headline=True)
    assert "title" not in form.fields
    assert form.fields["byline"].help_text == "As received: A. Durand"
    assert form.fields["on"].help_text == "As received: 23 October 2024"


def test_form_gives_single_lines(article: Article) -> None:
    data = {"facts-byline": " Anne \n Durand", "facts-on": "2023-05-01", "facts-source": "files"}
    form = FactsForm(data, prefix="facts")
    assert form.is_valid(), form.errors
    assert form.given() == Given(source="files", byline="Anne Durand", on=date(2023, 5, 1))
