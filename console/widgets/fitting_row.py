"""A row of buttons of which those that have no room go into a menu at its end, the last that was added first."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QPushButton, QSizePolicy, QWidget

from console.widgets import theme
from console.widgets.spoken import button


class Slot(QWidget):
    """Whose widget is hidden by whoever owns it, and which itself is hidden for want of room."""

    def __init__(self, widget: QWidget, face: QPushButton | None, early: bool) -> None:
        super().__init__()
        self.face = face  # none: it always stays
        self.early = early
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(widget)


class FittingRow(QWidget):
    """`first` takes what is left, `least` pixels of it at least."""

    def __init__(self, first: QWidget, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.more, self.menu = button("quiet"), QMenu(self)
        self.more.setText("⋯")
        self.more.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self._least, self._slots = theme.px(least), list[Slot]()
        first.setMinimumWidth(self._least)
        first.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(4))
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it may be narrower than what stands in it
        self._row.addWidget(first, 1)
        self._row.addWidget(self.more)
        self.more.hide()

    def add(self, widget: QWidget, face: QPushButton | None = None, early: bool = False) -> None:
        """`face` is what its entry in the menu presses; a widget without one keeps its place, whatever room there is. What is `early` goes first."""
        slot = Slot(widget, face, early)
        self._slots.append(slot)
        self._row.insertWidget(1, slot)
        self._fit()

    def left_out(self) -> list[QPushButton]:
        """What stands in the menu."""
        return [slot.face for slot in self._slots if slot.isHidden() and slot.face is not None and not slot.face.isHidden()]

    def _fit(self) -> None:
        gap = self._row.spacing()
        wide = {slot: slot.sizeHint().width() + gap for slot in self._slots if slot.sizeHint().width() > 0}
        room = self.width() - self._least
        if sum(wide.values()) > room:
            room -= self.more.sizeHint().width() + gap + sum(width for slot, width in wide.items() if slot.face is None)
        for slot in sorted(self._slots, key=lambda slot: slot.early):
            if slot.face is not None:
                room -= wide.get(slot, 0)
                slot.setVisible(room >= 0)
        self.more.setVisible(bool(self.left_out()))

    def _fill(self) -> None:
        self.menu.clear()
        for face in self.left_out():
            action = self.menu.addAction(face.text())
            if (menu := face.menu()) is not None:
                action.setMenu(menu)
                continue
            action.setEnabled(face.isEnabled())
            action.setToolTip(face.toolTip())
            action.setCheckable(face.isCheckable())
            action.setChecked(face.isChecked())
            action.triggered.connect(face.click)

    # --- Qt

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        kept = sum(slot.sizeHint().width() + self._row.spacing() for slot in self._slots if slot.face is None and slot.sizeHint().width() > 0)
        hint.setWidth(self._least + kept + self.more.sizeHint().width() + self._row.spacing())
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # another text, another language
            self._fit()
        return super().event(event)
