"""What import-linter cannot see, ruff refuses: proven by planting it."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]

PLANTED = [
    ("console/workers/planted.py", "import PySide6.QtWidgets\n", "TID251"),
    ("console/hall/planted.py", "from PySide6.QtWidgets import QLabel\n", "TID251"),
    ("console/actions/__init__.py", "import requests\n", "TID251"),
    ("backend/rules/planted.py", "from . import cases\n", "TID252"),
    ("geo/planted.py", "def late() -> None:\n    import wire\n", "PLC0415"),
]


@pytest.mark.parametrize(("file", "text", "rule"), PLANTED)
def test_that_ruff_refuses_what_is_planted(file: str, text: str, rule: str) -> None:
    command = [Path(sys.executable).with_name("ruff"), "check", "--output-format", "concise", "--stdin-filename", file, "-"]
    answer = subprocess.run(command, cwd=HERE, input=text, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert rule in answer.stdout
