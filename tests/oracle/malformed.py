"""Records that the event contract refuses, each for one reason that its text leaves no doubt about.

    for line, reason in malformed(seed=1, n=10000): ...

`disputable()` has those where the text allows more than one reason (or none of its words names one):
they must be rejected, and for one of the reasons given.
"""

import json
import random

SHOP = "this-shop"
OTHER_SHOP = "some-other-shop"
TIME = "2024-11-03T04:30:00.123+08:00"

GOOD = {
    "chat.message": {"conversation": "c", "customer": "u", "from": "customer"},
    "chat.assigned": {"conversation": "c", "agent": "a"},
    "chat.transferred": {"conversation": "c", "from_agent": "a", "to_agent": "b"},
    "chat.closed": {"conversation": "c"},
    "order.created": {"order": "o", "customer": "u", "amount": "1.50"},
    "order.updated": {"order": "o", "flagged": True},
    "order.paid": {"order": "o", "amount": "1.50"},
    "order.refunded": {"order": "o", "amount": "1.50"},
    "order.cancelled": {"order": "o"},
    "ticket.created": {"ticket": "t"},
    "ticket.assigned": {"ticket": "t", "agent": "a"},
    "ticket.replied": {"ticket": "t", "agent": "a"},
    "ticket.pended": {"ticket": "t"},
    "ticket.resumed": {"ticket": "t"},
    "ticket.merged": {"ticket": "t", "into": "t2"},
    "ticket.resolved": {"ticket": "t"},
    "ticket.reopened": {"ticket": "t"},
    "ticket.closed": {"ticket": "t"},
    "survey.answered": {"rating": 4, "scale": 5},
    "mark.recorded": {"agent": "a", "indicator": "i", "period": "2024-11", "rater": "r",
                      "role": "peer", "score": 80},
    "tally.recorded": {"agent": "a", "kind": "late", "count": 1},
    "target.set": {"agent": "a", "period": "2024-11", "metric": "sales", "value": 5},
    "agent.updated": {"agent": "a"},
}  # fmt: skip

# type, members of data that are changed, the reason: each one fault alone.
BAD_DATA = [
    *[(kind, {name: 5}, "wrong_type") for kind, name in (
        ("chat.message", "conversation"), ("chat.message", "agent"), ("chat.message", "from"),
        ("chat.message", "intent"), ("chat.message", "auto"), ("chat.transferred", "to_agent"),
        ("order.created", "amount"), ("order.created", "flagged"), ("order.paid", "currency"),
        ("ticket.created", "due"), ("ticket.created", "amount"), ("ticket.closed", "sla_met"),
        ("survey.answered", "order"), ("mark.recorded", "period"), ("tally.recorded", "day"),
        ("target.set", "metric"), ("agent.updated", "joined"), ("agent.updated", "status"),
        ("chat.message", "closing"), ("order.created", "pay_due"), ("order.updated", "amount"),
        ("order.updated", "flagged"), ("survey.answered", "survey"), ("ticket.merged", "into"))],
    *[(kind, {name: value}, "wrong_type") for kind, name, value in (
        ("chat.message", "auto", "true"), ("chat.message", "customer", ["u"]), ("order.paid", "order", {}),
        ("order.created", "items", "3"), ("survey.answered", "rating", "5"), ("mark.recorded", "score", "80"),
        ("mark.recorded", "scale", True), ("tally.recorded", "count", False), ("target.set", "value", "5"),
        ("chat.message", "closing", "yes"), ("order.updated", "pay_due", 1730000000),
        ("ticket.created", "category", True), ("ticket.resolved", "sla_met", 1))],
    *[(kind, {name: value}, "invalid_value") for kind, name, value in (
        ("chat.message", "from", "robot"), ("chat.message", "from", "Customer"),
        ("chat.message", "intent", "sale"), 
        ("chat.message", "conversation", "c" * 129), ("chat.message", "agent", "(unassigned)"),
        ("chat.message", "customer", "客" * 43), ("chat.assigned", "agent", "("),
        ("order.created", "amount", "12.345"), ("order.created", "amount", "12,50"),
        ("order.created", "amount", "1e3"), ("order.created", "amount", " 1"),
        ("order.created", "agent", "(silent)"), ("order.updated", "agent", "(bot)"),
        ("order.updated", "amount", "1.999"), ("order.updated", "pay_due", "2024-11-03 00:00:00Z"),
        ("order.created", "pay_due", "soon"), ("survey.answered", "survey", "s" * 129),
        ("ticket.merged", "into", "t" * 129),
        ("order.paid", "amount", "1."), ("order.paid", "amount", ".5"), ("order.refunded", "amount", "x"),
        ("ticket.created", "due", "2024-11-03"), ("ticket.created", "due", "2024-11-03T00:00:00"),
        ("mark.recorded", "period", "2024-13"), ("mark.recorded", "period", "2024-Q5"),
        ("mark.recorded", "period", "2024-H3"), ("mark.recorded", "period", "2024-1"),
        ("mark.recorded", "role", "friend"), ("tally.recorded", "day", "2023-02-29"),
        ("tally.recorded", "day", "2024-11-3"),
        ("agent.updated", "status", "gone"), ("agent.updated", "left", "20241130"),
        ("agent.updated", "name", "n" * 129))],
    ("survey.answered", {"order": "o", "ticket": "t"}, "invalid_value"),
    ("survey.answered", {"conversation": "c", "order": "o"}, "invalid_value"),
    *[(kind, {name: value}, "out_of_range") for kind, name, value in (
        ("order.created", "items", -1), ("order.created", "items", 2**53),
        ("survey.answered", "rating", 0), ("survey.answered", "rating", 6),
        ("survey.answered", "scale", 1), ("mark.recorded", "score", 100.5),
        ("mark.recorded", "score", -0.5), ("mark.recorded", "scale", 0), ("mark.recorded", "scale", -5),
        ("tally.recorded", "count", -1), ("tally.recorded", "day", "1999-12-31"),
        ("tally.recorded", "day", "2101-01-01"), ("mark.recorded", "period", "1999-12"),
        ("target.set", "period", "2101"), ("agent.updated", "joined", "1899-01-01"),
        ("ticket.created", "due", "1999-06-01T00:00:00Z"), ("ticket.created", "due", "2101-06-01T00:00:00Z"),
        ("order.created", "pay_due", "1999-06-01T00:00:00Z"), ("order.updated", "pay_due", "2101-06-01T00:00:00Z"))],
    *[(kind, {"currency": "XTS"}, "currency_mismatch")
      for kind in ("order.created", "order.updated", "order.paid", "order.refunded")],
]  # fmt: skip

