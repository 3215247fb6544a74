"""Links to a preview: signed, for one article, for an hour."""

from datetime import timedelta

import pytest
from django.core.signing import TimestampSigner

from archive import previewing


def token(address: str) -> str:
    return address.removeprefix("/preview/").removesuffix("/")


def test_link_opens_its_article() -> None:
    assert previewing.opened(token(previewing.address(12))) == 12


def test_two_links_of_one_article_are_good_beside_each_other() -> None:
    links = [previewing.address(12), previewing.address(12)]
    assert [previewing.opened(token(each)) for each in links] == [12, 12]


@pytest.mark.parametrize("change", [lambda t: "9" + t, lambda t: t[:-1], lambda t: "12"])
def test_what_was_tampered_with_opens_nothing(change) -> None:  # type: ignore[no-untyped-def]
    assert previewing.opened(change(token(previewing.address(12)))) is None


def test_a_signature_of_another_kind_opens_nothing() -> None:
    assert previewing.opened(TimestampSigner(salt="archive.other").sign("12")) is None


def test_after_an_hour_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    held = token(previewing.address(12))
    monkeypatch.setattr(previewing, "VALID_FOR", timedelta(seconds=-1))
    with pytest.raises(previewing.Expired, match="good for an hour"):
        previewing.opened(held)
