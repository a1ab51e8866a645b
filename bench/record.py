"""bench/RESULTS.md: one section per bench, exactly what its last run printed. Machines are named by their cores only."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = "# Figures\n\nWritten by `python -m bench NAME`; do not edit. Ratios travel between machines, milliseconds do not.\n"


def put(name: str, printed: str, results: Path = RESULTS) -> None:
    """Replace the section of this bench, or add it; sections are in the order of their names."""
    sections = read(results)
    sections[name] = f"Machine: {os.cpu_count()} cores · {datetime.now(UTC):%Y-%m-%d}\n\n{printed.strip()}"
    body = "\n\n".join(f"## {key}\n\n{sections[key]}" for key in sorted(sections))
    results.write_text(f"{HEAD}\n{body}\n", "utf-8")


def read(results: Path = RESULTS) -> dict[str, str]:
    """The sections by name of bench."""
    if not results.exists():
        return {}
    parts = re.split(r"^## (\S+)\n", results.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
