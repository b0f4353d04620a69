"""Fixtures of the integration tests, and a limit for each test, so that none hangs the run.

Markers: quick (part of `test.sh --quick`), asan and tsan (run once more with that sanitizer's build),
limit(seconds).
"""

import contextlib
import faulthandler
import itertools
import os
import signal

import pytest
from month_shop import january
from processes import PATIENCE, scratch_folder
from program import Meritd
from servers import Kafka, Postgres

DEFAULT_LIMIT = 120  # seconds, of the test itself; times PATIENCE, as SETUP_LIMIT
SETUP_LIMIT = 600  # the first test that wants Kafka may fetch it
GRACE = 60  # then code that does not return to Python ends the whole run

_names = itertools.count(1)
_terminal = None  # standard error, uncaptured


def pytest_configure(config):
    global _terminal
    _terminal = os.fdopen(os.dup(2), "w")
    config.addinivalue_line("markers", "quick: part of test.sh --quick")
    config.addinivalue_line("markers", "asan: run with the build for address and undefined behaviour as well")
    config.addinivalue_line("markers", "tsan: run with the thread sanitizer's build as well")
    config.addinivalue_line("markers", "long: not on a push, nor in test.sh; -m long runs them")
    config.addinivalue_line("markers", f"limit(seconds): may take longer than {DEFAULT_LIMIT} s")


@contextlib.contextmanager
def limited(seconds):
    seconds *= PATIENCE

    def expired(*_):
        pytest.fail(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, expired)
    signal.alarm(seconds)
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=_terminal)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item):
    with limited(SETUP_LIMIT):
        yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    marker = item.get_closest_marker("limit")
    with limited(marker.args[0] if marker else DEFAULT_LIMIT):
        yield


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    with limited(DEFAULT_LIMIT):
        yield


@pytest.fixture(scope="session")
def scratch():
    with scratch_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres(scratch):
    with Postgres(scratch) as server:
        yield server


@pytest.fixture(scope="session")
def kafka(scratch):
    with Kafka(scratch) as server:
        yield server


@pytest.fixture(scope="session")
def templates(postgres, scratch):
    """templates(**settings): the name of a database that `meritd migrate` made with these settings.

    Made once for each set of settings; each test gets a copy, which takes a tenth of the time.
    """
    made = {}

    def template(**settings):
        key = tuple(sorted(settings.items()))
        if key not in made:
            database = postgres.createdb(f"template_{next(_names)}")
            Meritd(database, scratch, **settings).run("migrate")
            made[key] = database.name
        return made[key]

    return template


@pytest.fixture
def new_meritd(request, postgres, templates, scratch):
    """new_meritd(kafka=None, **settings): the program on a new, migrated database of its own.

    Its database is `.database`. settings are options in the environment: shop_zone="UTC".
    """
    with contextlib.ExitStack() as stack:
        def new(kafka=None, **settings):
            shop = {name: value for name, value in settings.items() if name.startswith("shop_")}
            database = postgres.createdb(f"test_{next(_names)}", templates(**shop))
            stack.callback(database.drop)
            meritd = Meritd(database, scratch, kafka, **settings)
            stack.callback(meritd.close)
            if len(settings) > len(shop):
                meritd.run("migrate")  # the topics, the customer key
            return meritd

        yield new


@pytest.fixture
def meritd(new_meritd):
    """The program with default options on a new, migrated database: `meritd.database`."""
    return new_meritd()


@pytest.fixture
def database(meritd):
    """The database of `meritd`."""
    return meritd.database


@pytest.fixture
def shop(new_meritd, tmp_path):
    """A MonthShop whose January can be closed."""
    return january(new_meritd(shop_zone="UTC"), tmp_path)


@pytest.fixture
def closed(shop):
    """The same, its January closed."""
    shop.close("2025-01")
    return shop
