"""What is written on the page of the real thing, by the real clock: marks and targets of last month, which is not closed yet, and an
appeal of the month before, which is; the evidence of a grade in it, and that its result was seen.

Completion of the target weighs 90, people's marks 10. mei sold 1000 of 1000: 100 points. A lead's mark of 80 brings 8 of 10, one of 60 brings 6.
xu's 100 of 1000 are below every band: the last grade, which needs evidence and counts as the one above without.
"""

import json
import uuid
from datetime import datetime, timedelta, timezone

import pytest
from month_shop import MonthShop, scheme
from page import Page
from processes import ROOT, scratch_folder
from program import Meritd
from servers import Postgres
from web_client import Web

FIRST_DAY = datetime.now(timezone.utc).replace(day=1)
LAST = f"{FIRST_DAY - timedelta(days=1):%Y-%m}"
CLOSED = f"{FIRST_DAY - timedelta(days=40):%Y-%m}"


class MarkedShop(MonthShop):
    def write(self, events):
        path = self.folder / f"{next(self._ids)}.ndjson"
        path.write_bytes(b"".join(line + b"\n" for line in events))
        self.meritd.run("replay", path)


def marked_scheme():
    document = scheme()
    (execution,) = (i for i in json.loads((ROOT / "config/schemes/shop-service.json").read_text())["indicators"] if i["indicator"] == "mark:execution")
    document["indicators"] = [{**document["indicators"][0], "weight": 90}, {**execution, "weight": 10}]
    return document


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with scratch_folder() as scratch, Postgres(scratch) as postgres:
        meritd = Meritd(postgres.createdb("entered"), scratch, shop_zone="UTC")
        meritd.run("migrate")
        shop = MarkedShop(meritd, tmp_path_factory.mktemp("events"), read=False)
        shop.database.execute("select score.load(%s::jsonb)", json.dumps(marked_scheme()))
        shop.record("2024-12-01", "zhao", name="赵主管", team="east", role="lead")
        shop.staff("mei", name="王小美", team="east")
        shop.staff("lan", name="Lan", team="east")
        shop.staff("xu", name="Xu", team="east")
        shop.month(CLOSED, {"mei": 1000, "lan": 900, "xu": 100})
        meritd.run("close", "--month", CLOSED, "--accept-warnings")
        shop.month(LAST, {"mei": 1000, "lan": 900})
        yield shop
        meritd.close()


@pytest.fixture(scope="module")
def web(shop):
    with Web(shop.meritd, timeout_ms=60_000) as web:
        yield web


@pytest.fixture(scope="module")
def lead(web):
    return web.person("zhao", "merit_lead")


@pytest.fixture
def real(driver, web):
    page = Page(driver, f"http://127.0.0.1:{web.port.number}/")
    page.forget()
    yield page
    assert page.complaints() == []
    assert page.elsewhere() == []


@pytest.fixture(scope="module")
def closer(web):
    return web.person(None, "meritd_close")


def mark(score, agent="mei", role="lead", number=None):
    return {"id": str(number or uuid.uuid4()), "for_month": LAST, "agent": agent, "mark": "execution", "role": role, "score": score}


def test_a_mark_given_on_the_page_changes_the_score(real, web, lead):
    real.open(*lead, f"#/lists?list=marks&month={LAST}", language="en")
    field = "input[aria-label^='Mark of 王小美']"
    real.fill(field, "80")
    real.driver.execute_script("arguments[0].form.requestSubmit()", real.one(field))
    real.wait(lambda: [row for row in real.rows("To mark") if row[0] == "王小美" and "given" in row], "the mark is given")
    real.go(f"/person?agent=mei&month={LAST}")
    assert real.text(".ring") == "98.00"
    real.wait(lambda: "live" in real.one(".fresh").get_attribute("title"), "the stream")
    real.driver.execute_script("window.same = true")
    assert web.browser().sign_in(lead).post("/api/mark_give", mark(60)).status == 204  # corrected on another page
    real.wait(lambda: real.text(".ring") == "96.00", "the score, without a click")
    assert real.driver.execute_script("return window.same") is True


