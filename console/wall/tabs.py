"""Tabs say their titles whole: where an area has no room for all of them they scroll, and a menu lists them."""

import PySide6QtAds as QtAds
from PySide6.QtCore import QEvent, QObject, QTimer


class Tabs(QObject):
    """Looks after the tabs of every area of a dock manager, for as long as there is one."""

    def __init__(self, manager: QtAds.CDockManager, parent: QObject) -> None:
        super().__init__(parent)
        self._manager = manager
        self._soon = QTimer(self, interval=0, singleShot=True)  # once for all that changes in a turn
        self._soon.timeout.connect(self._fit)
        manager.dockAreaCreated.connect(self._take)
        manager.stateRestored.connect(self._soon.start)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._soon.start()
        return super().eventFilter(watched, event)

    def _take(self, area: QtAds.CDockAreaWidget) -> None:
        area.titleBar().tabBar().installEventFilter(self)
        area.currentChanged.connect(self._soon.start)
        self._soon.start()

    def _fit(self) -> None:
        for area in self._manager.openedDockAreas():
            bar, open_docks = area.titleBar().tabBar(), area.openedDockWidgets()
            menu = area.titleBar().button(QtAds.TitleBarButtonTabsMenu)
            room = bar.width() + (menu.width() if menu.isVisible() else 0)
            menu.setVisible(sum(dock.tabWidget().sizeHint().width() for dock in open_docks) > room)
            if area.currentDockWidget() is not None:
                bar.ensureWidgetVisible(area.currentDockWidget().tabWidget(), 0, 0)
