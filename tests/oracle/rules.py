"""Rule sets with history: a number of a day is made by the rules in force in that day's month."""

from datetime import date
from fractions import Fraction

from .clock import month

DEFAULTS = {
    "order.judge": "order",  # order, pay, order_first
    "order.by": "latest",  # latest, rounds
    "order.window_days": 2,
    "order.pay_days": 7,
    "sales.net": False,
    "refund.days": 15,
    "response.from": "question",  # question, assignment
    "response.cap_seconds": 600,
    "response.slow_seconds": 40,
    "response.within": (30, 60, 180),
    "response.unanswered": "omit",  # omit, cap
    "round.trailing": "count",  # count, ignore
    "ticket.clock": "elapsed",  # elapsed, hours
    "ticket.reopen_days": 15,
    "ticket.complaint_days": 6,
    "score.team": "last_day",  # last_day, days
}
IDLE = "session.idle_hours"  # of the shop, not of a rule set: it shapes what is stored


class Rules:
    """`of(day)` is the set of that day's month.

    given: nothing, one set for all months, or a list of sets with `from` ("2026-10"); a key that is not
    named keeps the value of the set before, the first set's the default. Values may be text, as in files.
    """

    def __init__(self, given=None):
        sets = [{"from": "0001-01", **given}] if isinstance(given, dict) else list(given or [])
        self.idle_hours = 24
        self.history = [(date.min, DEFAULTS)]
        for number, one in enumerate(sorted(sets, key=lambda one: one["from"])):
            if IDLE in one and number == 0:
                self.idle_hours = int(one[IDLE])
            named = {key: value for key, value in one.items() if key not in ("from", IDLE)}
            self._begin(date.fromisoformat(one["from"] + "-01"), named)

    def _begin(self, first, named):
        before = self.history[-1][1]
        read = {key: _read(value, DEFAULTS[key]) for key, value in named.items()}
        self.history.append((first, {**before, **read}))

    def of(self, day: date) -> dict:
        return next(one for first, one in reversed(self.history) if first <= month(day))


def _read(value, default):
    """A value of the default's kind: numbers may come as text, yes and no as words."""
    if isinstance(default, bool):
        return value in (True, "yes", "true", "on")
    if isinstance(default, int):
        return _number(value)
    if isinstance(default, tuple):
        seconds = str(value).replace(",", " ").split() if isinstance(value, (str, int)) else value
        return tuple(sorted({_number(one) for one in seconds}))
    return value


def _number(value):
    number = Fraction(value)
    return int(number) if number.denominator == 1 else number
