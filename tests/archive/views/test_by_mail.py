"""What was written with an address: by a letter, a link for one use, and a grant."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from archive import ledger
from archive.discuss import mail_links, own_words
from archive.discuss.sealing import digest_of
from archive.models import Article, Comment, Job, MailLink, Suggestion
from archive.throttle import MOST_TRIES
from tests.archive.discuss.mailing import ROSA, SAM, suggested
from tests.archive.discuss.writing import SAME_SITE, say, token, translated

pytestmark = pytest.mark.django_db
ASK = "/comments/by-mail/"


@pytest.fixture
def article() -> Article:
    return translated()


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    """Letters asked for are counted in a folder of the test's own."""
    settings.VAR_DIR = tmp_path
    return tmp_path


def ask(client: Client, address: str = ROSA, **fields: Any) -> HttpResponse:
    sent = {"email": address, "token": token("by-mail", 0), **fields}
    return client.post(ASK, sent, headers=SAME_SITE)  # type: ignore[return-value]


def letter(client: Client, address: str = ROSA) -> str:
    """Ask for a letter and open it: the path that its link leads to."""
    ask(client, address)
    ledger.run_due("letters")
    found = re.search(r"http://127\.0\.0\.1:8000(/comments/by-mail/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def shown(client: Client, address: str = ROSA) -> tuple[str, str]:
    """Go all the way: the page that shows what was written, and the grant in it."""
    page = client.post(letter(client, address)).content.decode()
    (grant, *_) = re.findall(r'name="grant" value="([^"]+)"', page)
    return page, grant


class TestAsk:
    def test_known_and_unknown_addresses_get_the_same_answer(
        self, rosa: Client, article: Article
    ) -> None:
        say(article, email=ROSA)
        answers = [ask(rosa, address) for address in (ROSA, "nobody@a.example")]
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {
            (303, f"{ASK}?asked")
        }
        assert {answer.content for answer in answers} == {b""}
        page = rosa.get(answers[0]["Location"]).content.decode()
        assert "If anything was written here with the address you gave, a letter" in page
        assert "a.example" not in page

    def test_only_who_wrote_gets_a_letter(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        for address in (ROSA, "nobody@a.example"):
            ask(rosa, address)
        assert ledger.run_due("letters") == 2
        assert [sent.to for sent in mail.outbox] == [[ROSA]]

    def test_no_cookie_is_set_on_the_way(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        _, grant = shown(rosa)
        rosa.post(f"{ASK}erase/", {"grant": grant, "sure": "1"})
        assert not rosa.cookies

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("", "Give the address that you wrote with."),
            ("rosa", "This is no e-mail address. Correct it."),
            ("a@b.example\nBcc: c@d.example", "This is no e-mail address. Correct it."),
            (f"{'x' * 260}@a.example", "This is no e-mail address. Correct it."),
        ],
    )
    def test_no_address_is_one_sentence_and_is_kept(
        self, rosa: Client, address: str, words: str
    ) -> None:
        answer = ask(rosa, address)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not MailLink.objects.exists()

    def test_trap_is_answered_like_others_and_nothing_is_sent(self, rosa: Client) -> None:
        assert ask(rosa, homepage="x")["Location"] == f"{ASK}?asked"
        assert not Job.objects.exists()

    def test_form_from_elsewhere_is_refused_with_the_address_kept(self, rosa: Client) -> None:
        sent = {"email": ROSA, "token": token("by-mail", 0)}
        answer = rosa.post(ASK, sent, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert f'value="{ROSA}"' in answer.content.decode()
        assert not MailLink.objects.exists()

    def test_page_open_since_yesterday_is_sent_once_more(self, rosa: Client) -> None:
        answer = ask(rosa, token=token("by-mail", 0, seconds_ago=25 * 3600))
        assert answer.status_code == 422
        assert "more than a day" in answer.content.decode()

    def test_many_from_one_network_wait(self, rosa: Client, var: Path) -> None:
        for n in range(MOST_TRIES):
            assert ask(rosa, f"reader{n}@a.example").status_code == 303
        answer = ask(rosa)
        assert answer.status_code == 429
        assert "Wait a quarter of an hour" in answer.content.decode()
        assert ask(Client(REMOTE_ADDR="203.0.113.9")).status_code == 303
        kept = " ".join(path.name + path.read_text() for path in (var / "by-mail").iterdir())
        assert "127.0.0.1" not in kept
        assert "203.0.113" not in kept

    def test_one_address_gets_three_letters_in_an_hour_and_nobody_is_told(
        self, rosa: Client, article: Article
    ) -> None:
        say(article, email=ROSA)
        assert {ask(rosa).status_code for _ in range(5)} == {303}
        ledger.run_due("letters")
        assert len(mail.outbox) == 3


class TestLink:
    def test_looking_changes_nothing(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        path = letter(rosa)
        for look in (rosa.get, rosa.head, rosa.get):
            answer = look(path)
            assert answer.status_code == 200
            assert b"I crossed it today." not in answer.content
        assert MailLink.objects.get().used_at is None

    def test_button_shows_what_was_written_with_the_address_alone(
        self, rosa: Client, article: Article
    ) -> None:
        say(article, "Mine, waiting.", email=ROSA, state="pending", hold_reason="first")
        say(article, "Sam’s.", email=SAM)
        suggested(article, state="rejected", reason="Too free.")
        page, _ = shown(rosa)
        assert "With this address: 1 comment and 1 suggestion." in page
        assert "Mine, waiting." in page
        assert "Your comment waits for a moderator" in page
        assert "left the sentence as it stands. “Too free.”" in page
        assert "Sam’s." not in page

    def test_link_is_good_once(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        path = letter(rosa)
        assert [rosa.post(path).status_code for _ in range(2)] == [200, 410]
        answer = rosa.get(path)
        assert answer.status_code == 410
        assert "ask for another letter" in answer.content.decode()

    def test_link_is_good_for_ten_minutes(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        path = letter(rosa)
        ago = timezone.now() - timedelta(minutes=10, seconds=1)
        MailLink.objects.update(made_at=ago, expires_at=ago + mail_links.VALID_FOR)
        assert (rosa.get(path).status_code, rosa.post(path).status_code) == (410, 410)

    @pytest.mark.parametrize("end", ["x", "1-x", "0", "é", "99999999999999999999-x", "1"])
    def test_wrong_link_opens_nothing(self, sam: Client, article: Article, end: str) -> None:
        say(article, email=ROSA)
        letter(sam)
        for answer in (sam.get(f"{ASK}{end}/"), sam.post(f"{ASK}{end}/")):
            assert answer.status_code == 404
            assert "ask for another letter" in answer.content.decode()

    def test_hidden_headline_stays_hidden(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        path = letter(rosa)
        Article.objects.update(state="hidden")
        page = rosa.post(path).content.decode()
        assert "I crossed it today." in page
        assert "bridge" not in page

    def test_nothing_on_the_way_is_kept_by_caches_or_told_to_others(
        self, rosa: Client, article: Article
    ) -> None:
        say(article, email=ROSA)
        path = letter(rosa)
        answers = [rosa.get(path), rosa.post(path), rosa.get(path), rosa.get(f"{ASK}1-x/")]
        grant = mail_links.grant(digest_of(ROSA))
        ways = (("export", grant), ("erase", grant), ("export", "x"), ("erase", "x"))
        answers += [rosa.post(f"{ASK}{way}/", {"grant": given}) for way, given in ways]
        for answer in answers:
            assert "no-store" in answer["Cache-Control"]
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert "ETag" not in answer

    def test_queries_do_not_grow(
        self, rosa: Client, article: Article, django_assert_num_queries: Any
    ) -> None:
        for n in range(12):
            say(article, f"Comment {n}", email=ROSA)
            suggested(article)
        path = letter(rosa)
        with django_assert_num_queries(8):
            rosa.post(path)


class TestExport:
    def test_file_holds_it_all(self, rosa: Client, article: Article) -> None:
        say(article, "« Déjà vu »", email=ROSA)
        _, grant = shown(rosa)
        answer = rosa.post(f"{ASK}export/", {"grant": grant})
        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"] == 'attachment; filename="what-i-wrote.json"'
        (comment,) = json.loads(answer.content)["comments"]
        assert (comment["text"], comment["email"]) == ("« Déjà vu »", ROSA)

    @pytest.mark.parametrize("way", ["export", "erase"])
    def test_grant_is_good_for_ten_minutes(
        self, rosa: Client, article: Article, monkeypatch: pytest.MonkeyPatch, way: str
    ) -> None:
        say(article, email=ROSA)
        _, grant = shown(rosa)
        later = timezone.now().timestamp() + 601
        monkeypatch.setattr("time.time", lambda: later)
        answer = rosa.post(f"{ASK}{way}/", {"grant": grant, "sure": "1"})
        assert answer.status_code == 410
        assert "ask for another letter" in answer.content.decode()
        assert Comment.objects.get().state == "published"

    @pytest.mark.parametrize("way", ["export", "erase"])
    @pytest.mark.parametrize("grant", ["", "x", "é:é"])
    def test_without_a_grant_nothing_is_given_or_erased(
        self, sam: Client, article: Article, way: str, grant: str
    ) -> None:
        say(article, email=ROSA)
        answer = sam.post(f"{ASK}{way}/", {"grant": grant, "sure": "1"})
        assert answer.status_code == 410
        assert Comment.objects.get().state == "published"
        assert sam.get(f"{ASK}{way}/").status_code == 405


class TestErase:
    def test_who_is_not_sure_is_asked_again(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        _, grant = shown(rosa)
        answer = rosa.post(f"{ASK}erase/", {"grant": grant})
        assert answer.status_code == 422
        assert "Say that you are sure" in answer.content.decode()
        assert Comment.objects.get().state == "published"

    def test_who_is_sure_erases_all_of_it(self, rosa: Client, article: Article) -> None:
        say(article, email=ROSA)
        say(article, "Sam’s.", email=SAM)
        suggested(article)
        _, grant = shown(rosa)
        for said in ("1 comment and 1 suggestion", "0 comments and 0 suggestions"):
            answer = rosa.post(f"{ASK}erase/", {"grant": grant, "sure": "1"})
            page = answer.content.decode()
            assert answer.status_code == 200
            assert f"Gone for good: {said}." in page
            assert "Nothing that was written with this address is kept any more." in page
        assert list(Comment.objects.values_list("state", flat=True)) == ["erased", "published"]
        assert Suggestion.objects.get().text == ""

    def test_of_very_much_the_rest_is_offered_with_the_same_grant(
        self, rosa: Client, article: Article, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(own_words, "AT_ONCE", 1)
        for text in ("One.", "Two."):
            say(article, text, email=ROSA)
        _, grant = shown(rosa)
        page = rosa.post(f"{ASK}erase/", {"grant": grant, "sure": "1"}).content.decode()
        assert "There is more: send the form again." in page
        assert set(re.findall(r'name="grant" value="([^"]+)"', page)) == {grant}
