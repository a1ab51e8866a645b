"""Whom to call about a selection: its units with their telephone numbers, or the departments that own and maintain its components."""

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import look, words
from console.hall.hall import Hall
from console.hall.people import doing
from console.widgets import theme
from console.widgets.lines import Line, Lines
from console.widgets.spoken import Spoken, button, label
from wire.codes import DutyState
from wire.problem import Problem
from wire.units import MOST_PHONES, Unit, UnitPhone


class Contacts(Spoken):
    """Numbers of people are asked for when the list is opened, and shown no longer than it is: each look is written down."""

    phones_wanted = Signal(object)  # list of unit ids

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._units: list[Unit] | None = None  # none: the list is one of owners
        self._owners: list[tuple[str, int, int]] = []  # department id, how many it owns, and maintains
        self._phones: dict[str, str] = {}
        self._why = ""  # that there are no numbers
        self.lines, self._head, self._hint = Lines(), label("lead"), label("hint", wrap=True)
        self.copy, self.shut = button("quiet"), button("quiet")
        self._lay_out()
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.shut.clicked.connect(self.close_list)
        self.lines.opened.connect(lambda id: QGuiApplication.clipboard().setText(self._phone(id)))
        self.hide()
        self.say()

    def call(self, unit_ids: Sequence[str]) -> None:
        """Who is on duty first."""
        units = [unit for id in unit_ids[:MOST_PHONES] if (unit := self._hall.units.get(id)) is not None]
        self._units = sorted(units, key=lambda unit: (unit.duty is not DutyState.ON_DUTY, unit.team, unit.name))
        self._phones, self._why = {}, ""
        self.show()
        self._show()
        self.phones_wanted.emit([unit.id for unit in self._units])

    def tell_owners(self, component_ids: Sequence[str]) -> None:
        """Whoever owns most first."""
        self._units, self._owners = None, owners(self._hall, component_ids)
        self.show()
        self._show()

    def take_phones(self, told: Sequence[UnitPhone] | Problem) -> None:
        if self._units is None or self.isHidden():
            return
        if isinstance(told, Problem):
            self._why = words.problem(told)
        else:
            self._phones = {each.unit_id: each.phone for each in told}
        self._show()

    def close_list(self) -> None:
        self._phones, self._units, self._owners = {}, None, []
        self.lines.take([])
        self.hide()

    def text(self) -> str:
        """Names and numbers, a line each, as they are shown."""
        return "\n".join(f"{line.head}\t{line.figure}" for line in self.lines.lines.lines)

    def say(self) -> None:
        self.copy.setText(self.tr("Copy all"))
        self.shut.setText(self.tr("Close"))
        self._show()

    def _phone(self, id: str) -> str:
        return next((line.figure for line in self.lines.lines.lines if line.id == id), "")

    def _show(self) -> None:
        if self._units is not None:
            self._head.setText(self.tr("Call list") + f"  {len(self._units)}")
            self._hint.setText(self._why or self.tr("Enter copies a number. Who has looked at numbers is written down."))
            self.lines.take([self._unit(unit) for unit in self._units])
        else:
            self._head.setText(self.tr("Owners") + f"  {len(self._owners)}")
            self._hint.setText("" if self._owners else self.tr("Nobody is entered as the owner."))
            self.lines.take([self._owner(*each) for each in self._owners])

    def _unit(self, unit: Unit) -> Line:
        phone = look.for_all_to_see(self._phones.get(unit.id) or unit.phone)
        below = " · ".join(part for part in (words.of(unit.kind), words.of(doing(unit)), unit.team) if part)
        return Line(unit.id, unit.name, below, phone or "—", "text" if unit.duty is DutyState.ON_DUTY else "text_3")

    def _owner(self, id: str, owned: int, kept: int) -> Line:
        department = self._hall.departments.get(id)
        counts = [self.tr("owns {count}").format(count=f"{owned:,}")] if owned else []
        counts += [self.tr("maintains {count}").format(count=f"{kept:,}")] if kept else []
        return Line(id, department.name if department else id, " · ".join(counts), (department.phone if department else "") or "—")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), 0)
        head.addWidget(self._head, 1)
        head.addWidget(self.copy)
        head.addWidget(self.shut)
        below = QHBoxLayout()
        below.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        below.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.lines, 1)


def owners(hall: Hall, component_ids: Sequence[str]) -> list[tuple[str, int, int]]:
    """Department id, how many of these components it owns, and how many it maintains."""
    table = hall.components.table
    if table is None:
        return []
    mine = table.filter(pc.is_in(table.column("id"), value_set=pa.array(component_ids, pa.string())))
    owned, kept = (Counter(id for id in mine.column(name).to_pylist() if id) for name in ("owner_id", "maintainer_id"))
    return sorted(((id, owned[id], kept[id]) for id in owned | kept), key=lambda each: (-each[1], -each[2], each[0]))
