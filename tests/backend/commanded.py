"""`python -m backend …` as a real process, or in this one: to start it takes seconds, to be refused nothing."""

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from backend.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
Done = subprocess.CompletedProcess[str]


def alone(*arguments: str, cwd: Path = ROOT, said: str = "") -> Done:
    """The command in a process of its own."""
    command, path = [sys.executable, "-m", "backend", *arguments], {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, input=said, capture_output=True, text=True, timeout=120, check=False, cwd=cwd, env=path)


def called(*arguments: str, cwd: Path = ROOT, said: str = "") -> Done:
    """The same in this process: what it says, and the status that it would end with."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", io.StringIO(said)):
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
