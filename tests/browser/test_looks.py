"""On a phone, a desk and a wall, in both languages, light and dark: nothing sticks out, all has a name, all can be read."""

import base64

import pytest

VIEWS = {"now": "/now", "ranking": "/ranking", "person": "/person?agent=mei", "team": "/team?team=east", "lists": "/lists?list=targets", "marks": "/lists?list=marks",
         "month-end": "/month-end", "closed": "/month-end?month=2026-10", "half-year": "/ranking?period=half_year", "quality": "/quality", "evidence": "/evidence?agent=mei&month=2026-11&indicator=reply_rate",
         "appeal": "/appeal?id=3&agent=mei&month=2026-10&indicator=reply_rate", "sheet": "/sheet?agent=mei&month=2026-11"}
WIDTHS = (390, 1280, 1920)


@pytest.fixture
def shown(page):
    yield page
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_sticks_out(shown, pictures, language):
    shown.open("zhou", "closer's word", language=language)
    for name, view in VIEWS.items():
        for width in WIDTHS:
            shown.resize(width)
            shown.go(view)
            assert shown.driver.execute_script("return document.documentElement.scrollWidth") <= width, (name, width)
            assert width > 600 or shown.driver.execute_script(CUT_OFF) == [], name
            keep(shown, pictures, f"{name}-{language}-{width}", width)


# On a phone what has cards instead of rows has nothing to scroll to.
CUT_OFF = """
    return [...document.querySelectorAll("table.stack")].filter((table) => table.parentElement.scrollWidth > table.parentElement.clientWidth)
        .map((table) => table.parentElement.ariaLabel);
"""


def keep(page, folder, name, width):
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    height = page.driver.execute_script("return document.documentElement.scrollHeight")
    page.resize(width, min(1600, max(900, height)))
    picture = page.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": 50})
    (folder / f"{name}.webp").write_bytes(base64.b64decode(picture["data"]))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_text_can_be_read(shown, colours):
    """WCAG AA: 4.5 to 1 for every text, 3 to 1 for large ones, against the colour that is behind it."""
    shown.scheme(colours)
    shown.open("zhou", "closer's word")
    for view in VIEWS.values():
        shown.go(view)
        assert shown.driver.execute_script(POOR_CONTRAST) == [], view


POOR_CONTRAST = """
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const pixel = (...colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const light = (rgb) => [0.2126, 0.7152, 0.0722].reduce((sum, share, place) => {
        const c = rgb[place] / 255;
        return sum + share * (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    }, 0);
    const behind = (element) => {
        const layers = [];
        for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
        return layers;
    };
    const texts = [...document.querySelectorAll("#page *")].filter((e) => e.checkVisibility() && !e.closest(":disabled, .sr, .skip")
        && [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
    return texts.map((element) => {
        const style = getComputedStyle(element);
        const layers = behind(element);
        const [front, back] = [light(pixel(...layers, element.closest("svg") ? style.fill : style.color)), light(pixel(...layers))].sort((a, b) => b - a);
        const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
        const ratio = (front + 0.05) / (back + 0.05);
        return ratio >= (large ? 3 : 4.5) ? null : `${element.className.baseVal ?? element.className} ${element.textContent.slice(0, 20)} ${ratio.toFixed(2)}`;
    }).filter(Boolean);
"""


def test_everything_has_a_name(shown):
    """As a screen reader hears it: whatever can be focused or is a picture has a name, and each view one first heading."""
    shown.open("zhou", "closer's word")
    wanted = {"button", "link", "combobox", "textbox", "img", "image", "navigation", "region"}
    for view in VIEWS.values():
        shown.go(view)
        nodes = [node for node in shown.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"] if not node["ignored"]]
        roles = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes]
        assert [role for role, name in roles if role in wanted and not name] == [], view
        assert len([node for node in nodes if node["role"]["value"] == "heading" and level(node) == 1]) == 1, view


def level(node):
    return next((item["value"]["value"] for item in node["properties"] if item["name"] == "level"), None)


def test_a_keyboard_is_enough(shown):
    shown.open("lin", "lead's word")
    focused = "return document.activeElement.innerText.trim()"
    press(shown, "Tab")
    assert shown.driver.execute_script(focused) == "Skip to content"
    press(shown, "Enter")
    assert shown.driver.execute_script(focused) == "Now"
    shown.driver.execute_script("document.querySelector('nav.menu a[href*=ranking]').focus()")
    press(shown, "Enter")
    shown.one(".podium")
    assert shown.driver.execute_script(focused) == "Ranking"


def press(page, key):
    code = {"Tab": 9, "Enter": 13}[key]
    event = {"key": key, "code": key, "windowsVirtualKeyCode": code, "text": "\r" if key == "Enter" else ""}
    page.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    page.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def test_the_other_language_keeps_the_view(shown):
    shown.open("zhou", "closer's word", "#/ranking?period=quarter")
    shown.click("button.language")
    shown.wait(lambda: shown.find("h1", "排名"), "Chinese")
    shown.wait(lambda: "2026 年第 4 季度" in shown.text(), "the quarter, in Chinese")
    assert shown.driver.execute_script("return document.documentElement.lang") == "zh-CN"
    assert "period=quarter" in shown.driver.current_url


def test_both_languages_say_the_same(page):
    page.open("zhou", "closer's word")
    zh, en = page.run("""
        const { zh } = await import(new URL("words_zh.js", document.baseURI));
        const { en } = await import(new URL("words_en.js", document.baseURI));
        return [zh, en];
    """)
    places = {key: sorted(set(part.partition("}")[0] for part in text.split("{")[1:])) for key, text in zh.items()}
    assert places == {key: sorted(set(part.partition("}")[0] for part in text.split("{")[1:])) for key, text in en.items()}


def test_a_sheet_is_one_page_of_paper(shown):
    shown.open("zhou", "closer's word", "#/sheet?agent=mei&month=2026-11", language="zh")
    text = shown.text(".sheet")
    for word in ("绩效考核表", "王小美", "E-0042", "83.50", "中等", "全店第 3 名", "被考核人签字"):
        assert word in text
    pdf = base64.b64decode(shown.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"])
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