def test_a_repeated_post_is_one_event(shop, web, lead):
    browser, same = web.browser().sign_in(lead), mark(70, agent="lan")
    assert [browser.post("/api/mark_give", same).status for _ in range(3)] == [204, 204, 204]
    assert shop.database.value("select count(*) from fact.mark where agent = 'lan'") == 1
    answer = browser.post("/api/mark_give", {**same, "score": 71})
    assert answer.status == 400 and "something else was entered" in answer.json["error"]["message"]


def test_only_from_the_page_and_only_by_whom_it_behoves(web, lead):
    browser, mei = web.browser().sign_in(lead), web.browser().sign_in(web.person("mei"))
    assert browser.post("/api/mark_give", mark(50), Origin="http://evil.example").status == 403
    assert web.browser().post("/api/mark_give", mark(50)).status == 401
    for wrong in (mark(100), mark(100, agent="lan"), mark(100, agent="lan", role="self")):
        answer = mei.post("/api/mark_give", wrong)
        assert (answer.status, answer.json["error"]["code"]) == (403, "not_allowed")
    target = {"id": str(uuid.uuid4()), "for_month": LAST, "agent": "mei", "metric": "sales", "value": 1}
    assert mei.post("/api/target_set", target).status == 403
    assert mei.post("/api/mark_give", mark(100, role="self")).status == 204


def test_what_was_entered_is_in_the_set(shop, web, lead, tmp_path):
    """Read again as records, by the daemon's own decoding and hashing, it changes nothing; what was lost comes back."""
    target = {"id": str(uuid.uuid4()), "for_month": LAST, "agent": "lan", "metric": "sales", "value": 1234.5}
    browser = web.browser().sign_in(lead)
    assert browser.post("/api/target_set", target).status == 204
    assert browser.post("/api/mark_give", mark(70)).status == 204
    facts = "select to_jsonb(m) from fact.mark m union all select to_jsonb(t) from fact.target t order by 1"
    before = shop.database.rows(facts)
    lines = [row[0] for row in shop.database.rows("select event::text from merit.entered_event order by at")]
    file = tmp_path / "entered.ndjson"
    file.write_text("".join(line + "\n" for line in lines))
    assert {json.loads(line)["type"] for line in lines} == {"mark.recorded", "target.set"}
    for lost in (False, True):
        if lost:
            shop.database.execute("delete from fact.mark; delete from fact.target where value = 1234.5")
        shop.meritd.run("replay", file)
        assert shop.database.rows(facts) == before
    shop.meritd.run("verify")


def test_an_appeal_from_filing_to_revision(real, web, closer):
    """mei's order is lan's by right: 900 of 1000 are 85 points, with it 100."""
    real.open(*web.person("lan"), f"#/person?month={CLOSED}")
    assert real.text(".ring") == "85.00"
    real.click("summary", "File an appeal")
    real.driver.execute_script("document.querySelector('select[name=indicator]').value = 'target_completion'")
    real.fill("textarea[name=reason]", "mei's order was mine")
    real.click("button", "File it")
    real.wait(lambda: [row for row in real.rows("Appeals") if "mei's order was mine" in row], "the appeal")
    assert real.complaints() == []
    real.forget()
    real.open(*closer, f"#/month-end?month={CLOSED}")
    real.click("td a", "Decide")
    for selector, text in ((".appeal textarea[name=note]", "the chat shows it"), (".appeal textarea[name=evidence]", "c-1"),
                           (".appeal input[name=reference]", f"mei-{CLOSED}"), (".appeal input[name=credit_to]", "lan")):
        real.fill(selector, text)
    real.click(".appeal button", "Accept")
    real.click("summary", "Revise the month")
    real.fill("textarea[name=reason]", "appeal 1")
    real.click("button", "Revise it")
    real.wait(lambda: not real.find("summary", "Revise the month"), "nothing is left to revise")
    real.go(f"/person?agent=lan&month={CLOSED}")
    assert real.text(".ring") == "100.00" and "revision 1" in real.text(".state-line")


