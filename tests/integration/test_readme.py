"""README's five minutes, typed as they stand there. `pytest -s` shows what to print in README.

Left out are the lines for an administrator (sudo) and the build; `createdb` makes the database in the tests' server.
"""

import os
import re
import subprocess

import pytest
from processes import ROOT
from servers import Database

MONTH = "2026-10"


def commands():
    """[command, lines shown below it] of each `$ ` in the blocks of the section."""
    section = re.search(r"^## Five minutes by hand\n(.*?)^## ", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    found = []
    for block in re.findall(r"^```\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL):
        for text in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = text.splitlines()
            while command.count('"') % 2:
                command += "\n" + lines.pop(0)
            if not command.startswith(("sudo", "cmake")):
                found.append((command, lines))
    return found


def not_printed(lines, output):
    """Of the lines that README shows: those that are not there. "…" stands for the rest of one, or for others.
    The schema's version moves with every migration."""
    printed = [line.rstrip() for line in output.splitlines()]
    return [line for line in lines if not line.startswith("schema: version") and not any(
        found == line if not line.endswith("…") else found.startswith(line.rstrip(" …")) for found in printed)]


@pytest.fixture
def shell(postgres, tmp_path):
    """shell(command): what it prints; it must work. One session, in a folder of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "meritd").symlink_to(os.environ.get("MERITD_BINARY") or ROOT / "build/release/meritd")
    empty = tmp_path / "nothing.json"
    empty.write_text("{}\n")
    own = {name: value for name, value in os.environ.items() if not name.startswith("MERITD_")}
    environment = {**own, **postgres.environment("postgres"), "MERITD_CONFIG": str(empty),
                   "PATH": f"{folder}:{os.environ['PATH']}"}

    def run(command):
        script = f"set -e; {command}\nexport -p >{tmp_path}/exported"
        before = f". {tmp_path}/exported; " if (tmp_path / "exported").exists() else ""
        done = subprocess.run(["sh", "-c", before + script], text=True, capture_output=True, timeout=400,
                              cwd=tmp_path, env=environment)
        print(f"$ {command}\n{done.stdout}{done.stderr}")
        assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    yield run
    Database(postgres, "shop").drop()


def test_five_minutes(shell):
    shown, wrong = {}, []
    for command, lines in commands():
        output = shell(command)
        shown.setdefault(command, []).append(output)
        wrong += not_printed(lines, output)
    first, again = shown[f"meritd score --month {MONTH}"]
    assert first == again and first.count("\n") > 20
    assert "0 differences" in shown["meritd verify"][0]
    assert f"{MONTH} would be closed" in shown[f"meritd close --month {MONTH} --accept-warnings --dry-run"][0]
    assert not wrong, "README shows what is not printed (pytest -s shows what is):\n" + "\n".join(wrong)


def test_the_month_stands_alone(shell):
    """No ghost of another month is beside it, and nothing is in the way of closing it."""
    for command, _ in commands():
        if command.startswith(("createdb", "meritd migrate", "meritd generate", "meritd replay october.ndjson")):
            shell(command)
    # tickets of October are overdue in November
    months = shell("psql -XAtc \"select month from merit.period where month <> '2026-11-01' order by 1\"")
    assert months.split() == [f"{MONTH}-01"]
    shell(f"meritd close --month {MONTH} --accept-warnings")
