"""The ledger by command: what payroll gives and takes, its settlement, and the chain that shows every change.

Amounts come from the scheme's figures: +100 to the first, -100 from the last, split where several share a rank,
+200 for three firsts running.
"""

import csv
import hashlib
import json
import subprocess

import pytest
from month_shop import COMMISSION, HEADING, JANUARY_LINES, behind


# ---- ledger and payroll ----------------------------------------------------------------------------


PAYROLL = [
    "record,employee,name,accounts,period,revision,correction,currency,rewards,penalties,waived,corrections,amount,pay",
    'person,E1,"Mei ""M"", first",mei,2025-01,0,0,CNY,100.00,0.00,0.00,0.00,100.00,0.00',
    "person,E3,=1+1,tao tao2,2025-01,0,0,CNY,0.00,-100.00,30.00,0.00,-70.00,0.00",
    "total,,,,2025-01,,,CNY,100.00,-100.00,30.00,0.00,30.00,0.00", ""]


@pytest.mark.quick
@pytest.mark.asan
def test_payroll(closed):
    csv = ("ledger", "--month", "2025-01", "--format", "csv")
    assert "not settled" in closed.run(*csv, status=1).stderr
    provisional = closed.run(*csv, "--provisional").stdout
    assert provisional.endswith("total,,,,2025-01,,,CNY,100.00,-100.00,0.00,0.00,0.00,0.00\n")
    settle = ("ledger", "--month", "2025-01", "--settle")
    before = closed.content()
    unknown = closed.run(*settle, status=1)
    assert "tao " in unknown.stdout and "tao2" in unknown.stdout and "own_commission" in unknown.stdout
    assert "nothing was written" in unknown.stderr and closed.content() == before
    assert "4 lines, 4 of them" in closed.run("ledger", "--input", "-", input=COMMISSION).stdout
    assert "4 lines, 0 of them" in closed.run("ledger", "--input", "-", input=COMMISSION).stdout
    before = closed.content()
    dry = closed.run(*settle, "--dry-run").stdout
    assert "would be settled" in dry and "30.00" in dry and closed.content() == before
    assert "is settled" in closed.run(*settle, "--by", "qian").stdout
    assert closed.lines("2025-01") == [*JANUARY_LINES, "tao2 last waived 30.00"]
    assert "already" in closed.run(*settle).stdout and len(closed.lines("2025-01")) == 4
    assert run_bytes(closed.meritd, *csv) == "\r\n".join(PAYROLL).encode()
    assert closed.run(*csv, "--revision", 0).stdout == closed.run(*csv).stdout
    corrected = COMMISSION.replace("60.00", "85.00")
    refused = closed.run("ledger", "--input", "-", input=corrected, status=1).stderr
    assert "line 2: own_commission of tao is 60.00 already; another needs a reason" in refused
    closed.run("ledger", "--input", "-", "--reason", "a contract was late", input=corrected)
    assert "not settled" in closed.run(*csv, status=1).stderr
    closed.run(*settle)
    assert closed.lines("2025-01")[4:] == ["tao2 last waived_reversal -30.00", "tao2 last waived 5.00"]
    rows = closed.run(*csv).stdout.splitlines()
    assert rows[:3] == PAYROLL[:3]
    assert rows[3:] == ["person,E3,=1+1,tao2,2025-01,0,1,CNY,0.00,0.00,5.00,-30.00,-25.00,0.00",
                        "total,,,,2025-01,,,CNY,100.00,-100.00,35.00,-30.00,5.00,0.00"]
    closed.run("verify", "--ledger")


def run_bytes(meritd, *words):
    """Standard output byte for byte: text mode would hide line ends."""
    return subprocess.run([meritd.binary, *words], env=meritd.environment, capture_output=True, check=True,
                          timeout=240).stdout


@pytest.mark.quick
def test_ledger_is_shown(closed):
    table = closed.run("ledger", "--month", "2025-01").stdout
    assert "penalty" in table and table.endswith("3 lines, 0.00 in all; not settled\n")
    rows = json.loads(closed.run("ledger", "--month", "2025-01", "--format", "json").stdout)
    assert [(row["line"], row["agent"], row["amount"]) for row in rows] == [(1, "mei", 100), (2, "tao", -50), (3, "tao2", -50)]
    assert "nothing in 2030-01" in closed.run("ledger", "--month", "2030-01", "--settle", status=1).stderr
    assert "there are: 2025-01" in closed.run("ledger", "--month", "2030-01", status=2).stderr


