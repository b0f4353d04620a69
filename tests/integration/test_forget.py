"""`forget`: whose the facts are is gone, and nothing else. Compared row by row, and with the oracle."""

import hmac
import json
import uuid

import pytest
from checks import (
    AS_OF, SHOP, assert_same_content, assert_shows, content, expect, stream_lines, write_lines,
)  # fmt: skip

LINES = stream_lines("forget", 60)
NOW = ("--now", AS_OF.isoformat())
PUBLISHED = b"meritd: this key is published and hides nothing"


def pseudonym(customer):
    """As docs/events.md has it: HMAC-SHA-256, cut to 128 bits."""
    return str(uuid.UUID(bytes=hmac.digest(PUBLISHED, customer.encode(), "sha256")[:16]))


def customers():
    """Those who bought something, and so stand in most tables; each with all that names it in the lines."""
    found = set()
    for line in LINES:
        try:
            event = json.loads(line)
            if event["type"] == "order.created":
                found.add(event["data"]["customer"])
        except (ValueError, KeyError, TypeError):
            pass
    return sorted(name for name in found if isinstance(name, str) and name)


@pytest.fixture(scope="module")
def expected():
    return expect(LINES, AS_OF, received_at=AS_OF)


@pytest.fixture
def read(new_meritd, tmp_path):
    meritd = new_meritd(shop_id=SHOP)
    meritd.lines = write_lines(tmp_path / "lines.ndjson", LINES)
    meritd.run("replay", meritd.lines, *NOW)
    return meritd


def told(database):
    """The content of all tables, but for what names the customer within a conversation's bytes."""
    found = content(database)
    found["fact.conversation"] = type(found["fact.survey"])(
        row for (row,) in database.rows("select concat_ws(' ', conversation, customer, last_agent) from fact.conversation"))
    return found


def named(found, names):
    """The same rows with other names."""
    def row(text):
        for old, new in names.items():
            text = text.replace(old, new)
        return text
    return {table: type(rows)({row(text): count for text, count in rows.items()}) for table, rows in found.items()}


def nobody(database):
    """The newest pseudonyms that no key leads to."""
    return {name for (name,) in database.rows("select distinct customer::text from fact.order_event "
                                              "where customer::text like '00000000-%%'")}


def test_only_the_name_is_gone(read, expected):
    before, names = told(read.database), {}
    for customer in customers()[:5]:
        known = nobody(read.database)
        done = read.run("forget", "--customer", customer)
        assert "forgotten: " in done.stdout and " 0 orders" not in done.stdout
        (names[pseudonym(customer)],) = nobody(read.database) - known
    found = told(read.database)
    assert not [row for rows in found.values() for row in rows if any(old in row for old in names)]
    assert_same_content(found, named(before, names))
    assert_shows(read.database, expected, AS_OF)


def test_what_is_read_again_brings_nothing_back(read, expected):
    customer = customers()[0]
    read.run("forget", "--customer", customer)
    after = content(read.database)
    read.run("replay", read.lines, *NOW)
    assert_same_content(content(read.database), after)
    assert_shows(read.database, expected, AS_OF)
    read.run("forget", "--customer", customer)
    assert_same_content(content(read.database), after)


def test_dead_letters_and_record(read, tmp_path):
    bad = {"specversion": "1.0", "id": "x", "source": "s", "type": "order.created", "time": "2024-11-01T00:00:00Z",
           "data": {"order": "o-x", "customer": "顾客/7", "amount": "1.000"}}
    other = {**bad, "data": {**bad["data"], "customer": "顾客/77"}}
    read.run("replay", write_lines(tmp_path / "bad.ndjson", [json.dumps(bad).encode(), json.dumps(other, ensure_ascii=False).encode()]))
    before = read.database.value("select count(*) from ingest.dead_letter")
    done = read.run("forget", "--customer", "顾客/7")
    assert done.stdout == "forgotten: 0 conversations, 0 orders, 0 tickets, 0 surveys; 1 dead letters deleted\n"
    assert read.database.value("select count(*) from ingest.dead_letter") == before - 1
    rows = read.database.rows("select r::text from ingest.forgetting r")
    assert len(rows) == 1 and "顾客" not in rows[0][0] and pseudonym("顾客/7") not in rows[0][0]
    done = read.run("forget", "--customer", "nobody at all")
    assert done.stdout.startswith("forgotten: 0 conversations")
    assert done.stderr == "meritd forget: nothing was found of customer nobody at all\n"


def test_texts_that_stay_are_named(read):
    customer = customers()[0]
    order = read.database.value("select min(order_id) from fact.order_event where customer = %s", pseudonym(customer))
    read.run("exclude", "order", order, "--reason", f"a test of {customer}")
    done = read.run("forget", "--customer", customer)
    assert done.stderr == ("meritd forget: the text of exclusion 1 may name the customer: it is part of the record and stays\n")


def test_refusals(read):
    assert "--customer" in read.run("forget", status=2).stderr
    customer = customers()[0]
    read.run("exclude", "customer", customer, "--reason", "a test")
    before = content(read.database)
    assert "meritd include" in read.run("forget", "--customer", customer, status=1).stderr
    assert_same_content(content(read.database), before)
