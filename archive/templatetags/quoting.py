"""A sentence as HTML: in both languages quotations and, where asked for, names are marked."""

from collections.abc import Iterable, Iterator, Sequence

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from archive.copying import standing
from archive.mentions import Mention
from archive.quotations import Quotations, Span
from archive.reading import Reading, Sentence

register = template.Library()
register.filter(standing)
ORIGINAL, TRANSLATED = "original", "translated"


@register.filter
def french_quoted(sentence: Sentence, reading: Reading) -> SafeString:
    """The French; what was said is marked as the original words."""
    return _french(reading.quotations.get(sentence.uid), sentence.french)


@register.filter
def english_quoted(sentence: Sentence, reading: Reading) -> SafeString:
    """The English; a quotation is marked as translated."""
    return _english(reading.quotations.get(sentence.uid), sentence.english or "")


@register.filter
def french_named(sentence: Sentence, reading: Reading) -> SafeString:
    """The same with links from its names, for where it is read; it may stand in no other link."""
    held = reading.mentions.get(sentence.uid)
    names = held.french if held else ()
    return _french(reading.quotations.get(sentence.uid), sentence.french, names)


@register.filter
def english_named(sentence: Sentence, reading: Reading) -> SafeString:
    """The English with links from its names."""
    held = reading.mentions.get(sentence.uid)
    names = held.english if held else ()
    return _english(reading.quotations.get(sentence.uid), sentence.english or "", names)


@register.filter
def headline_french(reading: Reading) -> SafeString:
    """The French headline, marked in the same way."""
    return _french(reading.headline_quotations, reading.title_fr)


@register.filter
def headline_english(reading: Reading) -> SafeString:
    """The English headline, marked in the same way."""
    title = reading.edition.title if reading.edition else ""
    return _english(reading.headline_quotations, title)


@register.filter
def holds_quotations(reading: Reading) -> bool:
    """Whether a reader meets any mark and wants to know what it means."""
    return bool(reading.quotations or reading.headline_quotations)


@register.filter
def has_unsure_quotations(reading: Reading) -> bool:
    """Whether an English sentence is marked as a whole."""
    headline = reading.headline_quotations
    found = [*reading.quotations.values(), *([headline] if headline else [])]
    return not all(quotations.certain for quotations in found)


def _french(found: Quotations | None, text: str, names: Sequence[Mention] = ()) -> SafeString:
    return _marked(found.french, ORIGINAL, names) if found else _linked(text, 0, names)


def _english(found: Quotations | None, text: str, names: Sequence[Mention] = ()) -> SafeString:
    if found is None or not text:
        return _linked(text, 0, names)
    if found.certain:
        return _marked(found.english, TRANSLATED, names)
    return format_html('<span class="holds-translated">{}</span>', _linked(text, 0, names))


def _marked(spans: Iterable[Span], name: str, names: Sequence[Mention]) -> SafeString:
    return format_html_join("", "{}", ((each,) for each in _elements(spans, name, names)))


def _elements(spans: Iterable[Span], name: str, names: Sequence[Mention]) -> Iterator[SafeString]:
    start = 0
    for span in spans:
        linked = _linked(span.text, start, names)
        yield format_html('<q class="{}">{}</q>', name, linked) if span.quoted else linked
        start += len(span.text)


def _linked(text: str, start: int, names: Sequence[Mention]) -> SafeString:
    """A stretch that begins at this character of its sentence; a name may reach in or out of it."""
    pieces, place = [], 0
    for name in names:
        first, last = max(name.start - start, 0), min(name.end - start, len(text))
        if first < last:
            pieces.append(conditional_escape(text[place:first]))
            pieces.append(_link(name.address, text[first:last]))
            place = last
    return format_html_join("", "{}", ((piece,) for piece in (*pieces, text[place:])))


def _link(address: str, text: str) -> SafeString:
    return format_html('<a class="mention" href="{}">{}</a>', address, text)
