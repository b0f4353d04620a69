"""Tables: a thousand rows, sorting, files for spreadsheets; and that data never becomes anything but text."""

import pytest
from documents import FORMULA, LONG, MARKUP


def test_a_thousand_rows(page):
    page.open("crowd", "many's word", "#/ranking")
    page.wait(lambda: len(page.rows("Online-shop service agents, monthly")) == 1000, "all of them")


def test_sorting_and_the_first_order_again(page):
    page.open("zhou", "closer's word", "#/ranking")
    caption = "Online-shop service agents, monthly"
    first = [row[1] for row in page.rows(caption)]
    page.click("th .sort", "Score")
    assert [row[3] for row in page.rows(caption)] == ["96.60", "91.25", "83.50", "71.00", "64.05", "40.00", "–"]
    page.click("th .sort", "Score")
    assert [row[3] for row in page.rows(caption)] == ["40.00", "64.05", "71.00", "83.50", "91.25", "96.60", "–"]
    assert page.one("th[aria-sort=ascending]").text == "Score"
    page.click("th .sort", "Score")
    assert [row[1] for row in page.rows(caption)] == first and not page.all("th[aria-sort]")


def test_a_file_for_a_spreadsheet(page):
    page.open("lin", "lead's word", "#/person?agent=mei")
    page.click("button[aria-label='Download as CSV: Ledger']")
    file = page.driver.downloads / "ledger-mei-2026-11.csv"
    page.wait(lambda: file.exists() and file.stat().st_size > 0, "the file")
    assert file.read_bytes() == (
        "\ufeffLine,Period,Reason,Kind,Amount,Currency,Revision,Note\r\n"
        "7,2026-11,月度奖励,奖励,-50.5,CNY,1,\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"click\"\")\"\r\n"
        "8,2026-Q4,季度津贴,奖励,200,CNY,0,\r\n").encode()


def test_cells_of_a_file(page):
    page.open("lin", "lead's word")
    text = page.run("""
        const { csvOf } = await import(new URL("csv.js", document.baseURI));
        return csvOf(["a"], given[0].map((value) => [value]));
    """, [None, 0, -1.5, True, "-1.5", "+1", "@x", "\tx", "  =1", "a,b", "a\"b", "a\nb", "王", "007", "0", "123456789012345", "1234567890123456", "12e3", "12e3x", "2026-10"])
    assert text == ("\ufeffa\r\n\r\n0\r\n-1.5\r\ntrue\r\n'-1.5\r\n'+1\r\n'@x\r\n'\tx\r\n'  =1\r\n\"a,b\"\r\n\"a\"\"b\"\r\n\"a\nb\"\r\n王\r\n"
                    "'007\r\n0\r\n123456789012345\r\n'1234567890123456\r\n'12e3\r\n12e3x\r\n2026-10\r\n")


def test_data_is_text_wherever_it_stands(page):
    page.open("zhou", "closer's word")
    for view in ("/now", "/ranking", "/person?agent=mei", "/person?agent=jun", "/team?team=east", "/month-end", "/quality", "/sheet?agent=jun",
                 "/evidence?agent=jun&month=2026-11&indicator=reply_rate"):
        page.go(view)
        assert MARKUP[:20] in page.text() or LONG[:4] in page.text() or FORMULA[:5] in page.text()
        assert page.driver.execute_script("return document.querySelectorAll('#page script, #page img').length") == 0
        assert "owned" not in page.driver.title


def test_only_web_addresses_become_links(page):
    page.open("zhou", "closer's word")
    links = page.driver.execute_script("return [...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))")
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}
    assert "c1" in [row[-1] for row in page.rows("Who is waiting")]  # javascript: stays a text


def test_numbers_as_people_write_them(page):
    page.open("lin", "lead's word")
    said = """
        const { chooseLanguage } = await import(new URL("words.js", document.baseURI));
        const f = await import(new URL("format.js", document.baseURI));
        f.setShop({ zone: given[1], currency: "CNY" });
        chooseLanguage(given[0]);
        return [f.money(1234567.5), f.quantity(0.98765, "share"), f.quantity(32.44, "seconds"), f.points(83.5), f.month("2026-10"),
                f.fullInstant("2026-10-31T23:30:00Z"), f.clock(59.9), f.clock(3725), f.quantity(null, "money"), f.metricText(0.5, "reply_rate")];
    """
    assert page.run(said, "zh", "Asia/Shanghai") == [
        "¥1,234,567.50", "98.77%", "32.4秒", "83.50", "2026年10月", "2026/11/1 07:30", "0:59", "1:02:05", "–", "50%"]
    assert page.run(said, "en", "America/New_York") == [
        "¥1,234,567.50", "98.77%", "32.4\u202fs", "83.50", "October 2026", "31 Oct 2026, 19:30", "0:59", "1:02:05", "–", "50%"]


def test_the_metric_of_a_ranking_comes_first(page):
    page.open("lin", "lead's word", "#/ranking?period=day&by=ordered")
    heads = [head.text for head in page.all("thead th")]
    assert heads[:4] == ["Rank", "Agent", "Ordered", "Sales"] and heads.count("Ordered") == 1
    assert [row[2] for row in page.rows("Ordered")] == ["12"] * 5


@pytest.mark.parametrize(("name", "row"), [
    ("inquiries", ["11 Nov 2026", "c1 ↗", "11 Nov 2026, 11:00"]),
    ("unpaid_orders", ["9001", "10 Nov 2026, 09:00", "¥128.50", "11 Nov 2026, 09:00", "overdue"]),
    ("overdue_tickets", ["t-7", "9 Nov 2026", "12 Nov 2026, 09:00", "open", "6\u202fh"]),
    ("targets", ["Sales", "¥100,000", "¥92,000", "92%", "¥8,000"]),
    ("marks_due", ["Execution", "Lead"]),
    ("samples", ["1", "11 Nov 2026", "c1 ↗"]),
])
def test_what_there_is_to_do(page, name, row):
    page.open("lin", "lead's word", f"#/lists?list={name}")
    assert page.rows(name) == [["王小美", *row]]


def test_what_a_revision_would_change(page):
    page.open("zhou", "closer's word", "#/month-end?month=2026-10")
    assert page.rows("A revision today") == [["mei", "指标 · Received", "40", "41", "1"]]
    assert [row[:2] + row[-1:] for row in page.rows("Left out")] == [["mei", "会话", "received 41 → 40"]]
