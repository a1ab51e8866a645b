"""The map panes of one desk: what they want is fetched once for all of them, and how each is drawn is kept for this user."""

import logging
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from console.api import Api, ApiError
from console.hall.basic import Squares
from console.hall.columns import Columns
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.map import drawing
from console.map.drawing import Drawing
from console.map.files import Laid
from console.map.ground import Ask
from console.map.view import MapView
from console.workers.caller import Caller
from wire.codes import GridKind, Noun, RegisterKind
from wire.coverage import Covered
from wire.registers import Entry

log = logging.getLogger(__name__)

PREFERENCE = "map"  # at the backend: how each map is drawn, by its name
FILES = "map_files"  # on this machine: dict[str, list[Laid]]
MOST = 8
FIRST = "map"
KEEP_MS = 2000  # after the last change
AGAIN_MS = 5000
COVERAGE_MS = 60_000  # while a map shows it; scores likewise

Drawings = dict[str, Drawing]


class Maps(QObject):
    """`views` by the names of their panes, at first one. `added` comes before a new one is shown."""

    added = Signal(str, object)  # name, MapView
    dressed = Signal(str)  # the theme that maps wear now

    def __init__(self, hall: Hall, caller: Caller, keep: Callable[[str, bytes], None], ask: Ask, theme: str, parent: QObject | None = None) -> None:
        """`keep` writes a preference to the disk; `ask` answers with tiles."""
        super().__init__(parent)
        self._hall, self._caller, self._keep, self._ask, self._theme = hall, caller, keep, ask, theme
        self._drawings: Drawings = {}
        self._touched = False  # by this user since the start: what the backend has kept is older
        self._keeper = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeper.timeout.connect(self._keep_now)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._ask_again)
        self._missed: list[Callable[[], None]] = []
        self._patrol = QTimer(self, interval=COVERAGE_MS)
        self._patrol.timeout.connect(self._renew_coverage)
        self._patrol.timeout.connect(self._renew_scores)
        self.views: dict[str, MapView] = {}
        self._in_hand = FIRST
        self.first = self._make(FIRST)
        hall.components.outdated.connect(self._renew_components)
        hall.entries.wanted.connect(self._load_entries)
        hall.entries.entry_wanted.connect(self._load_entry)
        hall.basic.wanted.connect(self._load_basic)
        hall.basic.coverage_wanted.connect(self._load_coverage)
        hall.basic.changed.connect(self._load_coverage)

    def restore(self, kept: bytes | None) -> None:
        """What this machine has kept; the backend is asked by `load`."""
        self._take(kept or b"{}")

    def restore_files(self, kept: dict[str, list[Laid]] | None) -> None:
        """The files that this machine knows to have lain over each map, by its name; once, when the maps are there."""
        for name, files in (kept or {}).items():
            if name in self.views:
                self.views[name].files.lay(files)

    def load(self) -> None:
        """What the backend has kept for this user, wherever he sat."""
        self._caller.call(lambda api: api.preference(PREFERENCE), self._take_loaded, lambda error: None)
        self._patrol.start()

    def in_front(self) -> str:
        """The name of the map that somebody had in hand last, if it can be seen; else of the first that can, or of the first."""
        seen = [name for name in (self._in_hand, *self.views) if self.views[name].isVisible()]
        return next(iter(seen), FIRST)

    def add(self) -> str:
        """One more map, for another monitor; its name, empty when there are enough."""
        name = next((name for number in range(2, MOST + 1) if (name := f"{FIRST}-{number}") not in self.views), "")
        if name:
            self._make(name)
            self._note()
        return name

    def of(self, hall: Hall) -> MapView:
        """A map of another Hall, drawn as the first one here; whoever asks for it shuts it."""
        view = MapView(hall, self._ask, self._theme)
        view.draw(self.first.drawing)
        self.dressed.connect(view.set_theme)
        return view

    def set_theme(self, theme: str) -> None:
        self._theme = theme
        for view in self.views.values():
            view.set_theme(theme)
        self.dressed.emit(theme)

    def shut(self) -> None:
        self._patrol.stop()
        self._again.stop()
        if self._keeper.isActive():
            self._keeper.stop()
            self._keep("map_drawings", self._encoded())
        for view in self.views.values():
            view.shut()

    def _make(self, name: str) -> MapView:
        view = self.views[name] = MapView(self._hall, self._ask, self._theme)
        view.draw(self._drawings.get(name, Drawing()).whole())
        view.drawn_otherwise.connect(self._note)
        view.files.changed.connect(self._keep_files)
        view.taken_up.connect(lambda: self._take_up(name))
        self.added.emit(name, view)
        return view

    def _take_up(self, name: str) -> None:
        self._in_hand = name

    # How they are drawn

    def _note(self) -> None:
        self._touched = True
        self._keeper.start()

    def _keep_now(self) -> None:
        body = self._encoded()
        self._keep("map_drawings", body)
        self._caller.call(lambda api: api.put_preference(PREFERENCE, body), lambda _: None, self._not_kept)

    def _keep_files(self) -> None:
        """On this machine, whose paths they are."""
        self._keep(FILES, msgspec.json.encode({name: laid for name, view in self.views.items() if (laid := view.files.laid())}))

    def _not_kept(self, error: ApiError) -> None:
        """This machine has it; the backend gets it with the next change, or later."""
        log.info("how the maps are drawn was not kept by the backend: %s", error.problem.code)
        if error.passes:
            self._missed.append(self._keeper.start)
            self._again.start()

    def _encoded(self) -> bytes:
        self._drawings = {name: view.drawing for name, view in self.views.items()}
        return msgspec.json.encode(self._drawings)

    def _take_loaded(self, kept: bytes | None) -> None:
        if kept is not None and not self._touched:
            self._take(kept)

    def _take(self, kept: bytes) -> None:
        self._drawings = drawing.read_all(kept)
        for name in list(self._drawings)[:MOST]:
            if name in self.views:
                self.views[name].draw(self._drawings[name])
            else:
                self._make(name)

    # What they want

    def _load_entries(self, kind: RegisterKind) -> None:
        entries, failures = self._hall.entries, self._hall.failures

        def had(columns: Columns[Entry]) -> None:
            failures.clear(Wanted.REGISTER, kind)
            entries.set(kind, columns)

        def missed(error: ApiError) -> None:
            entries.miss(kind)
            self._miss(Wanted.REGISTER, kind, error, lambda: entries.want(kind))

        self._caller.call(lambda api: _entries(api, kind), had, missed)

    def _load_entry(self, kind: RegisterKind, id: str) -> None:
        """It is shown already, as it was when its register was fetched: a failure takes nothing away."""
        entries = self._hall.entries
        self._caller.call(lambda api: api.entry_card(kind, id), entries.take, lambda error: entries.miss_card(kind, id, error.problem))

    def _load_basic(self) -> None:
        basic = self._hall.basic

        def missed(error: ApiError) -> None:
            basic.miss()
            self._miss(Wanted.BASIC_GRIDS, "", error, basic.want)

        def had(squares: Squares) -> None:
            self._hall.failures.clear(Wanted.BASIC_GRIDS, "")
            basic.set(squares)

        self._caller.call(lambda api: Squares(api.snapshot(Noun.GRID, kinds=[GridKind.BASIC]).table), had, missed)

    def _shows(self, overlay: str) -> bool:
        return any(view.drawing.overlays[overlay] for view in self.views.values())

    def _renew_components(self) -> None:
        if self._shows("components"):
            self._hall.components.want()

    def _renew_scores(self) -> None:
        if self._shows("scores"):
            self._hall.scores.want()

    def _renew_coverage(self) -> None:
        """What was is not otherwise a minute later."""
        if (look := self._hall.basic.look) is None or look.at is None:
            self._load_coverage()

    def _load_coverage(self) -> None:
        if self._hall.basic.squares is None or not self._shows("coverage"):
            return

        look = self._hall.basic.look
        at = look.at if look is not None else None

        def had(covered: list[Covered]) -> None:
            if look == self._hall.basic.look:  # nobody looks at another moment since
                self._hall.failures.clear(Wanted.COVERAGE, "")
                self._hall.basic.cover(covered, at or self._hall.clock.now())

        self._caller.call(lambda api: api.coverage(at), had, lambda error: self._miss(Wanted.COVERAGE, "", error))

    def _miss(self, wanted: Wanted, id: str, error: ApiError, again: Callable[[], None] | None = None) -> None:
        if error.problem.code == "stopped":
            return
        log.warning("%s %s: %s", wanted, id, error.problem.code)
        self._hall.failures.note(wanted, id, error.problem)
        if again is not None:
            self._missed.append(again)
            self._again.start()

    def _ask_again(self) -> None:
        missed, self._missed = self._missed, []
        for ask in missed:
            ask()


def _entries(api: Api, kind: RegisterKind) -> Columns[Entry]:
    columns = Columns(Entry, api.entries(kind))
    if kind in (RegisterKind.DRAIN, RegisterKind.BUILDING):
        columns.lines()  # here, not in the GUI thread
    return columns
