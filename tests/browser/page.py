"""The dashboard in a browser, as the tests use it: clicks are counted, what the console and the network say is kept."""

import json
import time

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By

PATIENCE = 60  # s, for any condition


class Page:
    def __init__(self, driver, url):
        self.driver = driver
        self.url = url
        self.clicks = 0
        self.moves = 0
        self.expected = []  # complaints that a test provokes: parts of their text

    def forget(self):
        """Nobody is signed in, nothing is kept, the logs are empty. A picture of the server is shown."""
        self.driver.get(self.url + "icon.svg")
        self.driver.delete_all_cookies()
        self.driver.execute_script("localStorage.clear()")
        for log in ("browser", "performance"):
            self.driver.get_log(log)

    def complaints(self):
        """Errors and warnings of the console, but for those that the test provokes."""
        lines = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
        return [line for line in lines if not any(part in line for part in [*self.expected, "favicon.ico"])]

    def elsewhere(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith((self.url, "blob:" + self.url, "data:", "about:"))]

    # ---- going somewhere --------------------------------------------------------------------

    def open(self, login, password, view="", language="en"):
        """Shows a view to somebody who has signed in."""
        status = self.run("""
            localStorage.setItem("meritd.language", given[0]);
            const body = JSON.stringify({ login: given[1], password: given[2] });
            return (await fetch("/api/sign-in", { method: "POST", body, headers: { "Content-Type": "application/json" } })).status;
        """, language, login, password)
        assert status == 204
        self.driver.get(self.url + view)
        self.settle()

    def sign_in(self, login, password):
        self.fill("input[name=login]", login)
        self.fill("input[name=password]", password)
        self.click("button[type=submit]")

    def fill(self, selector, text):
        field = self.one(selector)
        field.clear()
        field.send_keys(text)

    def go(self, view):
        """By the address, as a link in a message would. Where it is already, it is drawn again."""
        self.moves += 1
        self.driver.execute_async_script("""
            addEventListener("hashchange", () => arguments[1](), { once: true });
            location.hash = arguments[0];
        """, f"{view}{'&' if '?' in view else '?'}move={self.moves}")
        self.settle()

    def menu(self):
        """Where the menu leads."""
        return [entry.get_attribute("href").partition("#")[2] for entry in self.all("nav.menu a")]

    def click(self, selector, text=None):
        self.clicks += 1
        self.wait(lambda: self.clicked(selector, text), f"{selector} {text or ''}")

    def clicked(self, selector, text):
        """What was found may be drawn anew before it is clicked: then it is looked for again."""
        element = self.find(selector, text)
        if element:
            element.click()
        return element

    def settle(self):
        """Until nothing is being asked."""
        self.wait(lambda: self.all(".view") and not self.all("[aria-busy=true]"), "an answer")

    # ---- looking ----------------------------------------------------------------------------

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.wait(lambda: self.find(selector), selector)

    def find(self, selector, text=None):
        return next((element for element in self.all(selector) if element.is_displayed() and (text is None or text in element.text)), None)

    def text(self, selector="main"):
        (found,) = self.wait(lambda: [element.text for element in [self.find(selector)] if element], selector)
        return found

    def rows(self, caption):
        """The rows of a table, each the list of its cells' texts as they are seen."""
        return self.driver.execute_script("""
            const card = [...document.querySelectorAll("section.card")].find((c) => c.getAttribute("aria-label") === arguments[0]);
            return [...(card?.querySelectorAll("tbody tr") ?? [])].map((row) => [...row.cells].map((cell) => cell.innerText.trim()));
        """, caption)

    def wait(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                found = condition()
            except StaleElementReferenceException:
                found = None
            if found:
                return found
            assert time.monotonic() < deadline, f"{what}: not so after {PATIENCE} s; the page says: {self.said()[:2000]}"
            time.sleep(0.02)

    def said(self):
        return self.driver.execute_script("return document.body.innerText")

    def run(self, script, *arguments):
        """What an asynchronous piece of script gives: `import` works in it."""
        wrapped = f"const done = arguments[arguments.length - 1]; (async (...given) => {{ {script} }})(...arguments).then(done, (e) => done('ERROR ' + e))"
        return self.driver.execute_async_script(wrapped, *arguments)

    def resize(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def scheme(self, name):
        """Light or dark."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})
