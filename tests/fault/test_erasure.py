"""Customers that are forgotten, months that are deleted: the commands killed at every step, beside daemons. Invariants 3 to 6."""

import hmac
import json
import uuid

import pytest
from checks import AS_OF, SHOP, assert_shows, without_gone
from processes import wait_until
from program import Meritd
from proxy import STEPS, Proxy
from stage import NOW
from truth import assert_equal, relations

PUBLISHED = b"meritd: this key is published and hides nothing"


def pseudonym(customer):
    return str(uuid.UUID(bytes=hmac.digest(PUBLISHED, customer.encode(), "sha256")[:16]))


def buyers(stream):
    found = {}
    for line in stream.lines:
        if line not in stream.reasons and b'"order.created"' in line:
            found.setdefault(json.loads(line)["data"]["customer"])
    return list(found)


def killed(stage, kind, step, *command, skip=0):
    """The command is killed at a step of a statement; the server runs what has arrived."""
    with Proxy(stage.scratch, stage.postgres) as proxy:
        trap = proxy.trap(kind, step, lambda: child.kill(), skip)
        child = stage.beside(*command, log=f"{kind}-{step}-{skip}", PGHOST=proxy.folder)
        wait_until(trap.fired.is_set, 30, f"{kind} is {step}")
        assert child.process.wait(30) < 0, child.tail()


def numbers(stage):
    """What no forgetting may change: everything but pseudonyms."""
    return {name: stage.database.rows(f"select r::text from ({query}) r order by 1")
            for name, query in relations(stage.database).items() if name.startswith(("rollup.", "fact.mark", "fact.tally"))}


@pytest.mark.limit(240)
def test_forgotten_at_every_step(new_stage):
    stage = new_stage(ingest_cache_entries=100000)
    stage.join(), stage.join()
    stage.send_all()
    stage.wait_settled()
    stage.meritd.run("settle", "--now", AS_OF.isoformat())
    before, forgotten = numbers(stage), []
    customers = iter(buyers(stage.stream))
    for kind in ("forget", "settle"):
        for step in STEPS:
            customer = next(customers)
            killed(stage, kind, step, "forget", "--customer", customer)
            stage.meritd.run("forget", "--customer", customer)
            forgotten.append(pseudonym(customer))
            stage.wait_settled()
            assert numbers(stage) == before, (kind, step)
    stage.send_lines(stage.stream.lines)  # the daemons still know the conversations by their old names
    stage.wait_settled()
    for member in stage.members[:]:
        stage.part(member)
    stage.meritd.run("settle", "--now", AS_OF.isoformat())
    assert numbers(stage) == before
    assert_shows(stage.database, stage.stream.expected, AS_OF)
    for table in ("fact.conversation", "fact.contact_part", "fact.order_event", "fact.ticket_event", "fact.survey",
                  "settled.contact", "settled.orders", "settled.buyer"):
        assert stage.rows(f"select count(*) from {table} where customer = any (%s::uuid[])", forgotten) == [(0,)], table


RETAIN = ("retain", "--older-than", "2")
KEPT = "2024-11-01"  # AS_OF is of January
STATEMENTS = 9  # moves the limit; pages of orders, tickets and conversations, also the empty ones behind; blocks of four tables


def skip_months(database):
    """As if a later month had been closed over them."""
    database.execute("insert into period.skipped select m, '2025-01-01Z', 'b', 'r' from period.months() m "
                     f"where m < '{KEPT}' on conflict do nothing")


def retained(stage):
    """A database that read the same lines in order from a file, and deleted the same undisturbed."""
    database = stage.quiet_postgres.createdb(f"retained_{stage.database.name}")
    meritd = Meritd(database, stage.scratch, shop_id=SHOP)
    meritd.run("migrate")
    meritd.run("replay", stage.stream.path, *NOW, timeout=600)
    skip_months(database)
    meritd.run(*RETAIN, *NOW)
    return database


@pytest.mark.limit(240)
def test_deleted_at_every_step(new_stage):
    stage = new_stage()
    stage.join(), stage.join()
    stage.send_all()
    stage.wait_settled()
    skip_months(stage.database)
    for number in range(STATEMENTS):
        killed(stage, "retain", STEPS[number % len(STEPS)], *RETAIN, skip=number)
    both = [stage.beside(*RETAIN, log=f"retain{number}") for number in (1, 2)]
    assert [child.process.wait(60) for child in both] == [0, 0], both[0].tail() + both[1].tail()
    stage.send_lines(stage.stream.lines)  # the old ones are skipped, the others are known
    stage.wait_settled()
    for member in stage.members[:]:
        stage.part(member)
    stage.meritd.run("settle", *NOW)
    stage.meritd.run(*RETAIN, *NOW)
    assert_shows(stage.database, without_gone(stage.database, stage.stream.expected), AS_OF)
    assert_equal(stage.database, retained(stage), AS_OF)
    assert any("that is kept is skipped: " in member.daemon.log.read_text() for member in stage.former)
