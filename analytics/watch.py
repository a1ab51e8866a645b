"""Which cameras are watched: as the backend's plan says, looked at again and again. What changes there is taken over while the others go on."""

import logging
import threading
import uuid
from collections.abc import Mapping

from analytics.doors import Doors, Refused, Unreachable
from analytics.eye import Eye, url_of
from analytics.judging import Judge
from analytics.sender import Sender
from media.addresses import host_of
from media.logins import login_of
from media.pace import Gate
from media.turns import Turns
from wire.analytics import CapturePlan, CaptureStateReport

LOG = logging.getLogger(__name__)
PLAN_S, TELL_S = 5.0, 15.0


class Watch:
    """`logins` are those of the cameras by host; `fps` pictures of each camera are looked at in a second."""

    def __init__(self, doors: Doors, logins: Mapping[str, str], fps: float, judge: Judge) -> None:
        self._doors, self._logins, self._fps, self._judge = doors, logins, fps, judge
        self._sender = Sender(doors, lambda: uuid.uuid4().hex)
        self._gate = Gate(Turns.of_machine(), patient=True)
        self._eyes: dict[str, Eye] = {}
        self._told: dict[str, str] = {}
        self._quiet_s = TELL_S

    def run(self, stopped: threading.Event) -> None:
        away = False
        while not stopped.is_set():
            try:
                self._follow(self._doors.plan())
                self._tell()
                away = False
            except (Unreachable, Refused) as error:
                if not away:
                    LOG.warning("%s; the cameras are watched on", error)
                away = True
            stopped.wait(PLAN_S)
        for eye in self._eyes.values():
            eye.stop()
        self._sender.stop()

    def _follow(self, plans: list[CapturePlan]) -> None:
        wanted = {plan.camera.id: plan for plan in plans if plan.camera.sub_url or plan.camera.main_url}
        for id in [id for id, eye in self._eyes.items() if id not in wanted or _differs(eye.plan, wanted[id])]:
            self._eyes.pop(id).stop()
        for id in wanted.keys() - self._eyes.keys():
            LOG.info("watching %s: %s", id, ", ".join(zone.kind for zone in wanted[id].zones))
            login = login_of(host_of(url_of(wanted[id].camera)), self._logins)
            self._eyes[id] = Eye(wanted[id], login, self._fps, self._judge, self._sender.send, self._gate)

    def _tell(self) -> None:
        """At once what is new, and all of it now and then: silence must not look like watching."""
        states = {id: eye.state for id, eye in self._eyes.items()}
        self._quiet_s += PLAN_S
        if states and (states != self._told or self._quiet_s >= TELL_S):
            self._doors.tell([CaptureStateReport(camera_id=id, state=state) for id, state in states.items()])
            self._told, self._quiet_s = dict(states), 0.0


def _differs(one: CapturePlan, other: CapturePlan) -> bool:
    """In what matters to the watching."""
    return _of(one) != _of(other)


def _of(plan: CapturePlan) -> tuple[object, ...]:
    return plan.camera.sub_url, plan.camera.main_url, [(zone.id, zone.version) for zone in plan.zones]
