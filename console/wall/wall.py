"""The wall: panes that can be moved, stacked as tabs, torn off to other monitors, and that come back where they were."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import PySide6QtAds as QtAds
from PySide6.QtCore import QByteArray, QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QScreen, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from console.wall import layouts, screens
from console.wall.desks import Desk
from console.wall.layouts import Layout
from console.wall.place import NARROW_PX, Place, sizes
from console.wall.screens import Screens
from console.wall.tabs import Tabs

LOG = logging.getLogger("yiping.wall")
KEEP_MS = 2000  # how much of a rearrangement a power cut may cost
Arrangement = dict[str, tuple[bool, frozenset[str]]]  # of each pane: torn off, and who shares its place
PLAIN = b"<?xml"  # how docks are written; of anything else Qt believes that it is compressed
NOTHING = Layout(b"", (0, 0, 0, 0), False, {})
Flag = QtAds.CDockManager.eConfigFlag
ORDER = (Place.CENTRE, Place.LEFT, Place.RIGHT, Place.FORM, Place.BELOW)  # the others are placed around the centre
SIDE = {
    Place.LEFT: QtAds.LeftDockWidgetArea,
    Place.RIGHT: QtAds.RightDockWidgetArea,
    Place.FORM: QtAds.RightDockWidgetArea,
    Place.BELOW: QtAds.BottomDockWidgetArea,
}
UPPER = {Place.BELOW: Place.CENTRE, Place.FORM: Place.RIGHT}  # what stands over them, in the same column
FLAGS = {
    Flag.AlwaysShowTabs: True,
    Flag.DisableTabTextEliding: True,
    Flag.XmlCompressionEnabled: False,  # Qt warns of broken compressed bytes, and says nothing of broken plain ones
    Flag.DisableStylesheet: True,  # the look is that of the console, by resources/style/console.qss
    Flag.AllTabsHaveCloseButton: False,
    Flag.ActiveTabHasCloseButton: False,
    Flag.DockAreaHasCloseButton: False,
    Flag.DockAreaHasUndockButton: True,
    Flag.DockAreaHasTabsMenuButton: True,
    Flag.DockAreaDynamicTabsMenuButtonVisibility: False,  # it looks for titles that were cut: `Tabs` shows it
    Flag.DoubleClickUndocksWidget: True,
    Flag.OpaqueSplitterResize: True,
    Flag.FocusHighlighting: True,
    # With a native title bar the window manager keeps the mouse to itself, and a torn-off pane cannot be dropped back.
    Flag.FloatingContainerForceQWidgetTitleBar: True,
    Flag.FloatingContainerHasWidgetTitle: True,
}


class Wall(QMainWindow):
    """Layouts are kept per set of monitors: `load` gives the bytes that `save` was last given, or none."""

    arranged = Signal(str)  # a layout has been laid out, for these monitors

    def __init__(self, load: Callable[[], bytes | None], save: Callable[[bytes], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for flag, on in FLAGS.items():
            QtAds.CDockManager.setConfigFlag(flag, on)
        self._manager = QtAds.CDockManager(self)
        self._tabs = Tabs(self._manager, self)
        self._panes: dict[str, QtAds.CDockWidget] = {}
        self._homes: dict[str, Place] = {}  # of every pane, where no desk says otherwise
        self._places: dict[str, Place] = {}
        self._desk: Desk | None = None
        self._titles: dict[str, Callable[[], str]] = {}
        self._unhung: dict[str, QWidget] = {}  # what nobody has seen yet
        self._laying = 0
        self._layouts, self._save, self._kept = layouts.from_bytes(load()), save, NOTHING
        self._before: dict[str, tuple[bytes, Arrangement]] = {}  # of what is torn off: the docks before, and how the others lay
        self._homeless: set[str] = set()
        self._shown = False
        self._screens = Screens(self)
        self._screens.changed.connect(self._monitors_changed)
        self._screens.leaving.connect(self._remember_homeless)
        self._keeper = QTimer(self, interval=KEEP_MS)
        self._keeper.timeout.connect(self.keep)
        primary = QGuiApplication.primaryScreen()
        self.setGeometry(primary.availableGeometry())

    # Panes

    def add(self, name: str, pane: QWidget, place: Place, title: Callable[[], str]) -> None:
        """`name` is the pane's key in saved layouts and never shown; `title` is asked anew when the language changes."""
        dock = QtAds.CDockWidget(self._manager, title())
        dock.setObjectName(name)
        dock.setMinimumSizeHintMode(QtAds.CDockWidget.MinimumSizeHintFromContent)
        dock.setWidget(QWidget())  # an empty dock that comes back to the front of its place would have no height there
        self._panes[name], self._titles[name], self._unhung[name] = dock, title, pane
        self._homes[name] = self._places[name] = place
        with self._lay_out():
            self._put(name)
        dock.visibilityChanged.connect(lambda _, name=name: self._hang(name))
        dock.topLevelChanged.connect(lambda floating, name=name: self._torn_off(name, floating))

    def names(self) -> list[str]:
        return list(self._panes)

    def pane(self, name: str) -> QWidget:
        widget: QWidget = self._unhung.get(name) or self._panes[name].widget()
        return widget

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front, wherever it is."""
        dock = self._panes[name]
        dock.toggleView(True)
        dock.setAsCurrentTab()
        if dock.isInFloatingContainer():
            dock.floatingDockContainer().raise_()

    def toggle_action(self, name: str) -> QAction:
        """Shows and hides a pane; for a menu."""
        action: QAction = self._panes[name].toggleViewAction()
        return action

    def tear_off(self, name: str) -> None:
        """Into a window of its own, as a double click on its tab does."""
        self._panes[name].setFloating()

    def is_torn_off(self, name: str) -> bool:
        return bool(self._panes[name].isInFloatingContainer())

    def bring_home(self, name: str) -> None:
        """Back where it was before it was torn off; when the wall has changed since, to its first place."""
        docks, others = self._before.pop(name, (b"", {}))
        same = docks and others == self._arrangement(without=name)
        if not same or not self._manager.restoreState(QByteArray(docks), layouts.FORMAT):
            self._put(name)

    def let_go(self) -> None:
        """Deleted with all its panes, also those that nobody has seen: they have no other owner."""
        for pane in self._unhung.values():
            pane.deleteLater()
        self.deleteLater()

    # Layouts

    def lay(self, desk: Desk | None) -> None:
        """The layout of a post; with none, of all panes as they were added."""
        self._desk = desk
        self.reset()
        self.keep()

    def begin_with(self, desk: Desk | None) -> None:
        """What is laid out where nothing was saved for these monitors."""
        self._desk = desk

    def reset(self) -> None:
        """The first layout, everything at home."""
        with self._lay_out():
            self._place_all()
        self.arranged.emit(self._screens.key)

    def _place_all(self) -> None:
        for dock in self._panes.values():
            self._manager.removeDockWidget(dock)
        shown = self._assign()
        for name in sorted(shown, key=lambda name: ORDER.index(self._places[name])):
            self._put(name)
            self._panes[name].toggleView(True)  # not before: what hangs nowhere cannot be shown
            self.toggle_action(name).setChecked(True)  # which QtAds forgets of one that was closed where it hung before,
            self._panes[name].tabWidget().show()  # and its tab too
        for place in Place:  # of tabs, the first is in front
            first = next((name for name in shown if self._places[name] == place), None)
            if first and not self._joined(place):
                self._panes[first].setAsCurrentTab()
        self._hide(name for name in self._panes if name not in shown)
        self._resize()  # at the end: what is hidden took a share of its column, too

    def _assign(self) -> list[str]:
        """The places of the panes by the desk, and which are shown, those in front first."""
        if self._desk is None:
            self._places = dict(self._homes)
            return list(self._panes)
        named = {name: place for place, names in self._desk.items() for name in names if name in self._panes}
        self._places = self._homes | named
        return list(named)

    def _hide(self, names: Iterable[str]) -> None:
        """In their places all the same, so that they come up there when they are wanted."""
        for name in names:
            self._put(name)
            self._panes[name].toggleView(False)

    def keep(self) -> None:
        """Save the layout for these monitors, if it is another than the one saved last."""
        layout = self._layout()
        if self._shown and layout != self._kept:
            self._kept = layout
            self._layouts.put(self._screens.key, layout)
            self._save(self._layouts.to_bytes())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._shown:
            # After the first show: before it neither the frame nor the monitor of the window is settled.
            QTimer.singleShot(0, self, self._first_shown)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep()
        self._keeper.stop()
        self._manager.hideManagerAndFloatingWidgets()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for name, dock in self._panes.items():
                dock.setWindowTitle(self._titles[name]())
        super().changeEvent(event)

    def _first_shown(self) -> None:
        if not self._restore():
            self.reset()
        self._shown = True
        self.keep()
        self._keeper.start()

    def _restore(self) -> bool:
        """Lay out what was saved for these monitors; false when there is nothing that fits."""
        layout = self._layouts.by_screens.get(self._screens.key)
        if layout is None:
            return False
        before = self.geometry()
        self.setGeometry(QRect(*layout.window))
        if layout.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        with self._lay_out():
            fits = layout.docks.startswith(PLAIN) and self._manager.restoreState(QByteArray(layout.docks), layouts.FORMAT)
        if not fits:
            LOG.warning("the saved layout does not fit and is forgotten")
            self.setGeometry(before)
            return False
        for name, place in layout.torn_off.items():
            if name in self._panes and self.is_torn_off(name):
                self._panes[name].floatingDockContainer().setGeometry(QRect(*place))
        self._fetch_strays()
        self._kept = layout
        self.arranged.emit(self._screens.key)
        return True

    def _remember_homeless(self, screen: QScreen) -> None:
        self._homeless |= {name for name, dock in self._panes.items() if dock.isInFloatingContainer() and dock.window().screen() == screen}

    def _monitors_changed(self, key: str) -> None:
        LOG.info("monitors: %s", key)
        homeless, self._homeless = self._homeless, set()
        if self._shown and not self._restore():
            for name in sorted(homeless):
                self.bring_home(name)
            self._fetch_strays()
            self.arranged.emit(key)

    def _fetch_strays(self) -> None:
        """What cannot be reached comes home: torn-off panes to the wall, the wall to the first monitor."""
        if not screens.reachable(self.frameGeometry()):
            self.setGeometry(QGuiApplication.primaryScreen().availableGeometry())
        for name, dock in self._panes.items():
            if dock.isInFloatingContainer() and not screens.reachable(dock.floatingDockContainer().frameGeometry()):
                self.bring_home(name)

    def _layout(self) -> Layout:
        windows = {name: dock.floatingDockContainer() for name, dock in self._panes.items() if dock.isInFloatingContainer()}
        return Layout(
            docks=bytes(self._manager.saveState(layouts.FORMAT).data()),
            window=rectangle(self.normalGeometry() if self.isMaximized() else self.geometry()),
            maximized=self.isMaximized(),
            torn_off={name: rectangle(window.geometry()) for name, window in windows.items()},
        )

    def _torn_off(self, name: str, floating: bool) -> None:
        if floating and self._shown and name not in self._before:
            self._before[name] = (self._kept.docks, self._arrangement(without=name))

    def _arrangement(self, without: str) -> Arrangement:
        """Of every pane but one, whether it is torn off and which panes share its place."""
        return {
            name: (dock.isInFloatingContainer(), frozenset(other.objectName() for other in dock.dockAreaWidget().dockWidgets()) - {without})
            for name, dock in self._panes.items()
            if name != without and dock.dockAreaWidget() is not None
        }

    # Hanging: each time a dock gets another parent Qt dresses all its widgets anew, and laying out the wall moves every dock several times

    @contextmanager
    def _lay_out(self) -> Iterator[None]:
        """What comes into sight meanwhile is hung when all have their places."""
        self._laying += 1
        try:
            yield
        finally:
            self._laying -= 1
            for name in list(self._unhung):
                self._hang(name)

    def _hang(self, name: str) -> None:
        """A pane comes into its dock when the dock is first seen, or has a window of its own."""
        dock = self._panes[name]
        if name in self._unhung and not self._laying and (dock.isVisible() or self.is_torn_off(name)):
            # The pane brings its own scroll bars; one around it would hide its header.
            dock.takeWidget().deleteLater()
            dock.setWidget(pane := self._unhung.pop(name), QtAds.CDockWidget.ForceNoScrollArea)
            pane.show()  # now, so that it can have the focus: a layout would show it later

    # First places

    def _joined(self, place: Place) -> bool:
        """Whether the forms are tabs beside the card, for want of room under it."""
        return place == Place.FORM and self.width() < NARROW_PX

    def _put(self, name: str) -> None:
        dock, place = self._panes[name], self._places[name]
        neighbour, other, side = self._neighbour(name, place), *self._partner(name, place)
        if neighbour is not None:
            self._manager.addDockWidgetTabToArea(dock, neighbour.dockAreaWidget())
        elif other is not None and self._joined(Place.FORM) and place in (Place.RIGHT, Place.FORM):
            self._manager.addDockWidgetTabToArea(dock, other.dockAreaWidget())
        elif other is not None:
            self._manager.addDockWidget(side, dock, other.dockAreaWidget())
        else:
            self._manager.addDockWidget(SIDE.get(place, QtAds.CenterDockWidgetArea), dock)

    def _partner(self, name: str, place: Place) -> tuple[QtAds.CDockWidget | None, QtAds.DockWidgetArea]:
        """What a place has over or under it in its column, and on which side of that it stands."""
        lower = {upper: lower for lower, upper in UPPER.items()}
        if place in UPPER:
            return self._neighbour(name, UPPER[place]), QtAds.BottomDockWidgetArea
        return self._neighbour(name, lower[place]) if place in lower else None, QtAds.TopDockWidgetArea

    def _neighbour(self, name: str, place: Place) -> QtAds.CDockWidget | None:
        """The last pane of a place that is on the wall now."""
        docked = [dock for other, dock in self._panes.items() if other != name and self._places[other] == place and self._on_wall(dock)]
        return docked[-1] if docked else None

    def _on_wall(self, dock: QtAds.CDockWidget) -> bool:
        return dock.dockAreaWidget() is not None and not dock.isInFloatingContainer() and not dock.isClosed()

    def _resize(self) -> None:
        wanted = sizes(self.size())
        for place, lengths in ((Place.LEFT, wanted.columns), (Place.CENTRE, wanted.centre), (Place.RIGHT, wanted.right)):
            first = next((dock for name, dock in self._panes.items() if self._places[name] == place and self._on_wall(dock)), None)
            if first is not None:
                self._manager.setSplitterSizes(first.dockAreaWidget(), lengths)


def rectangle(rect: QRect) -> layouts.Place:
    return rect.x(), rect.y(), rect.width(), rect.height()
