"""Month end by commands: close, revise, ledger, appeal, exclude, include, actions, verify --ledger.

Amounts come from the scheme's figures: +100 to the first, -100 from the last, split where several share a rank,
+200 for three firsts running.
"""

import hashlib
import json
import subprocess
from datetime import timedelta

import psycopg2
import pytest
from month_shop import MonthShop, behind, first_day
from processes import wait_until
from program import Meritd

JANUARY = {"mei": 1000, "lan": 900, "tao": 700, "tao2": 700}
JANUARY_LINES = ["mei first reward 100.00", "tao last penalty -50.00", "tao2 last penalty -50.00"]
ODD_NAME = 'Mei "M", first'
FORMULA = "=1+1"


@pytest.fixture
def shop(new_meritd, tmp_path):
    """January's events are written: mei is first; tao and tao2, accounts of one person, share the last rank."""
    shop = MonthShop(new_meritd(shop_zone="UTC"), tmp_path)
    shop.staff("mei", employee="E1", name=ODD_NAME)
    shop.staff("lan", employee="E2", name="Lan")
    shop.staff("tao", employee="E3", name=FORMULA)
    shop.staff("tao2", employee="E3", name=FORMULA)
    shop.month("2025-01", JANUARY)
    return shop


@pytest.fixture
def closed(shop):
    shop.close("2025-01")
    return shop


# ---- usage -----------------------------------------------------------------------------------------


WRONG = [
    ["close"], ["close", "--month", "January"], ["close", "--due", "--month", "2025-01"], ["close", "--due", "--anyway"],
    ["close", "--due", "--dry-run"], ["close", "--month", "2025-01", "--anyway"],
    ["close", "--month", "2025-01", "--skip", "--reason", ""], ["close", "--month", "2025-01", "--format", "csv"],
    ["close", "2025-01"], ["revise", "--month", "2025-01"], ["revise", "--reason", "x"],
    ["revise", "--month", "2025-01", "--reason", ""], ["ledger"], ["ledger", "--settle"],
    ["ledger", "--month", "2025-01", "--format", "xml"], ["ledger", "--month", "2025-01", "--provisional"],
    ["ledger", "--month", "2025-01", "--settle", "--format", "csv"], ["ledger", "--month", "2025-01", "--revision", "x"],
    ["ledger", "--reverse", "1"], ["ledger", "--reverse", "one", "--reason", "x"], ["ledger", "--input", ""],
    ["ledger", "--settle", "--month", "2025-01", "--input", "-"], ["appeal"], ["appeal", "lose"], ["appeal", "file"],
    ["appeal", "file", "--month", "2025-01", "--agent", "mei", "--indicator", "sales"], ["appeal", "list", "1"],
    ["appeal", "evidence"], ["appeal", "evidence", "one"], ["appeal", "decide", "1"], ["appeal", "decide", "1", "accept"],
    ["appeal", "decide", "1", "maybe", "--note", "x"], ["appeal", "decide", "1", "accept", "--note", "x"],
    ["appeal", "decide", "1", "accept", "--note", "x", "--evidence", "y"],
    ["appeal", "decide", "1", "accept", "order", "--note", "x", "--evidence", "y"],
    ["appeal", "decide", "1", "reject", "order:o", "--note", "x"], ["exclude"], ["exclude", "order"],
    ["exclude", "order", "o"], ["exclude", "list", "o"], ["exclude", "order", "o", "--reason", "x", "--appeal", "y"],
    ["include"], ["include", "1"], ["include", "one", "--reason", "x"], ["actions"], ["actions", "waive", "1"],
    ["actions", "done"], ["actions", "done", "1", "--month", "2025-01"], ["verify", "--head", "0" * 64],
    ["verify", "--ledger", "--head", "abc"], ["verify", "--ledger", "--from", "2025-01-01"]]


