"""Kafka that wants a password, which stands in a file beside the configuration and nowhere else."""

import json

import pytest
from servers import Record

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
