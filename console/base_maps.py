"""The base maps of one desk: the hall's, this user's own, and that of the command line; into the Hall, and to the server of their tiles."""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from console import words
from console.api import Api, ApiError
from console.basemaps import wording
from console.basemaps.base import Base, NoCapabilities, Unanswered
from console.basemaps.sources import described
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.workers.caller import Caller
from console.workers.tiles import TileServer
from console.workers.worker import STOP_S
from wire.basemaps import BaseMap, BaseMapKind, BaseMapOrder

log = logging.getLogger(__name__)

LOCAL = "local"  # id of that of the command line
KNOWN, OWN = "base_maps", "own_base_maps"  # preferences on this machine
AGAIN_MS = 300_000  # the feed does not tell of base maps
KIND_OF = {".mbtiles": BaseMapKind.MBTILES, ".pmtiles": BaseMapKind.PMTILES}


class BaseMaps(QObject):
    """`folder`: what was fetched, and below `files` what the hall's base maps name as files of each console."""

    kept = Signal()  # what was asked for
    refused = Signal(str)  # or why not, in one sentence
    layers = Signal(object)  # of a service, list[Offer]

    def __init__(
        self,
        hall: Hall,
        caller: Caller,
        disk: Disk,
        prefer: Callable[[str, bytes], None],
        folder: Path,
        local: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._prefer, self._files = hall, caller, prefer, folder / "files"
        self.server = TileServer(folder / "tiles", self)
        self.server.fared.connect(hall.bases.note)
        self.server.back.connect(hall.bases.renew)
        self._local = [_of_file(local)] if local else []
        self._halls = disk.preferred(KNOWN, list[BaseMap]) or []  # as they were last; the hall may be away
        self._own = disk.preferred(OWN, list[BaseMap]) or []
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.load)
        self._tell()

    def load(self) -> None:
        self._again.start()
        self._caller.call(Api.base_maps, self._take, lambda error: log.info("base maps: %s", error.problem.code))

    def put(self, order: BaseMapOrder, for_hall: bool) -> None:
        """Make or replace one: for everybody, or for this user on this machine."""
        if for_hall:
            version = next((each.version for each in self._halls if each.id == order.id), None)
            self._caller.call(lambda api: api.put_base_map(order, version), lambda _: self._stored(), self._refuse)
        else:
            fresh = msgspec.convert(msgspec.structs.asdict(order) | {"version": 1}, BaseMap)
            self._keep_own([each for each in self._own if each.id != order.id] + [fresh])

    def remove(self, id: str) -> None:
        if any(each.id == id for each in self._own):
            self._keep_own([each for each in self._own if each.id != id])
        else:
            self._caller.call(lambda api: api.remove_base_map(id), lambda _: self._stored(), self._refuse)

    def read_layers(self, kind: BaseMapKind, url: str) -> None:
        """What a WMTS or WMS has: `layers` or `refused`, once."""
        self.server.read_layers(kind, url, self.layers.emit, self._refuse_layers)

    def halt(self) -> None:
        self._again.stop()
        self.server.halt()

    def stop(self, within_s: float = STOP_S) -> None:
        self.halt()
        self.server.stop(within_s)

    def _take(self, halls: list[BaseMap]) -> None:
        if halls != self._halls:
            self._halls = halls
            self._prefer(KNOWN, msgspec.json.encode(halls))
            self._tell()

    def _keep_own(self, own: list[BaseMap]) -> None:
        self._own = own
        self._prefer(OWN, msgspec.json.encode(own))
        self._tell()
        self.kept.emit()

    def _stored(self) -> None:
        self.kept.emit()
        self.load()

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.refused.emit(words.problem(error.problem))

    def _refuse_layers(self, error: NoCapabilities | Unanswered) -> None:
        self.refused.emit(wording.problem(error.code) if isinstance(error, Unanswered) else str(error))

    def _tell(self) -> None:
        mine = [*self._local, *(described(each, self._files, own=True) for each in self._own)]
        taken = {base.map.id for base in mine}
        bases = self._local + [described(each, self._files) for each in self._halls if each.id not in taken] + mine[len(self._local) :]
        self.server.serve(bases)
        self._hall.bases.set(bases)


def _of_file(path: Path) -> Base:
    kind = KIND_OF.get(path.suffix.lower(), BaseMapKind.MBTILES)
    return described(BaseMap(id=LOCAL, version=1, name=path.stem, kind=kind, url=str(path)), path.parent, own=True)
