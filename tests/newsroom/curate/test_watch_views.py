"""The page of the words that moderators watch for."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import WatchWord
from tests.newsroom.curate.moderated import send
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db
HERE = "watch-words/"


@pytest.fixture
def client(max_: User) -> Client:
    """Max's browser."""
    return signed_in(max_, "moderator")


def test_word_is_added_changed_and_left_off(client: Client) -> None:
    assert "No word is watched for." in client.get(f"/desk/{HERE}").content.decode()
    page = send(client, HERE, text="Escroc", act="hold")
    assert "“Escroc” is watched for from now on." in page
    word = WatchWord.objects.get()
    assert (word.folded, word.by and word.by.username) == ("escroc", "max")
    assert "“Escroc”: refuse from now on." in send(client, HERE, word=word.pk, act="reject")
    assert "“Escroc” is watched for no more." in send(client, HERE, word=word.pk)
    assert not WatchWord.objects.exists()


@pytest.mark.parametrize(
    ("text", "act", "words"),
    [
        ("ESCROC", "reject", "“ESCROC” is watched for already."),
        ("<b>", "burn", "Say what shall become of it"),
        ("!", "hold", "Write a word or a few"),
        ("x" * 101, "hold", "yours has 101"),
    ],
)
def test_bad_input_is_one_sentence_and_what_was_typed_is_kept(
    client: Client, text: str, act: str, words: str
) -> None:
    send(client, HERE, text="escroc", act="hold")
    page = send(client, HERE, 422, text=text, act=act)
    assert page.count('role="alert"') == 1
    assert words in page
    assert f'value="{text.replace("<b>", "&lt;b&gt;")}"' in page
    assert WatchWord.objects.count() == 1


def test_nonsense_is_not_found(client: Client) -> None:
    for number in ("999", "x", "²", "9" * 30, ""):
        send(client, HERE, 404, word=number)


def test_words_of_a_page_cost_the_same_queries(client: Client, max_: User) -> None:
    def fill(start: int, stop: int) -> None:
        WatchWord.objects.bulk_create(
            WatchWord(text=f"w{n}", folded=f"w{n}", by=max_) for n in range(start, stop)
        )

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/desk/{HERE}").status_code == 200
        return len(captured)

    fill(0, 3)
    asked()
    few = asked()
    fill(3, 150)
    assert asked() == few
    assert 'rel="next"' in client.get(f"/desk/{HERE}").content.decode()