# members of the envelope that are changed (None: left out), the reason
BAD_ENVELOPE = [
    ({"specversion": "0.3"}, "not_cloudevent"), ({"specversion": 1.0}, "not_cloudevent"),
    ({"specversion": None}, "not_cloudevent"), ({"id": None}, "missing_member"),
    ({"source": None}, "missing_member"), ({"type": None}, "missing_member"),
    ({"time": None}, "missing_member"), ({"data": None}, "missing_member"),
    ({"id": 7}, "wrong_type"), ({"source": {}}, "wrong_type"), ({"type": ["chat.closed"]}, "wrong_type"),
    ({"time": 1700000000}, "wrong_type"), ({"data": "{}"}, "wrong_type"), ({"data": []}, "wrong_type"),
    ({"id": ""}, "missing_member"), ({"source": ""}, "missing_member"), ({"id": "i" * 257}, "invalid_value"),
    ({"source": "s" * 257}, "invalid_value"), ({"time": "2024-11-03T04:30:00"}, "invalid_value"),
    ({"time": "2024-11-03"}, "invalid_value"), ({"time": "yesterday"}, "invalid_value"),
    ({"time": "2024-11-31T00:00:00Z"}, "invalid_value"), ({"time": "2023-02-29T00:00:00Z"}, "invalid_value"),
    ({"time": "2024-11-03T24:00:00Z"}, "invalid_value"), ({"time": "2024-11-03T00:60:00Z"}, "invalid_value"),
    ({"time": "2024-11-03T00:00:61Z"}, "invalid_value"), ({"time": "2024-11-03T00:00:00.Z"}, "invalid_value"),
    ({"time": "2024-11-03T00:00:00+0800"}, "invalid_value"), ({"time": ""}, "missing_member"),
    ({"time": "2024-11-03T00:00:00+24:00"}, "invalid_value"),
    ({"time": "1999-12-31T23:59:59.999Z"}, "time_out_of_range"),
    ({"time": "2000-01-01T00:00:00+00:01"}, "time_out_of_range"),
    ({"time": "2099-01-01T00:00:00Z"}, "time_out_of_range"), ({"type": "chat.opened"}, "unknown_type"),
    ({"type": "Chat.closed"}, "unknown_type"), ({"type": "chat"}, "unknown_type"),
]  # fmt: skip

