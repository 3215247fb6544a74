"""French names of days and months, and dates written with them."""

import re
from datetime import date

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv",
            "février fevrier févr fév",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "août aout",
            "septembre sept",
            "octobre oct",
            "novembre nov",
            "décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
DAY_MONTH = rf"(?P<day>1er|[12]?\d|3[01])\s+(?P<month>{'|'.join(MONTHS)})\b\.?"
YEAR = r"(?:\s+(?P<year>(?:1[6-9]|20)\d\d)\b)"
GREATEST_CYCLE = 40  # years: after 28 of them weekdays come round, over a century's end after 40


def date_of(found: re.Match[str], *, not_after: date) -> date | None:
    """The day that a match of the patterns above names, or None where it names none.

    Without a year it is the latest in which the weekday fits; without a weekday as well it could
    be any. Days after `not_after`, and weekdays that do not fit, are no dates.
    """
    parts = found.groupdict()
    weekday, year = parts.get("weekday"), parts.get("year")
    if not weekday and not year:
        return None
    years = [int(year)] if year else range(not_after.year, not_after.year - GREATEST_CYCLE, -1)
    day = int(parts["day"].lower().removesuffix("er"))
    for candidate in (_day(each, MONTHS[parts["month"].lower()], day) for each in years):
        if candidate and candidate <= not_after and _falls_on(candidate, weekday):
            return candidate
    return None


def _falls_on(day: date, weekday: str | None) -> bool:
    return weekday is None or WEEKDAYS[day.weekday()] == weekday.lower()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
