"""The event contract (`events.md`): from a record to an Event, or to a reason for refusing it.

`read_events` is the door: it takes lines (bytes or str) or already decoded objects, leaves out what is
skipped (empty lines, other shops) and what is rejected, and says why for the latter. Duplicates are
not its business (`sets`).
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import xxhash

from . import strict_json
from .strict_json import Reject

REASONS = (
    "not_utf8 too_large not_json nesting_too_deep duplicate_member not_cloudevent missing_member "
    "wrong_type invalid_value out_of_range time_out_of_range currency_mismatch unknown_type "
    "refused_by_store"
).split()

MINUTE_MS = 60 * 1000
DAY_MS = 24 * 3600 * 1000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIRST_TIME = (datetime(2000, 1, 1, tzinfo=timezone.utc) - EPOCH) // timedelta(milliseconds=1)

# Rank of a type among the events of the same moment in its entity.
RANKS = {
    "chat": "customer bot/system assigned agent transferred closed",
    "order": "created updated paid refunded cancelled",
    "ticket": "created assigned replied pended resumed resolved reopened closed merged",
}
RANK = {
    (domain, verb): rank
    for domain, verbs in RANKS.items()
    for rank, ties in enumerate(verbs.split())
    for verb in ties.split("/")
}


@dataclass(slots=True)
class Event:
    """One valid event. `data` holds the members its type knows, decoded; absent ones are not in it."""

    type: str
    source: str
    id: str
    time: int  # milliseconds since 1970
    rank: int  # of the type within its entity
    hash: int  # of source and id
    data: dict

    @property
    def order(self) -> tuple:
        """Sorting by this is "event order"."""
        return (self.time, self.rank, self.hash)

    def get(self, member):
        return self.data.get(member)


# --- members -----------------------------------------------------------------------------------


def _string(value, name, limit=128):
    if not isinstance(value, str):
        raise Reject("wrong_type", f"{name} is a string")
    if len(value.encode("utf-8")) > limit:
        raise Reject("invalid_value", f"{name} has more than {limit} bytes")
    return value


def _agent(value, name):
    if _string(value, name).startswith("("):
        raise Reject("invalid_value", f"{name} does not begin with (")
    return value


def _flag(value, name):
    if not isinstance(value, bool):
        raise Reject("wrong_type", f"{name} is true or false")
    return value


def _money(value, name):
    """Hundredths."""
    match = re.fullmatch(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?", _string(value, name))
    if not match:
        raise Reject("invalid_value", f"{name} is a decimal with at most 2 decimals")
    sign, whole, cents = match.groups()
    if sign or len(whole) > 12:
        raise Reject("out_of_range", f"{name} is not negative and has at most 12 integer digits")
    return int(whole) * 100 + int((cents or "").ljust(2, "0"))


def _number(value, name):
    """The nearest double, as its shortest decimal."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Reject("wrong_type", f"{name} is a number")
    return Fraction(Decimal(repr(float(value))))


def _count_number(value, name):
    number = _number(value, name)
    if number < 0:
        raise Reject("out_of_range", f"{name} is not negative")
    return number


def _integer(value, name):
    number = _number(value, name)
    if number.denominator != 1:
        raise Reject("wrong_type", f"{name} is an integer")
    number = int(value)
    if not 0 <= number < 2**53:
        raise Reject("out_of_range", f"{name} is from 0 to 2^53 - 1")
    return number


def _one_of(*words):
    def check(value, name):
        if _string(value, name) not in words:
            raise Reject("invalid_value", f"{name} is one of {', '.join(words)}")
        return value

    return check


def _check_year(year, name):
    if not 2000 <= year <= 2100:
        raise Reject("out_of_range", f"{name} lies in 2000 to 2100")


def _date(value, name):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", _string(value, name)):
        raise Reject("invalid_value", f"{name} is a date such as 2026-10-05")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Reject("invalid_value", f"{name} is no date of the calendar") from None
    _check_year(day.year, name)
    return day


def _period(value, name):
    match = re.fullmatch(r"([0-9]{4})(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?", _string(value, name))
    if not match:
        raise Reject("invalid_value", f"{name} is a month, quarter, half-year or year")
    _check_year(int(match.group(1)), name)
    return value


TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def timestamp(value, name):
    """RFC 3339 to milliseconds since 1970; further digits cut, second 60 is the next minute's 0."""
    match = TIMESTAMP.fullmatch(_string(value, name))
    if not match:
        raise Reject("invalid_value", f"{name} is RFC 3339 with an offset")
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    fraction, zone = match.group(7) or "", match.group(8)
    offset = 0
    if zone not in "Zz":
        hours, minutes = int(zone[1:3]), int(zone[4:6])
        if hours > 23 or minutes > 59:
            raise Reject("invalid_value", f"{name} has an impossible offset")
        offset = (hours * 60 + minutes) * (-1 if zone[0] == "-" else 1)
    try:
        wall = datetime(year, month, day, hour, minute, tzinfo=timezone.utc)
    except ValueError:
        raise Reject("invalid_value", f"{name} is no moment of the calendar") from None
    if second > 60:
        raise Reject("invalid_value", f"{name} has an impossible second")
    milliseconds = second * 1000 + int(fraction[:3].ljust(3, "0"))
    return (wall - EPOCH) // timedelta(milliseconds=1) - offset * MINUTE_MS + milliseconds


def _due(value, name):
    moment = timestamp(value, name)
    _check_year((EPOCH + timedelta(milliseconds=moment)).year, name)
    return moment


def _members(required="", **optional):
    """Table row of a type: `required` names strings and members of KIND; see SPEC."""
    spec = {name: (KIND.get(name, _string), True) for name in required.split()}
    spec.update({name: (kind or KIND.get(name, _string), False) for name, kind in optional.items()})
    return spec


KIND = {  # what a member is wherever it occurs, if not simply a string
    "agent": _agent, "from_agent": _agent, "to_agent": _agent, "lead": _agent,
    "amount": _money, "period": _period, "day": _date, "joined": _date, "left": _date, "due": _due,
    "pay_due": _due, "auto": _flag, "closing": _flag, "flagged": _flag, "sla_met": _flag, "items": _integer,
    "from": _one_of("customer", "agent", "bot", "system"), "intent": _one_of("presale", "aftersale"),
    "status": _one_of("probation", "regular", "left"),
}  # fmt: skip
MARK_ROLE = _one_of("self", "peer", "lead", "manager", "hq")
ANY = None  # the kind that KIND says

SPEC = {
    "chat.message": _members("conversation customer from", agent=ANY, auto=ANY, closing=ANY, intent=ANY),
    "chat.assigned": _members("conversation agent", customer=ANY),
    "chat.transferred": _members("conversation from_agent to_agent"),
    "chat.closed": _members("conversation"),
    "order.created": _members("order customer amount", currency=ANY, agent=ANY, items=ANY, flagged=ANY,
                              pay_due=ANY),
    "order.updated": _members("order", amount=ANY, currency=ANY, agent=ANY, pay_due=ANY, flagged=ANY),
    "order.paid": _members("order amount", customer=ANY, currency=ANY),
    "order.refunded": _members("order amount", customer=ANY, currency=ANY),
    "order.cancelled": _members("order", customer=ANY),
    "ticket.created": _members("ticket", customer=ANY, agent=ANY, category=ANY, channel=ANY, priority=ANY,
                               due=ANY, amount=ANY),
    "ticket.assigned": _members("ticket agent"),
    "ticket.replied": _members("ticket agent"),
    "ticket.pended": _members("ticket"),
    "ticket.resumed": _members("ticket"),
    "ticket.merged": _members("ticket into"),
    "ticket.resolved": _members("ticket", agent=ANY, sla_met=ANY),
    "ticket.reopened": _members("ticket"),
    "ticket.closed": _members("ticket", agent=ANY, sla_met=ANY),
    "survey.answered": {"rating": (_integer, True), "scale": (_integer, True),
                        **_members("", conversation=ANY, order=ANY, ticket=ANY, agent=ANY, customer=ANY,
                                   dimension=ANY, survey=ANY)},
    "mark.recorded": {**_members("agent indicator period rater", scale=_number),
                      "role": (MARK_ROLE, True), "score": (_number, True)},
    "tally.recorded": {**_members("agent kind", day=ANY), "count": (_count_number, True)},
    "target.set": {**_members("agent period metric"), "value": (_number, True)},
    "agent.updated": _members("agent", name=ANY, employee=ANY, team=ANY, role=ANY, lead=ANY, status=ANY,
                              joined=ANY, left=ANY),
}  # fmt: skip


