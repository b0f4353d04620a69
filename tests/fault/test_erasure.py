"""Customers that are forgotten: the command killed at every step, beside daemons that know them. Invariants 3, 4, 5 and 6."""

import hmac
import json
import uuid

import pytest
from checks import AS_OF, assert_shows
from processes import wait_until
from proxy import STEPS, Proxy
from truth import relations

PUBLISHED = b"meritd: this key is published and hides nothing"


def pseudonym(customer):
    return str(uuid.UUID(bytes=hmac.digest(PUBLISHED, customer.encode(), "sha256")[:16]))


def buyers(stream):
    found = {}
    for line in stream.lines:
        if line not in stream.reasons and b'"order.created"' in line:
            found.setdefault(json.loads(line)["data"]["customer"])
    return list(found)


def killed(stage, kind, step, *command):
    """The command is killed at a step of a statement; the server runs what has arrived."""
    with Proxy(stage.scratch, stage.postgres) as proxy:
        trap = proxy.trap(kind, step, lambda: child.kill())
        child = stage.beside(*command, log=f"{kind}-{step}", PGHOST=proxy.folder)
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
