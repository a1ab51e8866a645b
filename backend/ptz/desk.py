"""Turns cameras by their adapters, stops what has moved for long enough, and learns where they look then."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.camera_addresses import Address, address_of
from backend.camera_logins import Logins
from backend.gateway.http import Limits
from backend.ptz.adapter import Adapter
from backend.ptz.numbers import TokenBook
from backend.ptz.onvif import OnvifAdapter
from backend.ptz.sim import SimAdapter
from backend.ptz.wvp import WvpAdapter
from backend.refusals import Outside, Refusal
from backend.rules import ptz, ptz_presets
from backend.session import SYSTEM, Database, Work
from backend.standards.ptz import PtzStandard
from wire.cameras import Camera
from wire.ptz import AnyPtzOrder, Patrol, Preset, PtzAbsolute, PtzAim, PtzGoTo, PtzMove, PtzPatrol, PtzRelease, PtzStop, PtzTake

log = logging.getLogger("backend")

ADAPTERS: dict[str, Callable[[Address, Limits, str, TokenBook], Adapter]] = {
    "onvif": OnvifAdapter,
    "sim": lambda address, limits, login, _: SimAdapter(address, limits, login),
    "wvp": lambda address, limits, login, _: WvpAdapter(address, limits, login),
    "wvps": lambda address, limits, login, _: WvpAdapter(address, limits, login),
}
LAST_S = 10.0  # that the end of the backend waits for a device
SPARE_S = 0.02  # a timer must not look before the time that it was set for


class PtzDesk:
    """Of one process; what moves is written in the database, so that another one stops it when this one dies."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._logins = database, Logins(folder)
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._timers: set[threading.Timer] = set()
        self._closed = False

    @contextmanager
    def turn(self, camera_id: str) -> Iterator[None]:
        """Orders to one camera, one after the other."""
        with self._lock:
            turn = self._turns.setdefault(camera_id, threading.Lock())
        with turn:
            yield

    def obey(self, camera: Camera, order: AnyPtzOrder, patrol: int | None = None) -> None:
        """Tell the device, which goes round by this patrol until now; `Outside` when it does not do it."""
        adapter = self.adapter(camera)
        if isinstance(order, PtzTake) or (isinstance(order, PtzRelease) and patrol is not None):
            return  # nobody stops a patrol by looking at it
        if patrol is not None:
            self._end_patrol(camera, adapter, patrol)
            self._note(lambda work: ptz.go_round(work, camera.id, None))
        if isinstance(order, PtzMove):
            adapter.move(order.pan, order.tilt, order.zoom, order.seconds)
            self._later(order.seconds + SPARE_S, self.stop_overdue)
        elif isinstance(order, PtzStop | PtzRelease):
            adapter.stop()
            self._later(0, lambda: self._learn(camera))
        elif isinstance(order, PtzPatrol):
            adapter.start_patrol(order.number)
            self._note(lambda work: ptz.go_round(work, camera.id, order.number))
        else:
            self._send(adapter, order)
            self._later(self._rules().settle_s, lambda: self._learn(camera))
        self._tell_view(camera, adapter, order)

    def _end_patrol(self, camera: Camera, adapter: Adapter, patrol: int) -> None:
        """A device that knows no such patrol any more goes by none: it is turned all the same."""
        try:
            adapter.end_patrol(patrol)
        except Outside as error:
            if error.code != "ptz_refused":
                raise
            log.warning("patrol %d of camera %s could not be ended: %s", patrol, camera.id, error.detail)

    def presets(self, camera: Camera) -> list[Preset]:
        """Those of the device, with what is known of where each looks."""
        told = sorted(self.adapter(camera).presets(), key=lambda preset: preset.number)
        with self._database.read() as work:
            return ptz_presets.known(work, camera.id, told)

    def patrols(self, camera: Camera) -> list[Patrol]:
        return sorted(self.adapter(camera).patrols(), key=lambda patrol: patrol.number)

    def adapter(self, camera: Camera) -> Adapter:
        address = address_of(camera.ptz_url)
        if address.scheme not in ADAPTERS:
            raise Outside("bad_ptz_url", "The address at which this camera is turned names no protocol that is known.")
        rules = self._rules()
        limits, book = Limits(rules.connect_s, rules.read_s), TokenBook(self._database, camera.id)
        return ADAPTERS[address.scheme](address, limits, self._logins.of(address.host), book)

    def stop_overdue(self) -> None:
        """End every movement whose time is over, also those that a process began which is no more."""
        with self._database.write(SYSTEM) as work:
            cameras = [ptz.turnable(work, id) for id in ptz.take_overdue(work)]
        for camera in cameras:
            try:
                with self.turn(camera.id):
                    self.adapter(camera).stop()
                self._learn(camera)
            except Refusal as error:
                log.warning("camera %s could not be stopped: %s", camera.id, error.detail)

    def let_go(self) -> None:
        """The backend ends: no more timers, and what still moves is stopped now."""
        with self._lock:
            self._closed = True
            timers = list(self._timers)
        for timer in timers:
            timer.cancel()
        for timer in timers:  # one that is at work has the database in hand
            timer.join(LAST_S)
        with self._database.write(SYSTEM) as work:
            ptz.end_all(work)
        self.stop_overdue()

    @staticmethod
    def _send(adapter: Adapter, order: PtzAbsolute | PtzAim | PtzGoTo) -> None:
        if isinstance(order, PtzAbsolute):
            adapter.absolute(order.pan, order.tilt, order.zoom)
        elif isinstance(order, PtzAim):
            adapter.aim(order.x, order.y, order.width, order.height)
        else:
            adapter.go_to(order.number)

    def _tell_view(self, camera: Camera, adapter: Adapter, order: AnyPtzOrder) -> None:
        """What is known of where it looks, before the device has told it, or where it never does."""
        if isinstance(order, PtzGoTo):
            number, name, tells = order.number, self._name_of(camera, adapter, order.number), _tells(camera, adapter)
            self._note(lambda work: ptz_presets.gone_to(work, camera.id, number, name, tells))
        elif isinstance(order, PtzPatrol):
            self._note(lambda work: ptz_presets.moved(work, camera.id, tells=False))
        elif isinstance(order, PtzMove | PtzAbsolute | PtzAim):
            self._note(lambda work: ptz_presets.moved(work, camera.id, _tells(camera, adapter)))

    def _name_of(self, camera: Camera, adapter: Adapter, number: int) -> str:
        """Of a preset: as we were told, else as the device says; a device that does not say it is no failure of going there."""
        with self._database.read() as work:
            told = ptz_presets.name_of(work, camera.id, number)
        if told:
            return told
        with contextlib.suppress(Refusal):
            return next((preset.name for preset in adapter.presets() if preset.number == number), "")
        return ""

    def _note(self, write: Callable[[Work], None]) -> None:
        with self._database.write(SYSTEM) as work:
            write(work)

    def _learn(self, camera: Camera) -> None:
        """Where it looks now, when the protocol tells and somebody has measured how the device counts; of one that goes round nobody asks."""
        adapter = self.adapter(camera)
        if not _tells(camera, adapter):
            return
        with self._database.read() as work:
            if ptz.running(work, camera.id) is not None:
                return
        address, position = address_of(camera.ptz_url), adapter.position()
        if position is not None:
            self._note(lambda work: ptz_presets.looks(work, camera.id, address.azimuth(position.pan), address.view_angle(position.zoom)))

    def _rules(self) -> PtzStandard:
        with self._database.read() as work:
            return ptz.rules(work)

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(seconds, lambda: self._run(timer, act))
        timer.daemon = True
        with self._lock:
            if self._closed:
                return
            self._timers.add(timer)
            timer.start()

    def _run(self, timer: threading.Timer, act: Callable[[], None]) -> None:
        try:
            act()
        except Refusal as error:
            log.warning("a camera does not answer: %s", error.detail)
        except Exception:
            log.exception("a camera could not be asked")
        finally:
            with self._lock:
                self._timers.discard(timer)


def _tells(camera: Camera, adapter: Adapter) -> bool:
    """Does its device tell where it looks, in degrees that somebody has measured?"""
    address = address_of(camera.ptz_url)
    return adapter.tells and (address.azimuth(0) is not None or address.view_angle(0) is not None)
