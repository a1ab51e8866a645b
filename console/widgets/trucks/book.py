"""The registers of muck trucks as lists: companies, trucks, places, permits; whoever may write them enters, changes and deletes there."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.table import Table
from console.widgets import keys, theme
from console.widgets.lines import Line, Lines
from console.widgets.spoken import button, label, name_controls
from console.widgets.trucks.forms import CompanyForm, PermitForm, PlaceForm, TruckForm
from console.widgets.trucks.haul_form import HaulForm
from wire.codes import Noun
from wire.hauls import WRITERS, HaulCompany, HaulPermit, HaulPlace, HaulTruck
from wire.message import Versioned
from wire.problem import Problem

SETTLE_MS = 300  # many changes come at once
WIDTH, HEIGHT = 560, 520


class Leaf(NamedTuple):
    """A register: its name, what it holds, how a thing of it is a line, and the form for one."""

    name: tuple[str, str]
    table: Table[Any]
    line: Callable[[Any], Line]
    form: HaulForm


class HaulBook(QDialog):
    """Beside the map, not in front of it. Keys: Ctrl+N enters a new one, Enter changes the chosen one, Delete twice deletes it."""

    entered = Signal(object, object)  # order, the version that it changes or None; answered by `accept_entry` or `refuse_entry`
    unwanted = Signal(object, object)  # Noun, the thing; answered by `refuse_removal` when it must stay
    located = Signal(float, float, float, float)  # west, south, east, north
    map_wanted = Signal()

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._doomed = hall, ""
        hauls = hall.hauls
        self.leaves: dict[Noun, Leaf] = {
            Noun.HAUL_PERMIT: Leaf(("准运证", "Permits"), hauls.permits, self._permit, PermitForm(hall, self)),
            Noun.HAUL_TRUCK: Leaf(("车辆", "Trucks"), hauls.trucks, self._truck, TruckForm(hall, self)),
            Noun.HAUL_COMPANY: Leaf(("运输企业", "Companies"), hauls.companies, self._company, CompanyForm(hall, self)),
            Noun.HAUL_PLACE: Leaf(("工地、消纳场、禁行区", "Sites, grounds, forbidden areas"), hauls.places, self._place, PlaceForm(hall, self)),
        }
        self.register, self.sought, self.lines = QComboBox(), QLineEdit(), Lines()
        self.new, self.edit, self.locate, self.remove = button("primary"), button(), button(), button("quiet")
        self.wrong = label("error", wrap=True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._lay_out()
        self._connect()
        self._say()

    def open_book(self) -> None:
        self._say()
        self._fill()
        self.show()
        self.raise_()
        self.lines.setFocus()

    @property
    def noun(self) -> Noun:
        return Noun(self.register.currentData())

    def turn_to(self, noun: Noun) -> None:
        self.register.setCurrentIndex(self.register.findData(noun))
        self._turn()

    def accept_entry(self, noun: Noun, thing: Versioned) -> None:
        self.leaves[noun].form.accept()
        self._fill()
        if noun is self.noun:
            self.lines.choose(thing.id)

    def refuse_entry(self, noun: Noun, problem: Problem) -> None:
        self.leaves[noun].form.refuse(problem)

    def refuse_removal(self, problem: Problem) -> None:
        self._complain(words.problem(problem))

    # --- inside

    def _say(self) -> None:
        chosen = self.register.currentData()
        self.setWindowTitle(words.choose("渣土运输台账", "Registers of muck haulage"))
        self.register.blockSignals(True)
        self.register.clear()
        for noun, leaf in self.leaves.items():
            self.register.addItem(words.choose(*leaf.name), noun)
        self.register.setCurrentIndex(max(0, self.register.findData(chosen)))
        self.register.blockSignals(False)
        self.sought.setPlaceholderText(words.choose("查找 …", "Find …"))
        name_controls(self)
        self.new.setText(words.choose("登记", "New") + "  Ctrl+N")
        self.edit.setText(words.choose("修改", "Edit") + "  ⏎")
        self.locate.setText(words.choose("在地图上", "On the map"))
        for part in (self.new, self.edit, self.remove):
            part.setVisible(not WRITERS.isdisjoint(self._hall.me.roles))
        self._allow()

    def _fill(self) -> None:
        leaf, text = self.leaves[self.noun], self.sought.text().strip().lower()
        lines = [line for line in map(leaf.line, leaf.table) if text in f"{line.head} {line.below} {line.figure}".lower()]
        self.lines.take(sorted(lines, key=lambda line: line.head))
        self._allow()

    def _turn(self) -> None:
        self.sought.clear()
        self._complain("")
        self._fill()

    def _chosen(self) -> Any:
        return self.leaves[self.noun].table.get(self.lines.current())

    def _allow(self) -> None:
        thing, writes = self._chosen(), self.new.isVisibleTo(self)
        if thing is None or thing.id != self._doomed:
            self._doomed = ""
        self.edit.setEnabled(thing is not None and writes)
        self.remove.setEnabled(thing is not None and writes)
        self.locate.setEnabled(bool(_spots(thing)))
        self.remove.setText(words.choose("确定删除？", "Really delete?") if self._doomed else words.choose("删除", "Delete"))

    def _edit(self) -> None:
        if (thing := self._chosen()) is not None and self.edit.isEnabled():
            self._complain("")
            self.leaves[self.noun].form.ask(thing)

    def _new(self) -> None:
        if self.new.isVisibleTo(self):
            self._complain("")
            self.leaves[self.noun].form.ask()

    def _remove(self) -> None:
        """The first press asks, the second is meant."""
        thing = self._chosen()
        if thing is None or not self.remove.isEnabled():
            return
        self._complain("")
        meant = self._doomed == thing.id
        self._doomed = "" if meant else thing.id
        self._allow()
        if meant:
            self.unwanted.emit(self.noun, thing)

    def _locate(self) -> None:
        if spots := _spots(self._chosen()):
            lon, lat = zip(*spots, strict=True)
            self.located.emit(min(lon), min(lat), max(lon), max(lat))

    def _complain(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    # --- lines

    def _company(self, company: HaulCompany) -> Line:
        trucks = sum(truck.company_id == company.id for truck in self._hall.hauls.trucks)
        below = "  ".join(filter(None, (company.licence, company.contact, company.phone)))
        return Line(company.id, company.name, below, words.choose(f"{trucks} 辆", f"{trucks} trucks"))

    def _truck(self, truck: HaulTruck) -> Line:
        company = self._hall.hauls.companies.get(truck.company_id)
        return Line(truck.id, self._hall.unit_name(truck.id), company.name if company is not None else truck.company_id, f"{truck.volume_m3:g} m³")

    def _place(self, place: HaulPlace) -> Line:
        company = self._hall.hauls.companies.get(place.company_id or "")
        return Line(place.id, place.name, company.name if company is not None else place.note, words.of(place.kind))

    def _permit(self, permit: HaulPermit) -> Line:
        company = self._hall.hauls.companies.get(permit.company_id)
        today = words.local(self._hall.clock.now()).date()
        over = not permit.starts <= today <= permit.ends
        way = " → ".join(place.name for id in (permit.site_id, permit.ground_id) if (place := self._hall.hauls.places.get(id)) is not None)
        below = "  ".join(filter(None, (company.name if company is not None else "", way)))
        return Line(permit.id, permit.number, below, f"{permit.starts:%m-%d} – {permit.ends:%m-%d}", "text_3" if over else "text")

    # --- parts

    def _connect(self) -> None:
        self.register.activated.connect(lambda _: self._turn())
        self.sought.textChanged.connect(lambda _: self._fill())
        self.lines.selectionModel().currentChanged.connect(lambda *_: self._allow())
        self.lines.opened.connect(lambda _: self._edit())
        self.new.clicked.connect(self._new)
        self.edit.clicked.connect(self._edit)
        self.locate.clicked.connect(self._locate)
        self.remove.clicked.connect(self._remove)
        self._settle.timeout.connect(self._fill)
        hauls = self._hall.hauls
        for table in (hauls.companies, hauls.trucks, hauls.places, hauls.permits, self._hall.units):
            table.changed.connect(lambda _: self._settle.start() if self.isVisible() else None)
        for leaf in self.leaves.values():
            leaf.form.entered.connect(self.entered)
            leaf.form.map_wanted.connect(self.map_wanted)
        keys.bind(self, self._new, "Ctrl+N")
        keys.bind(self.lines, self._remove, "Delete")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addLayout(_row((self.register, 0), (self.sought, 1)))
        column.addWidget(self.lines, 1)
        column.addWidget(self.wrong)
        column.addLayout(_row((self.new, 0), (self.edit, 0), (self.locate, 0), (QWidget(), 1), (self.remove, 0)))
        self.wrong.hide()
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))


def _spots(thing: Any) -> Sequence[tuple[float, float]]:
    if isinstance(thing, HaulPlace):
        return thing.outline
    return thing.route if isinstance(thing, HaulPermit) else ()


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return row
