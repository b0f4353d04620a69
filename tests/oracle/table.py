"""The table "Metrics per agent and period": from lines to named numbers.

A month has the lines of its days, a team those of its agents, the shop all: every period and group is
calculated by the same functions, so that no average of averages can arise.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

BY_MONTH_ONLY = "target_completion"  # and every mark:<indicator>


@dataclass(slots=True)
class Lines:
    """What one agent, team or shop has in one period."""

    contacts: list = field(default_factory=list)
    inquiries: list = field(default_factory=list)  # (contact, orders it won)
    created: list = field(default_factory=list)  # orders, flagged ones too
    payments: list = field(default_factory=list)  # (order, payment)
    refund_delays: list = field(default_factory=list)  # milliseconds
    assisted: list = field(default_factory=list)  # hundredths
    opinions: list = field(default_factory=list)
    resolutions: list = field(default_factory=list)
    replies: list = field(default_factory=list)
    complaints: list = field(default_factory=list)  # tickets
    disputes: list = field(default_factory=list)
    overdue: list = field(default_factory=list)
    tallies: list = field(default_factory=list)  # (kind, count)
    marks: list = field(default_factory=list)  # events, the last per rater and indicator
    targets: list = field(default_factory=list)  # for sales


def numbers(lines: Lines, rules, with_month_only) -> dict:
    """metric -> value, of one period; rules: those of its month."""
    result = {
        **_contact_numbers(lines),
        **_round_numbers(lines, rules),
        **_response_numbers(lines, rules),
        **_inquiry_numbers(lines),
        **_order_numbers(lines),
        **_sales_numbers(lines, rules),
        **_ticket_numbers(lines),
        **_opinion_numbers(lines),
    }
    for kind, count in lines.tallies:
        name = f"tally:{kind}"
        result[name] = result.get(name, 0) + count
    if with_month_only:
        result[BY_MONTH_ONLY] = _ratio(result["sales"], sum(lines.targets))
        for indicator in {event.data["indicator"] for event in lines.marks}:
            result[f"mark:{indicator}"] = _mark(lines.marks, indicator)
    return {name: None if value is None else Fraction(value) for name, value in result.items()}


def _ratio(numerator, denominator):
    return Fraction(numerator) / Fraction(denominator) if denominator else None


def _mean(values):
    return _ratio(sum(values), len(values))


def _seconds(milliseconds):
    return Fraction(milliseconds, 1000)


def _hours(milliseconds):
    return Fraction(milliseconds, 3600 * 1000)


def _money(hundredths):
    return Fraction(hundredths, 100)


# --- chat ----------------------------------------------------------------------------------------


def _contact_numbers(lines):
    received = sum(contact.received for contact in lines.contacts)
    replied = sum(contact.replied for contact in lines.contacts)
    asked = sum(len(contact.asked) for contact in lines.contacts)
    said = sum(len(contact.said) for contact in lines.contacts)
    return {
        "received": received,
        "replied": replied,
        "reply_rate": _ratio(replied, received),
        "customer_messages": asked,
        "agent_messages": said,
        "answer_ratio": _ratio(said, asked),
    }


def _all_rounds(lines):
    return [round for contact in lines.contacts for round in contact.rounds]


def _rounds(lines, *kinds):
    return [round for contact in lines.contacts for round in contact.counted(*kinds)]


def _round_numbers(lines, rules):
    answered = _rounds(lines, "answered")
    asked = [round for round in _all_rounds(lines) if not round.suspended]
    rounds = [round for round in asked if round.counts]
    hours = Counter(round.hour for round in rounds)
    waits = sorted(_seconds(round.wait) for round in answered)
    queued = [_seconds(round.queued) for round in answered if round.queued is not None]
    return {
        "rounds": len(rounds),
        "answered_rounds": len(answered),
        "unanswered_rounds": len(_rounds(lines, "unanswered")),
        "handed_over_rounds": len(_rounds(lines, "handed_over")),
        "slow_rounds": sum(wait > rules["response.slow_seconds"] for wait in waits),
        "trailing_rounds": sum(round.trailing for round in asked),
        "suspended_rounds": sum(round.suspended for round in _all_rounds(lines)),
        "bot_answered_rounds": sum(round.kind == "bot_answered" for round in asked),
        "queue_seconds": _mean(queued),
        **{f"response_p{percent}": _percentile(waits, percent) for percent in (50, 90, 99)},
        **{f"asked_hour_{hour:02}": hours[hour] for hour in range(24)},
    }


def _response_numbers(lines, rules):
    cap = Fraction(rules["response.cap_seconds"])
    waits = [_seconds(round.wait) for round in _rounds(lines, "answered")]
    unanswered = len(_rounds(lines, "unanswered"))
    firsts = [first for contact in lines.contacts for first in contact.first_responses]
    first_waits = [_seconds(first.wait) for first in firsts if first.answer is not None]
    counted = [min(wait, cap) for wait in waits]
    if rules["response.unanswered"] == "cap":
        counted += [cap] * unanswered
    result = {
        "response_seconds": _mean(counted),
        "first_responses": len(first_waits),
        "first_response_seconds": _mean([min(wait, cap) for wait in first_waits]),
    }
    for limit in rules["response.within"]:
        in_time = sum(wait <= limit for wait in waits)
        first_in_time = sum(wait <= limit for wait in first_waits)
        result[f"response_within_{limit}"] = _ratio(in_time, len(waits) + unanswered)
        result[f"first_response_within_{limit}"] = _ratio(first_in_time, len(firsts))
    return result


def _percentile(ordered, percent):
    """Nearest rank: the smallest value that at least this many percent do not exceed."""
    if not ordered:
        return None
    return ordered[math.ceil(Fraction(percent * len(ordered), 100)) - 1]


# --- inquiries and orders ------------------------------------------------------------------------


def _inquiry_numbers(lines):
    inquirers = len(lines.inquiries)
    ordered = sum(bool(won) for _, won in lines.inquiries)
    paid = sum(any(order.in_time_paid for order in won) for _, won in lines.inquiries)
    return {
        "inquirers": inquirers,
        "ordered": ordered,
        "paid": paid,
        "inquiry_conversion": _ratio(ordered, inquirers),
        "payment_conversion": _ratio(paid, inquirers),
        "lost_inquirers": inquirers - ordered,
    }


def _order_numbers(lines):
    unflagged = [order for order in lines.created if not order.flagged]
    paid = [order for order in unflagged if order.in_time_paid]
    orderers = {order.customer for order in unflagged}
    payers = {order.customer for order in paid}
    return {
        "orderers": len(orderers),
        "payers": len(payers),
        "order_success": _ratio(len(payers), len(orderers)),
        "valid_order_rate": _ratio(len(unflagged), len(lines.created)),
        "abnormal_order_rate": _ratio(len(lines.created) - len(unflagged), len(lines.created)),
        "paid_order_rate": _ratio(len(paid), len(unflagged)),
    }


def _sales_numbers(lines, rules):
    gross = sum(payment.amount for _, payment in lines.payments)
    refunded = sum(payment.refunded for _, payment in lines.payments)
    sales = sum(payment.net for _, payment in lines.payments)
    spent = defaultdict(int)
    for order, payment in lines.payments:
        spent[order.customer] += payment.net
    buyers = sum(amount > 0 or not rules["sales.net"] for amount in spent.values())
    return {
        "sales": _money(sales),
        "buyers": buyers,
        "unit_price": _ratio(_money(sales), buyers),
        "repeat_sales": _money(sum(p.net for order, p in lines.payments if order.repeat)),
        "assisted": _money(sum(lines.assisted)),
        "refunded": _money(refunded),
        "refund_rate": _ratio(refunded, gross),
        "refund_hours": _mean([_hours(delay) for delay in lines.refund_delays]),
    }


# --- tickets, opinions, marks --------------------------------------------------------------------


def _ticket_numbers(lines):
    reopened = sum(resolution.reopened for resolution in lines.resolutions)
    taken = [_hours(one.after) for one in lines.resolutions if one.after is not None]
    replied = [_seconds(one.after) for one in lines.replies if one.after is not None]
    promises = [int(one.sla_met) for one in lines.resolutions if one.sla_met is not None]
    return {
        "tickets": len(lines.resolutions),
        "reopens": reopened,
        "ticket_reopen_rate": _ratio(reopened, len(lines.resolutions)),
        "ticket_resolve_hours": _mean(taken),
        "sla_rate": _mean(promises),
        "ticket_replies": len(lines.replies),
        "ticket_reply_seconds": _mean(replied),
        "complaints": len(lines.complaints),
        "complaint_rate": _ratio(
            len(lines.complaints), sum(contact.received for contact in lines.contacts)
        ),
        "disputes": len(lines.disputes),
        "overdue": len(lines.overdue),
    }


def _opinion_numbers(lines):
    scores = defaultdict(list)
    for opinion in lines.opinions:
        if opinion.dimension:
            scores[f"csat:{opinion.dimension}"].append(opinion.score)
    return {
        "surveys": len(lines.opinions),
        "csat": _mean([opinion.score for opinion in lines.opinions]),
        **{name: _mean(values) for name, values in scores.items()},
    }


def _mark(marks, indicator):
    """Each mark scaled to 100, averaged per role, then over the roles."""
    roles = defaultdict(list)
    for event in marks:
        if event.data["indicator"] == indicator:
            roles[event.data["role"]].append(event.data["score"] / event.data["scale"] * 100)
    return _mean([_mean(scores) for scores in roles.values()])
