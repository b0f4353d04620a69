"""Service hours: how much of a span of time lies inside the hours of a team."""

from datetime import date, time, timedelta
from functools import lru_cache

from .contract import timestamp

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = {name: ["00:00-24:00"] for name in WEEK}
DAY = timedelta(days=1)


class Hours:
    """documents: a list of {"from": "2026-10-01", "hours": {the document of metrics.md}}."""

    def __init__(self, documents, clock):
        self.clock = clock
        self.history = [(date.fromisoformat(one["from"]), one["hours"]) for one in documents or []]
        self.history.sort(key=lambda one: one[0])
        self.open_on = lru_cache(maxsize=None)(self._open_on)
        self.spans = self._suspended_spans()

    def document(self, day: date) -> dict:
        """The one in force on a calendar day."""
        return next((hours for first, hours in reversed(self.history) if first <= day), {})

    # --- suspended

    def _suspended_spans(self):
        """[start, end) of each, as far as its document is in force."""
        spans = []
        firsts = [first for first, _ in self.history]
        for number, (first, hours) in enumerate(self.history):
            start = self.clock.at(first, time())
            end = self.clock.at(firsts[number + 1], time()) if number + 1 < len(firsts) else None
            for span in hours.get("suspended", []):
                begun, ended = timestamp(span["from"], "from"), timestamp(span["until"], "until")
                begun, ended = max(begun, start), ended if end is None else min(ended, end)
                spans.append((begun, ended))
        return united([span for span in spans if span[0] < span[1]])

    def suspended(self, moment: int) -> bool:
        return any(start <= moment < end for start, end in self.spans)

    # --- open

    def _written_for(self, day, team):
        """The spans of the day's document, as text."""
        hours, named = self.document(day), day.isoformat()
        extra = [one["open"] for one in hours.get("extra", [])
                 if one["day"] == named and one.get("team") in (None, team)]  # fmt: skip
        if extra:
            return sum(extra, [])
        if named in hours.get("holidays", []):
            return []
        shop = hours["shop"]["weekly"] if "shop" in hours else ALWAYS
        teams = hours.get("teams", {})
        weekly = teams[team]["weekly"] if team in teams else shop
        return weekly.get(WEEK[day.weekday()], [])

    def _open_on(self, day, team):
        """[start, end) in milliseconds of the spans that begin on a calendar day."""
        found = []
        for text in self._written_for(day, team):
            begins, ends = text.split("-")
            last = day if ends != "24:00" and ends > begins else day + DAY
            end = time() if ends == "24:00" else time.fromisoformat(ends)
            span = self.clock.at(day, time.fromisoformat(begins)), self.clock.at(last, end)
            if span[0] < span[1]:
                found.append(span)
        return found

    def between(self, start: int, end: int, team) -> int:
        """Milliseconds of [start, end) inside the hours of a team (None: the shop's)."""
        if not self.history:
            return max(0, end - start)
        day, last = self.clock.wall(start).date() - DAY, self.clock.wall(end).date()
        spans = []
        while day <= last:
            spans += self.open_on(day, team)
            day += DAY
        inside = cut(united(spans), start, end)
        return length(inside) - sum(length(cut(self.spans, *span)) for span in inside)


def united(spans):
    """The same time in spans that do not touch, in order."""
    result = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def cut(spans, start, end):
    """What of the spans lies in [start, end)."""
    parts = [(max(start, s), min(end, e)) for s, e in spans]
    return [(s, e) for s, e in parts if s < e]


def length(spans):
    return sum(end - start for start, end in spans)
