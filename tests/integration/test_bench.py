"""tests/bench/run measures what it says, on streams too small to say anything."""

import json
import subprocess
import sys

import pytest
from processes import ROOT
from program import binary

RUN = ROOT / "tests/bench/run"


def figures(*words):
    done = subprocess.run([sys.executable, RUN, *words], env={"MERITD_BINARY": binary(), "PATH": "/usr/bin:/bin"},
                          capture_output=True, text=True, timeout=560)
    assert done.returncode == 0, done.stderr
    return {line["figure"]: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.limit(200)
def test_back_fill_and_commands():
    found = figures("--events", "3000", "--runs", "2", "--only", "chat-20,metrics,rebuild")
    assert {name.split(".")[0] for name in found} == {"chat-20", "metrics", "rebuild"}
    assert all(line["runs"] == 2 and line["min"] <= line["value"] <= line["max"] for line in found.values())
    assert all(found[f"chat-20.{name}"]["value"] > 0 for name in ("rate", "cpu.daemon", "cpu.postgres", "wal", "size"))
    assert found["chat-20.cpu.postgres"]["min"] >= found["chat-20.cpu.settler"]["min"]
    assert (found["chat-20.rate"]["events"], found["rebuild.time"]["agents"]) == (3000, 1000)


@pytest.mark.long
@pytest.mark.limit(600)
def test_doors_and_pages():
    found = figures("--events", "20000", "--runs", "1", "--minutes", "0.5", "--pages", "60", "--only", "pages,doors")
    names = {name.removeprefix("doors.") for name in found if name.startswith("doors.") and not name.startswith("doors.first.")}
    assert {f"first.{name}" for name in names} == {name.removeprefix("doors.") for name in found if name.startswith("doors.first.")}
    doors = set((ROOT / "docs/doors.md").read_text().split("| door |")[1].split("\n\n")[0].split("`web.")[1:])
    assert {name.split("/")[1] for name in names} == {door.partition("(")[0] for door in doors}
    for role, refused in (("agent", {"team", "quality"}), ("payroll", {"today", "person"}), ("operator", {"ranking"})):
        asked = {name.split("/")[1] for name in names if name.startswith(f"{role}/")}
        assert "me" in asked and not asked & refused
    # 60 pages ask two doors each; who asks the same is answered by one question, unless the machine is slow
    assert 0 < found["pages.questions"]["value"] <= found["pages.answers"]["value"] == 120


def test_a_name_that_it_does_not_know():
    done = subprocess.run([sys.executable, RUN, "--only", "chat-21"], capture_output=True, text=True, timeout=240)
    assert done.returncode == 2 and "chat-21" in done.stderr
