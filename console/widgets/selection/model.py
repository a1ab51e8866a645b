"""The rows of a selection as a table, all of them or those of one kind and category."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console import words
from console.hall.chosen import Row
from console.hall.hall import Hall
from console.widgets.cell import TONE_ROLE
from console.widgets.spoken import hint
from wire.codes import ComponentState, DutyState, Kind, Noun, RegisterKind, SensorKind, Status, UnitKind, WorkState

Index = QModelIndex | QPersistentModelIndex
Only = tuple[Noun | RegisterKind, str | None]  # a kind, and a category of it or all
COLUMNS = 5
CATEGORIES: dict[Noun, type[UnitKind] | type[SensorKind]] = {Noun.UNIT: UnitKind, Noun.SENSOR: SensorKind}
STATES: dict[Noun, type[Status] | type[ComponentState]] = {Noun.CASE: Status, Noun.COMPONENT: ComponentState}


def category(hall: Hall, row: Row) -> str:
    """In words; a register's category is the city's own and stays as it is."""
    if row.kind is Noun.CASE:
        kind, _, code = row.category.partition(":")
        return words.class_name(hall.classes.get((kind, code)), code)
    if row.kind is Noun.COMPONENT:
        return words.class_name(hall.classes.get((Kind.COMPONENT, row.category)), row.category)
    codes = CATEGORIES.get(row.kind) if isinstance(row.kind, Noun) else None
    return words.of(codes(row.category)) if codes and row.category else row.category


def state(row: Row) -> str:
    if row.kind is Noun.CAMERA:
        return {"online": words.choose("在线", "Online"), "offline": words.choose("离线", "Offline")}.get(row.state, "")
    if row.kind is Noun.UNIT and row.state:
        return words.of((WorkState if row.category == UnitKind.INSPECTOR else DutyState)(row.state))
    codes = STATES.get(row.kind) if isinstance(row.kind, Noun) else None
    return words.of(codes(row.state)) if codes and row.state else row.state


def code(row: Row) -> str:
    return words.number_short(row.code) if row.kind is Noun.CASE else row.code


class ChosenModel(QAbstractTableModel):
    """Columns: kind, number, name, class, state. Cheap for a hundred thousand rows: words are made for what is painted."""

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.only: Only | None = None
        self.rows: list[Row] = []
        hall.chosen.changed.connect(self._take)
        self._take()

    def show_only(self, only: Only | None) -> None:
        self.beginResetModel()
        self.only = only
        rows = self._hall.chosen.rows
        self.rows = rows if only is None else [row for row in rows if row.kind == only[0] and only[1] in (None, row.category)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (self.tr("Kind"), self.tr("Number"), self.tr("Name or address"), self.tr("Class"), self.tr("State"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = (words.of(row.kind), code(row), row.name, category(self._hall, row), state(row))[index.column()]
            return hint(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == TONE_ROLE:
            return "text" if index.column() in (1, 2) else "text_2"
        return None

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)

    def _take(self) -> None:
        self.show_only(None)
