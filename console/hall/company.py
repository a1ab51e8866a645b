"""Who else is at what, and who has which case or camera in hand: as the backend drew it last."""

import uuid
from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from wire.codes import Noun
from wire.people import User
from wire.presence import Attendance, Claim, Presence, PresenceRules
from wire.ptz import PtzControl, PtzRound

K = TypeVar("K")


class Company(QObject):
    """Lives in the GUI thread. `desk` is the name of this console among all; `known` is false while nobody can say who is there."""

    changed = Signal(object)  # frozenset of ids of things of which something is different

    def __init__(self, me: User, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.me, self.desk = me, uuid.uuid4().hex
        self.known = False
        self.rules: PresenceRules | None = None
        self._presences: dict[tuple[Noun, str], list[Presence]] = {}
        self._claims: dict[str, Claim] = {}
        self._controls: dict[str, PtzControl] = {}
        self._rounds: dict[str, PtzRound] = {}

    def take(self, attendance: Attendance) -> None:
        presences: dict[tuple[Noun, str], list[Presence]] = {}
        for each in attendance.presences:
            if each.desk != self.desk:
                presences.setdefault((each.noun, each.id), []).append(each)
        claims = {claim.case_id: claim for claim in attendance.claims}
        controls = {control.camera_id: control for control in attendance.controls}
        rounds = {each.camera_id: each for each in attendance.rounds}
        all_anew = not self.known
        different = {id for _, id in _differing(presences, self._presences)} | _differing(claims, self._claims) | _differing(controls, self._controls)
        different |= _differing(rounds, self._rounds)
        if all_anew:
            different |= {id for _, id in presences} | claims.keys()
        self.known, self.rules = True, attendance.rules
        self._presences, self._claims, self._controls, self._rounds = presences, claims, controls, rounds
        if different or all_anew:
            self.changed.emit(frozenset(different))

    def lose(self) -> None:
        """Nobody can say it any more; what was known last stays, as such."""
        if self.known:
            self.known = False
            self.changed.emit(frozenset({id for _, id in self._presences} | self._claims.keys()))

    def put(self, claim: Claim) -> None:
        """The answer to our own asking is news before the next picture."""
        self._claims[claim.case_id] = claim
        self.changed.emit(frozenset({claim.case_id}))

    def drop(self, case_id: str) -> None:
        if self._claims.pop(case_id, None) is not None:
            self.changed.emit(frozenset({case_id}))

    def put_control(self, camera_id: str, control: PtzControl | None) -> None:
        """The answer to our own order likewise; none: it was let go."""
        if control != self._controls.get(camera_id):
            self._controls.pop(camera_id, None)
            if control is not None:
                self._controls[camera_id] = control
            self.changed.emit(frozenset({camera_id}))

    def control_of(self, camera_id: str) -> PtzControl | None:
        """Who has this camera in hand."""
        return self._controls.get(camera_id)

    def round_of(self, camera_id: str) -> PtzRound | None:
        """The patrol that this camera goes round by."""
        return self._rounds.get(camera_id)

    def others_at(self, noun: Noun, id: str) -> list[Presence]:
        """Everybody else who looks at a thing, in the order in which they came."""
        return self._presences.get((noun, id), [])

    def claim_of(self, case_id: str) -> Claim | None:
        return self._claims.get(case_id)

    def is_mine(self, claim: Claim) -> bool:
        return claim.user == self.me.name

    def held_by_another(self, case_id: str) -> Claim | None:
        """The claim of somebody else who is there."""
        claim = self._claims.get(case_id)
        return claim if claim is not None and claim.live and not self.is_mine(claim) else None

    def asked_of_me(self) -> list[Claim]:
        """What I have in hand and somebody else wants."""
        return [claim for claim in self._claims.values() if self.is_mine(claim) and claim.asked_by]

    def asked_by_me(self) -> list[Claim]:
        return [claim for claim in self._claims.values() if claim.asked_by == self.me.name]

    def supervises(self) -> bool:
        return self.rules is not None and not set(self.rules.supervisors).isdisjoint(self.me.roles)


def _differing(one: Mapping[K, object], other: Mapping[K, object]) -> set[K]:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
