"""The log cannot be forged by what is in it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    log.start(tmp_path / "log" / "console.log")
    yield tmp_path / "log" / "console.log"
    for topic in log.TOPICS:
        logger = logging.getLogger(topic)
        for handler in logger.handlers:
            handler.close()
        logger.handlers, logger.propagate = [], True


def test_that_a_record_is_one_line_whatever_is_in_it(file: Path) -> None:
    logging.getLogger("console.poller").warning("code %s", "a\n2026-11-21 ERROR forged\r\x1b[2J" + "x" * 5000)
    lines = file.read_text().splitlines()
    assert len(lines) == 1
    assert "\\n2026-11-21 ERROR forged\\r\\x1b[2J" in lines[0]
    assert len(lines[0]) < 2100


def test_that_a_defect_is_kept_with_its_place(file: Path) -> None:
    try:
        raise KeyError("c1")
    except KeyError:
        logging.getLogger("console.caller").exception("a call ended by a defect")
    assert "test_log.py" in file.read_text()
