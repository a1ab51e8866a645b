"""PySide6 is pinned: 6.12.0 loses a reference to True with each emit and ends the process on Python before 3.12 (DESIGN 9)."""

import subprocess
import sys

import PySide6

EMITS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Source(QObject):
    spoken = Signal(bool)

app = QCoreApplication([])
source, heard = Source(), []
source.spoken.connect(heard.append)
for _ in range(5000):
    source.spoken.emit(True)
assert len(heard) == 5000 and all(each is True for each in heard)
print("whole")
"""


def test_that_the_pinned_version_is_installed() -> None:
    assert PySide6.__version__ == "6.11.2"


def test_that_thousands_of_emits_leave_the_process_whole() -> None:
    ended = subprocess.run([sys.executable, "-c", EMITS], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "whole"), ended.stderr
