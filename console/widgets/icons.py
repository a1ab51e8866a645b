"""The icons of `resources/icons`, in the text colour of the theme that is worn."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console import look
from console.widgets import theme

DRAWN = "#8494A4"  # the colour of the strokes in the files


def icon(name: str, tone: str = "text_2") -> QIcon:
    """The icon of a name, in a colour of tokens.toml; grey when it is disabled."""
    made = QIcon(_pixmap(name, theme.colour(tone).name(), theme.px(16)))
    made.addPixmap(_pixmap(name, theme.colour("line").name(), theme.px(16)), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    svg = (look.RESOURCES / "icons" / f"{name}.svg").read_text("utf-8").replace(DRAWN, colour)
    pixmap = QPixmap(size * 2, size * 2)  # sharp on screens of double density too
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * 2, size * 2))
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return pixmap