@pytest.mark.quick
@pytest.mark.asan
def test_wrong_usage(meritd):
    for words in WRONG:
        done = meritd.run(*words, status=2)
        assert done.stderr and not done.stdout, words


COMMANDS = [["close", "--month", "2025-01"], ["close", "--due"], ["revise", "--month", "2025-01", "--reason", "x"],
            ["ledger", "--month", "2025-01"], ["ledger", "--month", "2025-01", "--settle"],
            ["ledger", "--reverse", "1", "--reason", "x"], ["ledger", "--input", "-"], ["appeal", "list"],
            ["appeal", "decide", "1", "reject", "--note", "x"], ["exclude", "list"],
            ["exclude", "order", "o", "--reason", "x"], ["include", "1", "--reason", "x"], ["actions", "list"],
            ["verify", "--ledger"]]


@pytest.mark.quick
def test_unreachable(meritd, scratch):
    away = Meritd(meritd.database, scratch)
    away.environment["PGPORT"] = "1"
    for words in COMMANDS:
        assert "cannot connect" in away.run(*words, status=3, input="").stderr


# ---- close -----------------------------------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.asan
def test_close(shop):
    dry = shop.close("2025-01", "--dry-run", "--by", "zhao").stdout
    for shown in ("would be closed", "zhao", ODD_NAME, "first", "-50.00", "improvement_plan", "message", "appeal"):
        assert shown in dry, dry
    done = shop.close("2025-01", "--by", "zhao").stdout
    assert done.startswith("2025-01 is closed\n") and "100.00" in done
    assert shop.lines("2025-01") == JANUARY_LINES
    assert shop.database.value("select closed_by from period.closing") == "zhao (postgres)"
    before = shop.content()
    assert "closed already" in shop.close("2025-01").stdout
    assert json.loads(shop.close("2025-01", "--format", "json").stdout)["already"] is True
    assert shop.content() == before


@pytest.mark.quick
def test_dry_run_of_a_close_writes_nothing_and_tells_all(shop):
    before = shop.content()
    dry = json.loads(shop.close("2025-01", "--dry-run", "--format", "json").stdout)
    assert shop.content() == before
    real = json.loads(shop.close("2025-01", "--format", "json").stdout)
    assert dry["dry_run"] and not dry["done"] and real["done"] and not real["dry_run"]
    assert [(line["agent"], line["reason"], line["amount"]) for line in dry["ledger"]] == [
        ("mei", "first", 100), ("tao", "last", -50), ("tao2", "last", -50)]
    for member in ("month", "results", "actions", "receivers", "result_hash", "input_hash", "schemes"):
        assert dry[member] == real[member], member
    assert dry["message"]["ranking"] == real["message"]["ranking"]
    assert [(result["agent"], result["rank"]) for result in dry["results"]] == [
        ("mei", 1), ("lan", 2), ("tao", 3), ("tao2", 3)]


@pytest.mark.quick
def test_refusals_name_everything_and_what_to_do(shop):
    shop.month("2025-02", {"mei": 1000, "guest": 900}, target=None)
    before = shop.content()
    early = shop.run("close", "--month", "2025-02", now=behind("2025-02", hours=1), status=1)
    assert not early.stdout
    for told in ("2025-02 is not closed", "earlier: 2025-01", "look_ahead", "2025-03-02 00:00", "wait", "targets_missing",
                 "target.set", "unknown_agents", "guest", "agent.updated", "--anyway", "--accept-warnings", "--skip"):
        assert told in early.stderr, early.stderr
    assert "running" in shop.run("close", "--month", "2025-02", now="2025-02-20T00:00:00Z", status=1).stderr
    assert "there is nothing in" in shop.run("close", "--month", "2030-01", status=1).stderr
    shop.close("2025-02", "--skip", "--reason", "first month", status=1)
    shop.close("2025-02", "--skip", "--reason", "first month", "--anyway", status=1)
    shop.close("2025-02", "--accept-warnings", status=1)
    assert shop.content()["period.closing"] == [] and shop.content()["pay.ledger"] == before["pay.ledger"] == []
    done = shop.run("close", "--month", "2025-02", "--anyway", "--skip", "--accept-warnings", "--reason", "we move\x1b[31m",
                    now=behind("2025-02", hours=1)).stdout
    for shown in ("closed over", "look_ahead", "accepted", "targets_missing", "skipped", "2025-01", "we move?[31m"):
        assert shown in done, done
    assert shop.database.value("select reason from period.skipped") == "we move\x1b[31m"