# --- envelope ----------------------------------------------------------------------------------


def read_events(records, currency, received_at, shop=None):
    """(valid events, rejected [(record number from 1, reason, message)])."""
    events, rejected = [], []
    for number, record in enumerate(records, 1):
        try:
            event = _decode(record, currency, received_at, shop)
        except Reject as reject:
            rejected.append((number, reject.reason, reject.message))
        else:
            if event:
                events.append(event)
    return events, rejected


def _decode(record, currency, received_at, shop):
    """An Event, or None if the record is to be skipped; raises Reject."""
    if isinstance(record, dict):
        record = json.dumps(record)
    if isinstance(record, str):
        record = record.encode("utf-8", "surrogatepass")
    line = record.rstrip(b"\r\n")
    if not line:
        return None
    return _envelope(strict_json.loads(line), currency, received_at, shop)


def _envelope(value, currency, received_at, shop):
    if not isinstance(value, dict) or value.get("specversion") != "1.0":
        raise Reject("not_cloudevent", "no CloudEvent of specversion 1.0")
    event_id = _member(value, "id", lambda v, n: _string(v, n, 256), True)
    source = _member(value, "source", lambda v, n: _string(v, n, 256), True)
    kind = _member(value, "type", _string, True)
    if kind not in SPEC:
        raise Reject("unknown_type", f"type {kind} is not of this contract")
    time = _member(value, "time", timestamp, True)
    its_shop = _member(value, "shop", _string, False)
    if shop is not None and its_shop is not None and its_shop != shop:
        return None
    if not FIRST_TIME <= time <= received_at + DAY_MS:
        raise Reject("time_out_of_range", "time is before 2000 or more than a day ahead")
    if value.get("data") is None:
        raise Reject("missing_member", "data is missing")
    if not isinstance(value["data"], dict):
        raise Reject("wrong_type", "data is an object")
    data = _data(kind, value["data"], currency)
    digest = xxhash.xxh3_64_intdigest(source.encode() + b"\0" + event_id.encode())
    return Event(kind, source, event_id, time, _rank(kind, data), digest, data)


def _member(members, name, kind, required):
    """The decoded value or None: null is absent, and so is an empty optional string."""
    value = members.get(name)
    if value is None and required:
        raise Reject("missing_member", f"{name} is missing")
    empty = value == "" and kind not in (_flag, _integer, _number, _count_number)
    if empty and required:
        raise Reject("missing_member", f"{name} is empty")
    return None if value is None or empty else kind(value, name)


def _data(kind, members, currency):
    data = {}
    for name, (decode, required) in SPEC[kind].items():
        value = _member(members, name, decode, required)
        if value is not None:
            data[name] = value
    if data.get("currency", currency) != currency:
        raise Reject("currency_mismatch", f"the shop's currency is {currency}")
    if kind == "order.updated" and len(data) == 1:
        raise Reject("missing_member", "an update states at least one member")
    if kind == "survey.answered":
        _check_survey(data)
    if kind == "mark.recorded":
        _check_mark(data)
    return data


def _check_survey(data):
    if sum(name in data for name in ("conversation", "order", "ticket")) > 1:
        raise Reject("invalid_value", "at most one of conversation, order, ticket")
    if data["scale"] < 2 or not 1 <= data["rating"] <= data["scale"]:
        raise Reject("out_of_range", "rating lies in 1 to scale, scale is 2 or more")


def _check_mark(data):
    data.setdefault("scale", Fraction(100))
    if data["scale"] <= 0 or not 0 <= data["score"] <= data["scale"]:
        raise Reject("out_of_range", "score lies in 0 to scale, scale is more than 0")


def _rank(kind, data):
    domain, verb = kind.split(".")
    return RANK.get((domain, data["from"] if verb == "message" else verb), 0)
