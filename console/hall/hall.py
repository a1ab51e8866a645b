"""The Hall. Every pane is written against this, and against nothing else."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from console.hall.alarms import Alarms
from console.hall.bases import Bases
from console.hall.basic import BasicGrids
from console.hall.callouts import Callouts
from console.hall.calls import Calls
from console.hall.cases import Cases
from console.hall.chosen import Chosen
from console.hall.clashes import Clash
from console.hall.clock import Clock
from console.hall.company import Company
from console.hall.components import Components
from console.hall.draft import Draft
from console.hall.drafts import Drafts
from console.hall.entries import Entries
from console.hall.failures import Failures
from console.hall.fixes import Fixes
from console.hall.hauls import Hauls
from console.hall.hotline import Hotline
from console.hall.link import Link
from console.hall.listening import Listening
from console.hall.past import Past
from console.hall.photos import Photos
from console.hall.phrases import Phrases
from console.hall.playback import Playback
from console.hall.receipts import Receipt
from console.hall.scores import Scores
from console.hall.selection import Selection
from console.hall.table import Table
from console.hall.whereabouts import There
from wire.cameras import Camera
from wire.cases import CaseCard
from wire.changes import Change
from wire.codes import Noun
from wire.filters import OwnFilter, SavedFilter, Wanted
from wire.geofences import Geofence
from wire.grids import Grid
from wire.message import Versioned
from wire.people import Department, User
from wire.registers import Register
from wire.seats import Seat
from wire.seen import Seen
from wire.sensors import Sensor
from wire.standards import Catalogue, Condition, SmallClass, Standard
from wire.tasks import Task
from wire.tours import SavedTour
from wire.tracks import TrackDay
from wire.transfers import Transfer
from wire.units import Unit
from wire.video_layouts import SavedLayout


class Hall(QObject):
    """Tables by noun, the newest fixes, a clock, the link, the selection. Lives in the GUI thread.

    `cards` holds the cards that were opened, `receipts` what became of our orders, `clashes` those for which somebody was faster,
    `track_days` the days a unit has tracks for.
    A `replay` is as of an earlier moment: nothing in it has an age, nobody is in it, and nothing is ordered there.
    `cursor` is the place in the change feed that the tables are as of: epoch and sequence.
    """

    catalogue_changed = Signal()
    own_filters_changed = Signal()
    wanted_changed = Signal()  # which cases lists and maps show
    refreshed = Signal()  # a whole snapshot has been taken
    caught_up = Signal()  # the tables are as the backend has them: for the first time, and again after each loss
    passed = Signal(object)  # list of (Change, thing or none) as they came, before the tables take the newest of each thing
    track_days_changed = Signal(str)  # unit id
    card_told = Signal(str)  # case id: its card has come, also where it says what was known

    def __init__(self, me: User, parent: QObject | None = None, replay: bool = False) -> None:
        super().__init__(parent)
        self.me, self.replay = me, replay
        self.cases = Cases(self)
        self.tasks: Table[Task] = Table(self)
        self.units: Table[Unit] = Table(self)
        self.cameras: Table[Camera] = Table(self)
        self.departments: Table[Department] = Table(self)
        self.grids: Table[Grid] = Table(self)
        self.registers: Table[Register] = Table(self)
        self.sensors: Table[Sensor] = Table(self)
        self.geofences: Table[Geofence] = Table(self)
        self.calls = Calls(self)
        self.seats: Table[Seat] = Table(self)
        self.transfers: Table[Transfer] = Table(self)
        self.seen: Table[Seen] = Table(self)
        self.standards: Table[Standard] = Table(self)
        self.filters: Table[SavedFilter] = Table(self)
        self.tours: Table[SavedTour] = Table(self)
        self.video_layouts: Table[SavedLayout] = Table(self)
        self.alarms = Alarms(self)
        self.callouts = Callouts(self)
        self.own_filters: list[OwnFilter] = []
        self.hotline = Hotline(self)
        self.cards: Table[CaseCard] = Table(self)
        self.receipts: Table[Receipt] = Table(self)
        self.clashes: Table[Clash] = Table(self)
        self.components = Components(self)
        self.entries = Entries(self.registers, self)
        self.basic = BasicGrids(self)
        self.scores = Scores(self)
        self.bases = Bases(self)
        self.photos = Photos(self)
        self.failures = Failures(self)
        self.fixes = Fixes(self)
        self.clock = Clock(self)
        self.link = Link(self)
        self.selection = Selection(self)
        self.hauls = Hauls(self.selection, self)
        self.listening = Listening(self)
        self.company = Company(me, self)
        self.chosen = Chosen(self)
        self.draft = Draft(self)
        self.drafts = Drafts(self.clock, self)
        self.phrases = Phrases(self)
        self.playback = Playback(self)
        self.there = There(self)
        self.past = Past(self.clock, self.playback, self)
        self.wanted = Wanted()
        self.cursor: tuple[str, int] | None = None
        self.track_days: dict[str, list[TrackDay]] = {}
        self.catalogue: Catalogue | None = None
        self.classes: dict[tuple[str, str], SmallClass] = {}
        self.conditions: dict[str, Condition] = {}
        self._tables: dict[Noun, Table[Any]] = {
            Noun.CASE: self.cases,
            Noun.TASK: self.tasks,
            Noun.UNIT: self.units,
            Noun.CAMERA: self.cameras,
            Noun.DEPARTMENT: self.departments,
            Noun.GRID: self.grids,
            Noun.REGISTER: self.registers,
            Noun.SENSOR: self.sensors,
            Noun.GEOFENCE: self.geofences,
            Noun.CALL: self.calls,
            Noun.SEAT: self.seats,
            Noun.TRANSFER: self.transfers,
            Noun.SEEN: self.seen,
            Noun.STANDARD: self.standards,
            Noun.FILTER: self.filters,
            Noun.TOUR: self.tours,
            Noun.VIDEO_LAYOUT: self.video_layouts,
            Noun.ALARM: self.alarms,
            Noun.CALLOUT: self.callouts,
            Noun.HAUL_COMPANY: self.hauls.companies,
            Noun.HAUL_PLACE: self.hauls.places,
            Noun.HAUL_TRUCK: self.hauls.trucks,
            Noun.HAUL_PERMIT: self.hauls.permits,
            Noun.HAUL_TRIP: self.hauls.trips,
        }

    def table(self, noun: Noun) -> Table[Any] | None:
        """The table of a noun; none for components, which are columns."""
        return self._tables.get(noun)

    def unit_name(self, id: str) -> str:
        """What a unit goes by: its plate, else its name, else its id where it is not known."""
        unit = self.units.get(id)
        return (unit.plate or unit.name) if unit is not None else id

    def take_card(self, card: CaseCard) -> None:
        """A card that was asked for or answered an order: newer than the tables, perhaps."""
        self.cards.put([card])
        self.cases.put([card.case])
        self.tasks.put(card.tasks)
        self.card_told.emit(card.id)

    def take(self, noun: Noun, things: list[Any]) -> None:
        """Take all things of a noun, of a snapshot: what is not among them is gone."""
        self._tables[noun].replace(things)

    def settle(self, cursor: tuple[str, int] | None) -> None:
        """A whole snapshot has been taken; the tables are as of there."""
        self.cursor = cursor
        self.refreshed.emit()

    def apply(self, changes: list[tuple[Change, Versioned | None]], cursor: tuple[str, int] | None = None) -> None:
        """Take changes that a worker has decoded: the newest of each thing, one signal per table."""
        self.cursor = cursor or self.cursor
        self.passed.emit(changes)
        for noun, table in self._tables.items():
            mine = {change.id: thing for change, thing in changes if change.noun == noun}
            table.put([thing for thing in mine.values() if thing], gone=[id for id, thing in mine.items() if thing is None])
        if any(change.noun == Noun.COMPONENT for change, _ in changes):
            self.components.age()

    def set_own_filters(self, filters: list[OwnFilter]) -> None:
        self.own_filters = filters
        self.own_filters_changed.emit()

    def want(self, wanted: Wanted) -> None:
        """From now on lists and maps show cases like this."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.wanted_changed.emit()

    def set_track_days(self, unit_id: str, days: list[TrackDay]) -> None:
        self.track_days[unit_id] = days
        self.track_days_changed.emit(unit_id)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.classes = {(small.kind, small.code): small for small in catalogue.classes}
        self.conditions = {condition.id: condition for condition in catalogue.conditions}
        self.catalogue_changed.emit()
