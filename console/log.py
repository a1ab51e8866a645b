"""The console's log: one logger per module, in a file that turns over.

Nobody logs what others wrote (names, descriptions, bodies) nor what opens doors (tokens, passwords): codes, ids and counts only.
"""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

TOPICS = ("console", "wire", "geo", "yiping")
LONGEST = 2000  # characters of a line


class OneLine(logging.Formatter):
    """A record is a line, whatever is in it: no control characters, which could forge another line or a terminal's commands."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname:7} {threadName:12} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)[:LONGEST]
        return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def start(path: Path, level: int = logging.INFO) -> None:
    """Write what the topics say to `path` and, from warnings on, to stderr. `OSError` when there can be no such file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.WARNING)
    for handler in (file, screen):
        handler.setFormatter(OneLine())
    for topic in TOPICS:
        logger = logging.getLogger(topic)
        logger.setLevel(level)
        logger.handlers = [file, screen]
        logger.propagate = False
