"""Whether a text is French, told offline by py3langid; its model lies inside the package."""

import threading
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsroom.ingest.wording import words

FEWEST_WORDS = 20
_loading = threading.Lock()  # the model takes 85 MB, which each of eight threads would load
SURE = 0.5  # probability, from which on the language is named
MOST_CHARACTERS = 20_000
TOO_SHORT = f"It has fewer than {FEWEST_WORDS} words, too few to tell its language."

# The languages that are told apart. Small neighbours of French (Walloon, Occitan, the Creoles of
# the Antilles, Ligurian …) are left out: short French is sooner misread as one than one comes in.
ENGLISH_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "br": "Breton",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mg": "Malagasy",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def is_short(text: str) -> bool:
    """Whether the text has too few words for its language to be told.

    Scripts without spaces make long words: there each five characters count as one.
    """
    found = words(text[:MOST_CHARACTERS])
    return sum(max(1, len(word) // 25 * 5) for word in found) < FEWEST_WORDS


def foreign(text: str) -> str:
    """What a text that is not French looks like, as a sentence; "" for French."""
    with _loading:
        identifier = _identifier()
    code, probability = identifier.classify(text[:MOST_CHARACTERS])
    if code == "fr":
        return ""
    if probability < SURE:
        return "It does not look like French."
    return f"It looks like {ENGLISH_NAMES[code]}, not French."


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(ENGLISH_NAMES)
    return identifier
