"""Linking: which authority record an article's names stand for.

A French form that a record goes by comes first, then the identity that a table gives, then the
transcription of a first and last name; what is left is a record to be made. Names that editors
stopped or hid lead nowhere, merged records to their heirs. Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from archive import tagging
from archive.models import Alias, Tag
from archive.names import fold
from newsroom.tag import records
from newsroom.tag.finding.filters import Stop
from newsroom.tag.keys import is_full, key_of, words_of
from newsroom.tag.mentions import Mention
from newsroom.tag.records import Entry

LONGEST = 100  # characters of a name
RANKS = (Tag.Status.REVIEWED, Tag.Status.SEEDED, Tag.Status.AUTO, Tag.Status.HIDDEN)
DECIDED = {Tag.Status.REVIEWED, Tag.Status.HIDDEN}
APART = {Tag.Kind.PERSON, Tag.Kind.PLACE}  # what no editor's word makes one


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one kind, identity and name."""

    kind: Tag.Kind
    identity: str
    name: str
    mentions: tuple[Mention, ...]

    @property
    def folded(self) -> str:
        """What it is looked up by."""
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class Linked:
    """A record, or the entry of one to be made, with the mentions that stand for it."""

    target: Tag | Entry
    mentions: tuple[Mention, ...]

    @property
    def name(self) -> str:
        """The record's French name, folded, and what tells it from others of that name."""
        return f"{fold(self.target.label_fr)} {self.target.kind} {_identity(self.target)}"

    @property
    def is_standing(self) -> bool:
        """Whether it is known beforehand: seeded, reviewed, or a place of the gazetteer."""
        identity = _identity(self.target)
        known = self.target.status in {Tag.Status.SEEDED, Tag.Status.REVIEWED}
        return known or identity.startswith(("cldr:", "geonames:"))


def link(mentions: Iterable[Mention], stops: Collection[Stop]) -> list[Linked]:
    """The records that the mentions stand for, each once; what editors stopped stands for none.

    The entry of a name that no table knows has only its French yet.
    """
    groups = list(_groups(mentions))
    known = _Known(groups, stops)
    gathered: defaultdict[object, list[Mention]] = defaultdict(list)
    targets: dict[object, Tag | Entry] = {}
    for group in groups:
        kept = [m for m in group.mentions if not known.is_stopped(m, group)]
        target = known.target(group) if kept else None
        if target:
            key = _sameness(target)
            targets.setdefault(key, target)
            gathered[key] += kept
    return [Linked(target, tuple(gathered[key])) for key, target in targets.items()]


def _identity(target: Tag | Entry) -> str:
    return target.external_id if isinstance(target, Tag) else target.identity


def _sameness(target: Tag | Entry) -> object:
    """Two groups with the same lead to one record."""
    if isinstance(target, Tag):
        return target.pk
    return target.identity or (target.kind, fold(target.label_fr))


def _groups(mentions: Iterable[Mention]) -> Iterator[Group]:
    found: defaultdict[tuple[Tag.Kind, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        name = mention.name or mention.text
        if len(name) <= LONGEST and words_of(name):
            found[mention.kind, mention.identity, fold(name)].append(mention)
    for (kind, identity, _), same in found.items():
        yield Group(kind, identity, _spelling(same), tuple(same))


def _spelling(mentions: Sequence[Mention]) -> str:
    """The first that is not all in capitals, as in a headline."""
    names = [mention.name or mention.text for mention in mentions]
    return next((name for name in names if not name.isupper()), names[0])


class _Known:
    """What the archive holds of some groups' names, read with two queries."""

    def __init__(self, groups: Sequence[Group], stops: Collection[Stop]) -> None:
        self.stops = stops
        self.by_name: defaultdict[str, list[Tag]] = defaultdict(list)
        self.by_key: defaultdict[str, list[Tag]] = defaultdict(list)
        aliases = _aliases(groups)
        tags = _tags({group.identity for group in groups if group.identity}, aliases)
        self.by_identity = {tag.external_id: tag for tag in tags.values() if tag.external_id}
        for folded, key, language, tag_id in aliases:
            if tag := tags.get(tag_id):  # else deleted in this moment
                self.by_key[key].append(tag)
                if language == "fr":
                    self.by_name[folded].append(tag)

    def is_stopped(self, mention: Mention, group: Group) -> bool:
        """Whether an editor said that this is no name, or none of this kind."""
        forms = {fold(mention.text), group.folded}
        return any((form, kind) in self.stops for form in forms for kind in ("", group.kind.value))

    def target(self, group: Group) -> Tag | Entry | None:
        """The record that the group's name stands for; None where editors hid it."""
        tag = self._by_identity(group) if group.identity else self._by_name(group)
        if tag:
            heir = tagging.heir(tag)
            return None if heir.status == Tag.Status.HIDDEN else heir
        own = records.entry(group.identity, group.name)
        return own or records.of_name(group.kind, group.name, group.name)

    def _by_identity(self, group: Group) -> Tag | None:
        """The table's record, unless an editor gave the name to one that no table knows."""
        named = _fitting(self.by_name[group.folded], group.kind)
        own = [tag for tag in named if not tag.external_id and tag.status in DECIDED]
        return _best(own) or self.by_identity.get(group.identity)

    def _by_name(self, group: Group) -> Tag | None:
        named = _fitting(self.by_name[group.folded], group.kind)
        if named or not is_full(group.name):
            return _best(named)
        return _best(tag for tag in self.by_key[key_of(group.name)] if tag.kind == group.kind)


def _aliases(groups: Sequence[Group]) -> list[tuple[str, str, str, int]]:
    """Names folded, with key, language and record.

    By key all of them; of those that a table knows by identity only what editors decided.
    """
    keys = {key_of(group.name) for group in groups if not group.identity}
    own = Q(tag__external_id="", tag__status__in=DECIDED)
    wanted = Q(key__in=keys) | Q(own, folded__in={group.folded for group in groups}, language="fr")
    found = Alias.objects.filter(wanted).exclude(tag__kind=Tag.Kind.SUBJECT).order_by()
    return list(found.values_list("folded", "key", "language", "tag"))


def _tags(identities: set[str], aliases: Sequence[tuple[str, str, str, int]]) -> dict[int, Tag]:
    """The records of those identities and names, by number."""
    wanted = records.identified(identities) | Q(pk__in={tag_id for *_, tag_id in aliases})
    found = Tag.objects.filter(wanted).select_related("merged_into").order_by()
    return {tag.pk: tag for tag in found}


def _fitting(tags: Iterable[Tag], kind: Tag.Kind) -> list[Tag]:
    """Those that a name of the kind may stand for; a name kept by hand decides its kind itself."""
    return [tag for tag in tags if tag.kind == kind or _decides(tag, kind)]


def _decides(tag: Tag, kind: Tag.Kind) -> bool:
    return records.is_by_hand(tag) or (
        tag.status == Tag.Status.REVIEWED and {tag.kind, kind} != APART
    )


def _best(tags: Iterable[Tag]) -> Tag | None:
    """Of several the one that editors know best, then the oldest."""
    return min(tags, key=lambda tag: (RANKS.index(Tag.Status(tag.status)), tag.pk), default=None)
