"""bench/RESULTS.md: one section per bench, exactly what its last run printed, and of which code. Machines are named by their cores only."""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
ROOT = RESULTS.parents[1]
HEAD = "# Figures\n\nWritten by `python -m bench NAME`; do not edit. Ratios travel between machines, milliseconds do not.\n"


def code(root: Path = ROOT) -> str:
    """The commit of the code and its day, such as "code 88175eb7 of 2026-12-01", and whether files differ from it; "" where there is no git.

    To be asked before a bench runs: the code may be another one when it has ended.
    """
    commit = _git(root, "log", "-1", "--format=%h of %cs")
    if not commit:
        return ""
    changed = _git(root, "status", "--porcelain", "--untracked-files=no", "--", ".", f":(exclude)*{RESULTS.name}")
    return f"code {commit}{', changed since' if changed else ''}"


def put(name: str, printed: str, results: Path = RESULTS, of: str = "") -> None:
    """Replace the section of this bench, or add it; sections are in the order of their names. `of`: what `code` said before it ran."""
    sections = read(results)
    head = " · ".join(filter(None, (f"Machine: {os.cpu_count()} cores", f"{datetime.now(UTC):%Y-%m-%d}", of)))
    sections[name] = f"{head}\n\n{printed.strip()}"
    body = "\n\n".join(f"## {key}\n\n{sections[key]}" for key in sorted(sections))
    results.write_text(f"{HEAD}\n{body}\n", "utf-8")


def read(results: Path = RESULTS) -> dict[str, str]:
    """The sections by name of bench."""
    if not results.exists():
        return {}
    parts = re.split(r"^## (\S+)\n", results.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def _git(root: Path, *words: str) -> str:
    try:
        return subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
