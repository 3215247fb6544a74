"""How often a feed is asked: between every 15 minutes and once a day, as it brings news.

All lengths are in seconds. A feed whose last 20 entries came one every `gap` seconds until now is
asked twice in each gap. Where it then brings something, it is asked at least so often; where it
brings nothing, the interval grows by a half, so that after a silence of any length the next
request is no further off than about half of it. What the feed itself asks for (`ttl`,
Cache-Control) is kept to, up to a day. Failures double the interval each time, up to a day.

Each wait differs from its interval by up to a tenth, drawn from a digest of the feed's number and
the hour: feeds that were added together drift apart, and the same feed at the same hour always
gets the same.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

SHORTEST, LONGEST = 15 * 60.0, 24 * 3600.0
UNKNOWN = 3600.0  # until a feed's pace is known
SPREAD = 0.1
# An interval is so much longer than what is allowed that its shortest wait is allowed too.
LEAST = SHORTEST / (1 - SPREAD)
GROWTH = 1.5
TWICE = 2  # requests in the time in which one entry is expected
LOOKED_AT = 20  # entries
MOST_DOUBLINGS = 10


def next_interval(
    current: float | None, dates: Sequence[datetime], now: datetime, *, brought: bool, least: float
) -> int:
    """The interval from now on, in seconds, without the spread.

    `current` is the one until now (None before the first answer), `dates` are the entries' own,
    as far as they are known, `brought` says whether this answer held anything new, and `least`
    is how long the feed asks to be left alone (0: it does not say).
    """
    rhythm = _rhythm(dates, now)
    if current is None:
        wanted = rhythm or UNKNOWN
    elif brought:
        wanted = min(current, rhythm or current / TWICE)
    else:
        wanted = current * GROWTH
    return round(min(max(wanted, LEAST, least / (1 - SPREAD)), LONGEST))


def _rhythm(dates: Sequence[datetime], now: datetime) -> float | None:
    """Half the mean gap between the newest entries, the one since the last among them."""
    ages = sorted((now - date).total_seconds() for date in dates if date <= now)[:LOOKED_AT]
    return max(ages[-1] / len(ages) / TWICE, 1.0) if len(ages) > 1 else None


def wait(interval: float, feed: int, now: datetime, *, least: float = 0.0) -> float:
    """Seconds until the next request: the interval with the spread of this feed and hour."""
    hour = int(now.timestamp() // 3600)
    drawn = hashlib.sha256(f"{feed} {hour}".encode()).digest()
    share = int.from_bytes(drawn[:8], "big") / 2**64  # 0 … 1
    spread = interval * (1 - SPREAD + 2 * SPREAD * share)
    return min(max(spread, least, SHORTEST), LONGEST)


def back_off(interval: float, failures: int, *, least: float = 0.0) -> float:
    """Seconds after the n-th failure in a row: the interval, then doubling, at most a day."""
    doublings = min(max(failures - 1, 0), MOST_DOUBLINGS)
    return min(max(interval * float(2**doublings), least, SHORTEST), LONGEST)
