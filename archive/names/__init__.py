"""Proper names in French text, and whether an English text carries them."""

from archive.names.casing import in_french_case
from archive.names.spelling import fold, romanised
from archive.names.spotting import Astray, astray, spotted

__all__ = ["Astray", "astray", "fold", "in_french_case", "romanised", "spotted"]
