"""Proper names in French text, and whether an English text carries them."""

from archive.names.casing import in_french_case
from archive.names.rendering import Rendering, forms_of
from archive.names.spelling import fold, romanised
from archive.names.spotting import Astray, astray, spotted

__all__ = [
    "Astray",
    "Rendering",
    "astray",
    "fold",
    "forms_of",
    "in_french_case",
    "romanised",
    "spotted",
]
