"""Short ways to write events of March 2024 and to read the numbers they come to, for tests.

The shop is in UTC with cut-over at midnight. `D(n, "09:00")` is a moment of 2024-03-n,
AS_OF is in June.
"""

from datetime import datetime, timedelta, timezone
from itertools import count

from . import metrics

AS_OF = datetime(2024, 6, 1, tzinfo=timezone.utc)
NUMBER = count(1)
MONTH = "2024-03-01"


def D(day, clock, seconds=0.0):
    hour, minute = map(int, clock.split(":"))
    return datetime(2024, 3, 1, hour, minute, tzinfo=timezone.utc) + timedelta(
        days=day - 1, seconds=seconds
    )


def event(kind, at, /, **data):
    members = {name.rstrip("_"): value for name, value in data.items()}
    return {
        "specversion": "1.0",
        "id": members.pop("id", f"n{next(NUMBER)}"),
        "source": "/test",
        "type": kind,
        "time": at.isoformat(timespec="milliseconds"),
        "data": members,
    }


def message(at, author, conversation="c", customer="u", **more):
    return event(
        "chat.message", at, conversation=conversation, customer=customer, from_=author, **more
    )


def ask(at, conversation="c", customer="u", **more):
    return message(at, "customer", conversation, customer, **more)


def say(at, agent=None, conversation="c", customer="u", **more):
    more |= {"agent": agent} if agent else {}
    return message(at, "agent", conversation, customer, **more)


def bot(at, conversation="c", customer="u", **more):
    return message(at, "bot", conversation, customer, **more)


def assign(at, agent, conversation="c"):
    return event("chat.assigned", at, conversation=conversation, agent=agent)


def close(at, conversation="c"):
    return event("chat.closed", at, conversation=conversation)


def staff(at, agent, **more):
    return event("agent.updated", at, agent=agent, **more)


def move(at, source, target, conversation="c"):
    return event(
        "chat.transferred", at, conversation=conversation, from_agent=source, to_agent=target
    )


def order(at, amount="100", name="o", customer="u", **more):
    return event("order.created", at, order=name, customer=customer, amount=amount, **more)


def update(at, name="o", **more):
    return event("order.updated", at, order=name, **more)


def pay(at, amount="100", name="o"):
    return event("order.paid", at, order=name, amount=amount)


def refund(at, amount, name="o"):
    return event("order.refunded", at, order=name, amount=amount)


def ticket(verb, at, name="t", **more):
    return event(f"ticket.{verb}", at, ticket=name, **more)


class Numbers:
    """`numbers(agent)["metric"]` of March, or of a day of it; `team`, `shop` likewise."""

    def __init__(self, *events, as_of=AS_OF, zone="UTC", cutover="00:00", hours=None, aliases=None, sets=None,
                 **rules):  # fmt: skip
        rules = sets or {name.replace("__", "."): value for name, value in rules.items()}
        self.result = metrics(events, zone, cutover, as_of=as_of, rules=rules, hours=hours, aliases=aliases)
        assert self.result.rejected == []

    def __call__(self, agent, *names, day=None):
        return self._read("", (agent,), names, day)

    def team(self, team, *names, day=None):
        return self._read("team_", (team,), names, day)

    def shop(self, *names, day=None):
        return self._read("shop_", (), names, day)

    def _read(self, of, key, names, day):
        table = getattr(self.result, of + ("day" if day else "month"))
        period = f"2024-03-{day:02}" if day else MONTH
        values = tuple(table[(*key, period, name)] for name in names)
        return values[0] if len(values) == 1 else values

    def agents(self):
        return {agent for agent, _, _ in self.result.month}
