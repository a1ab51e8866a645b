"""Our map and the real QGIS's rendering of its export, side by side: one box, the same layers: `python -m tools.beside_qgis PICTURE`.

The backend of the demo city serves both: on its database of the last `make demo`, in a process that ends with this.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PIL import Image
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from console import look, words
from console.api import Api
from console.connection import Connection
from console.hall.basic import Squares
from console.hall.columns import Columns
from console.hall.hall import Hall
from console.map import scheme
from console.map.printing.studio import BARE
from console.map.view import MapView
from tools import steps
from tools.household import Household
from tools.shrink import shrunk
from tools.steps import HERE, Surroundings, password_of, python
from wire.bulk import decode
from wire.codes import GridKind, Noun
from wire.components import Component
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.nouns import MESSAGE_OF

PLACE, ZOOM, SIZE = (111.0027, 35.0274), 18, (1200, 800)  # that of tools/in_qgis.py
OVERLAYS = ("cases", "closed", "cameras", "components", "geofences", "grids", "areas", "basic")  # of the map
LAYERS = [ExportLayer.CASES, ExportLayer.CAMERAS, ExportLayer.COMPONENTS, ExportLayer.GEOFENCES, ExportLayer.GRIDS]  # the same in an export
NOUNS = {Noun.CASE: (), Noun.CAMERA: (), Noun.GEOFENCE: (), Noun.GRID: tuple(kind for kind in GridKind if kind != GridKind.BASIC)}
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's QGIS is made for Debian's Python
BOX = "(({_southWest: a, _northEast: b}) => [a.lng, a.lat, b.lng, b.lat].map(Number))(yiping.map.getBounds())"
METRES = "[yiping.map.getBounds().getSouthWest(), yiping.map.getBounds().getNorthEast()].flatMap(at => Object.values(L.CRS.EPSG3857.project(at)))"
GAP, STRIP, GROUND = 8, 40, "#FFFFFF"  # px between the two, and of the captions above them


def main() -> int:
    return picture_of("beside_qgis", __doc__, live)


def picture_of(tool: str, told: str | None, live: Callable[[Household, Surroundings, Path, Path], int]) -> int:
    """Run a tool that makes a picture of the demo: `live` is told the state of that and where the picture goes."""
    parser = argparse.ArgumentParser(prog=f"python -m tools.{tool}", description=told)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--state", type=Path, default=HERE / "var" / "demo", help="of the demo")
    options = parser.parse_args()
    return steps.keep_house(options.state / "log", False, lambda household, around: live(household, around, options.state, options.picture))


def served(household: Household, state: Path) -> Api:
    """The backend of the demo once more, as its dispatcher sees it."""
    data = state / "backend"
    command = python("backend", "serve", "--database", f"sqlite:///{data / 'yiping.db'}", "--data", str(data), "--port", "0")
    server = household.start("backend", command, "ready")
    return Api(Connection(server, Api(Connection(server)).login("dispatcher", password_of(state)).token))


def live(household: Household, surroundings: Surroundings, state: Path, picture: Path) -> int:
    api = served(household, state)
    with TemporaryDirectory() as name:
        ours, theirs, project = (Path(name) / file for file in ("ours.png", "theirs.png", "city.qgz"))
        box, metres = draw(api, ours)
        order = ExportOrder(layers=LAYERS, format=ExportFormat.QGZ, theme="light", box=box)
        project.write_bytes(api.export(order))
        command = [SYSTEM_PYTHON, str(HERE / "tools" / "in_qgis.py"), "project", str(project), str(theirs), *map(str, metres)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        version = msgspec.json.decode(done.stdout)["version"].split("-")[0]
        captions = ("一屏的地图  ·  Yiping's own map", f"QGIS {version} 打开一屏导出的工程  ·  QGIS on Yiping's export")
        beside(ours, theirs, captions).save(picture, optimize=True)
    return 0


def draw(api: Api, file: Path) -> tuple[tuple[float, float, float, float], list[float]]:
    """The map into a file; its box in degrees and in metres of Mercator."""
    scheme.prepare()
    application = QApplication.instance() or QApplication([])
    words.speak("zh_CN")
    view = MapView(filled(api), theme="light")
    for overlay in view.drawing.overlays:
        view.show_overlay(overlay, overlay in OVERLAYS)
    view.resize(*SIZE)
    view.show()
    settle(view)
    view.go(*PLACE, ZOOM)
    settle(view)
    said: list[str] = []
    view.probe(f"{BARE} JSON.stringify([{BOX}, {METRES}])", said.append)
    settle(view, lambda: bool(said))
    frames: list[float] = []

    def drawn() -> bool:
        view.probe("window.framesShown", frames.append)
        return bool(frames and frames[-1] > 3)

    settle(view, drawn)
    view.grab().save(str(file))
    view.shut()
    application.processEvents()
    box, metres = msgspec.json.decode(said[0], type=tuple[tuple[float, float, float, float], list[float]])
    return box, metres


def filled(api: Api) -> Hall:
    hall = Hall(api.me())
    for noun, kinds in NOUNS.items():
        table = api.snapshot(noun, kinds=kinds).table
        hall.take(noun, [thing for page in decode(MESSAGE_OF[noun], table) for thing in page])
    hall.basic.set(Squares(api.snapshot(Noun.GRID, kinds=[GridKind.BASIC]).table))
    hall.components.set(Columns(Component, api.components()))
    return hall


def settle(view: MapView, also=lambda: True) -> None:  # type: ignore[no-untyped-def]
    loop, timer = QEventLoop(), QTimer(interval=50)
    timer.timeout.connect(lambda: loop.quit() if view.idle() and also() else None)
    timer.start()
    loop.exec()
    timer.stop()


def beside(ours: Path, theirs: Path, captions: tuple[str, str]) -> Image.Image:
    with Image.open(ours) as left, Image.open(theirs) as right:
        if left.size != right.size:
            raise SystemExit(f"The pictures are not of one size: {left.size} and {right.size}")
        whole = Image.new("RGB", (left.width + GAP + right.width, left.height + STRIP), GROUND)
        for picture, caption, at in ((left, captions[0], 0), (right, captions[1], left.width + GAP)):
            whole.paste(written(caption, picture.width), (at, 0))
            whole.paste(picture.convert("RGB"), (at, STRIP))
    return shrunk(whole)


def written(caption: str, width: int) -> Image.Image:
    """By Qt, which has the letters of both languages."""
    strip = QImage(width, STRIP, QImage.Format.Format_RGB888)
    strip.fill(QColor(GROUND))
    painter = QPainter(strip)
    font = QFont("Noto Sans CJK SC")
    font.setPixelSize(20)
    painter.setFont(font)
    painter.setPen(QColor(look.tokens("light")["text"]))
    painter.drawText(strip.rect().adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, caption)
    painter.end()
    return Image.frombytes("RGB", (width, STRIP), bytes(strip.constBits()), "raw", "RGB", strip.bytesPerLine())


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    raise SystemExit(main())
