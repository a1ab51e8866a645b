"""The look on the application: which theme it wears, and colours, lengths and fonts for what is painted by hand."""

from functools import cache

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from console import look

RIGHT = Qt.AlignmentFlag.AlignRight

ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "pane",
    QPalette.ColorRole.AlternateBase: "pane",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
}


def wear(app: QApplication, theme: str, scale: float = 1.0) -> None:
    """Dress the whole application; widgets that paint by hand are told by a StyleChange."""
    # A sheet that replaces another dresses each widget once for every widget above it: 280 ms. Off and on again is twice for all: 70 ms.
    app.setStyleSheet("")
    app.setProperty("theme", theme)
    app.setProperty("scale", scale)
    palette = QPalette()
    for role, name in ROLES.items():
        palette.setColor(role, colour(name))
    app.setPalette(palette)
    app.setFont(font("body"))
    app.setStyleSheet(look.qss(theme, scale))


def worn() -> tuple[str, float]:
    """Theme and scale: whoever was dressed for these need not be dressed again."""
    return current(), scale()


def current() -> str:
    """The theme that is worn: "dark" or "light"."""
    return _property("theme") or "dark"


def scale() -> float:
    return float(_property("scale") or 1.0)


def colour(name: str, alpha: int = 255) -> QColor:
    """A colour of tokens.toml in the theme that is worn; the same object each time, to be read only."""
    return _colour(current(), name, alpha)


def px(length: float) -> int:
    """A length at the scale that is worn."""
    return round(length * scale())


def font(size: str, strong: bool = False) -> QFont:
    """A font of the scale `type` in tokens.toml: "small", "body", "lead", "title", "clock", "wall"; the same object each time, to be read only."""
    return _font(size, strong, scale())


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet reads, and let the widget see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


# Painting asks for some of these hundreds of times: read from the tokens each time they took a third of it.


@cache
def _colour(theme: str, name: str, alpha: int) -> QColor:
    found = QColor(look.tokens(theme)[name])
    found.setAlpha(alpha)
    return found


@cache
def _font(size: str, strong: bool, scale: float) -> QFont:
    scale_of = look.type_scale()
    made = QFont()
    made.setFamilies(scale_of["family"])
    made.setPixelSize(round(scale_of[size] * scale))
    made.setWeight(QFont.Weight(scale_of["strong" if strong else "regular"]))
    return made


def _property(name: str) -> str:
    app = QCoreApplication.instance()
    return app.property(name) if app else ""
