"""Which sentences of a new capture are the old ones: they keep their uid and translations."""

from collections import defaultdict, deque
from collections.abc import Sequence


def matched(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new digest the index of the old one that it continues, or None.

    What stands unmoved at either end is matched first, so that of equal sentences the right one
    goes on; the rest, moved ones among them, by digest in order. Linear in both lengths.
    """
    pairs: list[int | None] = [None] * len(new)
    head = _alike(old, new)
    tail = min(_alike(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    pairs[:head] = range(head)
    pairs[len(new) - tail :] = range(len(old) - tail, len(old))
    free: dict[str, deque[int]] = defaultdict(deque)
    for index in range(head, len(old) - tail):
        free[old[index]].append(index)
    for place in range(head, len(new) - tail):
        waiting = free.get(new[place])
        pairs[place] = waiting.popleft() if waiting else None
    return pairs


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many of the first digests are equal."""
    count = 0
    for mine, theirs in zip(old, new, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
