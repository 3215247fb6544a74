"""A comment as moderators see it: with all that they decide by, from a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from archive.discuss import desk, removed, standings
from archive.discuss.states import State, open_to_staff
from archive.discuss.text import links, opening
from archive.models import Comment, Decision, Report, Standing

PARENT_LONGEST, SHORT = 300, 120  # characters
# Why a rule or a person held a comment, by the code, in words for the staff.
HELD = {
    "first": "No comment of this writer stands published",
    "links": "It holds several links",
    "words": "It holds a word that is watched for",
    "repeated": "The same words, or nearly, were sent before",
    "refusals": "Most of what came last from this writer or network was refused",
    "honeypot": "A field was filled in that people do not see",
    "standing": "All that this writer sends is held",
    "reports": "Several readers reported it",
    "again": "A moderator set it aside to look at it again",
}
WATCHED = re.compile(r"“(?P<match>.+)” in the (?P<field>text|name)")
NUMBERED = re.compile(r"as comment (\d{1,18})$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `marked` where it is what a rule found."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """A writer in short: how many of their comments stand, wait and were refused."""

    digest: str
    published: int = 0
    waiting: int = 0
    refused: int = 0
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A comment with all that a moderator decides by."""

    comment: Comment
    writer: Writer | None
    parent: str

    @property
    def seen(self) -> str:
        """What a decision says it was taken on."""
        return desk.version(self.comment)

    @property
    def held(self) -> str:
        """Why it was held, in words."""
        code = self.comment.hold_reason
        return HELD.get(code, code)

    @property
    def evidence(self) -> str:
        """What the rule found, where no more is shown of it than that."""
        return "" if self.comment.hold_reason in {"first", "links"} else self.comment.evidence

    @property
    def text(self) -> list[Piece]:
        """What it says, with the watched word marked."""
        return self._marked("text", self.comment.body)

    @property
    def name(self) -> list[Piece]:
        """Who says so, with the watched word marked."""
        return self._marked("name", self.comment.name)

    @property
    def links(self) -> list[str]:
        """The addresses in it, whole."""
        return links(f"{self.comment.name}\n{self.comment.body}")

    @property
    def same_as(self) -> int | None:
        """The number of the comment that says the same."""
        found = NUMBERED.search(self.comment.evidence)
        return int(found[1]) if found and self.comment.hold_reason == "repeated" else None

    @property
    def left_an_address(self) -> bool:
        """Whether an e-mail address came with it: which one is nobody's business."""
        return bool(self.comment.email_digest)

    @property
    def open_reports(self) -> int:
        """How many reports nobody has settled."""
        return sum(r.state == Report.State.OPEN for r in self.comment.reports.all())

    @property
    def ways(self) -> set[str]:
        """The states to which a moderator may move it."""
        return {str(state) for state in open_to_staff(self.comment.state)}

    def _marked(self, field: str, text: str) -> list[Piece]:
        found = WATCHED.fullmatch(self.comment.evidence)
        if self.comment.hold_reason != "words" or not found or found["field"] != field:
            return [Piece(text)]
        return pieces(text, found["match"])


def pieces(text: str, match: str) -> list[Piece]:
    """The text in stretches, with each place of the match as one of its own."""
    found = [
        Piece(part, n % 2 == 1) for n, part in enumerate(re.split(f"({re.escape(match)})", text))
    ]
    return [piece for piece in found if piece.text]


def short(comment: Comment) -> str:
    """The beginning of what it says, with the name."""
    said = " ".join(opening(comment.body, SHORT).split()) or "(erased)"
    return f"{comment.name or 'nobody'}: {said}"


def row(pk: int) -> Row | None:
    """One comment by itself."""
    return next(iter(rows(whole(Comment.objects.filter(pk=pk)))), None)


def rows(comments: Iterable[Comment]) -> list[Row]:
    """The comments with what is known of their writers, from three queries more."""
    found = list(comments)
    known = writers({comment.writer for comment in found})
    return [_row(comment, known) for comment in found]


def writers(digests: Iterable[str]) -> dict[str, Writer]:
    """The writers in short, from two queries."""
    asked = {digest for digest in digests if digest}
    refusals = Decision.objects.filter(
        comment=OuterRef("pk"), by__isnull=False, after__in=removed.GONE
    )
    gone = Q(state__in=[*removed.GONE, State.ERASED], was_refused=True)
    sent = Comment.objects.filter(writer__in=asked).annotate(was_refused=Exists(refusals))
    counted = (
        sent.order_by()
        .values("writer")
        .annotate(
            published=Count("pk", filter=Q(state=State.PUBLISHED)),
            waiting=Count("pk", filter=Q(state=State.PENDING)),
            refused=Count("pk", filter=gone),
        )
    )
    treated = standings.of_all(asked)
    return {
        facts["writer"]: Writer(
            facts["writer"],
            facts["published"],
            facts["waiting"],
            facts["refused"],
            treated.get(facts["writer"]),
        )
        for facts in counted
    }


def _row(comment: Comment, known: Mapping[str, Writer]) -> Row:
    above = comment.parent
    said = opening(above.body, PARENT_LONGEST) if above else ""
    return Row(comment, known.get(comment.writer), said)


def whole(found: QuerySet[Comment]) -> QuerySet[Comment]:
    """With all that a row shows; of an address only whether there is one."""
    kept = found.select_related(
        "article__edition", "article__capture", "segment", "translation", "parent"
    )
    kept = kept.defer(
        "email_sealed",
        "parent__email_sealed",
        "article__edition__manifest",
        "article__capture__raw",
    )
    decisions = Decision.objects.select_related("by")
    return kept.prefetch_related("reports", "revisions", Prefetch("decisions", decisions))
