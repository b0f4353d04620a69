"""Events of `meritd generate` do not come into a shop with events of its own unasked, however they come."""

import gzip
import json
import os
import pty
import subprocess

import pytest

SPAN = ("--days", 2, "--end", "2026-10-03T00:00:00+08:00", "--conversations", 20)
ORDER = {"specversion": "1.0", "id": "1", "source": "urn:shop", "type": "order.created",
         "time": "2026-10-01T10:00:00+08:00",
         "data": {"order": "A-1", "customer": "ann", "amount": "10.00", "currency": "CNY"}}


@pytest.fixture
def real(tmp_path):
    path = tmp_path / "real.ndjson"
    path.write_text(json.dumps(ORDER) + "\n")
    return path


@pytest.fixture
def invented(meritd, tmp_path):
    path = tmp_path / "invented.ndjson"
    meritd.run("generate", "--bad", 1, *SPAN, "-o", path)  # every other record is malformed
    return path


def orders(meritd):
    return meritd.database.value("select count(distinct order_id) from fact.order_event")


def test_an_empty_shop_and_an_invented_one_take_them(meritd, invented):
    meritd.run("replay", invented)
    meritd.run("generate", "--seed", 2, *SPAN, "-o", invented)
    meritd.run("replay", invented)
    assert orders(meritd) > 0 and not meritd.database.value("select fact.any_real()")


@pytest.mark.quick
def test_a_real_shop_does_not(meritd, real, invented):
    packed = invented.with_suffix(".gz")
    packed.write_bytes(gzip.compress(invented.read_bytes()))
    meritd.run("replay", real)
    for operands in ([invented], [packed], [real, invented], [real, packed]):
        assert "--invented" in meritd.run("replay", *operands, status=2).stderr
    with subprocess.Popen([meritd.binary, "generate", "--quiet", "--live", "--speed", "1000"],
                          stdout=subprocess.PIPE) as live:  # a pipe that nobody closes
        piped = subprocess.run([meritd.binary, "replay", "-"], stdin=live.stdout, capture_output=True, text=True,
                               env=meritd.environment, timeout=240, start_new_session=True)
        live.kill()
    assert piped.returncode == 2 and "nothing was written" in piped.stderr
    assert orders(meritd) == 1
    meritd.run("replay", "--invented", real, packed)
    assert orders(meritd) > 1


def test_events_under_a_name_of_their_own_are_taken(meritd, real, invented):
    meritd.run("generate", *SPAN, "--source", "urn:rehearsal", "-o", invented)
    meritd.run("replay", real)
    meritd.run("replay", invented)
    assert orders(meritd) > 1


@pytest.mark.parametrize("answer, status", [("y", 0), ("n", 2), ("", 2)])
def test_a_person_is_asked(meritd, real, invented, answer, status):
    meritd.run("replay", real)
    process, terminal = pty.fork()
    if process == 0:
        os.execve(meritd.binary, ["meritd", "replay", str(invented)], meritd.environment)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, answer.encode() + b"\n")
    try:
        while os.read(terminal, 1000):
            pass
    except OSError:
        pass  # it has ended
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == status
    assert (orders(meritd) > 1) == (status == 0)
