"""A hall of a given size on a real backend in a process of its own, for benches that need one."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from backend.migrations import upgrade
from backend.rules import departments, people
from backend.rules.history import PastCase, import_cases
from backend.session import SYSTEM, Database
from backend.tables.units import UnitRow
from tests.postgres import Cluster
from tools.household import Household
from wire.codes import DutyState, Kind, Role, Source, Status, UnitKind
from wire.people import DepartmentOrder, UserOrder

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "bench"  # the city is made once
CENTRE, SPREAD = (111.0, 35.03), (0.03, 0.02)  # degrees, where the simulated city is
NEVER_ASKED = Status.CLOSED, Status.VOIDED
PAGE = 2000


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database at head; `kind` is "sqlite" or "postgresql", a server that ends with the block."""
    if kind == "sqlite":
        yield _migrated(f"sqlite:///{folder / 'yiping.db'}")
        return
    cluster = Cluster()
    try:
        yield _migrated(cluster.url(cluster.create()))
    finally:
        cluster.stop()


def _migrated(url: str) -> str:
    opened = Database(url)
    upgrade(opened.engine)
    opened.close()
    return url


def serve(household: Household, url: str, folder: Path) -> str:
    """Start the backend; its address."""
    command = [sys.executable, "-m", "backend", "serve", "--database", url, "--data", str(folder), "--port", "0"]
    return household.start("backend", command, ready="ready")


def serve_cameras(household: Household, clips: Path) -> str:
    """Start cameras that show these clips; the port of their RTSP."""
    return household.start("cameras", [sys.executable, "-m", "simulator", "cameras", str(clips), "--port", "0"], ready="ready")


def token(url: str, *roles: Role) -> str:
    """Of a new user with these roles, called after the first."""
    opened = Database(url)
    with opened.write(SYSTEM) as work:
        name = roles[0].lower()
        people.put(work, UserOrder(name=name, full_name=name, roles=list(roles)))
        made = people.open_session(work, name).token
    opened.close()
    return made


def fill(url: str, open_cases: int = 0, closed_cases: int = 0, units: int = 0) -> None:
    """Cases in every open status with clocks that run, closed ones of the days before, and units on duty."""
    opened, rng = Database(url), np.random.default_rng(1)
    with opened.write(SYSTEM) as work:
        for number in range(30):
            departments.put(work, DepartmentOrder(id=f"d{number}", code=f"d{number}", name=f"第{number}城管中队"))
    statuses = [status for status in Status if status not in NEVER_ASKED]
    wanted = [statuses[number % len(statuses)] for number in range(open_cases)] + [Status.CLOSED] * closed_cases
    places = rng.normal(CENTRE, SPREAD, (len(wanted), 2)).tolist()
    cases = [_case(number, status, *place) for number, (status, place) in enumerate(zip(wanted, places, strict=True))]
    for start in range(0, len(cases), PAGE):
        with opened.write(SYSTEM) as work:
            import_cases(work, cases[start : start + PAGE])
    with opened.write(SYSTEM) as work:
        if units:
            work.session.execute(sa.insert(UnitRow), [_unit(number) for number in range(units)])
    opened.close()


def _case(number: int, status: Status, lon: float, lat: float) -> PastCase:
    days = number % 9 if status != Status.CLOSED else 10 + number % 40
    at = datetime.now(UTC) - timedelta(days=days, minutes=number % 1000)
    due = datetime.now(UTC) + timedelta(minutes=number % 2000 - 200)
    return PastCase(
        id=f"c{number}",
        source=Source.INSPECTOR,
        kind=Kind.EVENT,
        class_code="0101",
        lon=lon,
        lat=lat,
        reported_at=at,
        status=status,
        address=f"云湖路{number % 997}号",
        description="人行道上有暴露垃圾，约两平方米，影响通行",
        department_id=f"d{number % 30}",
        dispatched_at=at + timedelta(minutes=5),
        yellow_at=due - timedelta(hours=1),
        deadline_at=due,
        closed_at=at + timedelta(hours=3) if status == Status.CLOSED else None,
    )


def _unit(number: int) -> dict[str, object]:
    kind = UnitKind.INSPECTOR if number % 3 else UnitKind.TRUCK
    name = f"监督员{number}" if number % 3 else f"清运车{number}"
    unit = {"id": f"u{number}", "version": 1, "number": number + 1, "code": f"u{number}", "kind": kind, "name": name}
    return unit | {"duty": DutyState.ON_DUTY, "duty_at": None, "team": "", "plate": "", "phone": "", "duty_grids": [], "department_id": None}


def city() -> Path:
    """The folder of the simulated city's files; made once."""
    folder = KEPT / "city"
    if not (folder / "components.geojson").exists():
        _run("simulator", "city", str(folder))
    return folder


def fill_components(url: str) -> int:
    """The simulated city's, by the import command; how many."""
    mapping = ROOT / "resources" / "mappings" / "own_components.toml"
    _run("backend", "import", "components", str(city() / "components.geojson"), "--mapping", str(mapping), "--database", url)
    opened = Database(url)
    with opened.read() as work:
        count = work.session.execute(sa.text("SELECT count(*) FROM components")).scalar_one()
    opened.close()
    return int(count)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, stdout=sys.stderr, check=True)
