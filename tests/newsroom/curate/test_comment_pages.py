"""The moderators' pages: hostile words are words, long lists cost no more, others stay out."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from archive.discuss import standings
from archive.discuss.desk import decide
from archive.models import Article, AuditEvent, Comment
from tests.archive.discuss.writing import say, translated
from tests.newsroom.curate.moderated import WRITER, act, held, states
from tests.newsroom.staff import member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(max_: User) -> Client:
    """Max's browser."""
    return signed_in(max_, "moderator")


@pytest.fixture
def article() -> Article:
    return translated()


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)//</textarea></script>",
    "{{ 7|add:7 }}{% now 'Y' %}",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(client: Client, words: str, max_: User) -> None:
    article = translated()
    above = say(article, words, name=words[:60])
    made = held(article, words, name=words[:60], parent=above, hold_reason="words")
    Comment.objects.filter(pk=made.pk).update(evidence=f"“{words}” in the text")
    made.revisions.create(body=words)
    made.reports.create(writer="a", reason="other", note=words)
    standings.hold(WRITER, by=max_, reason=words)
    made.decisions.create(before="", after="pending", reason=words[:40], note=words)
    dry = act(client, "refuse", made, above)
    addresses = ("comments/", f"comments/{made.pk}/", f"writers/{WRITER}/")
    pages = [client.get(f"/desk/{address}").content.decode() for address in addresses]
    for page in (*pages, dry):
        assert words not in page or "<" not in words
        assert str(escape(words)) in page
    assert pages[0].count(f"<mark>{escape(words)}</mark>") == 1


class TestCosts:
    def asked(self, client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def fill(self, start: int, stop: int, by: User) -> None:
        for n in range(start, stop):
            article = translated()
            for state in ("pending", "spam", "published"):
                made = held(article, state=state, parent=say(article), writer=f"w{n}")
                made.reports.create(writer="a", reason="abuse")
                made.revisions.create(body="Before.")
            made = held(article, parent=say(article), writer=WRITER)
            decide(made, "published", by=by, batch=f"b{n}")
            standings.hold(f"w{n}", by=by, reason="Attacks.")

    @pytest.mark.embedded
    def test_pages_ask_as_often_for_many_as_for_few(self, client: Client, max_: User) -> None:
        addresses = [f"/desk/comments/?queue={name}" for name in ("pending", "reported", "spam")]
        addresses += ["/desk/comments/?queue=unreviewed&chosen=all", f"/desk/writers/{WRITER}/"]
        self.fill(0, 3, max_)
        few = [self.asked(client, address) for address in addresses]
        self.fill(3, 30, max_)
        assert [self.asked(client, address) for address in addresses] == few
        assert max(few) <= 20


@pytest.mark.parametrize("group", ["editor", "operator"])
def test_who_is_no_moderator_is_told_so(group: str, article: Article) -> None:
    made, other = held(article), member("other", group)
    addresses: dict[str, dict[str, Any]] = {
        "comments/": {},
        f"comments/{made.pk}/": {},
        "comments/act/": {"do": f"publish {made.pk}"},
        "comments/undo/": {"batch": "b"},
        f"comments/on/{article.pk}/close/": {},
        f"writers/{WRITER}/": {},
        f"writers/{WRITER}/ban/": {"reason": "Mine."},
        "watch-words/": {"text": "poker", "act": "hold"},
    }
    for address, data in addresses.items():
        assert other.get(f"/desk/{address}").status_code == 403, address
        assert other.post(f"/desk/{address}", data).status_code == 403, address
    assert states(made) == ["pending"]
    assert not AuditEvent.objects.exists()
