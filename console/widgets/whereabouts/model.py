"""Who was there, as rows."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.hall import Hall
from console.widgets.cell import TONE_ROLE, Cell
from console.widgets.spoken import hint
from wire.whereabouts import Stay

Index = QModelIndex | QPersistentModelIndex
choose = words.choose


class Column(IntEnum):
    NAME = 0
    KIND = 1
    FIRST = 2
    LAST = 3
    INSIDE = 4
    NEAREST = 5
    BY = 6


RIGHT = (Column.INSIDE, Column.NEAREST)


class StayCell(Cell):
    """Figures stand right."""

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft


class StayModel(QAbstractTableModel):
    """The nearest first, as the backend has them."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._stays: list[Stay] = []
        self._days = False  # whether times are told with their day

    def show(self, stays: list[Stay], days: bool) -> None:
        self.beginResetModel()
        self._stays, self._days = stays, days
        self.endResetModel()

    def stay(self, row: int) -> Stay | None:
        return self._stays[row] if 0 <= row < len(self._stays) else None

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._stays:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._stays) - 1, len(Column) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._stays)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft)
        return _heads()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        stay, column = self._stays[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(stay, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(_how(stay) if column is Column.BY else self._text(stay, column))
        if role == TONE_ROLE:
            return "warn" if stay.interpolated and column is Column.BY else "text" if column is Column.NAME else "text_2"
        return None

    def _text(self, stay: Stay, column: Column) -> str:
        unit = self._hall.units.get(stay.unit_id)
        match column:
            case Column.NAME:
                return " · ".join(filter(None, (unit.name, unit.plate or unit.team))) if unit else stay.unit_id
            case Column.KIND:
                return words.of(unit.kind) if unit else ""
            case Column.FIRST | Column.LAST:
                at = words.local(stay.first_at if column is Column.FIRST else stay.last_at)
                return f"{at:%m-%d %H:%M:%S}" if self._days else f"{at:%H:%M:%S}"
            case Column.INSIDE:
                return choose(f"{stay.inside_s / 60:.1f} 分", f"{stay.inside_s / 60:.1f} min")
            case Column.NEAREST:
                return choose(f"{stay.nearest_m:.0f} 米", f"{stay.nearest_m:.0f} m")
            case Column.BY:
                return choose("推算", "interpolated") if stay.interpolated else choose(f"{stay.fixes} 个定位", f"{stay.fixes} fixes")


def _heads() -> tuple[str, ...]:
    return (
        choose("人员车辆", "Unit"),
        choose("类型", "Kind"),
        choose("最早", "First"),
        choose("最晚", "Last"),
        choose("停留", "Inside"),
        choose("最近", "Nearest"),
        choose("依据", "By"),
    )


def _how(stay: Stay) -> str:
    if stay.interpolated:
        return choose("范围内没有定位：前后两个定位的连线经过这里", "No fix within: the line between two fixes leads through here")
    return choose("范围内的定位；停留时间按定位之间的连线计", "Fixes within; how long is told by the lines between fixes")
