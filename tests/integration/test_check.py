"""check looks at everything, says what would be right, and ends with the status of the worst; scheme files and versions."""

import json
import os
import subprocess

import pytest
from processes import ROOT
from program import Meritd
from servers import Record

SCHEME = ROOT / "config/schemes/shop-service.json"


@pytest.fixture
def right(new_meritd, kafka, tmp_path):
    """A shop in order: topic, database, key."""
    key = tmp_path / "key"
    key.write_text("sixteen bytes!!!\n")
    return new_meritd(kafka, kafka_topics=kafka.create_topic(), shop_customer_key_file=key)


def test_what_is_right(right):
    done = right.run("check")
    assert not done.stderr
    assert all(word in done.stdout for word in ("configuration", "kafka: reached", "database: reached", "login: "))
    assert "not looked at" in right.run("check", "--config", "/dev/stdin", input='{"kafka": {"topics": []}}',
                                        kafka_topics="", status=1).stdout  # the database knows the topic


def test_each_fault(right, tmp_path):
    """(what is set, exit status, what is said of it): alone, and all that can be had together at once."""
    short = tmp_path / "short"
    short.write_text("1")
    cases = [
        ({"kafka_bootstrap_servers": "127.0.0.1:1"}, 3, ["127.0.0.1:1", "refused"]),
        ({"kafka_topics": "misspelt"}, 1, ["topic misspelt is not there", "meritd migrate"]),
        ({"kafka_options": "security.protocol=sll"}, 2, ["security.protocol"]),
        ({"kafka_options": "security.protocol=sll,fetch.wait.max.ms=many"}, 2, ["security.protocol", "fetch.wait.max.ms"]),
        ({"shop_zone": "Asia/Shanghia"}, 2, ["shop.zone", "Asia/Shanghia"]),
        ({"shop_customer_key_file": short}, 2, ["customer_key_file", "1 bytes", "16"]),
        ({"shop_customer_key_file": tmp_path / "none"}, 2, ["customer_key_file", "none"]),
        ({"web_listen": "0.0.0.0:80"}, 2, ["web.listen is \"0.0.0.0:80\": it must be 127.0.0.1:PORT"]),
        ({"web_auth": "none"}, 2, ["web.login must say as which login"]), ({"web_auth": "proxy"}, 2, ["web.listen must be a unix socket"]),
        ({"shop_currency": "EUR"}, 1, ["shop.currency is EUR in the configuration and CNY in the database", "meritd migrate"]),
        ({"postgres_conninfo": "port=1"}, 3, ["cannot connect"])]
    for settings, status, told in cases:
        done = right.run("check", status=status, **settings)
        assert all(text in done.stderr for text in told), (settings, done.stderr)
        assert not done.stdout.endswith(", right\n") or settings.keys() & {"kafka_bootstrap_servers"}, (settings, done.stdout)
    verdict = right.run("check", status=1, shop_currency="EUR").stdout.splitlines()[-1]
    assert verdict.endswith("right in itself, but not as this database has it")
    done = right.run("check", status=2, kafka_topics="misspelt", shop_zone="Asia/Shanghia", shop_customer_key_file=short,
                     shop_currency="EUR", web_auth="none")
    assert all(text in done.stderr for text in ("misspelt", "Shanghia", "16", "EUR", "web.login")), done.stderr
    assert right.run("check", status=2, kafka_bootstrap_servers="127.0.0.1:1", postgres_conninfo="port=1",
                     shop_customer_key_file=short).stderr.count("\n") >= 3


def test_a_login_and_a_database_that_are_not_ready(right, postgres):
    name = f"login_{os.urandom(4).hex()}"
    right.database.execute(f"create role {name} login")
    meritd = Meritd(right.database, right.scratch)
    meritd.environment = {**right.environment, "PGUSER": name}
    try:
        (told,) = meritd.run("check", status=1).stderr.splitlines()
        assert f"login {name} is in none of our roles: an administrator grants it" in told
        right.database.execute(f"grant merit_agent to {name}")
        assert "merit_agent" in meritd.run("check").stdout
    finally:
        right.database.execute(f"drop role {name}")
    bare = postgres.createdb(f"bare_{os.urandom(4).hex()}")
    meritd.environment.update(bare.environment())
    assert "meritd migrate" in meritd.run("check", status=1).stderr
    bare.drop()


