"""Months by chance, to the cent: whatever is done at a month's end, in whatever order, every line, settlement, statement and
CSV is what an independent calculation makes of it (month_chance), and `verify` finds nothing.

A failure prints the seed and the operations up to it: any of them may be left out to find those that matter.
"""

import pytest
from month_chance import ChanceRun, operations

FEW, MANY = range(4), range(4, 160)


@pytest.mark.parametrize("seed", [*FEW, *(pytest.param(seed, marks=pytest.mark.long) for seed in MANY)])
def test_months_by_chance(new_meritd, tmp_path, seed):
    run = ChanceRun(new_meritd(), tmp_path, scope=("shop", "team")[seed % 2])
    print(f"seed {seed}")
    for operation in operations(seed):
        print(f"    {operation!r},")
        run.perform(*operation)
    for month in run.book.results:
        run.compare(month)
    run.end()
