"""Every acceptance case (MERITD_CASES, else ../shared/cases beside the project), in any order of its lines.

Run from tests/: /usr/bin/python3 -m pytest oracle
"""

import os
import random
from pathlib import Path

import pytest

from . import cases

PROJECT = Path(__file__).resolve().parents[2]
PLACE = Path(os.environ.get("MERITD_CASES") or PROJECT.parent / "shared" / "cases")
FOLDERS = sorted(path.parent for path in PLACE.glob("*/expected.csv"))
pytestmark = pytest.mark.skipif(not FOLDERS, reason=f"no cases in {PLACE}")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request):
    return request.param


def test_values(folder):
    assert cases.expected(folder)
    assert cases.wrong(folder) == []


def test_order_and_repetition_of_lines(folder):
    lines = cases.lines_of(folder)
    plain = cases.run(folder, lines)
    shuffled = random.Random(folder.name).sample(lines * 2, 2 * len(lines))
    for again in (cases.run(folder, lines[::-1]), cases.run(folder, shuffled)):
        assert (again.month, again.day, again.waiting) == (plain.month, plain.day, plain.waiting)
