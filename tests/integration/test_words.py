"""shop.language: the tables that leads, agents and payroll read, of the same facts in both languages."""

import itertools
import re

import pytest
from month_shop import COMMISSION, JANUARY, behind, january
from processes import ROOT

# What no language translates: accounts and names, logins, codes that people type, the currency.
NAMES = {"mei", "lan", "tao", "tao2", "M", "Mei", "first", "Lan", "clerk", "postgres", "shop-service", "target_completion",
         "CNY", "order", "target", "sales", "silent", "guest"}
METRICS = set(re.findall(r"`(\w+)`", (ROOT / "docs/metrics.md").read_text()))
COMMANDS = [("score", "--month", "2025-01"), ("explain", "--month", "2025-01", "--agent", "tao"), ("actions", "list"),
            ("actions", "list", "--month", "2025-01"), ("ledger", "--month", "2025-01"), ("appeal", "list"),
            ("appeal", "evidence", "1"), ("exclude", "list"), ("sheet", "--agent", "tao", "--year", "2025"), ("statement", "--month", "2025-01")]


def english(text):
    """The words in Latin letters that are no names."""
    return {word for word in re.findall(r"[A-Za-z][\w-]*", text)
            if word not in NAMES and not re.fullmatch(r"(c-)?(mei|lan|tao2?)-2025-01|[QHE]\d", word)}


def chinese(text):
    return set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", text))


def speak(shop, language):
    shop.meritd.environment["MERITD_SHOP_LANGUAGE"] = language
    shop.meritd.run("migrate")


@pytest.fixture
def shop(new_meritd, tmp_path):
    """January is open."""
    return january(new_meritd(shop_zone="UTC", shop_language="zh"), tmp_path)


@pytest.fixture
def closed(shop):
    """January closed and settled, an appeal and an exclusion."""
    shop.run("close", "--month", "2025-01", "--accept-warnings")
    shop.run("ledger", "--input", "-", input=COMMISSION)
    shop.file("--month", "2025-01", "--agent", "tao", "--indicator", "target_completion", "--reason", "1")
    shop.run("exclude", "order", "tao-2025-01", "--reason", "1")
    return shop


@pytest.mark.quick
def test_tables(closed):
    settled = closed.run("ledger", "--month", "2025-01", "--settle").stdout
    assert settled.startswith("2025-01 第 0 次修订已结算\n") and not english(settled)
    told = {words: closed.run(*words).stdout for words in COMMANDS}
    for words, text in told.items():
        assert chinese(text) and not english(text) - METRICS, words
    assert re.match(r"名次 +客服 +姓名 +团队 +总分 +等级 +方案 +说明\n", told[COMMANDS[0]])
    assert "改进计划" in told[COMMANDS[2]] and "30.00" in told[COMMANDS[4]] and "未回复" in told[COMMANDS[1]]
    speak(closed, "en")
    for words, text in told.items():
        now = closed.run(*words).stdout
        assert english(now) - METRICS and not chinese(now), words
        assert len(now.splitlines()) == len(text.splitlines()), words
    assert " 0 problems, " in closed.run("verify", "--ledger").stdout


def decisions(shop, month):
    """What people are told of an appeal, exclusions and an action."""
    def last(table):
        return shop.database.value(f"select max(id) from {table}")

    yield shop.file("--month", month, "--agent", "lan", "--indicator", "target_completion", "--reason", "1")
    yield shop.run("appeal", "decide", last("period.appeal"), "accept", f"order:lan-{month}", "--note", "2",
                   "--evidence", "3")
    yield shop.run("exclude", "order", f"mei-{month}", "--reason", "1")
    yield shop.run("include", last("fact.exclusion"), "--reason", "1")
    yield shop.run("actions", "done", last("period.action"))


def reports(shop, month, later):
    yield shop.run("close", "--due", month=month, now=behind(month, hours=1))
    yield shop.run("close", "--month", month, "--dry-run", month=month)
    yield shop.close(month)
    yield shop.close(month)
    yield shop.run("revise", "--month", month, "--reason", "1", month=month)
    later(month)
    yield shop.run("revise", "--month", month, "--reason", "1", "--dry-run", month=month)
    yield shop.run("revise", "--month", month, "--reason", "1", month=month)
    yield from decisions(shop, month)
    yield shop.run("close", "--due", month=month)


