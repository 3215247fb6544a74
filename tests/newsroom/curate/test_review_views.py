"""The review page, and what is done there to sentences and to the whole article."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Dismissal, Doubt, Edition, Translation
from newsroom.models import Presence, Term
from tests.archive.discuss.mending import suggested
from tests.factories import make_article, make_translation, publish, sha256
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db
FRENCH = "Le pont a rouvert mardi."
MOIS = "Les riverains l’attendaient depuis 14 mois."
NUMBER = {"code": "number", "words": "The number 14 is missing from the English."}


@pytest.fixture
def client(edith: User) -> Client:
    """Edith's browser."""
    return signed_in(edith, "editor")


@pytest.fixture
def article() -> Article:
    found = make_article()
    publish(found, {MOIS: {"checks": [NUMBER]}})
    return found


def address(article: Article, rest: str = "") -> str:
    return f"/desk/articles/{article.pk}/{rest}"


def base(article: Article, uid: int) -> int:
    (segment,) = article.segments.filter(uid=uid).with_current()
    return int(segment.current_id)


def written(article: Article, **texts: str) -> dict[str, str]:
    """English for sentences, as the page sends it: `s2="…"`."""
    return texts | {f"b{name[1:]}": str(base(article, int(name[1:]))) for name in texts}


def send(client: Client, where: str, data: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(where, data, follow=True)
    return answer.status_code, answer.text


def ask(client: Client, where: str, data: dict[str, Any]) -> tuple[int, Any]:
    """As the page's script asks."""
    answer = client.post(where, data, headers={"Accept": "application/json"})
    return answer.status_code, answer.json()


def test_page_shows_french_beside_english_and_no_field(client: Client, article: Article) -> None:
    page = client.get(address(article)).text
    assert f'<p class="said" lang="fr" translate="no">{FRENCH}</p>' in page
    assert f"In English: {FRENCH}" in page
    assert 'id="s2"' in page
    assert page.count("<textarea") <= 2  # the template's, and the reason for a withdrawal


def test_page_tells_all_that_is_known_of_a_sentence(
    client: Client, article: Article, edith: User
) -> None:
    segment = article.segments.get(text=MOIS)
    Doubt.objects.create(translation=segment.translations.get(), writer="r")
    suggested(segment, "For 14 months they waited.")
    Term.objects.create(french="riverain", folded="riverain", english="resident", by=edith)
    Dismissal.objects.create(french_sha256=sha256(FRENCH), **NUMBER, reason="Spelt.", by=edith)
    other = make_article()
    publish(other)
    make_translation(other.segments.get(text=MOIS), "Months!", origin="editor", state="edited")
    row = client.get(address(article)).text.partition('id="s3"')[2].partition("<li id=")[0]
    for words in (
        "<strong>unsure</strong>", "1 doubt", "For 14 months they waited.", "resident",
        NUMBER["words"], "Months!", '<mark class="term"', "Dismiss",
    ):  # fmt: skip
        assert words in row, words


def test_acts_and_tags_are_reached_from_the_page(client: Client, article: Article) -> None:
    page = client.get(address(article)).text
    for name in (
        "publish",
        "hide",
        "withdraw",
        "retranslate",
        "add-tags",
        "facts",
        "approve-clean",
    ):
        assert f'action="{address(article, name)}/"' in page, name


def test_saving_changes_what_readers_see(client: Client, rosa: Client, article: Article) -> None:
    status, page = send(client, address(article), written(article, s2="The bridge reopened."))
    assert (status, Edition.objects.count()) == (200, 2)
    assert "Saved 1 sentence." in page
    article.refresh_from_db()
    assert "The bridge reopened." in rosa.get(article.get_absolute_url()).text


def test_saving_leads_back_to_the_sentence(client: Client) -> None:
    article = make_article(title=None, body=[[f"Phrase {n}." for n in range(402)]])
    publish(article)
    answer = client.post(address(article), written(article, s402="The last."))
    assert answer.headers["Location"] == f"{address(article)}?page=2#s402"


def test_checks_run_at_saving(client: Client, article: Article) -> None:
    page = send(client, address(article), written(article, s3="Residents waited for months."))[1]
    assert "The number 14 is missing" in page
    assert Translation.objects.get(text="Residents waited for months.").checks != []


def test_saving_nothing_changes_nothing(client: Client, article: Article) -> None:
    text = Translation.objects.get(pk=base(article, 2)).text
    assert "Nothing was changed." in send(client, address(article), written(article, s2=text))[1]
    assert "Nothing was changed." in send(client, address(article), {})[1]
    assert Edition.objects.count() == 1


def test_conflict_shows_theirs_and_keeps_mine(client: Client, article: Article) -> None:
    data = written(article, s2="Edith’s words.", s3="Edith’s too.")
    theirs = make_translation(
        article.segments.get(uid=2), "Max was faster.", origin="editor", state="edited"
    )
    status, page = send(client, address(article), data)
    assert (status, Translation.objects.filter(state="edited").count()) == (409, 1)
    assert "Sentence 2 was reworded by someone else" in page
    assert "Max was faster." in page
    assert ">Edith’s words.</textarea>" in page
    assert ">Edith’s too.</textarea>" in page
    assert f'name="b2" value="{theirs.pk}"' in page


def conflict(client: Client, article: Article) -> dict[str, str]:
    """What the conflict page sends, Edith having seen what stands now."""
    make_translation(article.segments.get(uid=2), "Max.", origin="editor", state="edited")
    return written(article, s2="Edith’s words.", s3="Edith’s too.")


def test_mine_is_taken_by_one_click_and_the_rest_stays(client: Client, article: Article) -> None:
    data = conflict(client, article)
    status, page = send(client, address(article), data | {"only": "2"})
    assert status == 200
    assert "Saved 1 sentence." in page
    assert ">Edith’s too.</textarea>" in page
    assert "Edith’s words." not in page
    assert Translation.objects.filter(text="Edith’s words.").exists()


def test_theirs_is_kept_by_one_click(client: Client, article: Article) -> None:
    data = conflict(client, article)
    assert send(client, address(article), data | {"drop": "2"})[0] == 200
    assert not Translation.objects.filter(text="Edith’s words.").exists()
    assert Translation.objects.filter(text="Edith’s too.").exists()


def test_all_of_mine_are_saved_over_theirs(client: Client, article: Article) -> None:
    page = send(client, address(article), conflict(client, article))[1]
    assert "Saved 2 sentences." in page


def test_words_for_a_sentence_that_is_gone_are_not_lost(client: Client, article: Article) -> None:
    data = written(article, s2="Edith’s words.")
    article.segments.filter(uid=2).update(alive=False)
    status, page = send(client, address(article), data)
    assert status == 409
    assert "no longer in the article" in page
    assert ">Edith’s words.</textarea>" in page


def test_refused_wording_keeps_the_others(client: Client, article: Article) -> None:
    status, page = send(client, address(article), written(article, s1="", s2="Kept words."))
    assert (status, Edition.objects.count()) == (409, 1)
    assert "Sentence 1 needs an English wording." in page
    assert "Kept words." in page


@pytest.mark.parametrize("hostile", ["x\x00y", "a" * 20_000, "<script>alert(1)</script>"])
def test_hostile_words_break_nothing(client: Client, article: Article, hostile: str) -> None:
    status, page = send(client, address(article), written(article, s2=hostile))
    assert status in {200, 409}
    assert "<script>alert" not in page


def test_script_is_answered_with_the_row_and_the_version(client: Client, article: Article) -> None:
    status, told = ask(client, address(article), written(article, s2="The bridge reopened."))
    article.refresh_from_db()
    assert (status, told["said"], told["version"]) == (200, "Saved 1 sentence.", article.version)
    assert list(told["rows"]) == ["2"]
    assert "The bridge reopened." in told["rows"]["2"]
    assert 'data-level="edited"' in told["rows"]["2"]


def test_script_is_told_of_theirs_in_a_conflict(
    client: Client, article: Article, max_: User
) -> None:
    data = written(article, s2="Edith’s words.")
    theirs = make_translation(
        article.segments.get(uid=2), "Max.", origin="editor", state="edited", author=max_
    )
    status, told = ask(client, address(article), data)
    assert status == 409
    assert told["theirs"] == {"2": {"base": theirs.pk, "text": "Max.", "by": "max"}}
    assert "Sentence 2 was reworded" in told["said"]


def test_clean_ones_are_approved_and_the_others_named(client: Client, article: Article) -> None:
    page = client.get(address(article))
    seen = page.context["lines"]
    data = {"seen": " ".join(line.seen for line in seen)}
    told = send(client, address(article, "approve-clean/"), data)[1]
    assert "Approved 3 sentences. Left for you to look at: 3." in told
    assert Translation.objects.filter(state="approved").count() == 3


@pytest.mark.parametrize("seen", ["", "x", "1", "1-", "-", "9-9 x-y", "9" * 40])
def test_approving_nonsense_approves_nothing(client: Client, article: Article, seen: str) -> None:
    page = send(client, address(article, "approve-clean/"), {"seen": seen})[1]
    assert "Approved 0 sentences." in page


def test_facts_are_corrected(client: Client, article: Article) -> None:
    article.refresh_from_db()
    data = {"version": article.version, "facts-on": "2023-05-01", "facts-source": "files"}
    assert "Corrected: date." in send(client, address(article, "facts/"), data)[1]
    article.refresh_from_db()
    assert article.given_date == date(2023, 5, 1)
    assert "changed by someone else" in send(client, address(article, "facts/"), data)[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"facts-on": "yesterday"}, "Enter a valid date."),
        ({"facts-source": "nobody"}, "Select a valid choice."),
        ({"facts-byline": "x\x00"}, "Null characters are not allowed."),
        ({"version": "x"}, "changed by someone else"),
    ],
    ids=["date", "source", "null", "version"],
)
def test_unfit_facts_are_refused(
    client: Client, article: Article, given: dict[str, str], words: str
) -> None:
    article.refresh_from_db()
    data = {"version": str(article.version), "facts-source": "files", **given}
    assert words in send(client, address(article, "facts/"), data)[1]
    assert Edition.objects.count() == 1


