"""The kiosk's papers are ones to the newsroom, no two alike, and change as they say."""

from newsroom.ingest import reading
from newsroom.ingest.story import Story
from tests.kiosk import FEED, Kiosk
from tests.press import Press


def text(kiosk: Kiosk, paper: int, k: int) -> str:
    reply = kiosk.reply(kiosk.press.host(paper), f"/article/{k}")
    assert reply is not None
    (story,) = reading.read(reply.body, ref="ref", name="page.html")
    assert isinstance(story, Story)
    return story.text()


def test_no_two_articles_are_alike(press: Press) -> None:
    kiosk = Kiosk(press, papers=3, articles=4)
    assert len({text(kiosk, n, k) for n in range(3) for k in range(4)}) == 12


def test_an_article_says_its_sentences(press: Press) -> None:
    kiosk = Kiosk(press, papers=1, articles=1)
    assert all(sentence in text(kiosk, 0, 0) for sentence in kiosk.sentences(0, 0))


def test_an_edition_changes_one_article_in_three(press: Press) -> None:
    kiosk = Kiosk(press, papers=1, articles=9)
    before = [text(kiosk, 0, k) for k in range(9)]
    kiosk.edition = 2
    after = [text(kiosk, 0, k) for k in range(9)]
    changed = [k for k in range(9) if before[k] != after[k]]
    assert changed == [1, 4, 7]
    assert [k for k in range(9) if kiosk.wording(0, k) == 2] == changed


def test_a_feed_lists_its_articles(press: Press) -> None:
    kiosk = Kiosk(press, papers=2, articles=4)
    assert kiosk.feeds()[1] == f"http://127.0.0.2:{press.port}{FEED}"
    reply = kiosk.reply("127.0.0.2", FEED)
    assert reply is not None
    assert reply.body.count(f"<link>{press.origin(1)}/article/".encode()) == 4
