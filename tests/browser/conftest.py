"""Debian's Chromium and a stand-in server. MERITD_SCREENSHOTS names a folder that keeps pictures of every view.

Whatever reads a member that an answer has not, says so in the console, and so fails.
"""

import os
import pathlib
import sys

import pytest
from page import Page
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from stand_in import StandIn

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "integration"))  # what test_real.py shares with these tests
PICTURES = os.environ.get("MERITD_SCREENSHOTS")  # before they leave the environment behind
STRICT_ANSWERS = """{
    const parse = JSON.parse;
    const free = new Set(["labels", "metrics", "changes"]); // have what there is
    const asked = new Set(["then", "toJSON"]); // by the language itself
    const strict = (answer) => new Proxy(answer, { get(members, name) {
        if (typeof name === "string" && !(name in members) && !asked.has(name)) console.error(`no member ${name} in ${JSON.stringify(members)}`);
        return members[name];
    } });
    JSON.parse = (text) => parse(text, (name, value) => value?.constructor === Object && !free.has(name) ? strict(value) : value);
}"""


@pytest.fixture(scope="session")
def driver(tmp_path_factory):
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    downloads = tmp_path_factory.mktemp("downloads")
    options = Options()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--force-color-profile=srgb",
                     "--disable-background-networking", "--disable-component-update", "--lang=en", "--window-size=1280,1000",
                     f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads), "intl.accept_languages": "en"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.downloads = downloads
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": STRICT_ANSWERS})
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def server():
    server = StandIn()
    yield server
    server.shutdown()


@pytest.fixture
def page(driver, server):
    """A page on which nobody is signed in. At the end: no error in its console, no breach of the policy, no request elsewhere, and none
    that `meritd web` would refuse."""
    page = Page(driver, server.url)
    page.forget()
    server.reset()  # once the page before asks nothing more
    yield page
    assert server.faults == []
    assert page.complaints() == []
    assert page.elsewhere() == []


@pytest.fixture(scope="session")
def pictures():
    return pathlib.Path(PICTURES) if PICTURES else None