@pytest.mark.quick
@pytest.mark.asan
@pytest.mark.parametrize("text, told", [
    (HEADING + "2025-01,tao,own_commission,60.00\n2025-13,nobody,own_comission,\"1,5\"\n\n2025-01,tao\n"
     "2025-01,tao,own_commission,1\n2025-01,\"ta\"o,own_commission,1\n2025-01,tao,shared_commission,1.005\n"
     "2025-01,tao2,own_commission,-5\n",
     ['line 3: month is "2025-13"', 'line 3: there is no agent "nobody"', 'line 3: input is "own_comission"',
      'line 3: amount is "1,5"', "line 5: 2 fields, the heading has 4", "line 6: line 2 gives the same", "line 7: ",
      'line 8: amount is "1.005"', 'line 9: amount is "-5"; a commission is 0.00 or more']),
    ("", ["a heading is needed"]), ("month,agent,input\n", ["there is no column amount"]),
    ("month,agent,input,amount,note\n", ["not note"]), ("month,agent,agent,amount\n", ["twice the column agent"]),
    (HEADING + '2025-01,tao,own_commission,"60.00\n', ["line 2: a quote that does not end"]),
    (HEADING + "2025-01,ta\0o,own_commission,1\n", ["line 2: bytes that are no UTF-8 text"]),
], ids=["lines", "empty", "missing", "unknown", "twice", "quote", "nul"])
def test_input_is_taken_whole_or_not_at_all(closed, text, told):
    before = closed.content()
    refused = closed.run("ledger", "--input", "-", input=text, status=1)
    for sentence in told:
        assert sentence in refused.stderr, refused.stderr
    assert "line 2: month" not in refused.stderr and closed.content() == before


def test_input_from_a_file(closed, tmp_path):
    path = tmp_path / "input.csv"
    path.write_bytes("\ufeffamount,agent,input\r\n\"60.00\",tao,\"own_commission\"\r\n".encode())
    closed.run("ledger", "--input", path, status=1)
    closed.run("ledger", "--month", "2025-01", "--input", path, "--by", "qian")
    assert closed.database.rows("select month::text, agent, input, amount::text, set_by from pay.input") == [
        ("2025-01-01", "tao", "own_commission", "60.00", "qian (postgres)")]
    assert "nowhere" in closed.run("ledger", "--input", tmp_path / "nowhere", status=1).stderr


def test_a_streak_is_reversed_after_a_revision(shop, tmp_path):
    """mei was first for three months; an order of January was a test: then lan was, and the 200 has no ground. March is
    settled: 30.00 of commission bear 30.00 of lan's penalty of 100. Who was told of the 200 is told that they are gone."""
    shop.run("post", "receivers", "/dev/stdin", input=json.dumps(
        [{"receiver": "archive", "kind": "file", "folder": str(tmp_path / "archive")}]))
    for month in ("2025-02", "2025-03"):
        shop.month(month, {"mei": 1000, "lan": 900})
    for month in ("2025-01", "2025-02", "2025-03"):
        shop.close(month)
    shop.run("ledger", "--input", "-", input=HEADING + "2025-03,lan,own_commission,30\n2025-03,lan,shared_commission,0\n")
    shop.run("ledger", "--month", "2025-03", "--settle")
    assert shop.lines("2025-03")[-1] == "lan last waived 70.00"
    (streak,) = [line for line, in shop.database.rows("select line from pay.ledger where reason = 'first_streak'")]
    assert "no streak" in shop.run("ledger", "--reverse", 1, "--reason", "x", status=1).stderr
    shop.run("exclude", "order", "mei-2025-01", "--reason", "a test", month="2025-03")
    plan = shop.run("revise", "--month", "2025-01", "--reason", "a test order", month="2025-03").stdout
    assert "ledger --reverse" in plan
    report = [line.split() for line in plan.splitlines() if line.startswith("2025-03")]
    assert report == [["2025-03", "mei", "200.00", "0.00", str(streak)]]
    before = shop.content()
    dry = shop.run("ledger", "--reverse", streak, "--reason", "January was revised", "--dry-run").stdout
    assert "dry run" in dry and "-200.00" in dry and shop.content() == before
    done = shop.run("ledger", "--reverse", streak, "--reason", "January was revised", "--by", "qian").stdout
    assert "written" in done and "archive" in done
    assert shop.lines("2025-03")[-1] == "mei first_streak reversal -200.00"
    shop.run("ledger", "--reverse", streak, "--reason", "again", status=1)
    shop.run("verify", "--ledger")
    rows = csv.DictReader(shop.run("ledger", "--month", "2025-03", "--format", "csv").stdout.splitlines())
    assert [(row["revision"], row["correction"], row["amount"]) for row in rows if row["employee"] == "E1"] == [
        ("0", "0", "300.00"), ("0", "1", "-200.00")]
    shop.run("post", now="2025-06-01T00:00:00Z")
    told = {path.name: json.loads(path.read_text())["data"] for path in (tmp_path / "archive").iterdir()}
    (name,) = [name for name, data in told.items() if data["kind"] == "reversal"]
    assert name.endswith("_2025-03_0.1_archive.json")
    assert [(row["agent"], row["reason"], row["kind"], row["amount"]) for row in told[name]["rewards"]] == [
        ("mei", "first_streak", "reversal", -200)]
    assert told[name]["reason"] == "January was revised" and told[name]["difference"] is told[name]["appeal"] is None
    listed = json.loads(shop.run("post", "list", "--format", "json").stdout)
    assert [(row["revision"], row["sequence"], row["kind"], row["state"]) for row in listed if row["period"] == "2025-03"] == [
        (0, 0, "ranking", "sent"), (0, 1, "reversal", "sent")]


