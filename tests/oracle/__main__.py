"""Command line: the month's numbers of event files as CSV.

    cd tests; /usr/bin/python3 -m oracle --zone Europe/London --currency GBP \\
        --as-of 2012-01-01T00:00:00Z --rule order.by=rounds events.ndjson.gz > numbers.csv
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from decimal import Context, Decimal

from . import metrics


def add_arguments(parser):
    """Options that say how to calculate, shared with `oracle.compare`."""
    parser.add_argument("--zone", default="Asia/Shanghai")
    parser.add_argument("--cutover", default="00:00")
    parser.add_argument("--currency", default="CNY")
    parser.add_argument("--shop")
    parser.add_argument(
        "--as-of", type=datetime.fromisoformat, help="instant with offset; default: now"
    )
    parser.add_argument("--rule", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--rules", type=read_json, metavar="FILE", help="JSON list of rule sets with `from`")
    parser.add_argument("--hours", type=read_json, metavar="FILE", help="JSON list of documents with `from`")
    parser.add_argument("--aliases", type=read_json, metavar="FILE", help="JSON list of aliases")
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="NDJSON, .gz, or - for standard input"
    )


def read_json(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def lines_of(files):
    with ExitStack() as stack:
        for name in files:
            if name == "-":
                yield from sys.stdin.buffer
            else:
                opener = gzip.open if name.endswith(".gz") else open
                yield from stack.enter_context(opener(name, "rb"))


def calculate(options):
    rules = options.rules or dict(rule.split("=", 1) for rule in options.rule)
    return metrics(lines_of(options.files), options.zone, options.cutover, options.currency,
                   options.as_of, rules, options.shop, None, options.hours, options.aliases)  # fmt: skip


def shown(value) -> str:
    """All digits if they end within 40, else 40 of them; NULL is empty."""
    if value is None:
        return ""
    quotient = Context(prec=40).divide(Decimal(value.numerator), Decimal(value.denominator))
    return format(quotient.normalize(Context(prec=40)), "f")


def main():
    parser = argparse.ArgumentParser(prog="oracle", description=__doc__.split("\n")[0])
    add_arguments(parser)
    parser.add_argument("--by", choices=("month", "day"), default="month")
    parser.add_argument("--of", choices=("agent", "team", "shop"), default="agent")
    options = parser.parse_args()
    result = calculate(options)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    who = () if options.of == "shop" else (options.of,)
    writer.writerow((*who, options.by, "metric", "value"))
    table = options.by if options.of == "agent" else f"{options.of}_{options.by}"
    for key, value in sorted(getattr(result, table).items()):
        writer.writerow((*key, shown(value)))
    reasons = Counter(reason for _, reason in result.rejected)
    print(f"{result.events} events, {len(result.waiting)} waiting, rejected: {dict(reasons)}",
          file=sys.stderr)  # fmt: skip


if __name__ == "__main__":
    main()
