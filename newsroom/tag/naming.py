"""The names in articles' sentences whose English is known: what their translation is held to.

Known are the tables that are kept by hand, and the records that are seeded or reviewed; merged
ones speak by their heirs, hidden ones and stopped names not at all. No model is asked, so that it
costs next to nothing before every translation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from archive import tagging
from archive.models import Alias, AuditEvent, Segment, StopName, Tag, Tagging
from archive.names import Rendering, fold
from newsroom.tag import labels, records
from newsroom.tag.finding import gazetteer
from newsroom.tag.finding.matching import Name, name, spot, table
from newsroom.tag.labels import Label

RENAMING = ("rename tag", "name tag back")
LABELLED = (Tag.Status.SEEDED, Tag.Status.REVIEWED)


@dataclass(frozen=True, slots=True)
class Place:
    """A name in a sentence, and which record it is: an external id, or `tag:` and a number."""

    segment: Segment
    start: int
    end: int
    record: str

    @property
    def surface(self) -> str:
        """The name as the French has it."""
        return self.segment.text[self.start : self.end]


def names_of(article_ids: Collection[int]) -> dict[int, tuple[Rendering, ...]]:
    """The names of the articles' living sentences, by the segment's primary key.

    It takes the same few queries for many articles as for one.
    """
    segments = list(Segment.objects.alive().filter(article__in=article_ids))
    edited = _Edited()
    places = [
        place
        for _, group in groupby(segments, key=lambda segment: segment.article_id)
        for place in _of_article(list(group), edited)
    ]
    places = _apart([*places, *_tagged(segments)])
    known = _labels({place.record for place in places})
    found: defaultdict[int, list[Rendering]] = defaultdict(list)
    for place in places:
        label = known.get(place.record)
        if label and not edited.is_stopped(place.surface, label.kind):
            rendering = label.rendering(place.surface, place.start, place.end)
            found[place.segment.pk].append(rendering)
    return {pk: tuple(names) for pk, names in found.items()}


class _Edited:
    """What editors have said of names, beside the tables."""

    def __init__(self) -> None:
        self.stops = set(StopName.objects.values_list("folded", "kind"))
        by_hand = Q(tag__status=Tag.Status.REVIEWED) | Q(tag__merged_into__isnull=False)
        aliases = Alias.objects.filter(by_hand, language="fr").exclude(tag__kind=Tag.Kind.SUBJECT)
        rows = aliases.order_by("tag").values_list("text", "tag__kind", "tag")
        self.names = table(name(text, Tag.Kind(kind), f"tag:{pk}") for text, kind, pk in rows)

    def is_stopped(self, surface: str, kind: str) -> bool:
        """Whether an editor said that this is no name, or none of the kind."""
        folded = fold(surface)
        return (folded, "") in self.stops or (folded, kind) in self.stops


def _of_article(segments: Sequence[Segment], edited: _Edited) -> Iterator[Place]:
    """The names of one article, with the surnames of those that it names in full."""
    whole: defaultdict[tuple[str, ...], dict[str, Name]] = defaultdict(dict)
    for segment in segments:
        for match in (*spot(segment.text, edited.names), *gazetteer.known(segment.text)):
            yield Place(segment, match.start, match.end, match.name.identity)
            if match.kind == Tag.Kind.PERSON:
                for surname in _surnames(segment.text[match.start : match.end]):
                    short = name(surname, match.kind, match.name.identity)
                    whole[short.key][match.name.identity] = short
    alone = table(next(iter(bearers.values())) for bearers in whole.values() if len(bearers) == 1)
    for segment in segments if alone else ():
        for match in spot(segment.text, alone):
            yield Place(segment, match.start, match.end, match.name.identity)


def _surnames(whole: str) -> Iterator[str]:
    """What may stand for a person's whole name: its last words. A king's number may not."""
    parts = whole.split()
    for first in range(1, len(parts)):
        surname = " ".join(parts[first:])
        if surname[0].isupper() and not surname.isupper():
            yield surname


def _tagged(segments: Sequence[Segment]) -> Iterator[Place]:
    """Where the machine read a record's name that no table has."""
    by_uid = {(segment.article_id, segment.uid): segment for segment in segments}
    articles = {segment.article_id for segment in segments}
    rows = Tagging.objects.filter(article__in=articles, refused=False, tag__status__in=LABELLED)
    for row in rows.exclude(tag__kind=Tag.Kind.SUBJECT).order_by("tag"):
        for uid, start, end in row.offsets:
            segment = by_uid.get((row.article_id, uid))
            if segment and end <= len(segment.text):
                yield Place(segment, start, end, f"tag:{row.tag_id}")


def _apart(places: Iterable[Place]) -> list[Place]:
    """Of places that overlap the longest, of equal ones the first; in the sentences' order."""
    taken: defaultdict[int, list[Place]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.start - place.end):
        others = taken[place.segment.pk]
        if not any(place.start < each.end and each.start < place.end for each in others):
            others.append(place)
    return [p for group in taken.values() for p in sorted(group, key=lambda place: place.start)]


def _labels(keys: Set[str]) -> dict[str, Label]:
    """What the records call themselves in English, by what they were found by."""
    numbers = [int(key.removeprefix("tag:")) for key in keys if key.startswith("tag:")]
    wanted = Tag.objects.filter(Q(pk__in=numbers) | records.identified(keys - {""}))
    heirs: dict[str, Tag] = {}
    for tag in wanted.select_related("merged_into"):
        heirs[f"tag:{tag.pk}"] = tagging.heir(tag)
        if tag.external_id:
            heirs[tag.external_id] = heirs[f"tag:{tag.pk}"]
    told = _told(heirs.values())
    made = {key: told.get(heir.pk) for key, heir in heirs.items()}
    unmade = {
        key: labels.of_entry(entry)
        for key in keys - made.keys()
        if (entry := records.by_hand().get(key))
    }
    return {**unmade, **{key: label for key, label in made.items() if label}}


def _told(heirs: Iterable[Tag]) -> dict[int, Label]:
    """The labels of records that are seeded or reviewed, or that a table has, by primary key."""
    tags = {
        tag.pk: tag
        for tag in heirs
        if tag.status in LABELLED or (tag.status == Tag.Status.AUTO and records.is_by_hand(tag))
    }
    names: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, text, language in Alias.objects.filter(tag__in=tags).values_list(
        "tag", "text", "language"
    ):
        names[pk].append((text, language))
    for tag in tags.values():
        entry = records.by_hand().get(tag.external_id)
        names[tag.pk] += entry.names if entry else ()
    former = _former_labels(tags.values())
    return {pk: labels.of_tag(tag, names[pk], former.get(tag.slug, ())) for pk, tag in tags.items()}


def _former_labels(tags: Iterable[Tag]) -> Mapping[str, list[str]]:
    """The English labels that editors have replaced, by the record's slug."""
    targets = [f"tag:{tag.slug}" for tag in tags]
    found: defaultdict[str, list[str]] = defaultdict(list)
    events = AuditEvent.objects.filter(target__in=targets, act__in=RENAMING)
    for target, details in events.values_list("target", "details"):
        found[target.removeprefix("tag:")].append(details["before"]["label_en"])
    return found
