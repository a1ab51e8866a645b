"""What was asked for and could not be had, until it is had: every pane says what it misses itself."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from wire.problem import Problem


class Wanted(StrEnum):
    CARD = "CARD"
    PHOTO = "PHOTO"
    CLIP = "CLIP"
    TRACK_DAYS = "TRACK_DAYS"
    TRACK = "TRACK"
    STREETS = "STREETS"  # a track laid on them
    LIKENESSES = "LIKENESSES"  # of a track
    CATALOGUE = "CATALOGUE"
    COMPONENTS = "COMPONENTS"
    REGISTER = "REGISTER"
    BASIC_GRIDS = "BASIC_GRIDS"
    COVERAGE = "COVERAGE"
    SCORES = "SCORES"  # of areas, as they stood at a moment
    SIGHT = "SIGHT"
    RECOMMENDATION = "RECOMMENDATION"
    WITHDRAWAL = "WITHDRAWAL"
    PICTURE = "PICTURE"  # of the Hall, to be kept on the disk
    PREFERENCE = "PREFERENCE"
    HOTLINE = "HOTLINE"
    FIGURES = "FIGURES"  # of the hotline
    CALL = "CALL"
    ADDRESS = "ADDRESS"  # what the hall knows of one
    SEAT = "SEAT"
    TRANSFER = "TRANSFER"
    PUBLICATION = "PUBLICATION"
    DRAFT = "DRAFT"  # to be kept on the disk
    PHRASES = "PHRASES"
    WATCHES = "WATCHES"  # the patrol log
    CAMERA_HEALTH = "CAMERA_HEALTH"
    STAFF = "STAFF"  # the card of somebody on shift
    ALARM = "ALARM"  # to be seen to
    CALLOUT = "CALLOUT"  # a squad to be sent, or not any more
    FORESEEN = "FORESEEN"  # what will be late
    WHEREABOUTS = "WHEREABOUTS"  # who was there
    TRIPS = "TRIPS"  # of a muck truck or a permit, in a time
    FOOTAGE = "FOOTAGE"  # the register of what the police ask for


class Failures(QObject):
    """By what was wanted, and the id of whose it was; there is one catalogue, whose id is empty."""

    changed = Signal(str, str)  # Wanted, id

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: dict[tuple[Wanted, str], Problem] = {}

    def of(self, wanted: Wanted, id: str = "") -> Problem | None:
        return self._problems.get((wanted, id))

    def all(self) -> list[tuple[Wanted, Problem]]:
        return [(wanted, problem) for (wanted, _), problem in self._problems.items()]

    def note(self, wanted: Wanted, id: str, problem: Problem) -> None:
        self._problems[wanted, id] = problem
        self.changed.emit(wanted, id)

    def clear(self, wanted: Wanted, id: str) -> None:
        """It was had, or is not wanted any more."""
        if self._problems.pop((wanted, id), None) is not None:
            self.changed.emit(wanted, id)
