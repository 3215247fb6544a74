"""What the page of a writer says."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.discuss import standings
from archive.discuss.desk import decide
from newsroom.curate import writer_page
from tests.archive.discuss.writing import say, translated
from tests.newsroom.curate.moderated import WRITER, held, listed
from tests.newsroom.staff import signed_in

pytestmark = pytest.mark.django_db


def test_writer_in_numbers_names_and_acts(max_: User) -> None:
    article = translated()
    for name in ("Ines", "Rosa", "Rosa"):
        held(article, name=name)
    decide(held(article, name=""), "rejected", by=max_, reason="abuse")
    say(article, writer="other")
    for n, state in enumerate(("open", "upheld", "upheld")):
        say(article, writer=f"v{n}").reports.create(writer=WRITER, reason="abuse", state=state)
    standings.hold(WRITER, by=max_, reason="Attacks.")
    found = writer_page.of(WRITER, None)
    assert (found["writer"].waiting, found["writer"].refused) == (3, 1)
    assert found["names"] == ["Rosa", "Ines"]
    assert found["reports"] == {"open": 1, "upheld": 2, "dismissed": 0}
    assert [event.act for event in found["events"]] == ["hold writer"]
    assert found["rows"].paginator.count == 4


def test_page_offers_all_that_waits_in_one_act(max_: User) -> None:
    client: Client = signed_in(max_, "moderator")
    one, two = held(), held()
    page = client.get(f"/desk/writers/{WRITER}/").content.decode()
    assert "With all 2 that wait:" in page
    assert set(listed(page)) == {one.pk, two.pk}
    for comment in (one, two):
        decide(comment, "published", by=max_)
    page = client.get(f"/desk/writers/{WRITER}/").content.decode()
    assert "that wait:" not in page
    assert "Treated as everybody is." in page
