"""Kafka that wants a password, which stands in a file beside the configuration and nowhere else."""

import json

import pytest
from servers import Kafka, Record

LOGIN = "security.protocol=sasl_plaintext\nsasl.mechanism=PLAIN\nsasl.username=shop\n"


@pytest.fixture
def login(kafka, tmp_path):
    """login(password): a credential with what this Kafka wants to know."""
    def write(password=None):
        (tmp_path / "kafka.options").write_text(f"# the broker's\n\n{LOGIN}sasl.password={password or kafka.password}\n")
        return {"CREDENTIALS_DIRECTORY": str(tmp_path)}

    return write


def test_every_command_gets_in_by_the_file(new_meritd, kafka, login):
    topic = kafka.create_topic()
    kafka.produce(topic, [Record(None, b"{", None, 0)])
    meritd = new_meritd(kafka_topics=topic, kafka_bootstrap_servers=kafka.login_bootstrap,
                        kafka_options_file="kafka.options")
    meritd.environment.update(login())
    said = [meritd.run("ingest", "--until-end"), meritd.run("check"), meritd.run("status", "--format", "json")]
    assert [p["next_offset"] for p in json.loads(said[2].stdout)["positions"]] == [1]
    assert not any("kafka." in warning for warning in json.loads(said[2].stdout)["warnings"])
    printed = meritd.run("--print-config")
    assert '"options_file": "kafka.options"' in printed.stdout
    for done in [*said, printed]:
        assert kafka.password not in done.stdout + done.stderr


def test_a_wrong_password_is_told_and_not_shown(new_meritd, kafka, login, tmp_path):
    topic = kafka.create_topic()
    meritd = new_meritd(kafka_topics=topic, kafka_bootstrap_servers=kafka.login_bootstrap,
                        kafka_options_file=str(tmp_path / "kafka.options"))
    login("of-last-year")
    done = meritd.run("check", status=3)
    assert "uthentication" in done.stderr and "of-last-year" not in done.stdout + done.stderr
    (tmp_path / "kafka.options").write_text(f"{LOGIN}sasl.pasword=of-last-year\n")
    for words in [("check",), ("ingest", "--until-end")]:
        done = meritd.run(*words, status=2)
        assert "line 4: sasl.pasword is no option" in done.stderr and "of-last-year" not in done.stdout + done.stderr


# ---- ACLs ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(scratch):
    with Kafka(scratch, **Kafka.GUARDED) as server:
        yield server


@pytest.fixture
def limited(new_meritd, guarded, tmp_path):
    """The program as user shop of a broker that minds ACLs, with a topic of one record."""
    topic = guarded.create_topic()
    guarded.produce(topic, [Record(None, b"{", None, 0)])
    (tmp_path / "kafka.options").write_text(f"{LOGIN}sasl.password={guarded.password}\n")
    return new_meritd(kafka_topics=topic, kafka_group_id=f"group-{topic}", kafka_bootstrap_servers=guarded.login_bootstrap,
                      kafka_options_file=str(tmp_path / "kafka.options"))


@pytest.mark.parametrize("kind,operation,told", [
    ("topic", "read", "topic {} must not be read: let this user read it"),
    ("topic", "describe", "topic {}: Broker: Topic authorization failed: let this user describe and read it"),
    ("group", "read", None),  # nobody can tell without joining it, which would disturb those that have
    ("group", "describe", "group group-{} must not be used: let this user read it")])
def test_what_is_denied(limited, guarded, kind, operation, told):
    """check says what to allow; what reads to the end says so and fails; a daemon waits until it is allowed."""
    topic = limited.environment["MERITD_KAFKA_TOPICS"]
    name = topic if kind == "topic" else f"group-{topic}"
    limited.run("check")
    guarded.deny(kind, name, operation)
    done = limited.run("check", status=1 if told else 0)
    assert (told or "").format(topic) in done.stderr, done.stderr
    if kind == "topic":
        assert "denies access" in limited.run("ingest", "--until-end", status=1).stderr
    with limited.start("ingest") as daemon:
        daemon.wait_until(lambda: "waiting to be allowed" in daemon.text(), what="it says what it waits for")
        guarded.allow(kind, name)
        daemon.wait_until(lambda: limited.database.rows("select next_offset from ingest.position") == [(1,)],
                          what="it goes on by itself")
    limited.run("check")
