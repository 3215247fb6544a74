"""One click that a wording reads wrong."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.discuss import doubts
from archive.discuss.pipeline import Refusal, Sent
from archive.models import Doubt, Standing, Translation
from tests.archive.discuss import writing
from tests.archive.discuss.mending import sentence, standing, worded

pytestmark = pytest.mark.django_db


@pytest.fixture
def wording() -> Translation:
    return standing(sentence(worded()))


def sent(writer: str = "rosa", **fields: Any) -> Sent:
    return writing.sent("", writer=writer, **fields)


def test_each_writer_doubts_a_wording_once(wording: Translation) -> None:
    assert [doubts.doubt(wording, sent(each)) for each in ("rosa", "rosa", "sam")] == [
        True,
        False,
        True,
    ]
    assert Doubt.objects.filter(translation=wording).count() == 2


def test_page_of_yesterday_is_out_of_date(wording: Translation) -> None:
    with pytest.raises(Refusal, match="more than a day"):
        doubts.doubt(wording, sent(age=timedelta(hours=25)))
    assert not Doubt.objects.exists()


def test_whoever_may_not_write_may_not_doubt(wording: Translation, max_: User) -> None:
    Standing.objects.create(writer="rosa", kind="banned", reason="Adverts.", by=max_)
    with pytest.raises(Refusal, match="Adverts"):
        doubts.doubt(wording, sent())


def test_writer_is_slowed_down(wording: Translation) -> None:
    others = Translation.objects.exclude(pk=wording.pk)[:1]
    rows = [Doubt(translation=t, writer="rosa") for t in others]
    Doubt.objects.bulk_create(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doubts, "PER_WRITER", 1)
        with pytest.raises(Refusal, match="many times"):
            doubts.doubt(wording, sent())


def test_writers_without_a_cookie_cannot_fill_the_table(wording: Translation) -> None:
    noted = [doubts.doubt(wording, sent(f"new {n}")) for n in range(doubts.PER_WORDING + 5)]
    assert sum(noted) == Doubt.objects.count() == doubts.PER_WORDING
