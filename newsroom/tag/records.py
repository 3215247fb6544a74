"""Authority records that the tagger makes: of its tables' entries and of names it meets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from archive.models import Alias, Tag
from archive.names import fold
from archive.search import outbox
from newsroom.tag import towns
from newsroom.tag.countries import Country, countries
from newsroom.tag.keys import english_form, key_of
from newsroom.tag.seeds import seeds
from newsroom.tag.subjects import Topic, topics

MOST_LIKE_IT = 50  # records whose addresses differ only by a number
SLUG = 90  # characters, a number apart


class SlugsTaken(Exception):
    """No address is left for a record; an editor must rename one."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is to be made; without an identity it is known by its French name alone."""

    kind: Tag.Kind
    label_en: str
    label_fr: str
    names: tuple[tuple[str, str], ...]  # with the language of each
    identity: str = ""
    slug: str = ""  # else made of the label
    wikidata: str = ""
    status: Tag.Status = Tag.Status.AUTO


def entry(identity: str, french: str) -> Entry | None:
    """What a table says of an identity, if one knows it; a town is called what the French says.

    Towns stay `auto`: nobody has looked at their names. What is kept by hand is `seeded`.
    """
    if town := towns.record(identity):
        names = ((french, "fr"), (town.name, "en"))
        return Entry(Tag.Kind.PLACE, town.name, french, names, identity)
    return by_hand().get(identity)


def of_name(kind: Tag.Kind, french: str, english: str) -> Entry:
    """A record that no table knows; its address is made of its French name.

    So two taggers that meet the name at once take the same address, and one record is made.
    """
    names = ((french, "fr"), (english, "en"))
    return Entry(kind, english, french, names, slug=_slug(french))


def in_english(of: Entry, english: Iterable[str]) -> Entry:
    """The entry under the name that the article's English sentences give to its French name.

    What a table knows is called what the table says.
    """
    form = "" if of.identity else english_form(of.label_fr, english)
    return of_name(of.kind, of.label_fr, form) if form else of


@cache
def by_hand() -> Mapping[str, Entry]:
    """Entries of the tables that are kept by hand, by identity."""
    return {
        each.identity: each
        for each in (*_seeds(), *map(_country, countries()), *map(_topic, topics()))
    }


def is_by_hand(tag: Tag) -> bool:
    """Whether the record came from a table that is kept by hand."""
    return tag.external_id in by_hand()


def _seeds() -> Iterator[Entry]:
    for seed in seeds():
        yield Entry(
            kind=seed.kind,
            label_en=seed.label_en,
            label_fr=seed.label_fr,
            names=seed.names,
            identity=seed.identity,
            wikidata=seed.wikidata,
            status=Tag.Status.SEEDED,
        )


def _country(country: Country) -> Entry:
    names = (*((name, "fr") for name in country.spellings), (country.english, "en"))
    return Entry(
        kind=Tag.Kind.PLACE,
        label_en=country.english,
        label_fr=country.french,
        names=names,
        identity=f"cldr:{country.code}",
        status=Tag.Status.SEEDED,
    )


def identified(identities: Collection[str]) -> Q:
    """That a record has one of the identities."""
    # What is looked for is never empty; unless that is said, SQLite reads all records.
    return ~Q(external_id="") & Q(external_id__in=identities)


def of_topics(wanted: Sequence[Topic]) -> dict[str, Tag]:
    """The records of Media Topics by their codes, made on first use."""
    codes = sorted(topic.code for topic in wanted)
    known = Tag.objects.filter(identified(codes)).select_related("merged_into")
    found = {tag.external_id: tag for tag in known}
    return {code: found.get(code) or make(by_hand()[code]) for code in codes}


def _topic(topic: Topic) -> Entry:
    return Entry(
        kind=Tag.Kind.SUBJECT,
        label_en=topic.label_en,
        label_fr=topic.label_fr,
        names=((topic.label_fr, "fr"), (topic.label_en, "en")),
        identity=topic.code,
        slug=topic.slug,
        status=Tag.Status.SEEDED,
    )


def make(of: Entry) -> Tag:
    """Make the record; another article's tagger may make it, or an editor its slug, meanwhile."""
    for address in _addresses(of):
        try:
            with transaction.atomic():
                return _write(of, address)
        except IntegrityError:
            if made := _made_meanwhile(of):
                return made
    raise SlugsTaken(f"All addresses for {of.label_en} belong to other records.")


def better(tag: Tag, english: Iterable[str]) -> None:
    """Better a record that nobody reviewed: its status, or an English label that is still French.

    `english` holds the article's English sentences that name it. The label changes once at most.
    """
    if tag.status != Tag.Status.AUTO:
        return
    if is_by_hand(tag):
        _own(tag).update(status=Tag.Status.SEEDED)
    elif not tag.external_id and tag.label_en == tag.label_fr:
        form = english_form(tag.label_fr, english)
        if form not in {"", tag.label_fr}:
            _relabel(tag, form)


def _own(tag: Tag) -> QuerySet[Tag]:
    """The record's row as long as nobody touched it."""
    return Tag.objects.filter(pk=tag.pk, status=Tag.Status.AUTO, label_en=tag.label_en)


def _relabel(tag: Tag, label: str) -> None:
    """Give it an English label; the index holds the old one with each of its articles."""
    if _own(tag).update(label_en=label):
        named = {"text": label, "key": key_of(label)}
        tag.aliases.get_or_create(folded=fold(label), language="en", defaults=named)
        outbox.touch_all(tag.taggings.values_list("article_id", flat=True))


def _addresses(of: Entry) -> Iterator[str]:
    slug = of.slug or _slug(of.label_en) or of.kind.value
    yield slug
    if of.identity:
        yield f"{slug}-{_tail(of)}"
    yield from (f"{slug}-{n}" for n in range(2, MOST_LIKE_IT))


def _tail(of: Entry) -> str:
    """What tells a record from another of its name: its country's or town's code, else its kind."""
    table, _, code = of.identity.partition(":")
    return code.lower() if table in {"cldr", "geonames"} else of.kind.value


def _slug(text: str) -> str:
    return slugify(fold(text))[:SLUG].strip("-")


def _made_meanwhile(of: Entry) -> Tag | None:
    if of.identity:
        return Tag.objects.filter(identified([of.identity])).first()
    same = Alias.objects.filter(folded=fold(of.label_fr), language="fr", tag__kind=of.kind)
    alias = same.select_related("tag").order_by("tag").first()
    return alias.tag if alias else None


def _write(of: Entry, slug: str) -> Tag:
    tag = Tag.objects.create(
        kind=of.kind,
        slug=slug,
        label_en=of.label_en,
        label_fr=of.label_fr,
        external_id=of.identity,
        wikidata=of.wikidata,
        status=of.status,
    )
    Alias.objects.bulk_create(_aliases(tag, of))
    return tag


def _aliases(tag: Tag, of: Entry) -> Iterator[Alias]:
    once: dict[tuple[str, str], str] = {}
    for text, language in of.names:
        once.setdefault((fold(text), language), text)
    for (folded, language), text in once.items():
        yield Alias(tag=tag, text=text, folded=folded, key=key_of(text), language=language)
