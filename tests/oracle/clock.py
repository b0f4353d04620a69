"""The shop's clock: what its wall shows, when a business day starts, and on which one a moment lies."""

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def milliseconds(moment) -> int:
    """Milliseconds since 1970 of an aware datetime; an int passes through."""
    if isinstance(moment, int):
        return moment
    return (moment - EPOCH) // timedelta(milliseconds=1)


class Clock:
    """Business days of one zone and cut-over (wall-clock "HH:MM")."""

    def __init__(self, zone: str, cutover: str):
        self.zone = ZoneInfo(zone)
        self.cutover = time.fromisoformat(cutover)
        self.starts_at = lru_cache(maxsize=None)(self._starts_at)

    def _starts_at(self, day: date) -> int:
        return self.at(day, self.cutover)

    def at(self, day: date, wall: time) -> int:
        """Milliseconds of a wall-clock time of the zone.

        fold=0 reads with the offset before a change of the clock, fold=1 with the one after it. A wall
        clock that exists twice is the later instant; one in a gap is read with the offset before it,
        which is the later of the two readings as well.
        """
        moment = datetime.combine(day, wall, self.zone)
        return max(
            milliseconds(moment.replace(fold=fold).astimezone(timezone.utc)) for fold in (0, 1)
        )

    def wall(self, moment: int) -> datetime:
        """What the wall clock shows."""
        return (EPOCH + timedelta(milliseconds=moment)).astimezone(self.zone)

    def day(self, moment: int) -> date:
        """The day D with starts_at(D) <= moment < starts_at(D + 1)."""
        day = (EPOCH + timedelta(milliseconds=moment)).date() + timedelta(days=2)
        while self.starts_at(day) > moment:
            day -= timedelta(days=1)
        return day


def month(day: date) -> date:
    return day.replace(day=1)


def month_after(first: date) -> date:
    return month(first + timedelta(days=31))


def last_day(first: date) -> date:
    """Of the month that begins on that day."""
    return month_after(first) - timedelta(days=1)