def test_who_was_away_has_no_streak(shop):
    """mei is first for three months, and tao last; that both were away in February is known later, then that it is wrong."""
    for month in ("2025-02", "2025-03"):
        shop.month(month, {"mei": 1000, "lan": 900, "tao": 700})
    for month in ("2025-01", "2025-02", "2025-03"):
        shop.close(month)
    february = {"month": "2025-03", "now": behind("2025-03", days=8)}
    revise = ("revise", "--month", "2025-02", "--reason", "what is known now")
    for agent in ("mei", "tao"):
        shop.record("2025-02-20", agent, status="left", left="2025-02-20")
        shop.record("2025-03-01", agent, status="regular", joined="2025-03-01")
    dry = shop.run(*revise, "--dry-run", **february).stdout
    told = shop.run(*revise, **february).stdout
    (streak,) = [line for line, in shop.database.rows("select line from pay.ledger where reason = 'first_streak'")]
    assert march_of(told) == march_of(dry) == [
        f"2025-03 mei 200.00 0.00 {streak}", "2025-03 tao resignation review 3 months below pass mark open waived",
        "2025-03 tao review 3 months below coaching open waived", "2025-03 tao review of post 3 months last open waived"]
    march = {row["action"]: (row["state"], row["note"]) for row in json.loads(
        shop.run("actions", "list", "--month", "2025-03", "--format", "json", **february).stdout) if row["agent"] == "tao"}
    assert march.pop("coaching") == march.pop("improvement_plan") == ("open", None)
    assert set(march.values()) == {("waived", "revision 1 of 2025-02")}
    assert f"ledger --reverse {streak} " in shop.run("status", **february).stdout

    shop.run("ledger", "--reverse", streak, "--reason", "mei was away", **february)
    for agent in ("mei", "tao"):
        shop.record("2025-02-21", agent, status="regular")
    assert march_of(shop.run(*revise, **february).stdout) == [
        "2025-03 mei 0.00 200.00 -", "2025-03 tao resignation review 3 months below pass mark waived open",
        "2025-03 tao review 3 months below coaching waived open", "2025-03 tao review of post 3 months last waived open"]
    assert "2025-03: mei is due 200.00 for a streak" in shop.run("status", **february).stdout
    shop.run("revise", "--month", "2025-03", "--reason", "pay it", **february)
    assert shop.lines("2025-03")[-1] == "mei first_streak reward 200.00"
    assert "streak" not in shop.run("status", **february).stdout
    shop.run("verify", "--ledger")


def march_of(report):
    return [" ".join(line.split()) for line in report.splitlines() if line.startswith("2025-03")]


# ---- the chain -------------------------------------------------------------------------------------


def by_superuser(shop, table, statement):
    shop.database.execute(f"alter table {table} disable trigger all")
    shop.database.execute(statement)
    shop.database.execute(f"alter table {table} enable always trigger refuse_change")


@pytest.mark.quick
def test_the_chain_shows_what_a_superuser_changed(closed):
    """The head is the hash of the last line's text, made here from the documented recipe."""
    (line,) = [row for row, in closed.database.rows(
        "select pay.ledger_text(l) from pay.ledger l order by line desc limit 1")]
    members = json.loads(line)
    text = json.dumps({name: members[name] for name in sorted(members, key=lambda name: (len(name), name))},
                      ensure_ascii=False)
    head = hashlib.sha256(text.encode()).hexdigest()
    fine = closed.run("verify", "--ledger")
    (journal,) = [hash for hash, in closed.database.rows("select hash from pay.journal order by entry desc limit 1")]
    # the closing, its posting, and for tao and tao2 an improvement plan and a coaching each
    assert fine.stdout == f"ledger: 3 lines, 0 problems, head {head}\njournal: {1 + 1 + 2 * 2} entries, head {journal}\n"
    for written in (head, journal):
        closed.run("verify", "--ledger", "--head", written)
    assert "no line has the head" in closed.run("verify", "--ledger", "--head", "f" * 64, status=1).stdout
    assert json.loads(closed.run("verify", "--ledger", "--format", "json").stdout) == []
    by_superuser(closed, "pay.ledger", "update pay.ledger set amount = 1000 where line = 1")
    changed = closed.run("verify", "--ledger", status=1).stdout
    assert "line 1" in changed and "changed" in changed
    by_superuser(closed, "pay.ledger", "update pay.ledger set amount = 100 where line = 1")
    closed.run("verify", "--ledger")
    by_superuser(closed, "pay.ledger", "delete from pay.ledger where line = 3")
    cut = closed.run("verify", "--ledger", status=1)
    assert "posting of 2025-01" in cut.stdout and "2 lines, 2 problems," in cut.stdout and "is missing in 2025-01" in cut.stdout


def test_verify_shows_changed_results(closed):
    by_superuser(closed, "period.result", "update period.result set total = 99 where agent = 'tao'")
    assert "2025-01, revision 0" in closed.run("verify", "--ledger", status=1).stdout
