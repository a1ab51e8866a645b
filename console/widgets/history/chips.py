"""The filters of a search as chips, each of which can be taken away."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import words
from console.hall.hall import Hall
from console.hall.history import Search
from console.widgets.flow import Flow
from console.widgets.spoken import Spoken, button
from console.words import filters
from wire.case_filter import CaseFilter

LISTS = ("status", "stage", "source", "department_id", "duty_grid", "close_kind", "void_kind")
CODES = ("status", "stage", "source", "close_kind", "void_kind")
FLAGS = ("overdue", "urgent", "rework")
SPANS = ("reported", "closed")


class Chip(NamedTuple):
    """`without` is the search when this is taken away."""

    says: str
    without: Search


class Chips(Spoken):
    """Hidden while there is none."""

    changed = Signal(object)  # Search

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._search = hall, Search()
        self.chips: list[Chip] = []
        self._flow = Flow(self, gap=6)
        for renamed in (hall.catalogue_changed, hall.departments.changed, hall.grids.changed):
            renamed.connect(self.say)
        self.hide()

    def show_search(self, search: Search) -> None:
        self._search = search
        self.say()

    def remove_last(self) -> None:
        if self.chips:
            self.changed.emit(self.chips[-1].without)

    def say(self) -> None:
        self.chips = list(_chips(self._hall, self._search))
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for chip in self.chips:
            made = button(parent=self)
            made.setProperty("kind", "chip")
            made.setText(f"{chip.says}  ×")
            made.setToolTip(self.tr("Take this filter away"))
            made.clicked.connect(lambda _=False, chip=chip: self.changed.emit(chip.without))
            self._flow.addWidget(made)
            made.show()
        self.setVisible(bool(self.chips))
        self.updateGeometry()


def _chips(hall: Hall, search: Search) -> Iterator[Chip]:
    wanted = search.filter
    for name in LISTS:
        values: list[Any] = getattr(wanted, name)
        for value in values:
            yield Chip(_named(name, _value(hall, name, value)), _with(search, **{name: [each for each in values if each != value]}))
    if wanted.kind is not None:
        yield Chip(_class(hall, wanted), _with(search, kind=None, major=None, class_code=None))
    if wanted.grid is not None:
        yield Chip(_named("grid", _grid(hall, wanted.grid)), _with(search, grid=None))
    if search.days is not None:
        yield Chip(_named("reported", filters.last_days(search.days)), msgspec.structs.replace(search, days=None))
    for name in SPANS:
        start, end = getattr(wanted, f"{name}_from"), getattr(wanted, f"{name}_to")
        if start or end:
            yield Chip(_named(name, _span(start, end)), _with(search, **{f"{name}_from": None, f"{name}_to": None}))
    for name in FLAGS:
        if (flag := getattr(wanted, name)) is not None:
            yield Chip(filters.yes_no(name, flag), _with(search, **{name: None}))
    if wanted.near is not None:
        lon, lat, radius_m = wanted.near
        yield Chip(_named("near", f"{radius_m:g} m · {lat:.4f}, {lon:.4f}"), _with(search, near=None))
    if wanted.box is not None:
        yield Chip(filters.sifted_by("box"), _with(search, box=None))


def _with(search: Search, **changed: Any) -> Search:
    return msgspec.structs.replace(search, filter=msgspec.structs.replace(search.filter, **changed))


def _named(name: str, value: str) -> str:
    return f"{filters.sifted_by(name)} · {value}"


def _value(hall: Hall, name: str, value: Any) -> str:
    if name in CODES:
        return words.of(value)
    if name == "department_id":
        department = hall.departments.get(value)
        return department.name if department else value
    return _grid(hall, value)


def _grid(hall: Hall, code: str) -> str:
    return next((grid.name for grid in hall.grids if grid.code == code and grid.name), code)


def _class(hall: Hall, wanted: CaseFilter) -> str:
    assert wanted.kind is not None
    if wanted.class_code is not None:
        return _named("class_code", words.class_name(hall.classes.get((wanted.kind, wanted.class_code)), wanted.class_code))
    if wanted.major is not None and hall.catalogue is not None:
        majors = {(major.kind, major.code): words.choose(major.name, major.name_en) for major in hall.catalogue.majors}
        return _named("major", majors.get((wanted.kind, wanted.major), wanted.major))
    return _named("kind", words.of(wanted.kind))


def _span(start: Any, end: Any) -> str:
    return " – ".join(f"{words.local(moment):%Y-%m-%d}" if moment else "" for moment in (start, end))
