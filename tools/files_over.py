"""Files of the demo city over its map, each in a colour of its own: `python -m tools.files_over PICTURE`.

It reads the database of the last `make demo`.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PySide6.QtWidgets import QApplication

from console import words
from console.basemaps.sources import described
from console.hall.hall import Hall
from console.map import scheme
from console.map.view import MapView
from console.workers.tiles import TileServer
from geo.datum import Datum
from geo.files import Drawn
from tools.beside_qgis import filled, picture_of, served, settle
from tools.household import Household
from tools.shrink import shrunk
from tools.steps import Surroundings
from wire.basemaps import BaseMap, BaseMapKind

PLACE, ZOOM, SIZE = (110.9990, 35.0220), 15, (1200, 800)
FILES = (  # areas, lines, points
    ("green.geojson", "绿地普查", "#4C9A58"),
    ("registers/drains.geojson", "雨污水管网", "#2F7FC1"),
    ("registers/flood_points.geojson", "汛期值守点", "#B0188A"),
)
OVERLAYS = ("cases", "inspectors", "geofences")


def main() -> int:
    return picture_of("files_over", __doc__, live)


def live(household: Household, surroundings: Surroundings, state: Path, picture: Path) -> int:
    hall = filled(served(household, state))
    with TemporaryDirectory() as name:
        draw(hall, state / "city", Path(name) / "map.png")
        with Image.open(Path(name) / "map.png") as made:
            shrunk(made).save(picture, optimize=True)
    return 0


def draw(hall: Hall, city: Path, file: Path) -> None:
    application = QApplication.instance() or QApplication([])
    words.speak("zh_CN")
    tiles = TileServer(Path(), hall, 0.2)
    base = described(
        BaseMap(id="city", version=1, name="云泽市", kind=BaseMapKind.MBTILES, url=str((city / "basemap.mbtiles").resolve())), Path(), own=True
    )
    tiles.serve([base])
    hall.bases.set([base])
    view = MapView(hall, tiles.ask, theme="light")
    for overlay in view.drawing.overlays:
        view.show_overlay(overlay, overlay in OVERLAYS)
    view.resize(*SIZE)
    view.show()
    settle(view)
    for path, name, colour in FILES:
        lay(view, city / path, name, colour)
    view.go(*PLACE, ZOOM)
    settle(view)
    settle(view, lambda: view.place()[2] == ZOOM)
    view.grab().save(str(file))
    view.shut()
    tiles.stop()
    application.processEvents()


def lay(view: MapView, path: Path, name: str, colour: str) -> None:
    """The city's files are in WGS-84."""
    before, read = len(view.files.overlays), list[Drawn]()
    view.files.guessed.connect(lambda drawn, _: read.append(drawn))
    view.files.read(path)
    settle(view, lambda: bool(read))
    view.files.draw(read[0], Datum.WGS84, name, colour)
    settle(view, lambda: len(view.files.overlays) > before)


if __name__ == "__main__":
    scheme.prepare()
    raise SystemExit(main())