def test_preview_leads_to_a_fresh_link(client: Client, rosa: Client) -> None:
    article = make_article(state="hidden")
    for segment in article.segments.all():
        make_translation(segment)
    link = client.get(address(article, "preview/")).headers["Location"]
    assert link.startswith("/preview/")
    assert rosa.get(link).status_code == 200


def test_who_else_is_there_is_told(client: Client, article: Article, max_: User) -> None:
    other = signed_in(max_, "editor")
    assert other.post(address(article, "here/")).json()["others"] == []
    assert "Also here: max." in client.get(address(article)).text
    told = client.post(address(article, "here/")).json()
    article.refresh_from_db()
    assert told == {"others": ["max"], "version": article.version}
    assert Presence.objects.count() == 2


def test_unknown_article_is_not_found(client: Client) -> None:
    assert client.get("/desk/articles/99/").status_code == 404
    for rest in ("", "approve-clean/", "facts/", "here/"):
        assert client.post(f"/desk/articles/99/{rest}").status_code == 404, rest


@pytest.mark.embedded
def test_page_takes_the_same_queries_however_long(client: Client, edith: User) -> None:
    Term.objects.create(french="phrase", folded="phrase", english="sentence", by=edith)
    counted = []
    for size in (3, 300):
        article = make_article(title=None, body=[[f"Phrase {n} là." for n in range(size)]])
        failed = [NUMBER] if size > 3 else []
        publish(article, {f"Phrase {n} là.": {"checks": failed} for n in range(0, size, 3)})
        for segment in article.segments.all()[: size // 3]:
            Doubt.objects.create(translation=segment.translations.get(), writer="r")
        client.get(address(article))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(article)).text.count("<li id=") == size
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 30
