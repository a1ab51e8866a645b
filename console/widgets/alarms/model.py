"""Alarms of supervision as rows: the most pressing first, with the lamp of its level."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from console import words
from console.hall.alarms import lasted_s, pressing
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.cell import TONE_ROLE, Cell
from console.widgets.lamp import paint_lamp
from console.widgets.spoken import hint
from wire.alarms import Alarm
from wire.codes import Lamp

ALARM_ROLE = Qt.ItemDataRole.UserRole + 8
Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    LAMP = 0
    KIND = 1
    UNIT = 2
    SINCE = 3
    LASTED = 4
    VALUE = 5
    SEEN = 6


RIGHT = (Column.LASTED, Column.VALUE)


def lamp_of(alarm: Alarm) -> tuple[Lamp, bool]:
    """Shape and colour, and whether it has a second outline: a triangle to look at, a diamond to be stopped, a ring when it is over."""
    if alarm.cleared_at is not None:
        return Lamp.BLUE, False
    return (Lamp.YELLOW, False) if alarm.level <= 1 else (Lamp.RED, alarm.level > 2)


def unit_name(hall: Hall, unit_id: str) -> str:
    unit = hall.units.get(unit_id)
    return unit.name if unit is not None else unit_id


class AlarmCell(Cell):
    """The lamp in the first column; figures stand right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        alarm: Alarm | None = index.data(ALARM_ROLE)
        if index.column() != Column.LAMP or alarm is None:
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, index.column())
        shape, outlined = lamp_of(alarm)
        side = theme.px(24)
        box = QRectF(option.rect)
        paint_lamp(painter, QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side), shape, outlined)
        painter.restore()

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft


class AlarmModel(QAbstractTableModel):
    """Words are made for what is painted."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._alarms: list[Alarm] = []

    def show(self, alarms: list[Alarm]) -> None:
        """In their order; row by row where they are the same as before."""
        alarms = sorted(alarms, key=pressing)
        same = [alarm.id for alarm in alarms] == [alarm.id for alarm in self._alarms]
        if not same:
            self.beginResetModel()
        self._alarms = alarms
        if same:
            self.repaint()
        else:
            self.endResetModel()

    def alarm(self, row: int) -> Alarm | None:
        return self._alarms[row] if 0 <= row < len(self._alarms) else None

    def row(self, id: str) -> int:
        """-1: it is not there."""
        return next((row for row, alarm in enumerate(self._alarms) if alarm.id == id), -1)

    def repaint(self) -> None:
        if self._alarms:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._alarms) - 1, len(Column) - 1))

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.repaint()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._alarms)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft)
        return self._heads()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        alarm = self.alarm(index.row())
        if alarm is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(alarm, column)
            case Qt.ItemDataRole.ToolTipRole:
                return hint(self._long(alarm))
            case _ if role == TONE_ROLE:
                return _tone(alarm, column)
        return alarm if role == ALARM_ROLE else None

    # --- words

    def _heads(self) -> tuple[str, ...]:
        return "", self.tr("Alarm"), self.tr("Unit"), self.tr("Since"), self.tr("Lasts"), self.tr("Value / limit"), self.tr("Seen to")

    def _text(self, alarm: Alarm, column: Column) -> str:
        now = self._hall.clock.now()
        match column:
            case Column.KIND:
                return words.of(alarm.kind)
            case Column.UNIT:
                return unit_name(self._hall, alarm.unit_id)
            case Column.SINCE:
                return words.moment(alarm.raised_at, now)
            case Column.LASTED:
                return words.span(lasted_s(alarm, now))
            case Column.VALUE:
                return " / ".join(filter(None, (words.measured(alarm.kind, alarm.value), words.measured(alarm.kind, alarm.threshold))))
            case Column.SEEN:
                return self._seen(alarm)
        return ""

    def _seen(self, alarm: Alarm) -> str:
        if alarm.acknowledged_at is None:
            return self.tr("nobody yet") if alarm.cleared_at is None else self.tr("over, nobody")
        at = words.moment(alarm.acknowledged_at, self._hall.clock.now())
        return f"{words.person(alarm.acknowledged_by)}  {at}"

    def _long(self, alarm: Alarm) -> str:
        now = self._hall.clock.now()
        lines = [f"{words.of(alarm.kind)}  {unit_name(self._hall, alarm.unit_id)}"]
        if alarm.cleared_at is not None:
            lines.append(self.tr("over since {time}").format(time=words.moment(alarm.cleared_at, now)))
        lines.append(self.tr("seen to: {who}").format(who=self._seen(alarm)))
        return "\n".join([*lines, *([alarm.note] if alarm.note else [])])


def _tone(alarm: Alarm, column: Column) -> str:
    if alarm.cleared_at is not None:
        return "text_3"
    if column is Column.SEEN and alarm.acknowledged_at is None:
        return "warn"
    if column is Column.KIND and alarm.level > 1 and alarm.acknowledged_at is None:
        return "danger"
    return "text" if column in (Column.KIND, Column.UNIT) else "text_2"
