"""Small event streams that are dense in edge cases, for comparing meritd with the oracle.

Realism is no aim: times sit on limits (an idle limit to the millisecond, cut-overs, changes of the
clock, the end of a payment window), types tie at one moment, and every optional member is sometimes
there, null, empty, or accompanied by members nobody knows. Everything follows from the seed.

    events = edge_stream(seed=7, n_customers=50, zone="America/New_York")   # a list of dicts
    lines = [encode(event, seed) for event in shuffled(events, seed=1, dup_rate=0.2)]
    bad = malformed(seed=3, n=1000)                      # [(line, the reason it is rejected for)]

As of AS_OF some rounds still wait, by a millisecond. Events of another shop have `shop` OTHER_SHOP,
those of this one SHOP or none. Currency is CNY. All times lie in 2024 and early January 2025. As a
command: `/usr/bin/python3 streams.py --seed 7 --customers 50 --zone UTC [--shuffle 0.2] [--bad 100]`.
"""

import argparse
import copy
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # tests/, where the oracle is
from oracle.edges import (  # noqa: E402
    AGENTS, AS_OF, AS_OF_MS, DAY, HOUR, LONG_STEPS, MINUTE, NEAR, ODD_IDS, SECOND, STEPS,
    Stream,
)  # fmt: skip
from oracle.malformed import OTHER_SHOP, SHOP, malformed  # noqa: E402

__all__ = ["AS_OF", "OTHER_SHOP", "SHOP", "edge_stream", "encode", "malformed", "shuffled"]

# --- chat ------------------------------------------------------------------------------------------


def add_conversation(stream, customer, day, others):
    """One conversation: steps in time, then sometimes a look back to put events at taken moments."""
    name = f"c{len(stream.conversations)}"
    if stream.chance(0.1):
        name = stream.random.choice(ODD_IDS).format(name).ljust(stream.pick(0, 120), "_")
    stream.conversations.append(name)
    at = stream.moment(day, 0, 24 * HOUR)
    for _ in range(stream.random.randrange(1, 16)):
        add_chat_event(stream, name, customer, others, at)
        steps = LONG_STEPS if stream.chance(0.15) else STEPS
        at += max(0, stream.random.choice(steps) + stream.random.choice(NEAR))
        if stream.chance(0.1):
            at = max(at, stream.boundary(day) + stream.random.choice(NEAR))
    if stream.chance(0.3):
        add_chat_event(stream, name, customer, others, stream.moment(day, 0, 24 * HOUR, -24 * HOUR))


def add_chat_event(stream, name, customer, others, at):
    kind = stream.random.choices(
        ["customer", "agent", "bot", "system", "assigned", "transferred", "closed"],
        [36, 30, 12, 2, 10, 8, 4],
    )[0]
    about = {"conversation": name}
    author = stream.random.choice(others) if stream.chance(0.06) else customer
    if kind == "assigned":
        named = stream.pick({}, {}, {"customer": author}, {"customer": ""}, {"customer": None})
        stream.emit("chat.assigned", at, {**about, "agent": stream.agent(), **named})
    elif kind == "transferred":
        parties = {"from_agent": stream.agent(), "to_agent": stream.agent()}
        stream.emit("chat.transferred", at, {**about, **parties})
    elif kind == "closed":
        stream.emit("chat.closed", at, about)
    else:
        members = {**about, "customer": author, "from": kind, **stream.maybe_agent()}
        if stream.chance(0.25):
            members["auto"] = stream.pick(True, True, False, None)
        if stream.chance(0.2):
            members["closing"] = stream.pick(True, True, False, None)
        if stream.chance(0.35):
            members["intent"] = stream.pick("presale", "presale", "aftersale", None, "")
        stream.emit("chat.message", at, members)


def add_contest(stream, customer, day):
    """Rounds that several agents answered, some at one moment, and an order at the last answer."""
    number = len(stream.conversations)
    at = stream.boundary(day) + stream.pick(*NEAR)
    agents = stream.random.sample(AGENTS, stream.pick(2, 3))
    for _ in range(stream.random.randrange(2, 7)):
        agent = stream.random.choice(agents)
        name = f"k{number}-{agent[:20]}"
        about = {"conversation": name, "customer": customer, "agent": agent}
        stream.emit("chat.message", at, {**about, "from": "customer"})
        at += stream.pick(0, 0, 1, 40 * SECOND)
        stream.emit("chat.message", at, {**about, "from": "agent"})
        at += stream.pick(-1, 0, 0, MINUTE, HOUR)
    stream.conversations.append(name)
    add_order(stream, customer, day, at + stream.pick(-1, 0, 0, 1, DAY))


