"""Working together: what this user is at goes out, what the others are at comes in, cases change hands, and clashes are settled."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from console.actions import Actions
from console.api import Api, ApiError
from console.hall.hall import Hall
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.geofences import Geofences
from console.workers.caller import Caller
from console.workers.presence import PresenceListener, PresenceTeller
from wire.codes import Noun
from wire.presence import Attendance, PresenceReport

TYPING_S = 10.0  # until the backend has said how long
SPARE_S = 1.0  # no clock agrees with another to the second


class CompanyRoom(QObject):
    """`workers` are to be started and stopped with the others of the desk."""

    def __init__(
        self, hall: Hall, api: Api, caller: Caller, actions: Actions, card: Card, dispatch: DispatchForm, geofences: Geofences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._hall, self._company, self._caller = hall, hall.company, caller
        self._listener, self._teller = PresenceListener(api, self), PresenceTeller(api, hall.company.desk, self)
        self.workers = (self._listener, self._teller)
        self._strips = (card.company, dispatch.company)
        self._at: tuple[Noun | None, str] = (None, "")
        self._field = ""
        self._lent = ""  # the case that was taken in hand because something was written on it
        self._retried: set[tuple[str, object]] = set()
        self._silence = QTimer(self, singleShot=True, interval=int(TYPING_S * 1000))
        self._silence.timeout.connect(self._fall_silent)
        self._listener.heard.connect(self._hear)
        self._listener.lost.connect(self._company.lose)
        hall.selection.changed.connect(self._look)
        hall.clock.ticked.connect(self._take_what_was_asked)
        for strip in self._strips:
            strip.claim_wanted.connect(self.claim)
            strip.release_wanted.connect(self.release)
        for form in (card, dispatch):
            form.writing.connect(self._write)
        geofences.editing.connect(self._edit_fence)
        for view in (card.clash, dispatch.clash, geofences.clash):
            view.settled.connect(actions.send_instead)
            view.laid_aside.connect(actions.lay_aside)
            view.dismissed.connect(actions.dismiss)

    def claim(self, case_id: str, reason: str = "") -> None:
        if case_id:
            self._caller.call(lambda api: api.claim(case_id, reason), self._company.put, lambda error: self._refuse(case_id, error))

    def release(self, case_id: str) -> None:
        if case_id:
            self._lent = "" if case_id == self._lent else self._lent
            self._caller.call(lambda api: api.release(case_id), lambda _: self._let_go(case_id), lambda error: self._refuse(case_id, error))

    def _hear(self, attendance: Attendance) -> None:
        self._company.take(attendance)
        if (rules := self._company.rules) is not None:
            self._teller.beat(rules.heartbeat_s)
            self._silence.setInterval(int(rules.typing_s * 1000))

    def _look(self, noun: Noun | None, id: str) -> None:
        if self._lent and self._lent != id:
            self.release(self._lent)
        self._at, self._field = (noun, id), ""
        self._tell()

    def _write(self, case_id: str, field: str) -> None:
        """Who begins to write on a case that nobody has takes it in hand, and lets it go when they turn to another."""
        self._at, self._field = (Noun.CASE, case_id), field
        self._silence.start()
        self._tell()
        if self._company.known and self._company.claim_of(case_id) is None and self._lent != case_id:
            self._lent = case_id
            # Whoever was faster is seen in the next picture.
            self._caller.call(lambda api: api.claim(case_id), self._company.put, lambda _: None)

    def _edit_fence(self, id: str) -> None:
        self._at, self._field = ((Noun.GEOFENCE, id) if id else (self._hall.selection.noun, self._hall.selection.id)), "shape" if id else ""
        self._tell()

    def _fall_silent(self) -> None:
        self._field = ""
        self._tell()

    def _tell(self) -> None:
        noun, id = self._at
        self._teller.tell(PresenceReport(noun=noun, id=id, field=self._field) if noun and id else PresenceReport())

    def _let_go(self, case_id: str) -> None:
        claim = self._company.claim_of(case_id)
        if claim is not None and self._company.is_mine(claim) and not claim.asked_by:
            self._company.drop(case_id)

    def _take_what_was_asked(self) -> None:
        """When the grace is over, once."""
        rules, now = self._company.rules, self._hall.clock.now()
        for claim in self._company.asked_by_me():
            key = (claim.case_id, claim.asked_at)
            if rules and claim.asked_at and now >= claim.asked_at + timedelta(seconds=rules.grace_s + SPARE_S) and key not in self._retried:
                self._retried.add(key)
                self.claim(claim.case_id)

    def _refuse(self, case_id: str, error: ApiError) -> None:
        for strip in self._strips:
            strip.tell_refused(case_id, error.problem)
