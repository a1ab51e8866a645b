"""The history: its pane, what it asks the backend for, the searches that are kept there, and the way from what was found into a file."""

import msgspec
from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.exchange import Exchange
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.history import History, Saved
from console.maps import Maps
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.export import Scope
from console.widgets.history.pane import HistoryPane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from wire.case_filter import CaseFilter
from wire.exports import ExportFormat, ExportLayer, ExportOrder

KEY = "searches"


class HistoryRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, maps: Maps, wall: Wall, exchange: Exchange) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._maps, self._wall, self._exchange = hall, caller, maps, wall, exchange
        self.history = History(self)
        self.pane = HistoryPane(hall, self.history)
        wall.add("history", Pane("history", self.pane, hall), Place.BELOW, lambda: words.pane("history"))
        self.history.wanted.connect(self._ask)
        self.pane.opened.connect(lambda _: wall.show_pane("card"))
        self.pane.located.connect(self._locate)
        self.pane.area_wanted.connect(self._narrow_to_area)
        self.pane.export_wanted.connect(self._export)
        self.pane.saved.connect(self._keep)

    def load(self) -> None:
        """The newest cases, and the searches that this user keeps."""
        self.pane.seek(self.history.search)
        self._caller.call(lambda api: api.preference(KEY), self._take_saved, self._miss)

    def _ask(self, number: int, wanted: CaseFilter) -> None:
        def answered(answer: object) -> None:
            self.history.take(number, answer, self._hall.clock.now())  # type: ignore[arg-type]

        self._caller.call(lambda api: api.cases(wanted), answered, lambda error: answered(error.problem))

    def _take_saved(self, body: bytes | None) -> None:
        self._hall.failures.clear(Wanted.PREFERENCE, KEY)
        try:
            self.pane.names.searches = msgspec.json.decode(body, type=list[Saved]) if body else []
        except msgspec.DecodeError:
            self.pane.names.searches = []  # of a newer console, or of none

    def _keep(self, searches: list[Saved]) -> None:
        body = msgspec.json.encode(searches)

        def put(api: Api) -> None:
            api.put_preference(KEY, body)

        self._caller.call(put, lambda _: self._hall.failures.clear(Wanted.PREFERENCE, KEY), self._miss)

    def _miss(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._hall.failures.note(Wanted.PREFERENCE, KEY, error.problem)

    def _locate(self, lon: float, lat: float) -> None:
        name = self._maps.in_front()
        self._wall.show_pane(name)
        self._maps.views[name].visit(lon, lat, 17)

    def _narrow_to_area(self, radius_m: float) -> None:
        view = self._maps.views[self._maps.in_front()]
        lon, lat, _ = view.place()
        if radius_m:
            self.pane.narrow(near=(lon, lat, radius_m), box=None)
        else:
            self.pane.narrow(box=view.box(), near=None)

    def _export(self) -> None:
        history = self.history
        count = f"{history.total:,}" + ("+" if history.more else "")
        order = ExportOrder(layers=[ExportLayer.CASES], format=ExportFormat.XLSX, found=history.whole)
        says = words.choose(f"查到的 {count} 件案件", f"{count} cases that were found")
        self._exchange.form.ask(Scope(says, order, frozenset({ExportLayer.CASES})))