def add_last_words(stream, customer):
    """A conversation whose last round ends, or still waits, by a millisecond at AS_OF."""
    name = f"c{len(stream.conversations)}"
    stream.conversations.append(name)
    at = AS_OF_MS - 24 * HOUR + stream.pick(-1, 0, 1, 5 * HOUR)
    members = {"conversation": name, "customer": customer, "from": "customer"}
    stream.emit("chat.message", at - stream.pick(0, 1, HOUR), {**members, **stream.maybe_agent()})
    stream.emit("chat.message", at, members)
    if stream.chance(0.3):
        parties = {"from_agent": stream.agent(), "to_agent": stream.agent()}
        stream.emit("chat.transferred", at + HOUR, {"conversation": name, **parties})


# --- orders ----------------------------------------------------------------------------------------


def money(cents):
    """A decimal string of hundredths, in one of its forms."""
    if cents % 100 == 0:
        return f"{cents // 100}"
    return (
        f"{cents // 100}.{cents % 100:02}" if cents % 10 else f"{cents // 100}.{cents % 100 // 10}"
    )


def add_order(stream, customer, day, created=None):
    """An order with what is paid and given back; created where the customer has moments, if not told."""
    name = f"o{len(stream.orders)}" if stream.chance(0.9) else f"заказ{len(stream.orders)}"
    stream.orders.append(name)
    if created is None and stream.chance(0.4):
        created = stream.moment(day, 0, 0, HOUR, DAY, -DAY)
    elif created is None:
        created = stream.random.choice(stream.moments) + stream.pick(-1, 0, 0, 1, MINUTE, HOUR)
    amount = stream.cents()
    stream.moments += [created] * 3  # what follows gathers around the order
    for _ in range(stream.random.choices([0, 1, 2], [6, 85, 9])[0]):
        members = {"order": name, "customer": customer, "amount": money(amount)}
        members |= stream.maybe_agent(0.2) | currency(stream)
        if stream.chance(0.1):
            members["flagged"] = stream.pick(True, False)
        if stream.chance(0.3):
            members["items"] = stream.pick(0, 1, 3.0, 1e2, 2**53 - 1, None)
        stream.emit("order.created", created, members | deadline(stream, created))
        created += stream.pick(0, 1, HOUR)
        amount = stream.pick(amount, stream.cents())
    amount = add_updates(stream, name, created, amount)
    paid = add_payments(stream, name, customer, created, amount)
    add_refunds(stream, name, paid or [(created, amount)])
    if stream.chance(0.1):
        stream.emit("order.cancelled", created + HOUR, {"order": name, "customer": customer})


def deadline(stream, created):
    """Mostly none; else one that a payment may meet by a millisecond."""
    if stream.chance(0.8):
        return stream.pick({}, {"pay_due": None}, {"pay_due": ""})
    due = created + stream.pick(0, MINUTE, 2 * HOUR, DAY, 7 * DAY) + stream.pick(*NEAR)
    return {"pay_due": stream.written(due)}


def add_updates(stream, name, created, amount):
    """What is stated anew, before, with or after the order; returns the amount as it was stated last here."""
    for _ in range(stream.random.choices([0, 1, 3], [65, 25, 10])[0]):
        at = created + stream.pick(0, 0, 1, -1, MINUTE, -MINUTE, DAY, 8 * DAY)
        members = stream.pick({"flagged": True}, {"flagged": False}, {"agent": stream.agent()}, {})
        members |= deadline(stream, created)
        if stream.chance(0.4) or not any(members.values()):
            amount = stream.pick(amount, amount + 1, stream.cents())
            members["amount"] = money(amount)
        stream.emit("order.updated", at, {"order": name, **members, **currency(stream)})
    return amount


def currency(stream):
    return stream.pick({}, {"currency": "CNY"}, {"currency": ""}, {"currency": None})


