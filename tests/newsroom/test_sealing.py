"""Keys at rest are sealed under the site's secret."""

import pytest
from django.test import override_settings

from newsroom import sealing


def test_what_was_sealed_is_opened_again() -> None:
    assert sealing.opened(sealing.seal(b"\x00key")) == b"\x00key"


def test_the_same_key_never_looks_the_same() -> None:
    assert sealing.seal(b"key") != sealing.seal(b"key")


@pytest.mark.parametrize("sealed", ["", "nonsense", "é"])
def test_what_was_never_sealed_is_refused(sealed: str) -> None:
    with pytest.raises(sealing.Unsealable):
        sealing.opened(sealed)


def test_another_secret_opens_nothing() -> None:
    sealed = sealing.seal(b"key")
    with override_settings(SECRET_KEY="another" * 8), pytest.raises(sealing.Unsealable):
        sealing.opened(sealed)
