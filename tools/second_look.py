"""A plugin of pytest for `make test`: with `--passed FILE` it writes down what has passed, with `--but FILE` it leaves that out.

A run in which a worker has died can wait for it for ever; when nothing has been heard of any test for longer than any may last, it ends, and what
it has not reached is left to the second look.
"""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

NOTHING_LEFT = pytest.StashKey[bool]()
SILENT_S = 660.0  # the longest that a test may last is 600 s
LOOK_S = 5.0


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
        self._heard_at = time.monotonic()
        threading.Thread(target=self._listen, daemon=True, name="second look").start()

    def _listen(self) -> None:
        while time.monotonic() - self._heard_at < SILENT_S:
            time.sleep(LOOK_S)
        sys.stderr.write(f"\nnothing was heard of any test for {SILENT_S:.0f} s: this run ends here\n")
        os._exit(pytest.ExitCode.INTERRUPTED)

    def pytest_runtest_logstart(self) -> None:
        self._heard_at = time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._heard_at = time.monotonic()
        if report.failed:
            self._failed.add(report.nodeid)
        elif report.when == "teardown" and report.nodeid not in self._failed:
            self._file.write(f"{report.nodeid}\n")

    def pytest_unconfigure(self) -> None:
        self._file.close()
