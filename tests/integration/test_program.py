"""The wrapper round the program, tried on a script that stands in for it."""

import signal
import types

import pytest
from program import Meritd

SCRIPT = """#!/bin/sh
case $1 in
environment) env ;;
copy) cat ;;
fail) echo because >&2; exit 3 ;;
serve) trap 'echo drained; exit 0' TERM; echo ready; while :; do sleep 0.02; done ;;
stubborn) trap '' TERM; echo ready; while :; do sleep 0.02; done ;;
esac
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    script = tmp_path / "meritd"
    script.write_text(SCRIPT)
    script.chmod(0o755)
    monkeypatch.setenv("MERITD_BINARY", str(script))
    monkeypatch.setenv("MERITD_SHOP_ZONE", "of the caller")
    monkeypatch.setenv("PGHOST", "of the caller")
    monkeypatch.setenv("https_proxy", "of the caller")
    database = types.SimpleNamespace(environment=lambda: {"PGDATABASE": "shop"})
    program = Meritd(database, tmp_path, kafka_topics="a,b")
    yield program
    program.close()


def test_environment_is_its_own(program, tmp_path):
    lines = program.run("environment", shop_currency="GBP").stdout.splitlines()
    given = {line for line in lines if line.startswith(("PG", "MERITD_", "http"))}
    assert given == {"PGDATABASE=shop", "MERITD_KAFKA_TOPICS=a,b", "MERITD_SHOP_CURRENCY=GBP",
                     f"MERITD_CONFIG={tmp_path}/nothing.json",
                     "MERITD_SHOP_LANGUAGE=en", "PGOPTIONS=-c merit.told_clock=on"}


def test_run_checks_the_exit_status(program):
    assert program.run("copy", input="text").stdout == "text"
    assert program.run("fail", status=3).stderr == "because\n"
    assert program.run("fail", status=None).returncode == 3
    with pytest.raises(AssertionError, match="exit 3, expected 0\nbecause"):
        program.run("fail")


def test_daemon_drains_on_sigterm(program):
    with program.start("serve") as daemon:
        daemon.wait_until(lambda: "ready" in daemon.text(), what="ready")
    assert daemon.process.returncode == 0 and "drained" in daemon.text()


def test_daemon_that_ends_or_hangs_is_noticed(program):
    with pytest.raises(AssertionError, match="the end: meritd ended, 3\nbecause"):
        program.start("fail").wait_until(lambda: False, what="the end")
    daemon = program.start("stubborn")
    daemon.wait_until(lambda: "ready" in daemon.text(), what="ready")
    with pytest.raises(AssertionError, match="no exit within 0.8 s"):
        daemon.stop(timeout=0.2)
    assert daemon.process.returncode == -signal.SIGKILL