def test_evidence_is_filed_until_the_grade_counts_and_the_result_is_seen(real, web, lead, closer):
    real.open(*lead, f"#/month-end?month={CLOSED}")
    assert evidence_of(real, "Xu") == "none yet: counts as To be improved"
    form = "details[data-key='proof." + CLOSED + ".shop-service.xu']"
    real.click(f"{form} summary")
    real.fill(f"{form} textarea[name=evidence]", "twelve complaints")
    real.click(f"{form} button", "File it")
    real.expected = ["status of 400"]
    real.wait(lambda: real.find(f"{form} .said", "the evidence does not say who, what, when"), "what is missing")
    real.fill(f"{form} input[name=who]", "Zhao")
    real.fill(f"{form} textarea[name=what]", "the minutes of the talk")
    real.driver.execute_script("arguments[0].value = arguments[1]", real.one(f"{form} input[name=happened_on]"), f"{CLOSED}-05")
    real.click(f"{form} button", "File it")
    real.wait(lambda: evidence_of(real, "Xu") == "filed: counts when the month is revised", "it is filed")
    assert real.complaints() == []
    real.forget()
    real.open(*closer, f"#/month-end?month={CLOSED}")
    real.click("summary", "Revise the month")
    real.fill("details[open] textarea[name=reason]", "evidence came")
    real.click("button", "Revise it")
    real.wait(lambda: evidence_of(real, "Xu") == "shown", "the grade counts")
    assert acknowledged(real)["Xu"] == "not acknowledged"
    real.forget()
    real.open(*web.person("xu"), f"#/person?month={CLOSED}")
    assert "To be improved urgently" in real.text(".hero")
    real.click("button", "Acknowledge it")
    real.wait(lambda: real.find("p.note", "You acknowledged the result"), "it is acknowledged")
    real.forget()
    real.open(*web.person(None, "merit_payroll"), f"#/month-end?month={CLOSED}")
    states = acknowledged(real)
    assert states.pop("Xu") == "acknowledged" and set(states.values()) == {"not acknowledged"} and {"王小美", "Lan"} <= set(states)


def evidence_of(page, name):
    return next((row[2] for row in page.rows("Evidence of grades") if row[0] == name), None)


def acknowledged(page):
    return {row[0]: row[1] for row in page.rows("Results acknowledged")}


def test_evidence_and_results_are_only_for_whom_it_behoves(web, lead):
    browser, mei = web.browser().sign_in(lead), web.browser().sign_in(web.person("mei"))
    content = {"of_period": CLOSED, "agent": "xu", "grade": "急需提高", "evidence": "x", "who": "a", "what": "b", "happened_on": f"{CLOSED}-05"}
    assert browser.post("/api/evidence_file", content, Origin="http://evil.example").status == 403
    assert mei.post("/api/evidence_file", content).status == mei.post("/api/evidence_withdraw", {"evidence": 1, "reason": "x"}).status == 403
    assert browser.post("/api/evidence_file", {**content, "agent": "zhao"}).status == 403
    assert browser.post("/api/acknowledge", {"for_month": CLOSED}).status == 400  # the lead has no result
    assert mei.post("/api/acknowledge", {"for_month": LAST}).status == 400  # not closed
    seen = mei.get(f"/api/month_end?month={CLOSED}").json
    assert [row["agent"] for row in seen["acknowledgements"]] == ["mei"] and all(row["agent"] == "mei" for row in seen["evidence"])


def test_too_much_within_an_hour_says_when_to_go_on(shop, web):
    """Half an hour ago somebody entered as much as one may."""
    person = web.person("zhao", "merit_lead")
    shop.database.execute("insert into period.entered (id, at, type, data, entered_by, login) select gen_random_uuid(), now() - interval '30 min', "
                          "'target.set', '{}', 'x', %s from generate_series(1, 500)", person.login)
    answer = web.browser().sign_in(person).post("/api/mark_give", {**mark(75), "language": "zh"})
    assert (answer.status, answer.json["error"]["code"]) == (429, "limit") and 1500 < int(answer.headers["Retry-After"]) <= 1800
    assert "一小时内已录入 500 项评分和目标" in answer.json["error"]["message"]
