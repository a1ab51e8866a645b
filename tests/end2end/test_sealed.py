"""Halls have no internet: a whole console, with its base map and the hall as it was, sends nothing to another machine."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.sealed import ASKED

HERE = Path(__file__).resolve().parents[2]
ALONE = ["unshare", "--net", "--map-root-user"]


@pytest.fixture
def alone(request: pytest.FixtureRequest) -> list[str]:
    """The words before a command that give it a network of its own; left out, by name, where the machine does not allow that."""
    tools = all(shutil.which(tool) for tool in ("unshare", "ip"))
    if not tools or subprocess.run([*ALONE, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode:
        pytest.skip(f"no network of one's own on this machine (unshare --net): {request.node.name} was not run")
    return ALONE


@pytest.mark.timeout(600)
def test_that_a_whole_console_sends_nothing_to_another_machine(alone: list[str], files: Path, home: Path) -> None:
    command = [*alone, sys.executable, "-m", "tests.end2end.sealed", str(files), str(home)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert {tuple(each[1:]) for each in said["asked"]} == set(ASKED), "what is sent away is seen"
    assert said["outside"] == []
    assert [address for address in said["refused"] if not address.endswith("/beacon")] == [], "the policy stops a page before the guard has to"
