"""What the people of the city tell the centre: jobs that are done once each, however often the centre goes away meanwhile."""

import logging
import queue
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

from simulator.album import Album
from simulator.doors import Doors, Refused, Unreachable
from simulator.world import ZONE, Found, Looked, Moved, Signed
from wire.codes import DutyState, Source, TaskKind

LOG = logging.getLogger(__name__)
HANDS = 6
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0
KNOTS = 3600 / 1852  # in a metre per second
KEPT_FIXES = 20_000  # while the centre is away
CITIZENS = "sim.citizens"
HOTLINE = "sim.acceptor"
TELEPHONE = "sim.telephone"
DEVICES = "sim.devices"
PATROLLER = "sim.patroller"
OFFICES = frozenset({Source.LAW_PATROL, Source.DEPT_TRANSFER, Source.AUDIT, Source.LEADER, Source.MEDIA})
USERS = {Source.VIDEO: PATROLLER} | dict.fromkeys((Source.HOTLINE_12319, Source.TRANSFER_12345, *OFFICES), HOTLINE)
PHONES = frozenset({Source.HOTLINE_12319, Source.TRANSFER_12345})  # whoever rings has nothing to show

Job = Callable[[], object]


class Sender:
    """Some hands that work off jobs in order. A job is tried until the centre answers; a refusal is counted and said once."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._hands = [threading.Thread(target=self._work, name=f"hand-{number}", daemon=True) for number in range(HANDS)]
        self.done = self.refused = self.failed = 0
        self.away = False
        for hand in self._hands:
            hand.start()

    def do(self, job: Job) -> None:
        self._jobs.put(job)

    @property
    def waiting(self) -> int:
        return self._jobs.qsize()

    def stop(self) -> None:
        self._stopping.set()
        for _ in self._hands:
            self._jobs.put(None)
        for hand in self._hands:
            hand.join(timeout=10)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None and not self._stopping.is_set():
            self._try(job)

    def _try(self, job: Job) -> None:
        pause = FIRST_PAUSE_S
        while not self._stopping.is_set():
            try:
                job()
                self._count("done")
                return
            except Unreachable as error:
                self._note_away(str(error))
                self._stopping.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
            except Refused as refusal:
                self._count("refused")
                LOG.debug("refused: %s", refusal)
                return
            except Exception:  # one bad job must not cost a hand
                self._count("failed")
                LOG.exception("a job failed")
                return

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self, what, getattr(self, what) + 1)
            if what == "done" and self.away:
                LOG.info("the centre answers again")
                self.away = False

    def _note_away(self, why: str) -> None:
        with self._lock:
            if not self.away:
                LOG.warning("%s; waiting for it", why)
            self.away = True


class Tongue:
    """Puts what the world says into the words of the doors. `stamp` makes the ids of this run its own."""

    def __init__(self, doors: Doors, album: Album, stamp: str) -> None:
        self._doors, self._album, self._stamp = doors, album, stamp
        self._lock, self._count = threading.Lock(), 0

    def sign(self, said: Signed) -> None:
        duty = DutyState.ON_DUTY if said.on else DutyState.OFF_DUTY
        self._doors.post(said.unit, f"/v1/units/{said.unit}/duty", {"duty": duty, "lon": said.lon, "lat": said.lat})

    def report(self, found: Found, id: str, at: datetime, person: str = "") -> bytes:
        """What the door answers: the card of the case, or of Open311 its number. `person`: who says it, where the same says more than one thing."""
        if found.unit is None and found.source == "PUBLIC_APP":
            return self._complain(found, id, at)
        user = found.unit or USERS.get(Source(found.source), CITIZENS)
        seen = found.unit or found.camera
        photos = [] if Source(found.source) in PHONES else [self._photo(user, found, id, at)]
        report = {
            "id": id,
            "source": found.source,
            "kind": found.problem.kind,
            "class_code": found.problem.code,
            "lon": found.lon,
            "lat": found.lat,
            "address": found.address,
            "description": found.text,
            "urgent": found.problem.urgent,
            "photos": photos,
            "after_photos": [self._photo(user, found, id, at, solved=True)] if found.source == Source.INSPECTOR_SELF else [],
            "component_code": found.component,
            "camera_id": found.camera,
        }
        who = {} if seen or found.source in OFFICES else caller(person or id)
        return self._doors.post(user, "/v1/cases", report | who, key=id).content

    def inspected(self, looked: Looked, at: datetime) -> None:
        task = looked.task
        solved = task.kind is TaskKind.CHECK and looked.result == "PASS"
        place = f"{task.lon:.5f}, {task.lat:.5f}  {task.unit_id}"
        shot = self._album.take(task.unit_id, looked.scene, zlib.crc32(task.case_id.encode()), at.astimezone(ZONE), place, solved)
        order = {"result": looked.result, "photos": [shot], "lon": task.lon, "lat": task.lat}
        self._doors.post(task.unit_id, f"/v1/tasks/{task.id}/report", order, key=f"done-{task.id}"[:80])

    def new_id(self) -> str:
        with self._lock:
            self._count += 1
            return f"{self._stamp}-{self._count:06d}"

    def _complain(self, found: Found, id: str, at: datetime) -> bytes:
        who = caller(id)
        form = {
            "service_code": f"{found.problem.kind}-{found.problem.code}",
            "lat": found.lat,
            "long": found.lon,
            "address_string": found.address,
            "description": found.text,
            "last_name": who["reporter"],
            "phone": who["phone"],
            "media_url": f"/v1/photos/{self._photo(CITIZENS, found, id, at)}",
        }
        return self._doors.form(CITIZENS, "/open311/v2/requests.json", form, key=id).content

    def _photo(self, user: str, found: Found, id: str, at: datetime, solved: bool = False) -> str:
        place = f"{found.lon:.5f}, {found.lat:.5f}  {found.unit or found.camera or ''}".strip()
        return self._album.take(user, found.problem.scene, zlib.crc32(id.encode()), at.astimezone(ZONE), place, solved)


class Positions:
    """Sends positions in a thread of its own: one by the OsmAnd door, and in batches what gathered while the centre was away."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._waiting: dict[str, list[Moved]] = {}
        self._times: dict[str, list[datetime]] = {}
        self._changed, self._stopping = threading.Condition(), False
        self.sent = 0
        self._thread = threading.Thread(target=self._work, name="positions", daemon=True)
        self._thread.start()

    def move(self, moved: Moved, at: datetime) -> None:
        with self._changed:
            if sum(map(len, self._waiting.values())) < KEPT_FIXES:
                self._waiting.setdefault(moved.unit, []).append(moved)
                self._times.setdefault(moved.unit, []).append(at)
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            unit, moves, times = taken
            try:
                self._send(unit, moves, times)
                self.sent += len(moves)
            except Unreachable:
                self._put_back(unit, moves, times)
            except Refused as refusal:
                LOG.debug("position of %s refused: %s", unit, refusal)

    def _take(self) -> tuple[str, list[Moved], list[datetime]] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if self._stopping:
                return None
            unit = next(iter(self._waiting))
            return unit, self._waiting.pop(unit), self._times.pop(unit)

    def _put_back(self, unit: str, moves: list[Moved], times: list[datetime]) -> None:
        with self._changed:
            self._waiting[unit] = moves + self._waiting.get(unit, [])
            self._times[unit] = times + self._times.get(unit, [])
            self._changed.wait_for(lambda: self._stopping, timeout=2.0)

    def _send(self, unit: str, moves: list[Moved], times: list[datetime]) -> None:
        if len(moves) == 1:
            self._doors.form(DEVICES, "/osmand", _osmand(moves[0], times[0]))
            return
        fixes = [
            {"at": at, "lon": m.lon, "lat": m.lat, "speed": m.speed, "heading": m.heading, "signals": m.signals}
            for m, at in zip(moves, times, strict=True)
        ]
        for first in range(0, len(fixes), 1000):
            self._doors.post(DEVICES, "/v1/positions", {"code": unit, "fixes": fixes[first : first + 1000]})


def _osmand(moved: Moved, at: datetime) -> dict[str, object]:
    place = {"id": moved.unit, "lat": moved.lat, "lon": moved.lon, "bearing": moved.heading, "accuracy": 5}
    place |= {name: str(value).lower() for name, value in (moved.signals or {}).items()}
    return place | {"timestamp": int(at.timestamp() * 1000), "speed": round(moved.speed * KNOTS, 3)}


def seat_user(number: int) -> str:
    """Who sits at a seat when nobody of the hall does."""
    return f"sim.seat{number}"


def caller(id: str) -> dict[str, str]:
    """A citizen, made up from the id: the same for a retry."""
    number = zlib.crc32(id.encode())
    name = "王李张刘陈杨赵黄周吴徐孙"[number % 12] + ("先生" if number % 2 else "女士")
    return {"reporter": name, "phone": f"13{number % 10}{number % 100_000_000:08d}"}


def now() -> datetime:
    return datetime.now(UTC)
