"""The systemd units: right, hardened, and naming what is installed; and what the timer starts, at its worst."""

import json
import os
import pathlib
import re
import shutil
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from processes import ROOT

FOLDER = ROOT / "systemd"
SERVICES = ["meritd@.service", "meritd-web.service", "meritd-close.service", "meritd-post.service", "meritd-failure@.service"]
EXPOSURE = 1.5  # at most, of 10
ANALYZE = shutil.which("systemd-analyze")
analyzed = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


def settings(name):
    """[(setting, value)] of a unit, in order."""
    return re.findall(r"^(\w+)=(.*)$", (FOLDER / name).read_text(), re.MULTILINE)


def instance(name):
    return name.replace("@.", "@1.")


@analyzed
@pytest.mark.quick
def test_the_units_are_right(meritd, tmp_path):
    """As systemd itself reads them, with the program where it was built."""
    for name in [*SERVICES, "meritd-close.timer"]:
        text = (FOLDER / name).read_text()
        (tmp_path / instance(name)).write_text(text.replace("/usr/bin/meritd", meritd.binary))
    done = subprocess.run([ANALYZE, "verify", "--man=no", "--recursive-errors=no", *tmp_path.iterdir()],
                          capture_output=True, text=True, timeout=240)
    assert done.returncode == 0 and not done.stderr, done.stderr


@analyzed
@pytest.mark.quick
@pytest.mark.parametrize("name", SERVICES)
def test_the_services_are_hardened(name):
    done = subprocess.run([ANALYZE, "security", "--offline=true", f"--threshold={EXPOSURE * 10:.0f}", FOLDER / name],
                          capture_output=True, text=True, timeout=240)
    exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1])
    assert done.returncode == 0 and exposure <= EXPOSURE, done.stdout


@pytest.mark.quick
def test_all_are_hardened_alike():
    def hardening(name):
        return (FOLDER / name).read_text().partition("# It needs the network")[2].partition("\n[")[0].strip()

    assert len({hardening(name) for name in SERVICES}) == 1 and hardening(SERVICES[0])


