"""A plugin of pytest for `make test`: with `--passed FILE` it writes down what has passed, with `--but FILE` it leaves that out.

A run that is cut off, because a worker died and the others wait for it, leaves the rest to the second look in this way.
"""

from pathlib import Path

import pytest

NOTHING_LEFT = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("second look")
    group.addoption("--passed", type=Path, metavar="FILE", help="write the names of the tests that pass, or are skipped, into this file")
    group.addoption("--but", type=Path, metavar="FILE", help="all tests but those named in this file")


def pytest_configure(config: pytest.Config) -> None:
    passed = config.getoption("--passed")
    if passed is not None and not hasattr(config, "workerinput"):  # the workers of xdist tell the one that started them
        config.pluginmanager.register(Passed(passed), "passed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    but = config.getoption("--but")
    if but is not None and but.is_file():
        known = set(but.read_text("utf-8").split("\n"))
        left_out = [item for item in items if item.nodeid in known]
        items[:] = [item for item in items if item.nodeid not in known]
        config.hook.pytest_deselected(items=left_out)
        config.stash[NOTHING_LEFT] = bool(left_out) and not items


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and session.config.stash.get(NOTHING_LEFT, False):
        session.exitstatus = pytest.ExitCode.OK  # all had passed before it was cut off


class Passed:
    """Setting up, the call and clearing away must all have gone well."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("w", encoding="utf-8", buffering=1)
        self._failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)
        elif report.when == "teardown" and report.nodeid not in self._failed:
            self._file.write(f"{report.nodeid}\n")

    def pytest_unconfigure(self) -> None:
        self._file.close()
