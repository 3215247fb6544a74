"""The cast. Rosa reads, Edith edits, Max moderates, Sam is a stranger who must see no secret."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def rosa() -> Client:
    """A reader's browser."""
    return Client()


@pytest.fixture
def sam() -> Client:
    """The browser of a stranger, who tries addresses that nobody gave."""
    return Client(raise_request_exception=False)


@pytest.fixture
def edith(db: None) -> User:
    """An editor."""
    return User.objects.create_user("edith", is_staff=True)


@pytest.fixture
def max_(db: None) -> User:
    """A moderator."""
    return User.objects.create_user("max", is_staff=True)
