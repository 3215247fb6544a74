"""What moderators do on the pages of comments: one act on many of them, each whole by itself.

What could not be done to one comment keeps nothing from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from archive.discuss import desk, moderation, reports, states
from archive.discuss.moderation import FEATURED, UNFEATURED
from archive.discuss.notices import DECIDED, REASONS
from archive.discuss.states import Impossible, State
from archive.discuss.steps import Overtaken
from archive.models import Comment

MOST = moderation.MOST_IN_BATCH
NAMED = 5  # of the comments in one act
ALREADY = "Comment {} is so already."
UNSEEN = "Comment {} is not published: only what readers see can be chosen."
LET_STAND = "dismissed"
# What was done, by the reason or else by the state that it led to.
DONE: Mapping[str, str] = {
    FEATURED: "Chosen",
    UNFEATURED: "Chosen no longer",
    LET_STAND: "Let stand",
    State.PUBLISHED: "Published",
    State.REJECTED: "Refused",
    State.SPAM: "Set aside as spam",
    State.WITHDRAWN: "Taken back",
    State.PENDING: "Waiting again",
}


@dataclass(frozen=True, slots=True)
class Why:
    """What the writers are told, and what joins the acts done together."""

    by: User
    reason: str = ""
    note: str = ""
    batch: str = field(default_factory=moderation.new_batch)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A comment in the state in which a page showed it; `seen` is None where none did."""

    comment: Comment
    seen: str | None = None

    @property
    def version(self) -> str:
        """What the decision is taken on: as a page showed it, else as it stands."""
        return desk.version(self.comment) if self.seen is None else self.seen

    @property
    def moved(self) -> str:
        """That it moved or was changed since; nothing where it stands as it was shown."""
        if self.version == desk.version(self.comment):
            return ""
        before = self.version.partition(" ")[0]
        return str(Overtaken(self.comment, State(self.comment.state), before))


Do = Callable[[Chosen, Why], object]


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a comment: its button, how it is done, and where it leads from each state.

    `code` is the reason of its decision, where that says more than the state.
    """

    button: str
    do: Do
    to: Callable[[State], State]
    code: str = ""
    is_explained: bool = False

    def obstacle(self, each: Chosen) -> str:
        """Why it will be left as it is, in a sentence; nothing where the act can be done."""
        pk, before = each.comment.pk, State(each.comment.state)
        after = self.to(before)
        if each.moved:
            return each.moved
        if self.code and before != State.PUBLISHED:
            return UNSEEN.format(pk)
        if after in states.open_to_staff(before) or before == after == State.PUBLISHED:
            return ""
        return ALREADY.format(pk) if before == after else str(Impossible(before, after))

    def done(self, before: State) -> str:
        """What has been done to a comment that was in that state."""
        after = self.to(before)
        stays = LET_STAND if before == after == State.PUBLISHED else after
        return DONE[self.code or stays]

    def told(self, before: State, why: Why) -> str:
        """What the writer reads, once it is done."""
        words = f"{DECIDED[self.to(before)]} {REASONS.get(why.reason, '')}".strip()
        return f"{words} “{why.note}”" if why.note else words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, or will be, to how many comments; and why not to the others."""

    done: Mapping[str, int]
    left: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """What was done, a sentence each."""
        return [f"{words}: {counted(count)}." for words, count in self.done.items()]


@dataclass(frozen=True, slots=True)
class Deed:
    """Decisions taken together, in words."""

    past: moderation.Past

    @property
    def words(self) -> str:
        """What was done, to which comments."""
        numbers = [str(pk) for pk in dict.fromkeys(self.past.comments)]
        more = len(numbers) - NAMED
        listed = ", ".join(numbers[:NAMED]) + (f" and {more} more" if more > 0 else "")
        done = DONE.get(self.past.reason) or DONE[self.past.after]
        return f"{done}: {'comment' if len(numbers) == 1 else 'comments'} {listed}"