@pytest.mark.quick
def test_close_due(shop):
    shop.month("2025-02", {"mei": 1000, "lan": 900})
    shop.month("2025-03", {"mei": 1000, "lan": 900})
    early = shop.run("close", "--due", now=behind("2025-01", hours=1))
    assert "2025-01 is not due" in early.stdout and "2025-02-02 00:00" in early.stdout
    assert "nothing to close" in early.stdout
    both = shop.run("close", "--due", "--by", "timer", now=behind("2025-02", days=3)).stdout
    assert both.index("2025-01 is closed") < both.index("2025-02 is closed") and "2025-03 is" not in both
    again = shop.run("close", "--due", now=behind("2025-02", days=3))
    assert again.stdout == "nothing to close\n" and not again.stderr
    reports = shop.run("close", "--due", "--format", "json", now=behind("2025-03", days=3)).stdout.splitlines()
    assert [json.loads(report)["month"] for report in reports] == ["2025-03"]
    assert shop.lines("2025-03") == ["mei first reward 100.00", "lan last penalty -100.00",
                                     "mei first_streak reward 200.00"]
    assert [row[0] for row in shop.database.rows("select month::text from period.closing order by month")] == [
        "2025-01-01", "2025-02-01", "2025-03-01"]


def test_close_due_stops_at_what_is_in_the_way(shop):
    """A warning keeps February back, and March with it; accepted, both are closed. Skipped months are no longer due."""
    shop.month("2025-02", {"mei": 1000, "lan": 900}, target=None)
    shop.month("2025-03", {"mei": 1000, "lan": 900})
    late = behind("2025-03", days=3)
    kept = shop.run("close", "--due", now=late, status=1)
    assert "2025-01 is closed" in kept.stdout and "targets_missing" in kept.stderr and "2025-02" in kept.stderr
    assert shop.database.value("select count(*) from period.closing") == 1
    shop.close("2025-03", "--skip", "--reason", "no targets were set")
    assert shop.run("close", "--due", now=late).stdout == "nothing to close\n"


def test_close_due_after_a_topic_was_not_read(new_meritd, tmp_path):
    shop = MonthShop(new_meritd(shop_zone="UTC", kafka_topics="events"), tmp_path, read=False)
    shop.staff("mei")
    shop.month("2025-01", {"mei": 1000})
    refused = shop.run("close", "--due", status=1)
    assert "unread: nothing was ever read of topic events" in refused.stderr and "ingest --until-end" in refused.stderr


def test_two_closers_at_once(shop):
    """Both wait for the settler's lock; then one closes, and the other finds it closed."""
    holder = shop.database.connect()
    holder.autocommit = False
    holder.cursor().execute("select settle.lock(true)")
    words = ("close", "--due", "--now", behind("2025-01", days=7))
    closers = [shop.meritd.start(*words), shop.meritd.start("close", "--month", "2025-01", *words[2:])]
    for closer in closers:
        closer.wait_until(lambda: waiting(shop) == 2, what="both wait")
    holder.rollback()
    holder.close()
    assert [closer.wait() for closer in closers] == [0, 0]
    told = sorted("closed already" in closer.text() for closer in closers)
    assert told == [False, True]
    assert shop.lines("2025-01") == JANUARY_LINES
    assert shop.database.value("select count(*) from period.closing") == 1


def waiting(shop):
    return shop.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                               "and wait_event_type = 'Lock'")


