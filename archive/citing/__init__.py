"""Citations: the French original and the English translation, in the forms that others read."""

from archive.citing.works import Citation, Work, cite

__all__ = ["Citation", "Work", "cite"]