@pytest.mark.quick
def test_a_configuration_that_may_not_be_read_is_an_error_in_every_command(meritd, tmp_path):
    """Never the defaults in silence: of a file, and of a folder that may not be looked into."""
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "meritd.json").write_text("{}")
    wrapper = ["setpriv", "--reuid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    closed.chmod(0)
    try:
        for command in (["status"], ["check"], ["migrate"], ["--print-config"]):
            done = run_as(meritd, wrapper, [*command, "--config", str(closed / "meritd.json")])
            assert done.returncode == 2 and "Permission denied" in done.stderr, done.stderr
    finally:
        closed.chmod(0o700)


def run_as(meritd, wrapper, words):
    return subprocess.run([*wrapper, meritd.binary, *words], env=meritd.environment, capture_output=True, text=True,
                          timeout=240)


# ---- schemes -------------------------------------------------------------------------------------------


def changed(tmp_path, name, weight_of=None):
    document = json.loads(SCHEME.read_text())
    document["comment"] = name
    if weight_of is not None:
        document["indicators"][2]["weight"] = weight_of
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.quick
def test_scheme_check(meritd, tmp_path):
    assert "right" in meritd.run("scheme", "check", SCHEME).stdout
    broken = tmp_path / "broken.json"
    broken.write_text('{\n  "scheme": "a",\n  "x" 1\n}')
    empty = tmp_path / "empty.json"
    empty.write_text("")
    wrong = changed(tmp_path, "wrong", "ten")
    column = wrong.read_text().index('"weight": "ten"') + 1
    document = json.loads(SCHEME.read_text())
    document["indicators"][2]["value"] = {"before": "order_sucess", "otherwise": 0}
    before = tmp_path / "before.json"
    before.write_text(json.dumps(document, indent=2))
    (line, text), = [(n, text) for n, text in enumerate(before.read_text().split("\n"), 1) if "order_sucess" in text]
    column_before = text.index('"before"') + 1
    done = meritd.run("scheme", "check", SCHEME, wrong, broken, empty, before, tmp_path / "none", status=1)
    assert "right" in done.stdout
    for told in (f"{wrong}: line 1, column {column}: $.indicators[2].weight must be a number; is \"ten\"",
                 f"{before}: line {line}, column {column_before}: $.indicators[2].value.before must be an indicator; "
                 'is "order_sucess"; did you mean order_success?',
                 f"{broken}: line 3, column 7: ", f"{empty}: is empty", "none: "):
        assert told in done.stderr, done.stderr


def versions(meritd):
    return {(row["scheme"], row["version"]): row
            for row in json.loads(meritd.run("scheme", "list", "--format", "json").stdout)}


def test_scheme_load_list_and_show(closed, tmp_path):
    """January 2025 is closed: it keeps version 1, whatever is loaded with a first month before it."""
    meritd = closed.meritd
    (key,) = versions(meritd)
    assert versions(meritd)[key]["closed_months"] == "2025-01" and versions(meritd)[key]["in_force"]
    before = meritd.database.rows("select * from period.result order by 1, 2, 3, 4")
    second = changed(tmp_path, "second")
    done = meritd.run("scheme", "load", second, "--from", "2025-01").stdout
    assert "version 2" in done and "in force from 2025-01" in done
    assert "closed months keep what they were closed with: 2025-01" in done and "already" not in done
    assert "already" in meritd.run("scheme", "load", second, "--from", "2025-01").stdout
    assert list(versions(meritd)) == [key, (key[0], 2)]
    assert versions(meritd)[key[0], 2]["from"] == "2025-01" and not versions(meritd)[key]["in_force"]
    assert versions(meritd)[key]["closed_months"] == "2025-01"
    assert meritd.database.rows("select * from period.result order by 1, 2, 3, 4") == before
    wrong = meritd.run("scheme", "load", changed(tmp_path, "wrong", -1), status=1).stderr
    assert "$.indicators[2].weight" in wrong and len(versions(meritd)) == 2
    name = key[0]
    assert json.loads(meritd.run("scheme", "show", name).stdout)["comment"] == "second"
    assert json.loads(meritd.run("scheme", "show", f"{name}@1").stdout).get("comment") != "second"
    for words, told in ((("show", f"{name}@9"), f"{name}@2"), (("show", "nothing"), f"{name}@1"),
                        (("load", second, "--from", "soon"), "month"), (("load", second, second), "load needs"),
                        (("lost",), "list")):
        assert told in meritd.run("scheme", *words, status=2).stderr


def test_a_scheme_is_loaded_for_this_month_when_nothing_else_is_said(meritd, tmp_path):
    done = meritd.run("scheme", "load", changed(tmp_path, "later"), "--now", "2026-10-31T16:00:00Z").stdout
    assert "in force from 2026-11" in done  # midnight in Shanghai


def test_status_says_what_is_missing_and_who_holds_what(new_meritd, kafka):
    topic = kafka.create_topic(partitions=2)
    meritd = new_meritd(kafka, kafka_topics=topic)

    def status(**settings):
        return json.loads(meritd.run("status", "--format", "json", **settings).stdout)
    kafka.produce(topic, [Record(None, b"{", None, partition) for partition in (0, 1)])
    with meritd.start("ingest") as daemon:
        daemon.wait_until(lambda: len(status()["positions"]) == 2, what="both are written")
        found = status()
        (name,) = found["daemons"]
        assert name.endswith(f" {daemon.process.pid}") and "none runs" not in meritd.run("status").stdout
        assert all(p["holder"] == name and p["held_since"] for p in found["positions"])
        assert not any("daemon" in warning or "Kafka" in warning for warning in found["warnings"])
    found = status()
    assert found["daemons"] == [] and [p["holder"] for p in found["positions"]] == [None, None]
    assert any("no daemon runs" in warning for warning in found["warnings"])
    assert any("127.0.0.1:1" in warning for warning in status(kafka_bootstrap_servers="127.0.0.1:1")["warnings"])
    changed = status(kafka_topics=f"{topic},more", shop_currency="EUR")
    assert changed["positions"] == found["positions"] and changed["shop"] == found["shop"]
    for told in (f"kafka.topics is {topic}, more in the configuration and {topic} in the database: mend", "shop.currency is EUR"):
        assert any(told in warning for warning in changed["warnings"]), changed["warnings"]
    assert topic in meritd.run("status", kafka_topics="more").stdout
    meritd.run("migrate", kafka_topics="misspelt")
    assert any("misspelt is not there" in warning for warning in status(kafka_topics="misspelt")["warnings"])