# Bytes that take the place of the whole line, or of MARK in a good one.
WHOLE = [
    (b"null", "not_cloudevent"), (b"[]", "not_cloudevent"), (b"42", "not_cloudevent"),
    (b'"text"', "not_cloudevent"), (b"true", "not_cloudevent"), (b"{}", "not_cloudevent"),
    (b"plain text", "not_json"), (b"{", "not_json"), (b"{'a':1}", "not_json"), (b"nul", "not_json"),
    (b"NaN", "not_json"), (b"[1,]", "not_json"), (b"{}{}", "not_json"), (b"{} x", "not_json"),
    (b"\xff\xfe{}", "not_utf8"), (b'{"a":"\xc3\x28"}', "not_utf8"), (b'{"a":"\xed\xa0\x80"}', "not_utf8"),
    (b'{"a":"\xc0\x80"}', "not_utf8"), (b'{"a":"\xf4\x90\x80\x80"}', "not_utf8"),
]  # fmt: skip
MARK = b'"MARK"'
INSIDE = [
    *[(bad, "not_json") for bad in (
        b"01", b"1.", b".5", b"-.5", b"-01", b"+1", b"1e", b"0x1", b"NaN", b"Infinity", b"-Infinity", b"True",
        b"'x'", b'"\\x"', b'"\\u12"', b'"a\tb"', b'"a\x01b"', b'"a\x00b"', b'"open', b"[1,]", b"[1 2]", b"{1:2}",
        b'{"a":1,}', b'{"a"}', b"/* c */ 1", b"", b"- 1", b"undefined")],
    (b"1e400", "out_of_range"), (b"-1e999", "out_of_range"),
    (b'{"a":1,"a":1}', "duplicate_member"), (b'[{"a":1,"\\u0061":null}]', "duplicate_member"),
    (b'1,"x":2', "duplicate_member"), (b"[" * 15 + b"]" * 15, "nesting_too_deep"),
    (b"[" * 2000 + b"]" * 2000, "nesting_too_deep"),
    (b'{"a":' * 15 + b"1" + b"}" * 15, "nesting_too_deep"), (b'"' + b"y" * 65536 + b'"', "too_large"),
    (b'"\xe5\xae"', "not_utf8"), (b'"\xff"', "not_utf8"),
]  # fmt: skip

DISPUTABLE_DATA = [
    ("order.created", {"amount": "-1.00"}, {"invalid_value", "out_of_range"}),
    ("order.created", {"amount": "1" * 13}, {"invalid_value", "out_of_range"}),
    ("order.created", {"items": 4.5}, {"wrong_type", "invalid_value"}),
    ("survey.answered", {"rating": 4.5}, {"wrong_type", "invalid_value"}),
    ("chat.message", {"customer": "u\ud800"}, {"not_utf8", "invalid_value", "not_json"}),
    ("chat.message", {"customer": "\udc00\ud800"}, {"not_utf8", "invalid_value", "not_json"}),
    ("chat.message", {"customer": "u\0v"}, {"invalid_value", "not_json", "not_utf8"}),
]
DISPUTABLE_LINES = [(b"\xef\xbb\xbf{}", {"not_json", "not_utf8"})]


def envelope(number, kind, /, **data) -> dict:
    """A good event of the type, with members of data added or replaced (None: left out)."""
    members = {name: value for name, value in {**GOOD[kind], **data}.items() if value is not None}
    return {
        "specversion": "1.0",
        "id": f"bad-{number}",
        "source": "/malformed",
        "type": kind,
        "time": TIME,
        "data": members,
    }


def malformed(seed, n) -> list:
    """n (line without its end, reason) in random order, every kind if n is large enough."""
    chooser = random.Random(f"malformed {seed}")
    makers = _makers()
    chooser.shuffle(makers)
    lines = [makers[number % len(makers)](number) for number in range(n)]
    chooser.shuffle(lines)
    return lines


def disputable() -> list:
    """(line, the reasons that may be given for it)."""
    lines = [(_line(envelope(0, kind, **data)), reasons) for kind, data, reasons in DISPUTABLE_DATA]
    return lines + DISPUTABLE_LINES


def _line(event) -> bytes:
    return json.dumps(event).encode()


def _makers() -> list:
    """Functions from a number, for the id, to (line, reason): one for each kind of fault."""
    makers = [lambda number, case=case: case for case in WHOLE]
    for kind, data, reason in BAD_DATA + list(_missing()):
        makers.append(lambda n, k=kind, d=data, r=reason: (_line(envelope(n, k, **d)), r))
    for changes, reason in BAD_ENVELOPE:
        makers.append(lambda n, c=changes, r=reason: (_line(_changed(n, c)), r))
    for text, reason in INSIDE:
        makers.append(lambda n, t=text, r=reason: (_inside(n, t), r))
    return makers


def _missing():
    """Every required member of every type left out; `null` says the same."""
    for kind, members in GOOD.items():
        for name in members:
            yield kind, {name: None}, "missing_member"


def _changed(number, changes) -> dict:
    event = {**envelope(number, "chat.closed"), **changes}
    return {name: value for name, value in event.items() if value is not None or number % 2}


def _inside(number, text) -> bytes:
    """The text as the value of an unknown member of data, at the third level; whatever the record holds
    there must be JSON within the limits."""
    event = envelope(number, "chat.closed", x="MARK")
    return _line(event).replace(MARK, text)
