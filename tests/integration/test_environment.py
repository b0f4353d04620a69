"""Where every variable and file of a machine leads to somebody's shop, the tests go to a database of their own.

The same of the demo: tests/run/demo.sh.
"""

import subprocess
import sys

import pytest
from processes import KEPT, ROOT

HOSTILE = ROOT / "tests/run/hostile.py"


def hostile(*command):
    done = subprocess.run([HOSTILE, *command], capture_output=True, text=True, timeout=400, cwd=ROOT)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("command", [
    [ROOT / "tests/sql/run", ROOT / "tests/sql/ref/calendar.sql"],
    ["env", "-u", "PYTEST_ADDOPTS", sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q",
     f"{ROOT}/tests/integration/test_commands.py::test_migrate_twice_at_once"],
    [ROOT / "build/release/tests/unit/store_test_postgres"]],
    ids=["pgtap", "integration", "unit"])
def test_nobody_calls_at_the_shop(command):
    status, output = hostile(*command)
    assert status == 0, output


@pytest.mark.quick
def test_scripts_begin_anew():
    status, output = hostile("sh", ROOT / "tests/run/alone.sh", "sh", "-c", "echo $ALONE = $$; umask; env")
    first, umask, *variables = output.splitlines()
    process, _, itself = first.split()
    assert status == 0 and process == itself and umask == "0022"
    names = {line.partition("=")[0] for line in variables} - {"ALONE", "LC_ALL", "TZ", "PWD", "_", "OLDPWD", "SHLVL"}
    assert names <= set(KEPT), names


@pytest.mark.quick
def test_the_shop_is_there_to_be_called():
    status, output = hostile("psql", "-c", "select 1")
    assert status == 1 and "somebody's shop was called" in output
