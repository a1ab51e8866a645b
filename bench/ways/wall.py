"""The console's own video wall on a screen of 1920 x 1080."""

import time

import av
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from bench.ways import telling, window
from console.garbage import Garbage
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.video import VideoPane
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from wire.cameras import Camera
from wire.people import User


def main() -> None:
    urls, app = telling.ordered().urls, QApplication([])
    theme.wear(app, "dark")
    garbage = Garbage(app)  # as the console has it
    hall, pool = Hall(User(id="u", version=1, name="bench", full_name="Bench", roles=[])), StreamPool()
    wall = VideoWall(hall, pool)
    wall.setGeometry(0, 0, 1920, 1080)
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    began = time.monotonic()
    wall.restore(str(len(urls)), [f"c{n}" for n in range(len(urls))])
    wall.show()
    app.processEvents()
    telling.begun([place_of(pane) for pane in wall.panes[: len(urls)]], began)
    late = window.run(app)
    wall.hide()
    pool.stop()
    pool.join()
    garbage.end()
    telling.ended(late)


def place_of(pane: VideoPane) -> tuple[int, int, int, int]:
    """In the middle, as large as 16 : 9 fits."""
    corner, width = pane.mapToGlobal(QPoint(0, 0)), min(pane.width(), pane.height() * 16 // 9)
    height = width * 9 // 16
    return corner.x() + (pane.width() - width) // 2, corner.y() + (pane.height() - height) // 2, width, height


if __name__ == "__main__":
    av.logging.set_level(None)
    main()