def add_payments(stream, name, customer, created, amount):
    """None, one, or instalments that reach the amount at, before or after the limit of 7 days."""
    parts = stream.pick(
        [], [amount], [amount], [amount // 2, amount - amount // 2], [0, amount], [amount // 3]
    )
    paid = []
    for part in parts:
        at = (
            created
            + stream.pick(0, 0, MINUTE, -MINUTE, 2 * HOUR, DAY, 7 * DAY, 7 * DAY)
            + stream.pick(*NEAR)
        )
        who = {"customer": customer} if stream.chance(0.5) else {}
        stream.emit(
            "order.paid", at, {"order": name, "amount": money(part), **who, **currency(stream)}
        )
        paid.append((at, part))
    return paid


def add_refunds(stream, name, paid):
    for _ in range(stream.random.choices([0, 1, 2, 3], [65, 20, 10, 5])[0]):
        at, part = stream.random.choice(paid)
        at += stream.pick(0, -HOUR, HOUR, 15 * DAY, 15 * DAY, 16 * DAY) + stream.pick(*NEAR)
        amount = stream.pick(part, part // 2, part + 1, sum(p for _, p in paid), 0)
        stream.emit(
            "order.refunded", at, {"order": name, "amount": money(amount), **currency(stream)}
        )


# --- tickets, opinions, people ---------------------------------------------------------------------


def add_ticket(stream, customer, day):
    """Any sequence of ticket events, on the limits of 6 and of 15 days to the millisecond."""
    name = f"t{len(stream.tickets)}"
    stream.tickets.append(name)
    at = stream.moment(day)
    verbs = ["assigned", "replied", "resolved", "reopened", "closed", "pended", "resumed", "created"]
    first = ["created"] if stream.chance(0.85) else []
    last = ["merged"] if stream.chance(0.08) else []
    some = stream.random.choices(verbs, [4, 4, 6, 5, 4, 5, 4, 1], k=stream.pick(0, 1, 3, 6, 9))
    for verb in first + some + last:
        members = {"ticket": name}
        if verb == "created":
            members |= created_members(stream, customer, at)
        elif verb in ("assigned", "replied"):
            members["agent"] = stream.agent()
        elif verb in ("resolved", "closed"):
            members |= stream.maybe_agent(0.4)
            members |= stream.pick({}, {"sla_met": True}, {"sla_met": False}, {"sla_met": None})
        elif verb == "merged":
            members["into"] = stream.pick("another", stream.random.choice(stream.tickets))
        stream.emit(f"ticket.{verb}", at, members)
        limits = {"created": 6 * DAY, "resolved": 15 * DAY}
        step = limits.get(verb, stream.pick(0, 0, 1, MINUTE, 11 * HOUR))
        at += max(0, stream.pick(step, step, 0) + stream.pick(*NEAR))
        if stream.chance(0.05):
            at -= stream.pick(1, MINUTE, DAY)


def created_members(stream, customer, at):
    members = stream.pick({}, {"customer": customer}) | stream.maybe_agent(0.5)
    category = stream.pick(
        "complaint", "complaint", "dispute", "after_sales", "own", "", None, "Complaint"
    )
    members["category"] = category
    if stream.chance(0.3):
        limit = stream.pick(
            at, at + MINUTE, at + 6 * DAY, at - HOUR, AS_OF_MS, AS_OF_MS - 1, AS_OF_MS + 1
        )
        members["due"] = stream.written(limit)
    if stream.chance(0.2):
        members |= {"amount": money(stream.cents()), "priority": "high", "channel": "phone"}
    return members


def add_survey(stream, customer, day):
    scale = stream.pick(2, 5, 5, 7, 10, 100)
    members = {
        "scale": scale,
        "rating": stream.pick(1, scale, stream.random.randrange(1, scale + 1)),
    }
    if stream.chance(0.2):
        members["rating"] = float(members["rating"])
    about = stream.pick("conversation", "order", "ticket", "unknown", "nothing")
    if about == "unknown":
        members[stream.pick("conversation", "order", "ticket")] = "never-heard-of"
    elif about != "nothing":
        known = {
            "conversation": stream.conversations,
            "order": stream.orders,
            "ticket": stream.tickets,
        }
        if known[about]:
            members[about] = stream.random.choice(known[about][-6:])
    members |= stream.maybe_agent(0.15) | stream.pick({}, {"customer": customer})
    members |= stream.pick({}, {}, {"dimension": "speed"}, {"dimension": "态度"}, {"dimension": ""})
    if stream.chance(0.5):
        members["survey"] = f"s{stream.random.randrange(len(stream.orders) + 2)}"
    stream.emit("survey.answered", stream.moment(day), members)


def add_mark(stream, day):
    scale = stream.pick({}, {"scale": 5}, {"scale": 0.7}, {"scale": 100.0}, {"scale": None})
    score = stream.random.uniform(0, scale.get("scale") or 100)
    members = {
        "agent": stream.agent(),
        "indicator": stream.pick("attitude", "knowledge", "协作"),
        "period": stream.pick(
            "2024-03", "2024-03", "2024-11", "2024-11", "2024-Q4", "2024-H1", "2024"
        ),
        "rater": stream.pick("boss", "ann", "bob", "(the customer)"),
        "role": stream.pick("self", "peer", "lead", "manager", "hq"),
        "score": stream.pick(score, 0, scale.get("scale") or 100, round(score, 1)),
        **scale,
    }
    stream.emit("mark.recorded", stream.moment(day), members)


def add_tally(stream, day):
    when = stream.pick(
        {}, {"day": "2024-11-03"}, {"day": "2024-02-29"}, {"day": ""}, {"day": "2000-01-01"}
    )
    count = stream.pick(0, 1, 1, 0.1, 0.2, 2.5, 3e2, 1e-7, 123456789.125)
    members = {
        "agent": stream.agent(),
        "kind": stream.pick("late", "error", "培训"),
        "count": count,
        **when,
    }
    stream.emit("tally.recorded", stream.moment(day), members)


def add_target(stream, day):
    members = {
        "agent": stream.pick(stream.agent(), "only-a-target"),
        "period": stream.pick(
            "2024-03", "2024-10", "2024-11", "2024-12", "2024-Q4", "2024", "2100-12"
        ),
        "metric": stream.pick("sales", "sales", "sales", "received"),
        "value": stream.pick(0, 1, 100, 1000.5, 0.1),
    }
    stream.emit("target.set", stream.moment(day), members)


def add_staff(stream, day):
    """A staff record: it says whose hours and team hold, and alone it puts nobody into a month."""
    members = {"agent": stream.pick(stream.agent(), "only-on-the-list")}
    members |= stream.pick(
        {"name": "Ann A."}, {"team": "night"}, {"team": "day"}, {"team": None}, {"lead": "bob"}
    )
    members |= stream.pick({}, {"status": "probation"}, {"status": "left", "left": "2024-11-30"})
    members |= stream.pick({}, {"role": "lead"}, {"joined": "2024-02-29", "employee": "0042"})
    stream.emit("agent.updated", stream.moment(day), members)


# --- the stream ------------------------------------------------------------------------------------


def edge_stream(seed, n_customers, zone="Asia/Shanghai"):
    """Events about this many customers, in no particular order, with records that are duplicates."""
    stream = Stream(seed, zone)
    customers = ["guest"] + [f"u{number}" for number in range(1, n_customers)]
    if n_customers > 2:
        customers[2] = "客" * 42  # 126 bytes
    for customer in customers:
        day = stream.random.choice(stream.clusters)
        stream.start_customer()
        for _ in range(stream.random.randrange(1, 4)):
            add_conversation(stream, customer, day, customers)
        makers = (
            [lambda: add_conversation(stream, customer, day, customers)] * stream.chance(0.4)
            + [lambda: add_order(stream, customer, day)] * stream.random.randrange(0, 5)
            + [lambda: add_contest(stream, customer, day)] * stream.chance(0.4)
            + [lambda: add_ticket(stream, customer, day)] * stream.random.randrange(0, 3)
            + [lambda: add_survey(stream, customer, day)] * stream.random.randrange(0, 4)
            + [lambda: add_last_words(stream, customer)] * stream.chance(0.15)
        )
        stream.random.shuffle(makers)
        for make in makers:
            make()
        for make in (add_mark, add_tally, add_target, add_staff):
            for _ in range(stream.pick(0, 1, 2)):
                make(stream, day)
    for _ in range(n_customers // 4):
        add_staff(stream, stream.random.choice(stream.clusters))
    add_orphans(stream)
    add_other_shop(stream)
    add_contract_breakers(stream)
    add_rank_breakers(stream)  # last: a copy of its copies might tie in time and rank
    stream.random.shuffle(stream.events)
    return stream.events


def add_orphans(stream):
    """Payments and refunds of orders that nobody created."""
    for name in ("orphan-1", "orphan-2"):
        at = stream.moment(stream.clusters[0])
        stream.emit("order.paid", at, {"order": name, "amount": "10"})
        stream.emit("order.refunded", at, {"order": name, "amount": "12.5"})
        stream.emit("order.updated", at, {"order": name, "amount": "3", "agent": "ann"})


def add_other_shop(stream):
    """Copies for another shop, which would change everything if they were read."""
    for event in stream.random.sample(stream.events, len(stream.events) // 20):
        other = copy.deepcopy(event)
        other["id"], other["shop"] = "other" + other["id"][:200], OTHER_SHOP
        stream.events.append(other)


def add_rank_breakers(stream):
    """Second records of one identity at the same moment, of another rank: the smaller rank wins."""
    other = {"order.paid": "order.refunded", "ticket.resolved": "ticket.closed"}
    for event in stream.random.sample(stream.events, len(stream.events) // 20):
        if event.get("shop") == OTHER_SHOP:
            continue
        twin = copy.deepcopy(event)
        if event["type"] in other:
            twin["type"] = other[event["type"]]
            stream.events.append(twin)
        elif event["data"].get("from") == "customer":
            twin["data"] |= {"from": stream.pick("agent", "bot"), "agent": stream.agent()}
            stream.events.append(twin)


def add_contract_breakers(stream):
    """Second records of one identity with another content: at another time, so that time decides.

    Both of one type, as the entity of a record is its type where it is nothing else.
    """
    same_kind = {}
    for event in stream.events:
        if event.get("shop") != OTHER_SHOP:
            same_kind.setdefault(event["type"], []).append(event)
    for events in list(same_kind.values()):
        for event in stream.random.sample(events, max(1, len(events) // 30)):
            twin = copy.deepcopy(event)
            twin["data"] |= contents_of(stream.random.choice(events)["data"])
            at = stream.at[event["id"]] + stream.pick(1, -1, HOUR, -HOUR, DAY, -DAY)
            twin["time"] = stream.written(at)
            stream.events.append(twin)


def contents_of(data):
    """The members of an event that do not say which conversation, order or ticket it is about, and are
    free of each other: a survey's references and a rating apart from its scale would not stay valid.
    """
    tied = {"conversation", "order", "ticket", "rating", "scale", "score"}
    return {name: value for name, value in data.items() if name not in tied}


def shuffled(events, seed, dup_rate=0.0):
    """Any order, some records several times."""
    chooser = random.Random(f"shuffle {seed}")
    result = []
    for event in events:
        result.append(event)
        while chooser.random() < dup_rate:
            result.append(event)
    chooser.shuffle(result)
    return result


def encode(event, seed=0):
    """One line of NDJSON without its end: with or without escapes and spaces, chosen by seed and id."""
    chooser = random.Random(f"{seed} {event['id']} {event['time']}")
    separators = chooser.choice([(",", ":"), (", ", ": "), (" ,\t", " :\r ")])
    return json.dumps(event, ensure_ascii=chooser.random() < 0.5, separators=separators).encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--customers", type=int, default=50)
    parser.add_argument("--zone", default="Asia/Shanghai")
    parser.add_argument(
        "--shuffle", type=float, metavar="DUP_RATE", help="shuffle, with duplicates"
    )
    parser.add_argument(
        "--bad", type=int, default=0, metavar="N", help="this many malformed records among them"
    )
    options = parser.parse_args()
    events = edge_stream(options.seed, options.customers, options.zone)
    if options.shuffle is not None:
        events = shuffled(events, options.seed, options.shuffle)
    lines = [encode(event, options.seed) for event in events]
    lines += [line for line, _ in malformed(options.seed, options.bad)]
    if options.bad:
        random.Random(options.seed).shuffle(lines)
    sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))


if __name__ == "__main__":
    main()
