"""A scripted shift on each database: an hour of the demo city in minutes, six seats, cases of all sources; then what it has left is recounted.

As `python -m tools.shift`, for three hundred cases at ten times; YIPING_BENCH_MINUTES, _SPEED and _CASES take another shift.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import stage

MINUTES, SPEED, CASES = (
    float(os.environ.get(f"YIPING_BENCH_{name}", usual)) for name, usual in (("MINUTES", "6"), ("SPEED", "10"), ("CASES", "300"))
)


def run(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, stage.database(kind, Path(name)) as url:
        words = ["--state", name, "--database", url, "--minutes", str(MINUTES), "--speed", str(SPEED), "--cases", str(round(CASES))]
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "tools.shift", *words], stdout=subprocess.PIPE, text=True)
        took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"the shift on {kind} is wrong:\n{done.stdout}")
    said = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("demo: "))
    return f"### {kind}: {took / 60:.1f} min, founding of the city included\n\n```text\n{said}\n```"


def main() -> None:
    print(f"{MINUTES * SPEED:.0f} minutes of the city at {SPEED:g} times: six seats, each with the console's own poller and outbox;")
    print(f"{CASES:.0f} cases or more. Citizens are called back, some cases are voided; one of three filing conditions has a limit of four")
    print("minutes of the city, so that cases run over it, and departments appeal.\n")
    print("\n\n".join(run(kind) for kind in ("sqlite", "postgresql")))