def sessions(shop):
    return shop.database.value("select count(*) from pg_stat_activity where datname = current_database() "
                               "and application_name = 'meritd'")


def stopped_in_the_middle(shop):
    """A closer that has frozen its results and waits for the ledger; and who holds that."""
    holder = shop.database.connect()
    holder.autocommit = False
    holder.cursor().execute("lock table pay.ledger in access exclusive mode")
    closer = shop.meritd.start("close", "--month", "2025-01", "--now", behind("2025-01", days=7))
    closer.wait_until(lambda: waiting(shop) == 1, what="it waits for the ledger")
    return closer, holder


def frozen(shop):
    return [shop.database.value(f"select count(*) from {table}")
            for table in ("period.closing", "period.result", "period.metric", "pay.ledger", "period.action", "post.message")]


@pytest.mark.parametrize("killed", ["client", "server"])
def test_a_closer_is_killed_in_the_middle(shop, killed):
    """Undone or done, never half; and then it can be closed."""
    closer, holder = stopped_in_the_middle(shop)
    if killed == "client":
        closer.kill()
    else:
        shop.database.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                              "where datname = current_database() and application_name = 'meritd'")
        assert closer.wait() == 3
    holder.rollback()
    holder.close()
    wait_until(lambda: sessions(shop) == 0, what="its session has ended")
    found = frozen(shop)
    assert all(found) or not any(found), found
    assert killed == "client" or not any(found)
    shop.close("2025-01")
    assert shop.lines("2025-01") == JANUARY_LINES and all(frozen(shop))
    shop.run("verify", "--ledger")


def test_the_database_is_killed_in_the_middle(shop, postgres):
    closer, holder = stopped_in_the_middle(shop)
    postgres.restart(kill=True)
    assert closer.wait() == 3
    holder.close()
    assert not any(frozen(shop))
    shop.close("2025-01")
    assert shop.lines("2025-01") == JANUARY_LINES


# ---- ledger and payroll ----------------------------------------------------------------------------


HEADING = "month,agent,input,amount\n"
# 70.00 of commission bear the 50.00 of tao and 20.00 of tao2: 30.00 are waived.
COMMISSION = (HEADING + "2025-01,tao,own_commission,60.00\r\n2025-01,tao2,shared_commission,10\n")
PAYROLL = [
    "record,employee,name,accounts,period,revision,currency,rewards,penalties,waived,corrections,amount",
    'person,E1,"Mei ""M"", first",mei,2025-01,0,CNY,100.00,0.00,0.00,0.00,100.00',
    "person,E3,=1+1,tao tao2,2025-01,0,CNY,0.00,-100.00,30.00,0.00,-70.00",
    "total,,,,2025-01,,CNY,100.00,-100.00,30.00,0.00,30.00", ""]


@pytest.mark.quick
@pytest.mark.asan
def test_payroll(closed):
    csv = ("ledger", "--month", "2025-01", "--format", "csv")
    assert "not settled" in closed.run(*csv, status=1).stderr
    provisional = closed.run(*csv, "--provisional").stdout
    assert provisional.endswith("total,,,,2025-01,,CNY,100.00,-100.00,0.00,0.00,0.00\n")
    settle = ("ledger", "--month", "2025-01", "--settle")
    before = closed.content()
    unknown = closed.run(*settle, status=1)
    assert "tao " in unknown.stdout and "tao2" in unknown.stdout and "own_commission" in unknown.stdout
    assert "nothing was written" in unknown.stderr and closed.content() == before
    assert "2 lines, 2 of them" in closed.run("ledger", "--input", "-", input=COMMISSION).stdout
    assert "2 lines, 0 of them" in closed.run("ledger", "--input", "-", input=COMMISSION).stdout
    before = closed.content()
    dry = closed.run(*settle, "--dry-run").stdout
    assert "would be settled" in dry and "30.00" in dry and closed.content() == before
    assert "is settled" in closed.run(*settle, "--by", "qian").stdout
    assert closed.lines("2025-01") == [*JANUARY_LINES, "tao2 last waived 30.00"]
    assert "already" in closed.run(*settle).stdout and len(closed.lines("2025-01")) == 4
    assert run_bytes(closed.meritd, *csv) == "\r\n".join(PAYROLL).encode()
    assert closed.run(*csv, "--revision", 0).stdout == closed.run(*csv).stdout
    assert "fixed" in closed.run("ledger", "--input", "-", input=COMMISSION, status=1).stderr


