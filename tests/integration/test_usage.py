"""Every command as somebody meets it who mistypes, asks for help, looks away, or may not: one table, all commands."""

import contextlib
import csv
import fcntl
import io
import json
import os
import re
import struct
import subprocess
import termios
import unicodedata

import pytest
from checks import write_lines
from program import Meritd
from test_commands import COMMANDS

# Of each command the words with which it asks the database for something; {file} is one that is there.
ASKS = {
    "migrate": "", "check": "", "settle": "", "verify": "", "rebuild": "", "hours": "show", "people": "list", "rules": "show", "settings": "show",
    "score": "--month 2026-09", "explain": "--month 2026-09 --agent a", "waiting": "", "status": "", "dead-letters": "list",
    "close": "--month 2026-09", "revise": "--month 2026-09 --reason r", "ledger": "--month 2026-09", "appeal": "list",
    "exclude": "list", "scheme": "list", "include": "1 --reason r", "actions": "list", "post": "list", "replay": "{file}",
}
# What they print that print a table: no rows would be no proof of anything.
PRINTING = ["--help", "help", "help status", "--print-config", "hours show", "rules show", "settings show", "status",
            "status --format json", "score --month 2026-09", "score --month 2026-09 --format csv",
            "generate --days 2 --events 3000", "generate --help"]
ROLES = re.compile(r"merit\w?_\w+")


@pytest.fixture
def small(new_meritd, tmp_path):
    meritd = new_meritd()
    path = tmp_path / "small.ndjson"
    meritd.run("generate", "--seed", 2, "--events", 600, "--days", 20, "--end", "2026-10-01T00:00:00+08:00", "-o", path)
    meritd.run("replay", path, "--now", "2026-10-05T00:00:00Z")
    meritd.path = path
    return meritd


@pytest.fixture
def login(small):
    """login(*roles): the program as a new login in these roles."""
    made = []

    def log_in(*roles):
        name = f"login_{os.urandom(4).hex()}"
        small.database.execute(f"create role {name} login" + (f" in role {', '.join(roles)}" if roles else ""))
        made.append(name)
        meritd = Meritd(small.database, small.scratch)
        meritd.environment["PGUSER"] = name
        return meritd, name
    yield log_in
    for name in made:
        small.database.execute(f"drop role {name}")


def words_of(small, command):
    return [command, *ASKS[command].format(file=small.path).split()]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_typos_and_unknown_options(meritd, command):
    shown = meritd.run(command, "--help").stdout
    assert meritd.run("help", command).stdout == shown and "usage" in shown
    typo = command[:2] + command[3:] if len(command) > 4 else command[1] + command[0] + command[2:]
    done = meritd.run(typo, status=2)
    assert f"did you mean {command}?" in done.stderr and not done.stdout
    options = [option for option in re.findall(r"--[a-z-]+", shown) if len(option) > 5]
    for option in options:
        wrong = option[:-2] + option[-1] + option[-2]
        if wrong not in options and option != wrong:
            assert "did you mean --" in meritd.run(command, wrong, status=2).stderr, wrong
    done = meritd.run(command, "--quite-another", status=2)
    assert "--quite-another" in done.stderr and "did you mean" not in done.stderr and not done.stdout


@pytest.mark.quick
def test_help_and_version_are_words_too(meritd):
    assert meritd.run("help").stdout == meritd.run("--help").stdout
    assert meritd.run("version").stdout == meritd.run("--version").stdout
    assert "did you mean score?" in meritd.run("help", "scroe", status=2).stderr


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("ingest", "generate")])
def test_without_arguments(meritd, command):
    """Does its work, or says what is missing: never a crash, never silent failure."""
    done = meritd.run(command, status=None, ingest_shutdown_timeout_seconds=1)
    assert done.returncode in (0, 1, 2, 3)
    said = "kafka.bootstrap_servers: " if command == "check" else f"meritd {command}"  # check lists faults by option
    assert done.returncode == 0 or said in done.stderr


@pytest.mark.parametrize("words", PRINTING)
def test_a_reader_that_leaves_is_no_fault_and_a_closed_output_is_one(small, words):
    command = [small.binary, *words.split()]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=small.environment, text=True, timeout=240)
    os.close(writer)
    assert done.returncode == 0 and "cannot write" not in done.stderr, done.stderr
    closed = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], stderr=subprocess.PIPE, env=small.environment,
                            text=True, timeout=240)
    assert closed.returncode == 1 and "cannot write" in closed.stderr
    full = subprocess.run(["sh", "-c", 'exec "$@" >/dev/full', "sh", *command], stderr=subprocess.PIPE,
                          env=small.environment, text=True, timeout=240)
    assert full.returncode == 1 and "cannot write" in full.stderr


