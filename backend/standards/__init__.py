"""The rules of the field that differ by city, as data: `resources/standards`. Reads them, checks them, and says in one sentence what is wrong.

A file for each subject; whoever needs a part takes it from here.

BadStandard    a file is missing, is not TOML, or says something that cannot be
"""

from functools import cached_property
from pathlib import Path

import msgspec

from backend import modes
from backend.standards.advising import Advising, PhraseFile, checked_advising, checked_phrases
from backend.standards.calendar import Calendar, checked_calendar
from backend.standards.classes import CatalogueFile, ClassFile, TradeFile, check_classes, conditions_of, limit_of, questions_of
from backend.standards.data import FOLDER, Words, converted, from_file
from backend.standards.duty import DutyStandard, checked_duty
from backend.standards.evaluating import Evaluating, checked_evaluation
from backend.standards.hauling import HaulingStandard, checked_hauling
from backend.standards.machine import Machine, Transition, checked_machine
from backend.standards.positions import PositionStandard, checked_positions
from backend.standards.presence import PresenceStandard, checked_presence
from backend.standards.ptz import PtzStandard, checked_ptz
from backend.standards.recommending import Recommending, checked_recommending
from backend.standards.recording import RecordingStandard, checked_recording
from backend.standards.rotating import RotationStandard, checked_rotation
from backend.standards.sensors import SensorStandard, checked_sensors
from backend.standards.tracks import TrackStandard, checked_tracks
from wire.codes import Kind, Status, Verb
from wire.phrases import Phrase
from wire.standards import Catalogue, Condition, MajorClass, SmallClass

__all__ = ["FOLDER", "Standards", "in_force", "limit_of", "read", "use"]


class Standards(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was read. `added` are the classes of ours that the city's list does not have."""

    division: str  # six digits, GB/T 2260
    catalogue: Catalogue
    machine: Machine
    calendar: Calendar
    recommending: Recommending
    advising: Advising
    phrases: list[Phrase]
    duty: DutyStandard
    rotation: RotationStandard
    positions: PositionStandard
    presence: PresenceStandard
    ptz: PtzStandard
    recording: RecordingStandard
    sensors: SensorStandard
    tracks: TrackStandard
    hauling: HaulingStandard
    evaluation: Evaluating
    trades: dict[str, Words]
    added: frozenset[tuple[Kind, str]]

    @cached_property
    def classes(self) -> dict[tuple[Kind, str], SmallClass]:
        return {(small.kind, small.code): small for small in self.catalogue.classes}

    @cached_property
    def steps(self) -> dict[tuple[Verb, Status | None], Transition]:
        """The machine by verb and status, so that nobody has to search."""
        return {(row.verb, status): row for row in self.machine.transitions for status in row.entries}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        return {condition.id: condition for condition in self.catalogue.conditions}


def read(folder: Path = FOLDER, mode: str | None = None) -> Standards:
    """The standards in a folder, in the mode of the city or in another one; `BadStandard` with one sentence when they cannot be used."""
    trades = from_file(folder / "responsibility.toml", TradeFile).trades
    head = from_file(folder / "catalogue.toml", CatalogueFile)
    kinds = {
        Kind.COMPONENT: (head.components, from_file(folder / "components.toml", ClassFile).classes),
        Kind.EVENT: (head.events, from_file(folder / "events.toml", ClassFile).classes),
    }
    for kind, (_, classes) in kinds.items():
        check_classes(kind, head, classes, trades)
    catalogue = Catalogue(
        version=head.version,
        majors=[MajorClass(kind=kind, code=m.code, name=m.name, name_en=m.name_en) for kind, (majors, _) in kinds.items() for m in majors],
        classes=[
            SmallClass(kind=kind, code=c.code, name=c.name, name_en=c.name_en, trade=c.trade, ask=questions_of(c, head), urgent=c.urgent)
            for kind, (_, classes) in kinds.items()
            for c in classes
        ],
        conditions=[condition for kind, (_, classes) in kinds.items() for c in classes for condition in conditions_of(kind, c, head.closings)],
    )
    duty = checked_duty(from_file(folder / "duty.toml", DutyStandard))
    return Standards(
        division=head.division,
        catalogue=catalogue,
        advising=checked_advising(from_file(folder / "advice.toml", Advising), catalogue),
        phrases=checked_phrases(from_file(folder / "phrases.toml", PhraseFile).phrases),
        machine=checked_machine(converted("transitions.toml", Machine, lambda: modes.table(folder, mode))),
        calendar=checked_calendar(from_file(folder / "calendar.toml", Calendar)),
        recommending=checked_recommending(from_file(folder / "recommendation.toml", Recommending)),
        duty=duty,
        rotation=checked_rotation(from_file(folder / "rotation.toml", RotationStandard), set(duty.shift)),
        positions=checked_positions(from_file(folder / "positions.toml", PositionStandard)),
        presence=checked_presence(from_file(folder / "presence.toml", PresenceStandard)),
        ptz=checked_ptz(from_file(folder / "ptz.toml", PtzStandard)),
        recording=checked_recording(from_file(folder / "recording.toml", RecordingStandard)),
        sensors=checked_sensors(from_file(folder / "sensors.toml", SensorStandard), catalogue),
        tracks=checked_tracks(from_file(folder / "tracks.toml", TrackStandard)),
        hauling=checked_hauling(from_file(folder / "hauling.toml", HaulingStandard)),
        evaluation=checked_evaluation(from_file(folder / "evaluation.toml", Evaluating)),
        trades=trades,
        added=frozenset((kind, c.code) for kind, (_, classes) in kinds.items() for c in classes if c.added),
    )


_in_force: list[Standards] = []


def in_force() -> Standards:
    """The standards that this process works by: those of the project until `use` says otherwise."""
    if not _in_force:
        _in_force.append(read())
    return _in_force[0]


def use(standards: Standards) -> None:
    _in_force[:] = [standards]
