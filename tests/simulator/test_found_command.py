"""`python -m simulator found` on a folder that is no city."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"{}", b"[1]"])
def test_that_a_broken_city_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    for name in ("units.json", "departments.json", "cameras.csv"):
        (tmp_path / name).write_bytes(content)
    words = [sys.executable, "-m", "simulator", "found", str(tmp_path), "--server", "http://127.0.0.1:1", "--admin", "admin"]
    done = subprocess.run(words, cwd=ROOT, input="", capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is broken" in done.stderr