def told(outputs):
    """What was printed, without the message of a dry run, which programs read, without hashes and commands."""
    return [re.sub(r"[0-9a-f]{64}|meritd [a-z]+( (list|--[a-z-]+|2025-\d\d|TEXT))*", "",
                   re.sub(r"\n\S+\n\{.*", "", output.stdout, flags=re.DOTALL)) for output in outputs]


def test_reports(shop):
    """A month's close, revision and decisions in Chinese, the next month's in English: as many lines, of other words."""
    def later(month):
        shop.record(f"{month}-20", "tao", status="left", left=f"{month}-20")
        shop.record(f"{month}-21", "tao", status="regular", joined=f"{month}-21")

    shop.month("2025-02", JANUARY)
    here = told(reports(shop, "2025-01", later))
    speak(shop, "en")
    there = told(reports(shop, "2025-02", later))
    assert len(here) == len(there) == 13
    for zh, en in zip(here, there):
        assert chinese(zh) and not english(zh) - METRICS, zh
        assert english(en) - METRICS and not chinese(en), en


# The same in every language: codes of what is in the way, commands and their options, types of events.
CODES = r"earlier|look_ahead|targets_missing|unknown_agents|meritd( [a-z]+)*|--[a-z-]+( R\b)?|[a-z]+\.[a-z]+|^hint"


def in_the_way(shop, month):
    """What a close says that is refused, the facts of one that is made over it, and why status says the month is not closed."""
    early, over = behind(month, hours=1), ["--anyway", "--skip", "--accept-warnings", "--reason", "1", "--dry-run"]
    refused = shop.run("close", "--month", month, now=early, status=1).stderr
    facts = re.findall("(?m)^.*(?:look_ahead|targets_missing|unknown_agents): .*",
                       shop.run("close", "--month", month, *over, now=early).stdout)
    return refused.splitlines(), facts, re.findall(f"(?m)^{month} +provisional +(.*)", shop.run("status", now=early).stdout)


def test_what_is_in_the_way(shop):
    shop.month("2025-02", {"mei": 1000, "guest": 900}, target=None)
    here = in_the_way(shop, "2025-02")
    speak(shop, "en")
    there = in_the_way(shop, "2025-02")
    assert [*map(len, here)] == [*map(len, there)] == [6, 3, 1]
    for zh, en in zip(itertools.chain(*here), itertools.chain(*there)):
        assert chinese(zh) and not english(re.sub(CODES, "", zh)), zh
        assert english(re.sub(CODES, "", en)) and not chinese(en), en
    assert here[0][3] == "警告 targets_missing：没有销售目标：guest, mei；设定目标（事件 target.set）"
    assert there[0][3] == "warning targets_missing: no sales target: guest, mei; set the targets (events target.set)"


def test_programs_read_codes(closed):
    """Headings and codes of CSV and JSON are the same in both; payroll's file is, to the byte."""
    def read():
        return [closed.run(*words, "--format", "csv").stdout.splitlines()[0] for words in COMMANDS if words[0] != "ledger"]

    closed.run("ledger", "--month", "2025-01", "--settle")
    payroll = closed.run("ledger", "--month", "2025-01", "--format", "csv").stdout
    headings = read()
    assert not any(map(chinese, [payroll, *headings]))
    speak(closed, "en")
    assert read() == headings and closed.run("ledger", "--month", "2025-01", "--format", "csv").stdout == payroll


def test_other_language(closed):
    """Commands refuse until it is migrated, as with topics; a third language is none."""
    said = closed.run("score", "--month", "2025-01", status=1, shop_language="en").stderr
    assert "shop.language is en in the configuration and zh in the database" in said and "another language at any time" in said
    assert 'it must be zh or en' in closed.run("score", "--month", "2025-01", status=2, shop_language="fr").stderr
