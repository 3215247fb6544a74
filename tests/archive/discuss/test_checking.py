"""The machine's checks on a person's wording."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User

from archive.discuss import checking
from archive.names import Rendering
from newsroom import line
from newsroom.models import Term
from tests.factories import make_article

pytestmark = pytest.mark.django_db
FRENCH = "Poutine attend depuis 14 mois."


@pytest.fixture
def connected() -> Iterator[None]:
    yield
    checking.connect(line.known_in)


def codes(english: str) -> list[str]:
    segment = make_article(body=[[FRENCH]]).segments.get(text=FRENCH)
    return [finding.code for finding in checking.checked(segment, english)]


def test_wording_is_checked_against_its_french() -> None:
    assert codes("Putin has been waiting for 14 months.") == []
    assert codes("Putin has been waiting for months.") == ["number"]


def test_newsroom_says_which_names_are_known() -> None:
    assert codes("Poutine has been waiting for 14 months.") == ["name"]


def test_newsroom_says_which_terms_are_known(edith: User) -> None:
    term = Term(french="mois", folded="mois", english="month", forbidden=["moon"], by=edith)
    term.save()
    assert codes("Putin has been waiting for 14 months.") == []
    assert codes("Putin has been waiting for 14 moons.") == ["term"]


def test_whoever_is_connected_is_asked_of_the_article(connected: None) -> None:
    asked: list[object] = []

    def names_of(ids: object) -> dict[int, list[Rendering]]:
        asked.append(ids)
        return {}

    checking.connect(names_of)
    segment = make_article(body=[[FRENCH]]).segments.get(text=FRENCH)
    checking.checked(segment, "Putin waits.")
    assert asked == [[segment.article_id]]