def test_a_login_without_roles_is_told_which_it_needs(small, login):
    meritd, name = login()
    for command in ASKS:
        if command == "check":
            continue  # it lists everything: test_check.py
        done = meritd.run(*words_of(small, command), status=1)
        (told,) = done.stderr.splitlines()
        assert re.match(rf"meritd {command}: it is for (the database's owner|merit\w+).*, and login {name} is in none of our roles; "
                        r"an administrator .*docs/roles.md.*: permission denied for ", told), done.stderr
        assert not done.stdout, done.stdout


def test_the_roles_that_are_named_are_enough(small, login):
    """Whoever is in one of the roles that a command's help names is not denied what it asks first."""
    for command in ASKS:
        shown = small.run(command, "--help").stdout
        named = re.search(r"Roles: (.*)\.$", shown, re.MULTILINE)[1]
        if "owner" in named or "every role" in named:
            continue
        together = [ROLES.findall(named)] if " and " in named else [[role] for role in ROLES.findall(named.split(" (")[0])]
        for roles in together:
            meritd, _ = login(*roles)
            done = meritd.run(*words_of(small, command), status=None)
            assert "permission denied" not in done.stderr, (command, roles, done.stderr)


@pytest.mark.quick
def test_words_that_exclude_each_other_are_refused(meritd):
    """None of them is dropped in silence: who gave it would believe it was heeded."""
    both = "--month and --period exclude each other"
    for words, told in (
        ("sign --month 2026-09 --due --step submit", "--due does not take --step"),
        ("sign --month 2026-09 --due --by me", "--due does not take --by"),
        ("sign --month 2026-09 --by me", "sign does not take --by"),
        ("sign --month 2026-09 --step submit --format csv", "--step does not take --format"),
        ("marks list --month 2026-09 --period 2026-Q3", both),
        ("acknowledge list --month 2026-09 --period 2026-Q3", both),
        ("actions list --month 2026-09 --period 2026-Q3", both),
        ("post --month 2026-09 --period 2026-Q3", both),
        ("appeal decide 1 reject --note n --evidence e", "reject leaves nothing out"),
        ("appeal decide 1 reject --note n --credit-to lan", "reject leaves nothing out"),
        ("appeal decide 1 accept order:o-1 --evidence e --note n --credit-to lan", "--credit-to goes with credit:ORDER"),
    ):
        assert told in meritd.run(*words.split(), status=2).stderr, words


@pytest.mark.quick
def test_payroll_may_name_a_longer_period(small, login):
    meritd, _ = login("merit_payroll")
    assert "there is no period 2026-Q9" in meritd.run("acknowledge", "list", "--period", "2026-Q9", status=2).stderr


@pytest.mark.quick
def test_names_that_nobody_has(small):
    """Exit 2, and what there is; a near one is suggested."""
    for words, told in (
            ("score --month 2020-01", ["2020-01", "2026-09"]),
            ("score --month 2026-09 --team nowhere", ["nowhere", "team-1"]),
            ("score --month 2026-09 --team teem-1", ["did you mean team-1?"]),
            ("score --month 2026-09 --scheme shopservice", ["did you mean shop-service?"]),
            ("explain --month 2026-09 --agent nobody", ["nobody", "there are"]),
            ("explain --month 2020-01 --agent nobody", ["2020-01", "2026-09"]),
            ("explain --month 2026-09 --agent nobody --scheme x", ["nobody"]),
            ("ledger --month 2020-01", ["2020-01", "2026-09"]),
            ("actions list --month 2020-01", ["2026-09"]),
            ("appeal list --month 2020-01", ["2026-09"]),
            ("dead-letters list --reason notjson", ["did you mean not_json?"])):
        done = small.run(*words.split(), status=2)
        assert not done.stdout and all(text in done.stderr for text in told), done.stderr


# ---- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words, told", [
    ("appeal list", "no appeals"), ("actions list", "no open actions"), ("actions list --month 2026-09", "no actions of that month"),
    ("post list", "no postings"), ("post receivers", "no receivers"), ("exclude list", "no exclusions"),
    ("dead-letters list", "no dead letters"), ("dead-letters list --reason not_json", "no dead letters")])
def test_an_empty_list_says_so(small, words, told):
    """People on standard error; programs get what they can read, and nothing else."""
    done = small.run(*words.split())
    assert told in done.stderr and done.stderr.count("\n") == 1 and not done.stdout
    done = small.run(*words.split(), "--format", "json")
    assert json.loads(done.stdout) == [] and not done.stderr
    done = small.run(*words.split(), "--format", "csv")
    assert len(list(csv.reader(io.StringIO(done.stdout)))) == 1 and not done.stderr


