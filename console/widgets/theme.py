"""The look on the application: which theme it wears, and colours, lengths and fonts for what is painted by hand."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from console import look

RIGHT = Qt.AlignmentFlag.AlignRight
POLISHED, SHEETED, OWN_STYLE = Qt.WidgetAttribute.WA_WState_Polished, Qt.WidgetAttribute.WA_StyleSheet, Qt.WidgetAttribute.WA_SetStyle
_late: WeakSet[QWidget] = WeakSet()

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
    """Dress the whole application, unless it wears this already; widgets that paint by hand are told by a StyleChange."""
    if app.styleSheet() and (app.property("theme"), app.property("scale")) == (theme, scale):
        return
    grown = app.property("scale") not in (None, scale)  # then all lengths are others
    with nullcontext() if grown else _without_hidden():
        # A sheet that replaces another dresses each widget once for every widget above it. Off and on again is twice for all.
        app.setStyleSheet("")
        app.setProperty("theme", theme)
        app.setProperty("scale", scale)
        palette = QPalette()
        for role, name in ROLES.items():
            palette.setColor(role, colour(name))
        app.setPalette(palette)
        app.setFont(font("body"))
        app.setStyleSheet(look.qss(theme, scale))


@contextmanager
def undressed(app: QApplication) -> Iterator[None]:
    """What is built meanwhile is dressed once, at the end: under a style sheet a part is dressed anew for each parent that it, or what it is in,
    gets. That was more than half of building a desk."""
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)


def dress_late(widget: QWidget) -> None:
    """While this one is hidden, a change of the theme leaves out all that is in it: `catch_up` when it is shown. Of 4,000 widgets of a desk some
    hundred are seen; to dress all of them held the window for 0.6 s."""
    _late.add(widget)


def catch_up(widget: QWidget) -> None:
    """Dress what was left out."""
    for each in (widget, *widget.findChildren(QWidget)):
        if not each.testAttribute(POLISHED):
            QCoreApplication.sendEvent(each, QEvent(QEvent.Type.Polish))


@contextmanager
def _without_hidden() -> Iterator[None]:
    """Both sheets have the same rules: nothing of the old one is left on what is dressed by the new one alone."""
    hidden = [each for late in list(_late) if shiboken6.isValid(late) and not late.isVisible() for each in _unseen(late)]
    for each in hidden:
        each.setAttribute(POLISHED, False)  # so that no style lays hands on it,
        each.setAttribute(SHEETED, False)
        each.setAttribute(OWN_STYLE, True)  # and none is told to it
    try:
        yield
    finally:
        for each in filter(shiboken6.isValid, hidden):  # whoever dresses may let go of some
            each.setAttribute(OWN_STYLE, False)


def _unseen(late: QWidget) -> list[QWidget]:
    """It and all in it, without windows of it that stand open."""
    parts = [late, *late.findChildren(QWidget)]
    seen = [each for each in parts if each.isVisible()]
    return [each for each in parts if not each.testAttribute(OWN_STYLE) and not any(each is window or window.isAncestorOf(each) for window in seen)]


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