@analyzed
@pytest.mark.quick
def test_when_the_timer_runs():
    """Every day from the 8th to the month's end, in the early morning of the zone."""
    (when,) = [value for name, value in settings("meritd-close.timer") if name == "OnCalendar"]
    assert ("Persistent", "true") in settings("meritd-close.timer")
    done = subprocess.run([ANALYZE, "calendar", "--base-time=2026-02-01 00:00:00 UTC", "--iterations=30", when],
                          capture_output=True, text=True, timeout=240, env={"TZ": "UTC", "LC_ALL": "C.UTF-8"})
    times = [datetime.strptime(text, "%Y-%m-%d %H:%M:%S") + timedelta(hours=8)  # UTC, then Shanghai
             for text in re.findall(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", done.stdout)]
    days = sorted({time.date().isoformat() for time in times})
    assert {time.hour for time in times} == {5}
    assert days[:21] == [f"2026-02-{day:02}" for day in range(8, 29)] and days[21] == "2026-03-08"


@pytest.mark.quick
def test_what_is_installed_where(tmp_path):
    """With any prefix, units name the program where that prefix puts it."""
    prefix, build = tmp_path / "local", tmp_path / "build"
    for words in (["-S", ROOT, "-B", build, "-D", f"CMAKE_INSTALL_PREFIX={prefix}", "-D", "MERITD_TESTS=OFF", "-G", "Ninja"],
                  ["--install", build, "--component", "units"]):
        done = subprocess.run(["cmake", *words], capture_output=True, text=True, timeout=400)
        assert done.returncode == 0, done.stderr
    installed = {str(path.relative_to(prefix)) for path in prefix.rglob("*") if path.is_file()}
    assert installed == {f"lib/systemd/system/{name}" for name in [*SERVICES, "meritd-close.timer"]} | {
        "lib/sysusers.d/meritd.conf", "lib/tmpfiles.d/meritd.conf"}
    for name in SERVICES:
        commands = re.findall(r"^ExecStart=(\S+)", (prefix / "lib/systemd/system" / name).read_text(), re.MULTILINE)
        assert commands == [f"{prefix}/bin/meritd"]


@pytest.mark.quick
def test_a_machine_without_the_tests_library_builds(tmp_path):
    pretender = tmp_path / "pkg-config"
    pretender.write_text('#!/bin/sh\ncase " $* " in *" cmocka "*) exit 1 ;; esac\nexec pkg-config "$@"\n')
    pretender.chmod(0o755)
    for wanted, status in ((), 0), (["-D", "MERITD_TESTS=ON"], 1):
        done = subprocess.run(["cmake", "-S", ROOT, "-B", tmp_path / "build", "-G", "Ninja", *wanted], text=True,
                              capture_output=True, timeout=400, env={**os.environ, "PKG_CONFIG": str(pretender)})
        assert done.returncode == status and (status == 0 or "cmocka" in done.stdout), done.stderr


@pytest.mark.quick
def test_packages_have_schemes_and_a_program_without_symbols(tmp_path):
    build = pathlib.Path(os.environ.get("MERITD_BINARY") or ROOT / "build/release/meritd").parent
    done = subprocess.run(["cmake", "--install", build, "--strip", "--prefix", tmp_path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for scheme in (ROOT / "config/schemes").iterdir():
        assert (tmp_path / "share/meritd/schemes" / scheme.name).read_bytes() == scheme.read_bytes()
    sections = subprocess.run(["readelf", "-WS", tmp_path / "bin/meritd"], capture_output=True, text=True, check=True)
    assert ".text" in sections.stdout and ".symtab" not in sections.stdout and ".debug" not in sections.stdout


@pytest.mark.quick
def test_secrets_come_as_credentials():
    """Nothing secret in a unit, and the folder of webhooks is for the sender alone."""
    loaded = {name: [value for key, value in settings(name) if key == "LoadCredential"] for name in SERVICES}
    key = "customer.key:/etc/meritd/customer.key"
    assert loaded == {"meritd@.service": [key], "meritd-web.service": [key], "meritd-close.service": [key],
                      "meritd-post.service": [key, "post:/etc/meritd/post"],
                      "meritd-failure@.service": ["post_alarm.url:/etc/meritd/post/alarm.url"]}
    hidden = "-/var/lib/meritd -/etc/meritd/environment -/etc/meritd/customer.key -/etc/meritd/web.secret"
    assert [value for key, value in settings("meritd-web.service") if key == "InaccessiblePaths"] == [hidden]  # its group may read them
    lines = (FOLDER / "meritd.tmpfiles.conf").read_text().splitlines()
    assert "d /etc/meritd/post 0700 root root -" in lines


# ---- what the timer starts -------------------------------------------------------------------------


def command(name):
    """The words after the program in a unit, without its configuration, which is the environment's here."""
    ((_, line),) = [setting for setting in settings(name) if setting[0] == "ExecStart"]
    return line.replace(" --config /etc/meritd/meritd.json", "").split()[1:]


@pytest.fixture
def due(new_meritd, kafka, tmp_path):
    """The program on the last month but one, read to the end of its topic: due to be closed; and the month."""
    today = datetime.now(timezone.utc).date()
    end = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    meritd = new_meritd(kafka, kafka_topics=kafka.create_topic(), shop_zone="UTC")
    events = tmp_path / "events.ndjson"
    meritd.run("generate", "--seed", 5, "--events", 15000, "--days", 27, "--end", f"{end}T00:00:00+00:00", "-o", events)
    meritd.run("replay", events)
    meritd.run("ingest", "--until-end")
    return meritd, (end - timedelta(days=1)).strftime("%Y-%m")


def test_the_timer_twice_at_once(due, tmp_path):
    """Two machines at the same instant: one closes, both succeed, each receiver gets one posting."""
    meritd, month = due
    archive = {"receiver": "archive", "kind": "file", "folder": str(tmp_path / "archive")}
    meritd.run("post", "receivers", "/dev/stdin", input=json.dumps([archive]))
    close, post = command("meritd-close.service"), command("meritd-post.service")
    assert close == ["close", "--due"]
    close.append("--accept-warnings")  # of the generated shop: marks that are missing

    meritd.run(*post)  # nothing to send is no failure
    runs = [meritd.start(*close) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0], [run.text() for run in runs]
    months = meritd.database.rows("select period.month_name(month), revision from period.closing order by month")
    assert months[0] == (month, 0)  # and perhaps the next one, by what came of it later
    ledger = meritd.database.rows("select * from pay.ledger order by line")
    assert ledger

    senders = [meritd.start(*post) for _ in range(2)]
    assert [sender.wait(60) for sender in senders] == [0, 0], [sender.text() for sender in senders]
    assert len(list((tmp_path / "archive").iterdir())) == len(months)
    assert meritd.database.rows("select state, attempts from merit.posting") == [("sent", 1)] * len(months)

    meritd.run(*close)  # late, and again: nothing is due
    assert meritd.database.value("select count(*) from period.closing") == len(months)
    assert meritd.database.rows("select * from pay.ledger order by line") == ledger


def test_the_timer_where_the_database_is_away(due):
    meritd, _ = due
    meritd.environment.update(PGHOST="/nowhere")
    for service in ("meritd-close.service", "meritd-post.service"):
        assert meritd.run(*command(service), status=3).stderr
