"""The menu of filters: what cases can be sifted and ordered by, with the keys of every menu. What is on has a tick."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.history import Search
from console.widgets.menus import empty
from console.words import filters
from wire.case_filter import CaseSort
from wire.codes import CloseKind, GridKind, Kind, Noun, Source, Stage, Status, VoidKind

CODES: dict[str, type[StrEnum]] = {"status": Status, "stage": Stage, "source": Source}
ENDS: dict[str, type[StrEnum]] = {"close_kind": CloseKind, "void_kind": VoidKind}
AREAS = (GridKind.DISTRICT, GridKind.STREET, GridKind.COMMUNITY)
DAYS = (1, 7, 30, 90, 365)
RADII_M = (100, 200, 500, 1000, 3000)
Choice = tuple[str, bool, dict[str, Any]]  # what it says, whether it is on, what it changes in the filter


class Sieve(QMenu):
    """Built anew each time it opens: names and what is on change."""

    changed = Signal(object)  # Search
    span_wanted = Signal(str)  # "reported" or "closed": ask for the days
    area_wanted = Signal(float)  # metres around the middle of the map; 0: all that the map shows

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.search = hall, Search()
        self.aboutToShow.connect(self.build)

    def build(self) -> None:
        empty(self)
        for name, kind in CODES.items():
            self._offer(self._menu(name), self._several(name, [(words.of(code), code) for code in kind]))
        self._add_classes(self.addMenu(filters.sifted_by("class_code")))
        self._offer(self._menu("department_id"), self._several("department_id", [(each.name, each.id) for each in self._hall.departments]))
        self._add_grids()
        self._add_times()
        self._add_ends()
        self._add_places()
        self.addSeparator()
        order, wanted = self.addMenu(self.tr("Order")), self.search.filter
        for sort in CaseSort:
            for up in (False, True):
                on = (wanted.sort, wanted.ascending) == (sort, up)
                self._offer(order, [(filters.sorting(sort, up), on, {"sort": sort, "ascending": up})])

    def _menu(self, name: str) -> QMenu:
        return self.addMenu(filters.sifted_by(name))

    def _several(self, name: str, values: Iterable[tuple[str, Any]]) -> list[Choice]:
        """Values of which any will do: each is put to the others, or taken away."""
        on: Sequence[Any] = getattr(self.search.filter, name)
        return [(says, value in on, {name: [each for each in on if each != value] if value in on else [*on, value]}) for says, value in values]

    def _add_classes(self, menu: QMenu) -> None:
        wanted, catalogue = self.search.filter, self._hall.catalogue
        for kind in Kind:
            under = menu.addMenu(words.of(kind))
            whole = {"kind": kind, "major": None, "class_code": None}
            self._offer(under, [(self.tr("All of it"), wanted.kind is kind and not (wanted.major or wanted.class_code), whole)])
            for major in catalogue.majors if catalogue else ():
                if major.kind is kind:
                    self._add_major(under.addMenu(words.choose(major.name, major.name_en)), kind, major.code)

    def _add_major(self, menu: QMenu, kind: Kind, major: str) -> None:
        wanted = self.search.filter
        on = (wanted.kind, wanted.major, wanted.class_code) == (kind, major, None)
        self._offer(menu, [(self.tr("All of it"), on, {"kind": kind, "major": major, "class_code": None})])
        for small in self._hall.classes.values():
            if small.kind is kind and small.code.startswith(major):
                on = (wanted.kind, wanted.class_code) == (kind, small.code)
                self._offer(menu, [(words.class_name(small), on, {"kind": kind, "major": None, "class_code": small.code})])

    def _add_grids(self) -> None:
        areas = sorted((grid for grid in self._hall.grids if grid.kind in AREAS and grid.code.isdecimal()), key=lambda grid: grid.code)
        menu = self._menu("grid")
        self._offer(menu, [(f"{grid.name or grid.code}", self.search.filter.grid == grid.code, {"grid": grid.code}) for grid in areas])
        menu.setEnabled(bool(areas))
        duty = sorted((grid.name or grid.code, grid.code) for grid in self._hall.grids if grid.kind is GridKind.DUTY)
        menu = self._menu("duty_grid")
        self._offer(menu, self._several("duty_grid", duty))
        menu.setEnabled(bool(duty))

    def _add_times(self) -> None:
        menu = self._menu("reported")
        for days in DAYS:
            on = self.search.days == days
            none = msgspec.structs.replace(self.search.filter, reported_from=None, reported_to=None)
            self._act(menu, filters.last_days(days), on, Search(filter=none, days=None if on else days))
        self._ask(menu, "reported")
        self._ask(self._menu("closed"), "closed")

    def _ask(self, menu: QMenu, name: str) -> None:
        action = menu.addAction(self.tr("From … to …"))
        action.triggered.connect(lambda: self.span_wanted.emit(name))

    def _add_ends(self) -> None:
        for name in filters.YES_NO:
            on = getattr(self.search.filter, name)
            self._offer(self._menu(name), [(filters.yes_no(name, value), on is value, {name: value}) for value in (True, False)])
        for name, kind in ENDS.items():
            self._offer(self._menu(name), self._several(name, [(words.of(code), code) for code in kind]))

    def _add_places(self) -> None:
        menu, chosen = self._menu("near"), self._hall.selection
        case = self._hall.cases.get(chosen.id) if chosen.noun is Noun.CASE else None
        for radius_m in RADII_M:
            action = menu.addAction(self.tr("{radius} m around the middle of the map").format(radius=f"{radius_m:,}"))
            action.triggered.connect(lambda _=False, radius_m=radius_m: self.area_wanted.emit(float(radius_m)))
        if case is not None:
            menu.addSeparator()
            for radius_m in RADII_M:
                says = self.tr("{radius} m around case {number}").format(radius=f"{radius_m:,}", number=words.number_short(case.number))
                self._offer(menu, [(says, False, {"near": (case.lon, case.lat, float(radius_m))})])
        action = self.addAction(self.tr("What the map shows"))
        action.triggered.connect(lambda: self.area_wanted.emit(0.0))

    def _offer(self, menu: QMenu, choices: Iterable[Choice]) -> None:
        for says, on, changed in choices:
            single = on and not any(isinstance(value, list) for value in changed.values()) and "sort" not in changed
            changed = dict.fromkeys(changed) if single else changed  # what is on is taken away
            self._act(menu, says, on, msgspec.structs.replace(self.search, filter=msgspec.structs.replace(self.search.filter, **changed)))

    def _act(self, menu: QMenu, says: str, on: bool, search: Search) -> QAction:
        action = menu.addAction(says.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(self._teller(search))
        return action

    def _teller(self, search: Search) -> Callable[[], None]:
        return lambda: self.changed.emit(search)
