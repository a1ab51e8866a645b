"""The classes of a catalogue as a tree: kind, major class, class, each with the number of its filing conditions."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from console import words
from console.widgets import theme
from console.widgets.standards.lines import Line
from wire.codes import Kind
from wire.standards import ConditionLine

PLACE = Qt.ItemDataRole.UserRole
Place = tuple[str, str]  # kind, beginning of the class code


class StandardTree(QTreeWidget):
    chosen = Signal(str, str)  # kind, beginning of the class code; both empty for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setIndentation(theme.px(14))
        self.setUniformRowHeights(True)
        self._said: tuple[object, ...] = ()
        self.currentItemChanged.connect(self._choose)

    def take(self, lines: Sequence[Line]) -> None:
        """Built anew only when classes or counts are others."""
        conditions = [line for line in lines if isinstance(line, ConditionLine)]
        said = (words.language(), *((line.kind, line.code, line.name, line.name_en, line.major_name, line.major_name_en) for line in conditions))
        if said == self._said:
            return
        self._said = said
        kept, opened = self._place(self.currentItem()), {self._place(item) for item in self._all() if item.isExpanded()}
        self.blockSignals(True)
        self.clear()
        self._build(conditions)
        for item in self._all():
            item.setExpanded(self._place(item) in opened or not item.parent())
            if self._place(item) == kept:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _build(self, lines: Sequence[ConditionLine]) -> None:
        counts = Counter[Place]()
        for line in lines:
            counts.update([("", ""), (line.kind, ""), (line.kind, line.code[:2]), (line.kind, line.code)])
        root = self._item(None, words.choose("全部", "All"), ("", ""), counts)
        root.setExpanded(True)
        items: dict[Place, QTreeWidgetItem] = {}
        for line in lines:
            kind = words.of(Kind(line.kind)) if line.kind in set(Kind) else line.kind
            steps = (
                ((line.kind, ""), kind),
                ((line.kind, line.code[:2]), f"{line.code[:2]} {words.choose(line.major_name, line.major_name_en)}"),
                ((line.kind, line.code), f"{line.code} {words.choose(line.name, line.name_en)}"),
            )
            above: QTreeWidgetItem | None = None
            for place, text in steps:
                if place not in items:
                    items[place] = self._item(above, text, place, counts)
                above = items[place]

    def _item(self, above: QTreeWidgetItem | None, text: str, place: Place, counts: Counter[Place]) -> QTreeWidgetItem:
        item = QTreeWidgetItem([f"{text}  {counts[place]}"])
        item.setData(0, PLACE, place)
        item.setToolTip(0, text)
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        return item

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        self.chosen.emit(*self._place(item))

    def _all(self) -> list[QTreeWidgetItem]:
        found, waiting = [], [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop()
            if item is not None:
                found.append(item)
                waiting += [item.child(at) for at in range(item.childCount())]
        return found

    def _place(self, item: QTreeWidgetItem | None) -> Place:
        if item is None:
            return "", ""
        kind, prefix = item.data(0, PLACE)
        return kind, prefix
