"""A sentence as HTML, the words that were said in French marked in both languages."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from archive.copying import standing
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


def _french(found: Quotations | None, text: str) -> SafeString:
    return _marked(found.french, ORIGINAL) if found else conditional_escape(text)


def _english(found: Quotations | None, text: str) -> SafeString:
    if found is None or not text:
        return conditional_escape(text)
    if found.certain:
        return _marked(found.english, TRANSLATED)
    return format_html('<span class="holds-translated">{}</span>', text)


def _marked(spans: Iterable[Span], name: str) -> SafeString:
    pieces = ((_element(span, name),) for span in spans)
    return format_html_join("", "{}", pieces)


def _element(span: Span, name: str) -> SafeString:
    if not span.quoted:
        return conditional_escape(span.text)
    return format_html('<q class="{}">{}</q>', name, span.text)
