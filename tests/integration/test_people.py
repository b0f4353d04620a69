"""Aliases on the command line: what each says, lists and refuses, and that the numbers follow in all that people see."""

import json

import pytest

NOW = ("--now", "2026-11-20T00:00:00Z")


def event(number, kind, at, **data):
    return {"specversion": "1.0", "id": str(number), "source": "/t", "type": kind, "time": f"2026-{at}+08:00", "data": data}


EVENTS = [
    event(1, "chat.message", "10-05T10:00:00", conversation="c1", customer="ann", **{"from": "customer"}, agent="mei.2"),
    event(2, "chat.message", "10-05T10:00:30", conversation="c1", customer="ann", **{"from": "agent"}, agent="mei.2"),
    event(3, "chat.message", "10-06T10:00:00", conversation="c2", customer="bob", **{"from": "customer"}, agent="mei"),
    event(4, "chat.message", "10-06T10:00:10", conversation="c2", customer="bob", **{"from": "agent"}, agent="mei"),
    event(5, "order.created", "10-05T11:00:00", order="o1", customer="ann", amount="80.00"),
    event(6, "order.paid", "10-05T11:05:00", order="o1", amount="80.00"),
    event(7, "agent.updated", "09-01T00:00:00", agent="mei", name="Mei", team="east"),
]


@pytest.fixture
def shop(meritd, tmp_path):
    path = tmp_path / "events.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in EVENTS))
    meritd.run("replay", path, *NOW)
    return meritd


def people(meritd, *arguments, status=0):
    done = meritd.run("people", *arguments, status=status)
    return done.stdout if status == 0 else done.stderr


def metrics(meritd):
    return dict(meritd.database.rows("select agent || ' ' || metric, value from merit.agent_month_metric"
                                     " where metric in ('received', 'sales', 'response_seconds')"))


def test_alias_end_list_history(shop):
    assert shop.run("people", "list").stderr == "meritd people: no aliases: every account is an agent of its own\n"
    assert shop.run("people", "history").stderr == "meritd people: nobody ever said whose an account is\n"
    before = metrics(shop)
    assert before["mei.2 sales"] == 80 and before["mei received"] == 1
    assert people(shop, "alias", "mei.2", "mei", "--from", "2026-10-01") == "mei.2: is mei from 2026-10-01 on; what it did then is settled again\n"
    assert people(shop, "alias", "mei.2", "mei", "--from", "2026-10-05", "--until", "2026-10-06").endswith("to 2026-10-06; it was already, nothing changes\n")
    assert shop.database.value("select count(*) from ingest.dirty") > 0
    shop.run("settle", *NOW)
    after = metrics(shop)
    assert (after["mei sales"], after["mei received"], after["mei response_seconds"]) == (80, 2, 20)  # 30 and 10 seconds
    assert not any(key.startswith("mei.2 ") for key in after)
    rows = json.loads(people(shop, "list", "--format", "json"))
    assert rows == [{"account": "mei.2", "agent": "mei", "from": "2026-10-01", "until": None}]
    assert people(shop, "end", "mei.2", "--from", "2026-10-01") == "mei.2: an agent of its own from 2026-10-01 on; what it did then is settled again\n"
    shop.run("settle", *NOW)
    assert metrics(shop) == before
    said = json.loads(people(shop, "history", "--format", "json"))
    assert [(row["account"], row["agent"], row["from"]) for row in said] == [("mei.2", "mei", "2026-10-01"), ("mei.2", None, "2026-10-01")]


def test_people_see_the_agent(shop):
    people(shop, "alias", "mei.2", "mei", "--from", "2026-10-01")
    shop.run("settle", *NOW)
    explained = json.loads(shop.run("explain", "--month", "2026-10", "--agent", "mei", "--format", "json", *NOW).stdout)
    assert [(one["conversation"], one["wait_seconds"]) for one in explained["rounds"]] == [("c1", 30), ("c2", 10)]
    assert [one["order_id"] for one in explained["orders"]] == ["o1"]
    assert shop.database.rows("select distinct agent from merit.own_round") == [("mei",)]
    assert "there is no agent mei.2" in shop.run("explain", "--month", "2026-10", "--agent", "mei.2", *NOW, status=2).stderr


def test_a_closed_month_keeps_its_results(shop):
    shop.run("close", "--month", "2026-10", "--accept-warnings", *NOW)
    closed = shop.database.rows("select agent, metric, value from period.metric order by 1, 2")
    assert closed
    people(shop, "alias", "mei.2", "mei", "--from", "2026-10-01")
    shop.run("settle", *NOW)
    assert shop.database.rows("select agent, metric, value from period.metric order by 1, 2") == closed
    drift = set(shop.database.rows("select distinct agent from period.drift('2026-10-01')"))
    assert {("mei",), ("mei.2",)} <= drift


@pytest.mark.parametrize("arguments, message", [
    (["alias", "mei.2", "mei"], "--from"),
    (["alias", "mei.2", "--from", "2026-10-01"], "ACCOUNT AGENT"),
    (["alias", "mei", "mei", "--from", "2026-10-01"], "meritd people end"),
    (["end", "mei", "--from", "2026-13-01"], "2026-13-01"),
    (["list", "--from", "2026-10-01"], "--from"),
    (["rename", "a", "b"], "rename"),
])
def test_usage(meritd, arguments, message):
    assert message in meritd.run("people", *arguments, status=2).stderr


def test_refusals_and_warnings(shop):
    people(shop, "alias", "mei.2", "mei", "--from", "2026-10-01")
    chain = people(shop, "alias", "lan", "mei.2", "--from", "2026-12-01", status=1)
    assert "mei.2 is an account of mei from 2026-10-01 on: name mei instead on these days" in chain
    assert "the first one not after the last" in people(shop, "end", "mei.2", "--from", "2026-10-02", "--until", "2026-10-01", status=1)
    done = shop.run("people", "alias", "night", "mie", "--from", "2026-10-01")
    assert done.stderr == "meritd people: warning: no staff record names mie; did you mean mei?\n"