def chosen(values: Iterable[str], seen: Mapping[str, str]) -> list[Chosen]:
    """The comments that a form names, with the version it showed; what names none is left out."""
    numbers = [v for v in dict.fromkeys(values) if v.isascii() and v.isdigit() and len(v) < 19]
    whole = Comment.objects.select_related("article__edition", "article__capture")
    whole = whole.defer("article__edition__manifest", "article__capture__raw")
    found = whole.in_bulk([int(number) for number in numbers[:MOST]])
    named = [found[int(number)] for number in numbers if int(number) in found]
    return [Chosen(comment, seen.get(f"seen-{comment.pk}")) for comment in named]


def foreseen(act: Act, given: Sequence[Chosen]) -> Outcome:
    """What would come of the act, were it done now."""
    obstacles = [act.obstacle(each) for each in given]
    pairs = zip(given, obstacles, strict=True)
    done = Counter(act.done(State(e.comment.state)) for e, words in pairs if not words)
    return Outcome(done, tuple(filter(None, obstacles)))


def perform(act: Act, given: Sequence[Chosen], why: Why) -> Outcome:
    """Do the act to each in one batch, each in a transaction of its own."""
    done, left = Counter[str](), []
    for each in given:
        words = act.done(State(each.comment.state))
        if obstacle := act.obstacle(each) or _do(act, each, why):
            left.append(obstacle)
        else:
            done[words] += 1
    return Outcome(done, tuple(left))


def _do(act: Act, each: Chosen, why: Why) -> str:
    """Do it to one; the sentence that says why not, or nothing."""
    try:
        return "" if act.do(each, why) else ALREADY.format(each.comment.pk)
    except (Overtaken, Impossible) as error:
        return str(error)


def past(by: User) -> tuple[list[Deed], Deed | None]:
    """The last acts, and of those the moderator's own newest that stands: what a key may undo."""
    deeds = [Deed(each) for each in moderation.past()]
    own = (d for d in deeds if d.past.by == by.get_username() and not d.past.undone)
    return deeds, next(own, None)


def counted(count: int) -> str:
    """So many comments, in words."""
    return f"{count} comment{'' if count == 1 else 's'}"


def _decide(each: Chosen, why: Why, after: State) -> object:
    return desk.decide(
        each.comment,
        after,
        by=why.by,
        reason=why.reason,
        note=why.note,
        batch=why.batch,
        seen=each.seen,
    )


def _publish(each: Chosen, why: Why) -> object:
    """Publish what waits; of what readers see, say that it has been read and may stay."""
    if each.comment.state != State.PUBLISHED:
        return _decide(each, why, State.PUBLISHED)
    reports.dismiss(each.comment, why.by, batch=why.batch)
    return True


def _off(before: State) -> State:
    """Where a refusal leads: what readers saw is taken back, the rest was never published."""
    return State.WITHDRAWN if before == State.PUBLISHED else State.REJECTED


def _refuse(each: Chosen, why: Why) -> object:
    return _decide(each, why, _off(State(each.comment.state)))


def _to(state: State) -> Callable[[State], State]:
    return lambda before: state


def _moved(after: State) -> Do:
    return lambda each, why: _decide(each, why, after)


def _chosen(act: Callable[..., object]) -> Do:
    return lambda each, why: act(each.comment, why.by, batch=why.batch)


_stays = _to(State.PUBLISHED)
ACTS = {
    "publish": Act("Publish", _publish, _stays),
    "refuse": Act("Refuse", _refuse, _off, is_explained=True),
    "spam": Act("Spam", _moved(State.SPAM), _to(State.SPAM)),
    "again": Act("Look at again", _moved(State.PENDING), _to(State.PENDING)),
    "feature": Act("Choose", _chosen(moderation.feature), _stays, FEATURED),
    "unfeature": Act("Choose no longer", _chosen(moderation.unfeature), _stays, UNFEATURED),
}
