"""The cast, for tests of pages."""

from tests.cast import edith, max_, rosa, sam

__all__ = ["edith", "max_", "rosa", "sam"]
