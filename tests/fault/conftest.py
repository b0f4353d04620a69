"""Fixtures of the fault tests: those of the integration tests, and servers that may be harmed.

What is asked for here has a cluster or a broker of its own, because it will be killed.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

INTEGRATION = Path(__file__).resolve().parent.parent / "integration"
sys.path.insert(0, str(INTEGRATION))

_spec = importlib.util.spec_from_file_location("integration_fixtures", INTEGRATION / "conftest.py")
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
globals().update({name: value for name, value in vars(_fixtures).items() if not name.startswith("_")})

from servers import Kafka, Postgres  # noqa: E402
from stage import Stage, fault_stream  # noqa: E402
from supervised import Supervised  # noqa: E402
from wire import Wire  # noqa: E402


def pytest_configure(config):
    _fixtures.pytest_configure(config)
    config.addinivalue_line("markers", "long: not on a push; `tests/fault/soak --large` runs all")


@pytest.fixture(scope="session")
def frail_postgres(scratch):
    """A cluster that tests kill, fill, and lock out of. It is whole again after each of them."""
    with Postgres(scratch, shared_buffers="128MB", max_connections=60, deadlock_timeout="200ms") as server:
        yield server


@pytest.fixture(scope="session")
def wire():
    """What lies between a Supervised stage's daemons and the broker."""
    with Wire() as network:
        yield network


@pytest.fixture(scope="session")
def kafka(scratch, wire):
    """A broker that tests kill. It lets silent members go soon."""
    with Kafka(scratch, wire.address, **{"group.min.session.timeout.ms": 500, **Kafka.GUARDED}) as server:
        wire.lead_to(server)
        yield server


@pytest.fixture(scope="session")
def small_stream(scratch):
    """Some thousand events, dense in edge cases, and what they come to."""
    return fault_stream(scratch, "small", events=4000, edges=50)


@pytest.fixture
def new_stage(frail_postgres, kafka, postgres, small_stream, scratch):
    """new_stage(stream=small_stream, partitions=(5, 2), server=frail_postgres, **settings): a Stage."""
    stages = []

    def new(stream=small_stream, partitions=(5, 2), server=frail_postgres, **settings):
        stages.append(Stage(scratch, server, kafka, stream, postgres, partitions, **settings))
        return stages[-1]

    yield new
    for stage in stages:
        stage.close()


@pytest.fixture
def stage(new_stage):
    return new_stage()


@pytest.fixture
def supervised(frail_postgres, kafka, wire, postgres, scratch, request):
    """A Supervised stage, its stream made from the test's name."""
    stage = Supervised(scratch, frail_postgres, kafka, wire, request.node.name, 20000, postgres)
    yield stage
    stage.close()
