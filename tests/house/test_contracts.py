"""Each import contract is proven: a planted violation must break exactly the contract that forbids it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
PACKAGES = ("wire", "geo", "media", "backend", "simulator", "console", "analytics", "tools", "bench")

PLANTED = {
    "programs": [
        ("console/words/__init__.py", "import backend"),
        ("simulator/city.py", "import console.words"),
        ("backend/settings.py", "import simulator.city"),
    ],
    "rooms": [
        ("wire/codes/cases.py", "import console.words"),
        ("geo/datum.py", "import backend.refusals"),
        ("media/pace.py", "import wire.cameras"),
        ("media/opening.py", "import console.words"),
        ("console/words/__init__.py", "import tools.steps"),
        ("wire/codes/cases.py", "import tools.xvfb"),
        ("backend/settings.py", "import bench.figures"),
        ("tools/xvfb.py", "import bench.figures"),
    ],
    "wire-alone": [
        ("wire/codes/cases.py", "import PySide6"),
        ("geo/datum.py", "import requests"),
        ("wire/cases.py", "import sqlalchemy"),
        ("media/pace.py", "import PySide6"),
    ],
    "console-layers": [
        ("console/hall/table.py", "import console.widgets"),
        ("console/widgets/__init__.py", "import console.map"),
        ("console/actions/__init__.py", "import console.wall"),
        ("console/words/__init__.py", "import console.api"),
        ("console/hall/table.py", "import console.workers"),
    ],
    "console-no-network": [
        ("console/widgets/__init__.py", "import requests"),
        ("console/hall/clock.py", "import console.api"),
        ("console/hall/clock.py", "import media.pace"),
    ],
    "console-client": [("console/api/__init__.py", "from PySide6.QtCore import QObject"), ("console/connection.py", "import PySide6")],
    "console-workers": [("console/workers/__init__.py", "import console.wall"), ("console/workers/__init__.py", "import console.widgets")],
    "tracks-layers": [("geo/tracks/stops.py", "import geo.tracks.cleaning"), ("geo/tracks/rules.py", "import geo.tracks.stops")],
    "backend-layers": [("backend/tables/__init__.py", "import backend.rules"), ("backend/session.py", "import backend.routes")],
    "backend-rules": [("backend/rules/__init__.py", "import litestar"), ("backend/session.py", "import litestar")],
    "simulator-layers": [("simulator/ways.py", "import simulator.world"), ("simulator/city.py", "import simulator.people")],
    "media-layers": [("media/pace.py", "import media.opening"), ("media/reasons.py", "import media.addresses")],
    "analytics-layers": [("analytics/background.py", "import analytics.watcher"), ("analytics/eye.py", "import analytics.watch")],
    "tools-layers": [
        ("tools/xvfb.py", "import tools.steps"),
        ("tools/demo.py", "import tools.shift"),
        ("tools/prepare.py", "import tools.xvfb"),
    ],
    "tools-doors": [
        ("tools/demo.py", "import backend.session"),
        ("tools/seat.py", "import console.widgets"),
        ("tools/household.py", "import tests.backends"),
    ],
    "tools-alone": [("tools/prepare.py", "import psutil"), ("tools/in_qgis.py", "import wire.codes")],
    "no-tests": [("simulator/city.py", "import tests.postgres"), ("console/words/__init__.py", "import pytest")],
    "opencv": [("backend/photos.py", "import cv2"), ("console/words/__init__.py", "import cv2")],
}


def contracts() -> set[str]:
    settings = tomllib.loads((HERE / "pyproject.toml").read_text())
    return {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}


def verdict(where: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--contract", contract, "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(HERE / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "main.py"):
        shutil.copy(HERE / name, tmp_path)
    return tmp_path


def test_that_every_contract_has_a_planted_violation() -> None:
    assert contracts() == PLANTED.keys()


@pytest.mark.parametrize(("contract", "file", "line"), [(id, file, line) for id, cases in PLANTED.items() for file, line in cases])
def test_that_a_planted_violation_is_refused(copy: Path, contract: str, file: str, line: str) -> None:
    planted = copy / file
    planted.write_text(f"{planted.read_text()}\n{line}\n")
    answer = verdict(copy, contract)
    assert answer.returncode == 1, answer.stdout
    assert "BROKEN" in answer.stdout


@pytest.mark.parametrize("package", ["console", "backend", "simulator", "media", "analytics", "geo.tracks", "tools"])
def test_that_a_room_that_no_layer_names_is_refused(copy: Path, package: str) -> None:
    (copy / package.replace(".", "/") / "attic.py").write_text('"""A room of no layer."""\n')
    answer = verdict(copy, f"{package.rpartition('.')[2]}-layers")
    assert answer.returncode == 1, answer.stdout
    assert "attic" in answer.stdout
