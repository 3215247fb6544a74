"""Numbers as French and English write them, read as values that can be compared."""

from archive.numerals.comparing import missing
from archive.numerals.patterns import FRENCH_FIGURE
from archive.numerals.reading import Number, numbers

__all__ = ["FRENCH_FIGURE", "Number", "missing", "numbers"]