def test_names_that_are_nobody_are_explained(small):
    meaning = "(silent): orders credited to nobody; (unassigned): chats held by nobody; (bot): what bots answered"
    month = ("--month", "2026-09")
    agents = {agent for (agent,) in small.database.rows("select distinct agent from rollup.agent_period")}
    assert meaning in small.run("explain", *month, "--agent", "nobody", status=2).stderr
    for agent in {"(silent)"} & agents:
        shown = small.run("explain", *month, "--agent", agent).stdout
        assert shown.startswith(meaning) and "indicators\nnone\n" in shown
    assert "{" == small.run("explain", *month, "--agent", "(silent)", "--format", "json").stdout[0]
    assert meaning not in small.run("explain", *month, "--agent", min(agents - {"(silent)", "(unassigned)", "(bot)"})).stdout


def test_dead_letters_of_files_are_at_a_line(small, tmp_path):
    path = write_lines(tmp_path / "bad.ndjson", [b'{"specversion":"1.0"}', b"{"])
    small.run("replay", path)
    listed = [line.split() for line in small.run("dead-letters", "list").stdout.splitlines()]
    at = listed[0].index("topic") + 1  # rejected_at has two words
    assert [line[at:at + 3] for line in listed[1:]] == [[str(path), "-", "2"], [str(path), "-", "1"]]
    (last, _) = json.loads(small.run("dead-letters", "list", "--format", "json").stdout)
    assert (last["topic"], last["partition"], last["offset"]) == (str(path), None, 2)
    shown = small.run("dead-letters", "show", last["id"]).stdout
    assert re.search(rf"^topic +{re.escape(str(path))}$", shown, re.MULTILINE) and "partition" not in shown
    for form in ("table", "json", "csv"):
        assert "none with id 99" in small.run("dead-letters", "show", "99", "--format", form, status=1).stderr


def on_terminal(meritd, words, columns, by_variable=False):
    """What it prints on a terminal of this many columns, as lines."""
    leader, follower = os.openpty()
    if not by_variable:
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**meritd.environment, "COLUMNS": str(columns) if by_variable else ""}
    with subprocess.Popen([meritd.binary, *words], stdout=follower, stderr=subprocess.PIPE, env=environment) as child:
        os.close(follower)
        printed = b""
        with contextlib.suppress(OSError):  # the last one has left
            while piece := os.read(leader, 65536):
                printed += piece
    os.close(leader)
    assert child.returncode == 0
    return printed.decode().splitlines()


def places(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize("columns, by_variable", [(80, False), (80, True), (100, False)])
def test_tables_fit_a_terminal(small, columns, by_variable):
    """What is too wide goes on below, nothing is cut; in a pipe it is one line a row, whatever COLUMNS says."""
    small.database.execute("insert into ingest.dead_letter (topic, partition, \"offset\", reason, message, cut, payload_hash)"
                           " select 'shop.chat', 0, n, 'invalid_value', '客服说:' || repeat('很长的一句话', n) || ' data.x is wrong', false, n"
                           "   from generate_series(1, 9) n")
    small.environment["COLUMNS"] = "40"
    for words in (["score", "--month", "2026-09"], ["dead-letters", "list"]):
        piped = small.run(*words).stdout.splitlines()
        assert max(map(places, piped)) > 100
        lines = on_terminal(small, words, columns, by_variable)
        assert len(lines) > len(piped) and max(map(places, lines)) <= columns, "\n".join(lines)
        assert not [line for line in lines if line != line.rstrip()]
        assert sorted("".join("".join(lines).split())) == sorted("".join("".join(piped).split()))
        assert [line.split()[0] for line in piped] == [line.split()[0] for line in lines if line[:4].strip()]
    assert on_terminal(small, ["score", "--month", "2026-09"], 500) == small.run("score", "--month", "2026-09").stdout.splitlines()


def test_migrate_passes_on_what_the_server_warns_of(new_meritd, postgres, scratch):
    """An owner who may not make roles is told which one is missing and how it is made, each time."""
    new_meritd()  # which makes them all
    owner, name = (f"{kind}_{os.urandom(4).hex()}" for kind in ("owner", "poor"))
    database = postgres.createdb(name)
    database.execute(f"create role {owner} login")
    database.execute(f"alter database {name} owner to {owner}")
    database.execute("alter role merit_reader rename to merit_reader_away")
    try:
        meritd = Meritd(database, scratch)
        meritd.environment["PGUSER"] = owner
        for _ in range(2):
            told = meritd.run("migrate").stderr
            assert "role merit_reader is missing" in told and "hint: " in told and "create role merit_reader" in told
            assert "meritd_close" not in told
    finally:
        database.execute("alter role merit_reader_away rename to merit_reader")
        database.execute(f"reassign owned by {owner} to current_user; drop owned by {owner}")
        database.execute(f"drop role {owner}")
        database.drop()
