"""Acceptance cases through the program: each stream gives the values that were worked out by hand, and verifies.

The cases are in MERITD_CASES, else in ../shared/cases beside the project.
"""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest
from checks import session_at, set_rules
from oracle import cases, compare

PLACE = Path(os.environ.get("MERITD_CASES") or Path(__file__).resolve().parents[3] / "shared" / "cases")
FOLDERS = sorted(path.parent for path in PLACE.glob("*/expected.csv"))
pytestmark = pytest.mark.skipif(not FOLDERS, reason=f"no cases in {PLACE}")


def found_by(new_meritd, folder, tmp_path):
    """The values of the months, with everything that the folder gives."""
    given = cases.settings(folder)
    meritd = new_meritd(shop_zone=given["zone"], shop_cutover=given["cutover"])
    set_rules(meritd, cases.optional(folder, "rules.json"))
    for number, one in enumerate(cases.optional(folder, "hours.json") or []):
        document = tmp_path / f"hours{number}.json"
        document.write_text(json.dumps(one["hours"]))
        meritd.run("hours", "load", document, "--from", one["from"])
    for row in cases.optional(folder, "alias.json") or []:
        until = ("--until", row["until"]) if row.get("until") else ()
        meritd.run("people", "alias", row["account"], row["agent"], "--from", row["from"], *until)
    now = ("--now", given["as_of"].isoformat())
    meritd.run(*now, "replay", folder / "events.ndjson", status=None)  # some lines of some cases are refused
    meritd.run(*now, "settle")
    meritd.run("verify")
    with session_at(meritd.database, given["as_of"]) as session:
        return compare.read_metrics(session, "month")


def agree(metric, value, found):
    return compare.equal(metric, value, found) or cases.agrees(value, None if found is None else Fraction(found))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_case(folder, new_meritd, tmp_path):
    found = found_by(new_meritd, folder, tmp_path)
    wrong = [(key, value, found.get(key)) for key, value in cases.expected(folder)
             if not agree(key[-1], value, found.get(key))]
    assert not wrong
