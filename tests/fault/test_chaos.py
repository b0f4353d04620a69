"""Everything at once, at random but seeded moments. Invariants 1 to 6.

`tests/fault/soak` does the same with other seeds, more events and more harm.
"""

import random

import pytest
from harms import harm, newcomer
from sources import Deck, fail
from stage import fault_stream

SEED = "push"


@pytest.mark.limit(300)
def test_whatever_breaks(new_stage, scratch):
    stage = new_stage(fault_stream(scratch, SEED, events=200000))
    chooser = random.Random(SEED)
    newcomer(stage, chooser), newcomer(stage, chooser)
    done = []
    for _ in range(30):
        stage.send(1 / 30, compression_type=chooser.choice(["none", "gzip", "snappy", "lz4", "zstd"]))
        done.append(harm(stage, chooser))
        print(done[-1])
        stage.assert_alive()
    stage.send_all()
    stage.judge()


@pytest.mark.limit(300)
def test_sources_that_fail_while_the_store_is_away(supervised):
    """`tests/fault/soak --sources` does it hundreds of times. Invariant 1, at every restart."""
    stage, chooser, deck = supervised, random.Random(SEED), Deck(SEED)
    stage.join(kafka_group_instance_id="static0"), stage.join(kafka_on_gap="continue")
    stage.send(0.1)
    stage.wait_settled()
    for _ in range(14):
        stage.send(1 / 30)
        print(*fail(stage, chooser, deck), sep=" while ")
    stage.send_all()
    stage.judge()
    print(stage.account())
    assert stage.restarts["gap"] and stage.ledger.checks > 14
    assert_not_blind(stage)


def assert_not_blind(stage):
    """What is taken out of the facts is missed."""
    for table in ("fact.tally", "fact.contact_part", "ingest.dead_letter"):
        stage.database.execute(f"create table public.kept as table {table}; delete from {table}")
        with pytest.raises(AssertionError, match="in no fact"):
            stage.ledger.assert_covered()
        stage.database.execute(f"insert into {table} overriding system value table public.kept; drop table public.kept")
    stage.ledger.assert_covered()
