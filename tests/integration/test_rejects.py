"""Malformed records among good ones: each a dead letter with its reason, and nothing else is lost."""

import gzip
import json
import random
import subprocess

import pytest
from checks import PRESENT, SHOP, assert_shows, dead_letters, expect, stream_lines, write_lines
from oracle.malformed import disputable, envelope
from servers import Record
from streams import malformed

NOW = ("--now", PRESENT.isoformat())
PAYLOAD_MOST = 65536  # bytes of a payload that are kept


def mixed(n_bad, customers):
    """(lines in random order, the good ones, {line number from 1: reason})."""
    good = stream_lines("rejects", customers)
    both = [(line, None) for line in good] + malformed(5, n_bad)
    random.Random(6).shuffle(both)
    reasons = {number: reason for number, (_, reason) in enumerate(both, 1) if reason}
    return [line for line, _ in both], good, reasons


@pytest.mark.limit(240)
def test_ten_thousand_by_file(new_meritd, tmp_path):
    """One row a rejected line; reading the file again, under whatever name or packing, changes nothing."""
    lines, good, reasons = mixed(10000, 60)
    path = write_lines(tmp_path / "mixed.ndjson", lines)
    meritd = new_meritd(shop_id=SHOP)
    packed = write_lines(tmp_path / "other.gz", lines)
    for files in ([path], [path], [packed], [tmp_path / "good.ndjson", path], ["-"]):
        if "-" in files:
            with open(path, "rb") as pipe:
                subprocess.run([meritd.binary, "replay", "-", *NOW], stdin=pipe, env=meritd.environment, check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            write_lines(tmp_path / "good.ndjson", good[:20])
            meritd.run("replay", *files, *NOW)
        rows = dead_letters(meritd.database, "topic, partition, \"offset\", reason, payload, cut")
        assert len(rows) == len(reasons)
        assert {row[:2] for row in rows} == {(str(path), -1)}
        assert {row[2]: row[3] for row in rows} == reasons
        for _, _, number, _, payload, cut in rows:
            assert bytes(payload) == lines[number - 1][:PAYLOAD_MOST]
            assert cut == (len(lines[number - 1]) > PAYLOAD_MOST)
        assert_shows(meritd.database, expect(good))


@pytest.mark.limit(240)
def test_ten_thousand_by_kafka(new_meritd, kafka):
    """Unique by topic, partition and offset: reading all of it again adds none."""
    lines, good, reasons = mixed(10000, 60)
    topic = kafka.create_topic(partitions=8, retention_ms=-1)
    chooser = random.Random(7)
    kafka.produce(topic, [Record(b"key", line, [("trace", b"1"), ("trace", None)], chooser.randrange(8),
                                 1764000000000) for line in lines])
    reason_of = {lines[number - 1]: reason for number, reason in reasons.items()}
    expected = {(message.partition(), message.offset()): reason_of[message.value()]
                for message in kafka.read(topic) if message.value() in reason_of}
    assert len(expected) == len(reasons)
    meritd = new_meritd(kafka, shop_id=SHOP, kafka_topics=topic)
    for _ in range(2):
        meritd.run("ingest", "--until-end", *NOW)
        rows = dead_letters(meritd.database, 'partition, "offset", reason')
        assert len(rows) == len(expected)
        assert {(partition, offset): reason for partition, offset, reason in rows} == expected
        assert_shows(meritd.database, expect(good))
        meritd.database.execute("truncate ingest.position")
    (row,) = meritd.database.rows(
        "select distinct topic, key, headers, record_at = to_timestamp(1764000000) from ingest.dead_letter")
    assert (row[0], bytes(row[1]), [part and bytes(part) for part in row[2]], row[3]) == (
        topic, b"key", [b"trace", b"1", b"trace", None], True)


@pytest.mark.quick
@pytest.mark.asan
def test_every_kind_by_file(new_meritd, tmp_path):
    """A short one: each kind of fault once, the disputable ones for a reason that the text allows."""
    bad = malformed(1, 260)
    either = disputable()
    lines = [line for line, _ in bad + either]
    meritd = new_meritd(shop_id=SHOP)
    meritd.run("replay", write_lines(tmp_path / "bad.ndjson", lines), *NOW)
    rows = dead_letters(meritd.database, '"offset", reason, message')
    assert len(rows) == len(lines)
    found = {number: reason for number, reason, _ in rows}
    allowed = [{reason} for _, reason in bad] + [set(reasons) for _, reasons in either]
    wrong = [(lines[number - 1][:200], found[number]) for number in found
             if found[number] not in allowed[number - 1]]
    assert not wrong
    assert all(len(message) > 10 for _, _, message in rows)
    assert meritd.database.value("select count(*) from fact.conversation") == 0


@pytest.mark.quick
def test_list_and_show(new_meritd, tmp_path):
    meritd = new_meritd()
    large = json.dumps(envelope(1, "chat.closed", x="y" * 100000)).encode()
    late = json.dumps(envelope(2, "order.paid", currency="XTS")).encode()
    path = write_lines(tmp_path / "two.ndjson", [large, late])
    done = meritd.run("replay", path, *NOW)
    assert "2" in done.stdout + done.stderr
    listed = json.loads(meritd.run("dead-letters", "list", "--format", "json").stdout)
    assert sorted(row["reason"] for row in listed) == ["currency_mismatch", "too_large"]
    (one,) = json.loads(meritd.run("dead-letters", "list", "--reason", "currency_mismatch",
                                   "--format", "json").stdout)
    assert "currency" in one["message"]
    shown = meritd.run("dead-letters", "show", one["id"]).stdout
    assert "XTS" in shown and "currency_mismatch" in shown and str(path) in shown
    for table in (shown, meritd.run("dead-letters", "list").stdout):  # people read the shop's clock, not UTC
        assert "+08" in table and "+00" not in table, table
    other = next(row["id"] for row in listed if row["reason"] == "too_large")
    assert "cut" in meritd.run("dead-letters", "show", other).stdout
    assert len(meritd.run("dead-letters", "list", "--limit", "1", "--format", "csv").stdout.splitlines()) == 2
    meritd.run("dead-letters", "show", "999999", status=1)
    for wrong in (("show", "seven"), ("show",), ("list", "--limit", "-1"), ("purge",)):
        meritd.run("dead-letters", *wrong, status=2)


def test_tombstones_and_empty_lines_are_no_dead_letters(new_meritd, kafka, tmp_path):
    topic = kafka.create_topic()
    good = json.dumps(envelope(1, "tally.recorded", count=3)).encode()
    kafka.produce(topic, [Record(b"k", None), Record(None, None, [("ce_specversion", b"1.0")]),
                          Record(None, good), Record(b"k", b"")])
    meritd = new_meritd(kafka, kafka_topics=topic)
    meritd.run("ingest", "--until-end", *NOW)
    assert dead_letters(meritd.database, '"offset", reason') == [(3, "not_json")]
    meritd.run("replay", write_lines(tmp_path / "a.ndjson", [b"", b"\r", good + b"\r", b""]), *NOW)
    assert len(dead_letters(meritd.database)) == 1
    assert_shows(meritd.database, expect([good], shop=None))


def test_time_is_bounded_by_the_records_timestamp(new_meritd, kafka, tmp_path):
    """One day after the record's timestamp is still taken, a millisecond more is not; files: after now."""
    day, at = 24 * 3600 * 1000, 1730579400123  # envelope()'s time
    topic = kafka.create_topic(retention_ms=-1)
    kafka.produce(topic, [
        Record(None, json.dumps(envelope(number, "tally.recorded", kind=f"k{number}")).encode(), None, 0, stamp)
        for number, stamp in enumerate([at - day, at - day - 1, at, at - 30 * day])])
    meritd = new_meritd(kafka, kafka_topics=topic)
    meritd.run("ingest", "--until-end", *NOW)
    assert dead_letters(meritd.database, '"offset", reason') == [
        (1, "time_out_of_range"), (3, "time_out_of_range")]
    path = write_lines(tmp_path / "a.ndjson", [json.dumps(envelope(9, "tally.recorded", kind="file")).encode()])
    meritd.run("replay", path, "--now", "2024-11-01T20:30:00.122Z")
    assert len(dead_letters(meritd.database)) == 3
    meritd.run("replay", path, "--now", "2024-11-01T20:30:00.123Z")
    assert len(dead_letters(meritd.database)) == 3
    assert meritd.database.rows("select distinct kind from fact.tally order by 1") == [
        ("file",), ("k0",), ("k2",)]


@pytest.mark.quick
def test_a_file_that_grew_keeps_its_dead_letters(meritd, tmp_path):
    """Its old lines are known; an equal line in another place, and one after another beginning, are others."""
    bad, event = b"{not JSON}", json.dumps(envelope(1, "tally.recorded", count=3)).encode()
    for lines, count in (([bad, event, bad], 2), ([bad, event, bad, event, bad], 3), ([event, event, bad], 4),
                         ([bad, event, bad], 4)):
        meritd.run("replay", write_lines(tmp_path / "grows.ndjson", lines), *NOW)
        assert len(dead_letters(meritd.database)) == count


@pytest.mark.quick
def test_what_holds_no_events_is_refused_and_nothing_is_written(meritd, tmp_path):
    event = json.dumps(envelope(1, "tally.recorded", count=3))
    good = write_lines(tmp_path / "good.ndjson", [event.encode()])
    text = f"[\n{json.dumps(json.loads(event), indent=2)}\n]\n"
    noise = random.Random(1).randbytes(100000).replace(b"{", b"")
    for name, content, told in (
            ("a.csv", b"agent,count\n" + b"mei,1\n" * 5000, "CSV"), ("a.json", text.encode(), "JSON array"),
            ("b.json", b"[" + event.encode() + b"]", "JSON array"), ("noise", b"\x00" + noise, "binary"),
            ("empty", b"", "empty"), ("lines", b"\n\n", "empty"), ("wide", event.encode("utf-16"), "UTF-16"),
            ("pretty", json.dumps(json.loads(event), indent=2).encode(), "does not end"),
            ("a.csv.gz", gzip.compress(b"a;b\n1;2\n"), "CSV")):
        path = tmp_path / name
        path.write_bytes(content)
        for files in ([path], [good, path]):
            done = meritd.run("replay", *files, *NOW, status=1)
            assert f"{path}: " in done.stderr and told in done.stderr and "NDJSON" in done.stderr, (name, done.stderr)
        with open(path, "rb") as pipe:
            done = subprocess.run([meritd.binary, "replay", "-"], stdin=pipe, env=meritd.environment, capture_output=True)
        assert done.returncode == 1 and told.encode() in done.stderr, (name, done.stderr)
    assert "folder" in meritd.run("replay", tmp_path, status=1).stderr
    assert dead_letters(meritd.database) == []
    assert meritd.database.value("select count(*) from fact.tally") == 0


@pytest.mark.quick
def test_clear(meritd, tmp_path):
    """What is named, all conditions together, is gone and recorded; a record that comes again is rejected again."""
    lines = [b"{", b"{}", b"{", b"{}", b"{}"]
    path = write_lines(tmp_path / "bad.ndjson", lines)
    meritd.run("replay", path, *NOW)
    ids = [row["id"] for row in json.loads(meritd.run("dead-letters", "list", "--format", "json").stdout)]
    for wrong in ((), ("x",), ("--before", "yesterday"), ("--reason", "notjson"), ("--limit", "3", "1")):
        meritd.run("dead-letters", "clear", *wrong, status=2)
    for words, cleared in ((("--before", "2020-01-01"), 0), (("--reason", "not_json", *ids[:1]), 0),
                           (ids[:2], 2), (("--reason", "not_json"), 2), (("--before", "2999-01-01"), 1)):
        assert meritd.run("dead-letters", "clear", *words).stdout == f"{cleared} dead letters cleared\n"
    assert json.loads(meritd.run("status", "--format", "json").stdout)["dead_letters"]["total"] == 0
    assert meritd.database.value("select sum(letters) from ingest.dead_letter_clearing") == len(lines)
    meritd.run("replay", path, *NOW)
    assert len(dead_letters(meritd.database)) == len(lines)
