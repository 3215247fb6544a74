"""What the editors' page “Names” shows, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from archive import authority
from archive.authority.seeking import SEEK
from archive.models import Alias, Article, Job, MergeSuggestion, Tag, Tagging
from archive.names import fold

PER_PAGE = 25
PAIRS = 8  # suggested merges on one page
PROPOSED = 300  # names that a field proposes
NAMED = 5  # of the names in one act
DONE = {
    "merge tag": "Merged",
    "unmerge tag": "Parted again",
    "rename tag": "Renamed",
    "hide tag": "Hid",
    "show tag": "Showed again",
    "review tag": "Reviewed",
    "unreview tag": "Put back for review",
    "stop name": "Stopped the name",
    "allow name": "Allowed the name",
    "split tag": "Split off",
    "dismiss pair": "Kept apart",
    "reopen pair": "Asked again about",
}
# Between a record and the other one that had a part in the act.
BETWEEN = {"merge tag": " → ", "unmerge tag": " from ", "split tag": " from "}
CHECKED = {Tag.Status.SEEDED, Tag.Status.REVIEWED}
STATUSES = {
    "auto": "not looked at",
    "seeded": "from the authority file",
    "reviewed": "reviewed",
    "hidden": "hidden",
    "any": "any",
}
STANDING = Q(refused=False)


def sought() -> int:
    """How many names are sought in the archive just now, for their articles to be read again."""
    return Job.objects.filter(kind=SEEK, state__in=["queued", "running"]).count()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor asked to see; what is none of the choices counts as the first of them."""

    status: str = "auto"
    kind: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> Wanted:
        """What the address asks for."""
        status, kind = asked.get("status", ""), asked.get("kind", "")
        return cls(
            status if status in STATUSES else "auto",
            kind if kind in Tag.Kind.values else "",
            " ".join(asked.get("q", "").replace("\x00", "").split())[:200],
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one: the first would become part of the second."""

    suggestion: MergeSuggestion
    gone: Tag
    stays: Tag
    shared: int
    example: Article | None

    @property
    def why(self) -> str:
        """The reason in words."""
        alike = f", {self.suggestion.score:.0%}" if self.suggestion.reason == "similar" else ""
        return f"{self.suggestion.get_reason_display()}{alike}"


def records(wanted: Wanted, number: str | None) -> Page[Any]:
    """The records asked for, those on most articles first, each with its newest article."""
    found = Tag.objects.filter(merged_into__isnull=True)
    if wanted.status != "any":
        found = found.filter(status=wanted.status)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.q:
        found = found.filter(_called(wanted.q))
    newest = Tagging.objects.filter(STANDING, tag=OuterRef("pk")).order_by("-article")
    counted = found.annotate(stands=stands(), newest=Subquery(newest.values("article")[:1]))
    page = Paginator(counted.order_by("-stands", "label_en", "pk"), PER_PAGE).get_page(number)
    page.object_list = _with_examples(list(page.object_list))
    return page


def stands(path: str = "pk") -> Coalesce:
    """On how many articles a record stands, in whatever state they are."""
    rows = Tagging.objects.filter(STANDING, tag=OuterRef(path)).order_by().values("tag")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _called(words: str) -> Q:
    """Records one of whose names holds the words, capitals and accents apart."""
    named = Alias.objects.filter(folded__contains=fold(words)).values("tag")
    return Q(label_en__icontains=words) | Q(label_fr__icontains=words) | Q(pk__in=named)


def _with_examples(tags: list[Any]) -> list[Any]:
    articles = titled(tag.newest for tag in tags)
    for tag in tags:
        tag.example = articles.get(tag.newest)
    return tags


def titled(pks: Any) -> dict[int, Article]:
    """Articles by their numbers, with what they are called."""
    known = [pk for pk in pks if pk is not None]
    found = Article.objects.select_related("edition", "capture").defer("capture__raw")
    return found.in_bulk(known) if known else {}


def pairs(number: str | None) -> Page[Any]:
    """Suggested merges of records that both stand, the likeliest first."""
    both = {"tag__merged_into": None, "other__merged_into": None}
    found = MergeSuggestion.objects.filter(state="open", **both).select_related("tag", "other")
    met = Tagging.objects.filter(STANDING, tag=OuterRef("tag"))
    met = met.filter(article__taggings__tag=OuterRef("other")).order_by()
    found = found.annotate(
        shared=Coalesce(Subquery(met.values("tag").annotate(n=Count("pk")).values("n")), 0),
        example=Subquery(met.order_by("-article").values("article")[:1]),
        of_tag=stands("tag"),
        of_other=stands("other"),
    )
    page: Page[Any] = Paginator(found, PAIRS).get_page(number)
    rows: list[Any] = list(page.object_list)
    articles = titled(row.example for row in rows)
    page.object_list = [_pair(row, articles.get(row.example)) for row in rows]
    return page


def _pair(row: Any, example: Article | None) -> Pair:
    """The record that somebody has checked stays, else the one on more articles."""
    row.tag.stands, row.other.stands = row.of_tag, row.of_other
    ranks = [(tag.status in CHECKED, tag.stands) for tag in (row.tag, row.other)]
    gone, stays = (row.other, row.tag) if ranks[0] > ranks[1] else (row.tag, row.other)
    return Pair(row, gone, stays, row.shared, example)


def proposed() -> list[str]:
    """The names that a field proposes: of checked records, those on most articles."""
    known = Tag.objects.filter(merged_into__isnull=True, status__in=CHECKED)
    known = known.annotate(stands=stands()).order_by("-stands", "pk")
    return list(known.values_list("label_en", flat=True)[:PROPOSED])


def past(by: User) -> tuple[list[Deed], Deed | None]:
    """The last acts, and of those the editor’s own newest that stands: what a key may undo."""
    acts = authority.past()
    slugs = {name for each in acts for pair in each.targets for name in pair}
    labels = dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "label_en"))
    deeds = [Deed(each, [_said(each.act, pair, labels) for pair in each.targets]) for each in acts]
    own = (d for d in deeds if d.past.by == by.get_username() and not d.past.undone)
    return deeds, next(own, None)


def _said(act: str, pair: tuple[str, str], labels: dict[str, str]) -> str:
    return BETWEEN.get(act, " and ").join(labels.get(name, name) for name in pair if name)


@dataclass(frozen=True, slots=True)
class Deed:
    """Acts done together, with the names of what they were done to."""

    past: authority.Past
    names: list[str]

    @property
    def words(self) -> str:
        """What was done, to what."""
        more = len(self.names) - NAMED
        listed = ", ".join(self.names[:NAMED]) + (f" and {more} more" if more > 0 else "")
        return f"{DONE[self.past.act]} {listed}"
