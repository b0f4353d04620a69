"""Acceptance cases: one folder each, with a stream, the shop's settings, and values worked out by hand.

    cd tests; /usr/bin/python3 -m oracle.cases ../../shared/cases/01-bot-then-assigned …

The README of the cases says what is in a folder. `run(folder)` calculates it, `wrong(folder)` compares.
"""

import csv
import json
import re
import sys
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from . import metrics

DECIMALS = 6


def settings(folder) -> dict:
    """What the second line of the README says of the present and the shop's clock."""
    line = (folder / "README").read_text(encoding="utf-8").splitlines()[1]
    said = dict(re.findall(r"(now|zone|cut-over): (\S+)", line))
    return {
        "as_of": datetime.fromisoformat(said["now"]),
        "zone": said.get("zone", "Asia/Shanghai"),
        "cutover": said.get("cut-over", "00:00"),
    }


def optional(folder, name):
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def lines_of(folder) -> list:
    return (folder / "events.ndjson").read_bytes().splitlines()


def run(folder, lines=None):
    """The Result; lines: others than those of the folder."""
    given = settings(folder)
    return metrics(lines_of(folder) if lines is None else lines, currency="CNY", received_at=given["as_of"],
                   rules=optional(folder, "rules.json"), hours=optional(folder, "hours.json"),
                   aliases=optional(folder, "alias.json"), **given)  # fmt: skip


def expected(folder) -> list:
    """[((agent, month, metric), value or None)], what the case is about."""
    with open(folder / "expected.csv", newline="", encoding="utf-8") as file:
        rows = [((row["agent"], row["month"] + "-01", row["metric"]), row["value"])
                for row in csv.DictReader(file)]  # fmt: skip
    return [(key, Fraction(Decimal(value)) if value else None) for key, value in rows]


def wrong(folder, result=None) -> list:
    """[(key, expected, found)] where they differ; "no row" is no value either."""
    found = (result or run(folder)).month
    return [(key, value, found.get(key)) for key, value in expected(folder)
            if not agrees(value, found.get(key))]  # fmt: skip


def agrees(value, found) -> bool:
    """Exact, or rounded to six decimals."""
    if value is None or found is None:
        return value is found
    return abs(value - found) * 10**DECIMALS <= Fraction(1, 2)


def main() -> int:
    failed = 0
    for name in sys.argv[1:]:
        differences = wrong(Path(name))
        failed += bool(differences)
        for key, value, found in differences:
            print(f"{name}: {' '.join(key)}: expected {value}, found {found}")
    print(f"{len(sys.argv) - 1} cases, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
