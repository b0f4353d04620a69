"""Compare the metrics a database shows with the oracle's, value by value, in both directions.

As a library: `differences(expected, found)` on dictionaries (agent, "YYYY-MM-DD", metric) -> number or
None; `read_metrics(connection)`, `read_csv(file)` make the second one; `read_waiting` and
`waiting_differences` do the same for who waits now, `read_quality` and `quality_differences` for what is strange.
As a command, from tests/, with the oracle's options; exit status 1 if anything differs:

    python3 -m oracle.compare --currency GBP --as-of … --dsn "dbname=meritd" FILE…
    psql -c "copy (select * from merit.agent_month_metric) to stdout csv header" |
        python3 -m oracle.compare --currency GBP --as-of … --csv - FILE…
"""

import argparse
import csv
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from .__main__ import add_arguments, calculate
from .clock import EPOCH

PERIODS = ("month", "day")
RELATIVE = Fraction(1, 10**9)  # for quotients: the database cuts them to this many digits
PERCENTILE = Fraction(5, 100)
PERCENTILES = {"response_p50", "response_p90", "response_p99"}
QUOTIENTS = set(
    "reply_rate response_seconds first_response_seconds answer_ratio inquiry_conversion "
    "payment_conversion order_success unit_price target_completion refund_rate refund_hours csat "
    "ticket_reopen_rate ticket_resolve_hours sla_rate ticket_reply_seconds queue_seconds complaint_rate "
    "valid_order_rate abnormal_order_rate paid_order_rate".split()
)
QUOTIENT_FAMILIES = ("mark:", "csat:", "response_within_", "first_response_within_")


def tolerance(metric: str) -> Fraction:
    """Largest relative difference; counts, sums and money must be equal."""
    if metric in PERCENTILES:
        return PERCENTILE
    quotient = metric in QUOTIENTS or metric.startswith(QUOTIENT_FAMILIES)
    return RELATIVE if quotient else Fraction(0)


def equal(metric, expected, found) -> bool:
    if expected is None or found is None:
        return expected is found
    if isinstance(found, Decimal) and not found.is_finite():
        return False
    expected, found = Fraction(expected), Fraction(found)
    return abs(expected - found) <= abs(expected) * tolerance(metric)


def differences(expected: dict, found: dict) -> list:
    """[(key, what is expected, what was found)], sorted; a row that is not there is "no row"."""
    nothing = "no row"
    result = []
    for key in sorted(expected.keys() | found.keys()):
        ours, theirs = expected.get(key, nothing), found.get(key, nothing)
        if nothing in (ours, theirs) or not equal(key[-1], ours, theirs):
            result.append((key, ours, theirs))
    return result


def _rows(rows) -> dict:
    result = {}
    for *who, period, metric, value in rows:
        key = (*who, str(period), metric)
        if key in result:
            raise ValueError(f"two rows for {key}")
        result[key] = value
    return result


def read_metrics(connection, by="month", of="agent") -> dict:
    """Of a psycopg2 connection; of: agent, team or shop, whose rows have nobody's name."""
    who = "" if of == "shop" else f"{of}, "
    with connection.cursor() as cursor:
        cursor.execute(f"select {who}{by}, metric, value from merit.{of}_{by}_metric")
        return _rows(cursor)


def read_csv(lines) -> dict:
    """Of agent,period,metric,value with a header; an empty value is NULL."""
    reader = csv.reader(lines)
    next(reader)
    return _rows((a, p, m, Decimal(v) if v else None) for a, p, m, v in reader)


def read_waiting(connection) -> dict:
    """(agent, conversation) -> (asked at, waiting), milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("select agent, conversation, asked_at, waiting from merit.waiting_now")
        millisecond = timedelta(milliseconds=1)
        return {(a, c): ((at - EPOCH) // millisecond, w // millisecond) for a, c, at, w in cursor}


def waiting_differences(expected: list, found: dict) -> list:
    """As `differences`; `expected` is Result.waiting, `found` of `read_waiting`."""
    ours = {(agent, conversation): (at, wait) for agent, conversation, at, wait in expected}
    return [
        (key, ours.get(key, "no row"), found.get(key, "no row"))
        for key in sorted(ours.keys() | found.keys())
        if ours.get(key) != found.get(key)
    ]


QUALITY = (  # the checks of data quality that follow from the events alone, and how they are compared
    ("order_without_created", set), ("refund_excess", dict), ("ticket_without_created", set), ("ticket_merged", set),
    ("negative_time", set), ("unknown_agent", set), ("suspicious_clock", dict), ("message_without_agent", sum),
)  # fmt: skip


def read_quality(connection) -> dict:
    """check -> subject -> value; of clocks the source alone, all months together."""
    with connection.cursor() as cursor:
        cursor.execute('select "check", subject, coalesce(value, 0) from merit.data_quality')
        found = {check: Counter() for check, _ in QUALITY}
        for check, subject, value in cursor:
            name = subject.split(" ", 1)[1] if check == "suspicious_clock" else subject
            found.setdefault(check, Counter())[name] += value
        return found


def quality_differences(expected: dict, found: dict) -> list:
    """As `differences`; `expected` is Result.quality, `found` of `read_quality`."""
    result = []
    for check, form in QUALITY:
        ours, theirs = expected[check], found[check]
        if check == "refund_excess":
            theirs = {name: int(value * 100) for name, value in theirs.items()}
        if form is sum:
            ours, theirs = sum(ours.values()), sum(theirs.values())
        else:
            ours, theirs = form(ours), form(theirs)
        if ours != theirs:
            result.append((check, ours, theirs))
    return result


def _shown(value) -> str:
    if value is None or isinstance(value, str):
        return value or "NULL"
    value = Fraction(value)
    return str(value) if value.denominator == 1 else f"{float(value):.12g}"


def report(found_differences, limit=40) -> str:
    """The first differences and how many there are of each metric, for a person."""
    if not found_differences:
        return "no differences"
    lines = [f"{len(found_differences)} differences (agent, period, metric: expected, found)"]
    for key, ours, theirs in found_differences[:limit]:
        lines.append(f"  {'  '.join(key)}: {_shown(ours)}, {_shown(theirs)}")
    by_metric = Counter(key[-1] for key, _, _ in found_differences)
    lines.append("by metric: " + ", ".join(f"{name} {n}" for name, n in by_metric.most_common()))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="oracle.compare", description=__doc__.split("\n")[0])
    add_arguments(parser)
    parser.add_argument("--by", choices=PERIODS, default="month")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--dsn", help="connection string of the database")
    place.add_argument("--csv", help="file with agent,period,metric,value, or -")
    options = parser.parse_args()
    if options.dsn is not None:
        import psycopg2  # only here: comparing CSV needs no driver

        found = read_metrics(psycopg2.connect(options.dsn), options.by)
    else:
        found = read_csv(sys.stdin if options.csv == "-" else open(options.csv, newline=""))
    expected = getattr(calculate(options), options.by)
    result = differences(expected, found)
    print(f"{len(expected)} values expected, {len(found)} found: {report(result)}")
    return 1 if result else 0


if __name__ == "__main__":
    sys.exit(main())