def run_bytes(meritd, *words):
    """Standard output byte for byte: text mode would hide line ends."""
    return subprocess.run([meritd.binary, *words], env=meritd.environment, capture_output=True, check=True,
                          timeout=60).stdout


@pytest.mark.quick
def test_ledger_is_shown(closed):
    table = closed.run("ledger", "--month", "2025-01").stdout
    assert "penalty" in table and table.endswith("3 lines, 0.00 in all; not settled\n")
    rows = json.loads(closed.run("ledger", "--month", "2025-01", "--format", "json").stdout)
    assert [(row["line"], row["agent"], row["amount"]) for row in rows] == [(1, "mei", 100), (2, "tao", -50), (3, "tao2", -50)]
    assert "nothing in 2030-01" in closed.run("ledger", "--month", "2030-01", "--settle", status=1).stderr
    assert closed.run("ledger", "--month", "2030-01").stdout == "0 lines, 0.00 in all; the month is not closed\n"


@pytest.mark.quick
@pytest.mark.asan
@pytest.mark.parametrize("text, told", [
    (HEADING + "2025-01,tao,own_commission,60.00\n2025-13,nobody,own_comission,\"1,5\"\n\n2025-01,tao\n"
     "2025-01,tao,own_commission,1\n2025-01,\"ta\"o,own_commission,1\n2025-01,tao,shared_commission,1.005\n",
     ['line 3: month is "2025-13"', 'line 3: there is no agent "nobody"', 'line 3: input is "own_comission"',
      'line 3: amount is "1,5"', "line 5: 2 fields, the heading has 4", "line 6: line 2 gives the same", "line 7: ",
      'line 8: amount is "1.005"']),
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


def test_a_streak_is_reversed_after_a_revision(shop):
    """mei was first for three months; an order of January was a test: then lan was, and the 200 has no ground."""
    for month in ("2025-02", "2025-03"):
        shop.month(month, {"mei": 1000, "lan": 900})
    for month in ("2025-01", "2025-02", "2025-03"):
        shop.close(month)
    (streak,) = [line for line, in shop.database.rows("select line from pay.ledger where reason = 'first_streak'")]
    assert "no streak" in shop.run("ledger", "--reverse", 1, "--reason", "x", status=1).stderr
    shop.run("exclude", "order", "mei-2025-01", "--reason", "a test", month="2025-03")
    plan = shop.run("revise", "--month", "2025-01", "--reason", "a test order", month="2025-03").stdout
    assert "ledger --reverse" in plan
    report = [line.split() for line in plan.splitlines() if line.startswith("2025-03")]
    assert report == [["2025-03", "mei", "200.00", "0", str(streak)]]
    before = shop.content()
    dry = shop.run("ledger", "--reverse", streak, "--reason", "January was revised", "--dry-run").stdout
    assert "dry run" in dry and "-200.00" in dry and shop.content() == before
    shop.run("ledger", "--reverse", streak, "--reason", "January was revised", "--by", "qian")
    assert shop.lines("2025-03")[-1] == "mei first_streak reversal -200.00"
    shop.run("ledger", "--reverse", streak, "--reason", "again", status=1)
    shop.run("verify", "--ledger")


# ---- revisions, appeals, exclusions ----------------------------------------------------------------


@pytest.mark.quick
@pytest.mark.asan
def test_appeal_and_revision(closed):
    """mei's order is lan's by right: with the credit lan is first and mei, without sales, last."""
    file = ("appeal", "file", "--month", "2025-01", "--agent", "lan", "--indicator", "target_completion", "--reason",
            "order mei-2025-01 was mine")
    assert "7 days" in closed.run(*file, now=behind("2025-01", days=15), status=1).stderr
    assert "no indicator" in closed.run(*file[:7], "sales", *file[8:], status=1).stderr
    assert closed.run(*file, "--by", "lan").stdout == "appeal 1 is filed\n"
    assert closed.database.value("select count(*) from period.appeal") == 1
    assert "was mine" in closed.run("appeal", "list").stdout
    assert json.loads(closed.run("appeal", "list", "--month", "2025-02", "--format", "json").stdout) == []
    evidence = json.loads(closed.run("appeal", "evidence", 1, "--format", "json").stdout)
    assert ("order", "lan-2025-01", 900) in [(row["kind"], row["reference"], row["amount"]) for row in evidence]
    assert "no appeal 9" in closed.run("appeal", "evidence", 9, status=1).stderr
    decide = ("appeal", "decide", 1, "accept", "credit:mei-2025-01", "--note", "the chat shows it", "--evidence", "c-1")
    before = closed.content()
    assert "credit_to" in closed.run(*decide, status=1).stderr and closed.content() == before
    decided = closed.run(*decide, "--credit-to", "lan", "--by", "zhao").stdout
    assert "accepted; exclusions 1" in decided and "meritd revise --month 2025-01" in decided
    assert "decided already" in closed.run("appeal", "decide", 1, "reject", "--note", "x", status=1).stderr
    before = closed.content()
    revise = ("revise", "--month", "2025-01", "--reason", "appeal 1")
    dry = closed.run(*revise, "--dry-run").stdout
    assert "would be revised" in dry and "appeal" in dry and closed.content() == before
    report = json.loads(closed.run(*revise, "--by", "zhao", "--format", "json").stdout)
    assert report["done"] and report["revision"] == 1
    ranks = {(row["agent"], row["by"], row["frozen"], row["revised"]) for row in report["plan"] if row["item"] == "rank"}
    assert ("lan", "appeal", 2, 1) in ranks
    assert sorted(closed.lines("2025-01")[3:]) == sorted([
        "mei first reversal -100.00", "tao last reversal 50.00", "tao2 last reversal 50.00",
        "lan first reward 100.00", "mei last penalty -100.00"])
    before = closed.content()
    assert "would change nothing" in closed.run(*revise).stdout
    assert closed.content()["period.closing"] == before["period.closing"]
    assert closed.content()["pay.ledger"] == before["pay.ledger"]
    closed.month("2025-02", {"mei": 1000})
    assert "2025-02 is not closed" in closed.run("revise", "--month", "2025-02", "--reason", "x", status=1).stderr


def test_a_rejected_appeal(closed):
    closed.run("appeal", "file", "--month", "2025-01", "--agent", "tao", "--indicator", "target_completion",
               "--reason", "I was ill")
    assert closed.run("appeal", "decide", 1, "reject", "--note", "no").stdout == "appeal 1 is rejected\n"
    (row,) = json.loads(closed.run("appeal", "list", "--format", "json").stdout)
    assert (row["state"], row["note"], row["agent"]) == ("rejected", "no", "tao")


@pytest.mark.quick
def test_drift_and_appeal_stand_apart(closed):
    """A late order raises tao to 1000 (drift); an exclusion takes lan's 900 (appeal)."""
    at = first_day("2025-01") + timedelta(days=5)
    late = {"order": "late", "customer": "someone", "amount": "300.00"}
    closed.write([closed.event("order.created", at, agent="tao", **late), closed.event("order.paid", at, **late)])
    closed.run("exclude", "order", "lan-2025-01", "--reason", "a colleague")
    report = json.loads(closed.run("revise", "--month", "2025-01", "--reason", "both", "--dry-run", "--format",
                                   "json").stdout)
    totals = {row["agent"]: (row["drift"], row["appeal"]) for row in report["plan"] if row["item"] == "total"}
    assert totals["tao"] == (45, 0)  # 55 points of 700, 100 of 1000
    assert totals["lan"] == (0, -85)


@pytest.mark.quick
def test_exclude_and_include(shop):
    exclude = ("exclude", "order", "mei-2025-01", "--reason", "a test")
    assert "exclusion 1" in shop.run(*exclude, "--by", "op").stdout
    assert "excluded already" in shop.run(*exclude, status=1).stderr
    assert "there is no order" in shop.run("exclude", "order", "none", "--reason", "x", status=1).stderr
    assert "kind is" in shop.run("exclude", "nonsense", "none", "--reason", "x", status=1).stderr
    assert "credit_to" in shop.run("exclude", "credit", "lan-2025-01", "--reason", "x", status=1).stderr
    sales = "select coalesce((select value from merit.agent_month_metric where agent = 'mei' and metric = 'sales'), 0)"
    assert shop.database.value(sales) == 1000
    shop.run("settle")
    assert shop.database.value(sales) == 0
    (row,) = json.loads(shop.run("exclude", "list", "--format", "json").stdout)
    assert (row["id"], row["kind"], row["reference"], row["excluded_by"]) == (1, "order", "mei-2025-01", "op (postgres)")
    shop.run("include", 1, "--reason", "it was none")
    assert "no exclusion 1" in shop.run("include", 1, "--reason", "again", status=1).stderr
    shop.run("settle")
    assert shop.database.value(sales) == 1000


def test_a_customer_is_excluded_by_the_platforms_id(shop):
    """Or by the pseudonym; everything of the customer's goes."""
    (pseudonym,) = [str(value) for value, in shop.database.rows(
        "select distinct customer from fact.order_event where order_id = 'mei-2025-01' and customer is not null")]
    shop.run("exclude", "customer", "buyer-mei-2025-01", "--reason", "a colleague")
    assert shop.database.rows("select kind, reference from fact.exclusion") == [("customer", pseudonym)]
    assert "excluded already" in shop.run("exclude", "pseudonym", pseudonym, "--reason", "x", status=1).stderr
    shop.run("settle")
    assert shop.database.rows("select metric from merit.agent_month_metric where agent = 'mei' "
                              "and metric in ('received', 'sales') and value > 0") == []


# ---- actions ---------------------------------------------------------------------------------------


@pytest.mark.quick
def test_actions(closed):
    """The last two, who share a rank, get a plan, due in 7 days; who is under 70, coaching, in 14."""
    rows = json.loads(closed.run("actions", "list", "--format", "json").stdout)
    assert sorted((row["agent"], row["action"], row["due"][:10]) for row in rows) == [
        ("tao", "coaching", "2025-02-22"), ("tao", "improvement_plan", "2025-02-15"),
        ("tao2", "coaching", "2025-02-22"), ("tao2", "improvement_plan", "2025-02-15")]
    first, second = rows[0]["id"], rows[1]["id"]
    closed.run("actions", "done", first, "--note", "talked", "--by", "zhao")
    closed.run("actions", "waive", second, "--note", "ill")
    left = json.loads(closed.run("actions", "list", "--format", "json").stdout)
    assert {row["id"] for row in left} == {row["id"] for row in rows} - {first, second}
    of_month = {row["id"]: row for row in json.loads(
        closed.run("actions", "list", "--month", "2025-01", "--format", "json").stdout)}
    assert of_month[first]["state"] == "done" and of_month[first]["changed_by"] == "zhao (postgres)"
    assert of_month[second]["state"] == "waived" and of_month[second]["note"] == "ill"
    closed.run("actions", "reopen", first)
    assert len(json.loads(closed.run("actions", "list", "--format", "json").stdout)) == len(left) + 1
    assert "may not change action 99" in closed.run("actions", "done", 99, status=1).stderr


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
    assert fine.stdout == f"ledger: 3 lines, 0 problems, head {head}\n"
    closed.run("verify", "--ledger", "--head", head)
    assert "no line has the head" in closed.run("verify", "--ledger", "--head", "f" * 64, status=1).stdout
    assert json.loads(closed.run("verify", "--ledger", "--format", "json").stdout) == []
    by_superuser(closed, "pay.ledger", "update pay.ledger set amount = 1000 where line = 1")
    changed = closed.run("verify", "--ledger", status=1).stdout
    assert "line 1" in changed and "changed" in changed
    by_superuser(closed, "pay.ledger", "update pay.ledger set amount = 100 where line = 1")
    closed.run("verify", "--ledger")
    by_superuser(closed, "pay.ledger", "delete from pay.ledger where line = 3")
    cut = closed.run("verify", "--ledger", status=1)
    assert "posting of 2025-01" in cut.stdout and "2 lines, 1 problem," in cut.stdout


def test_verify_shows_changed_results(closed):
    by_superuser(closed, "period.result", "update period.result set total = 99 where agent = 'tao'")
    assert "2025-01, revision 0" in closed.run("verify", "--ledger", status=1).stdout


# ---- roles and status ------------------------------------------------------------------------------


def test_every_role_does_its_part_and_no_more(shop):
    """Each connects as a member of one role of docs/roles.md alone."""
    def as_role(role):
        shop.meritd.environment["PGOPTIONS"] = f"-c role={role}"

    as_role("meritd_settle")
    shop.run("settle")
    as_role("merit_payroll")
    assert "permission denied" in shop.close("2025-01", status=1).stderr
    as_role("meritd_close")
    shop.run("close", "--due")
    for words in (["ledger", "--month", "2025-01"], ["actions", "list"], ["appeal", "list"], ["exclude", "list"],
                  ["verify", "--ledger"], ["revise", "--month", "2025-01", "--reason", "x", "--dry-run"], ["status"]):
        shop.run(*words)
    assert "permission denied" in shop.run("ledger", "--month", "2025-01", "--settle", status=1).stderr
    as_role("merit_payroll")
    shop.run("ledger", "--input", "-", input=COMMISSION)
    shop.run("ledger", "--month", "2025-01")
    shop.run("ledger", "--month", "2025-01", "--settle")
    shop.run("ledger", "--month", "2025-01", "--format", "csv")
    shop.run("verify", "--ledger")
    as_role("merit_operator")
    for words in (["status"], ["status", "--format", "json"], ["verify", "--ledger"], ["exclude", "list"],
                  ["dead-letters", "list"], ["exclude", "order", "lan-2025-01", "--reason", "a test"]):
        shop.run(*words)
    for role in ("merit_lead", "merit_agent"):
        as_role(role)
        assert shop.run("appeal", "list").stdout == ""
        assert "may not appeal" in shop.run("appeal", "file", "--month", "2025-01", "--agent", "tao", "--indicator",
                                            "target_completion", "--reason", "x", status=1).stderr


@pytest.mark.quick
def test_status_shows_months_that_are_not_closed(shop):
    shop.month("2025-02", {"mei": 1000, "guest": 900})
    status = shop.run("status", now="2025-02-20T00:00:00Z").stdout
    assert "2025-01" in status and "final" in status and "unknown_agents" in status
    shop.close("2025-01")
    lines = [line.split()[:2] for line in shop.run("status", now="2025-02-20T00:00:00Z").stdout.splitlines()]
    assert ["2025-02", "open"] in lines and "2025-01" not in [line[0] for line in lines if line]


def test_nothing_of_a_closed_month_can_be_changed(closed):
    for statement in ("update period.result set total = 0", "delete from pay.ledger", "truncate period.metric"):
        with pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState):
            closed.database.execute(statement)
