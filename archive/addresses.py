"""Addresses, handles and hashtags in running text: copied, never translated or tidied."""

import re

ADDRESS = re.compile(
    r"""(?:https?://|www\.)[^\s«»“”"<>(){}…]*[\w/=&#%+-]
    | (?<![\w.@/-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.
        (?-i:fr|com|org|net|eu|info|io|be|ch)(?![\w.@-])(?:/[^\s«»“”"<>(){}…]*[\w/=&#%+-])?
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+""",
    re.IGNORECASE | re.VERBOSE,
)
# « @mairie », « #Grève »; not « #1 » nor the @ of a mail address.
TAG = re.compile(r"(?<![\w&/@#])[@#](?=\w*[^\W\d_])\w+")


def without_addresses(text: str) -> str:
    """The text with a space for each address, handle and hashtag."""
    return TAG.sub(" ", ADDRESS.sub(" ", text))
