"""What the list and the map are filtered by, and the filters that are saved: one's own, and those that the hall shares."""

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.many import Many
from console.widgets.queue.filter_words import say_wanted
from console.widgets.spoken import Spoken, button, hint, label
from wire.codes import GridKind, Lamp, Source
from wire.filters import FilterOrder, OwnFilter, SavedFilter, Wanted

LAMPS = (Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.GREY)
AREAS = (GridKind.DISTRICT, GridKind.STREET, GridKind.COMMUNITY, GridKind.DUTY)
SAVED = Qt.ItemDataRole.UserRole
LIST_PX = 112
Saved = OwnFilter | SavedFilter


class FilterForm(Spoken):
    wanted = Signal(object)  # Wanted: show this
    own_kept = Signal(object)  # list[OwnFilter]: as they are to be from now on
    put_wanted = Signal(object, object)  # FilterOrder, the version that it replaces or none
    removal_wanted = Signal(str, int)  # id, version

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._text = hall, ""
        self.lamps, self.sources, self.classes, self.areas, self.departments = (Many() for _ in range(5))
        self.age, self._age_label = QDoubleSpinBox(), label("label")
        self.list, self.name, self.shared = QListWidget(), QLineEdit(), QCheckBox()
        self.save, self.up, self.down, self.remove, self.clear = button("primary"), button(), button(), button(), button("quiet")
        self._told = label("error", wrap=True)
        self._lay_out()
        self._connect()
        self.say()
        self._show_saved()
        for part in (self.name, self.shared, self.save, self.up, self.down, self.remove) if hall.replay else ():
            part.hide()  # they are used in the past, and changed now

    def value(self) -> Wanted:
        return Wanted(
            text=self._text,
            lamps=[value for value in self.lamps.values() if isinstance(value, Lamp)],
            classes=[str(value) for value in self.classes.values()],
            sources=[value for value in self.sources.values() if isinstance(value, Source)],
            areas=[str(value) for value in self.areas.values()],
            departments=[str(value) for value in self.departments.values()],
            older_h=self.age.value() or None,
        )

    def show_wanted(self, wanted: Wanted) -> None:
        self._text = wanted.text
        for many, values in (
            (self.lamps, wanted.lamps),
            (self.classes, wanted.classes),
            (self.sources, wanted.sources),
            (self.areas, wanted.areas),
            (self.departments, wanted.departments),
        ):
            many.show_values(values)
        self.age.blockSignals(True)
        self.age.setValue(wanted.older_h or 0)
        self.age.blockSignals(False)

    def refuse(self, text: str) -> None:
        """Why the backend did not keep it; nothing with an empty text."""
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def say(self) -> None:
        for many, text in (
            (self.lamps, self.tr("Lamp")),
            (self.sources, self.tr("Source")),
            (self.classes, self.tr("Class")),
            (self.areas, self.tr("Area")),
            (self.departments, self.tr("Department")),
        ):
            many.set_label(text)
        self._age_label.setText(self.tr("Reported at least so long ago"))
        self.age.setAccessibleName(self._age_label.text())
        self.age.setSuffix(self.tr(" h"))
        self.age.setSpecialValueText(self.tr("any"))
        self.name.setPlaceholderText(self.tr("Name of this filter"))
        self.shared.setText(self.tr("for the whole hall"))
        for part, text in (
            (self.save, self.tr("Save")),
            (self.up, self.tr("Up")),
            (self.down, self.tr("Down")),
            (self.remove, self.tr("Delete")),
            (self.clear, self.tr("No filter")),
        ):
            part.setText(text)
        self._fill()
        self._show_saved()

    def _fill(self) -> None:
        hall = self._hall
        self.lamps.fill([(lamp, words.of(lamp)) for lamp in LAMPS])
        self.sources.fill([(source, words.of(source)) for source in Source])
        self.classes.fill([(f"{kind}-{code}", f"{code} {words.class_name(small)}") for (kind, code), small in hall.classes.items()])
        grids = sorted((grid for grid in hall.grids if grid.kind in AREAS), key=lambda grid: (AREAS.index(grid.kind), grid.code))
        self.areas.fill([(grid.id, f"{grid.name or grid.code}  {words.of(grid.kind)}") for grid in grids])
        self.departments.fill([(department.id, department.name) for department in hall.departments])

    def _changed(self) -> None:
        self.wanted.emit(self.value())

    # what is saved

    def _shared_ones(self) -> list[SavedFilter]:
        return sorted(self._hall.filters, key=lambda saved: (saved.place, saved.id))

    def _show_saved(self) -> None:
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        all_of_them: list[Saved] = [*self._hall.own_filters, *self._shared_ones()]
        for saved in all_of_them:
            item = QListWidgetItem(self.tr("{name}  ·  hall").format(name=saved.name) if isinstance(saved, SavedFilter) else saved.name)
            item.setData(SAVED, saved)
            item.setToolTip(hint(say_wanted(self._hall, saved.wanted) or self.tr("everything")))
            self.list.addItem(item)
            if chosen is not None and saved.id == chosen.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._allow()

    def _chosen(self) -> Saved | None:
        item = self.list.currentItem()
        saved: Saved | None = item.data(SAVED) if item is not None else None
        return saved

    def _use(self) -> None:
        saved = self._chosen()
        self._allow()
        if saved is not None:
            self.name.setText(saved.name)
            self.shared.setChecked(isinstance(saved, SavedFilter))
            self.wanted.emit(saved.wanted)

    def _allow(self) -> None:
        saved = self._chosen()
        rows: list[Saved] = [*self._shared_ones()] if isinstance(saved, SavedFilter) else [*self._hall.own_filters]
        place = next((at for at, each in enumerate(rows) if saved is not None and each.id == saved.id), -1)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(rows) - 1)
        self.remove.setEnabled(place >= 0)
        self.save.setEnabled(bool(self.name.text().strip()))

    def _save(self) -> None:
        """Under a name that is there already, in its place."""
        name = self.name.text().strip()
        if not name:
            return
        self.refuse("")
        if self.shared.isChecked():
            before = next((saved for saved in self._hall.filters if saved.name == name), None)
            place = before.place if before else max((saved.place for saved in self._hall.filters), default=-1) + 1
            order = FilterOrder(id=before.id if before else uuid.uuid4().hex, name=name, wanted=self.value(), place=place)
            self.put_wanted.emit(order, before.version if before else None)
            return
        own = list(self._hall.own_filters)
        at = next((at for at, saved in enumerate(own) if saved.name == name), None)
        made = OwnFilter(id=own[at].id if at is not None else uuid.uuid4().hex, name=name, wanted=self.value())
        self.own_kept.emit([*own, made] if at is None else [*own[:at], made, *own[at + 1 :]])

    def _move(self, by: int) -> None:
        saved = self._chosen()
        if isinstance(saved, SavedFilter):
            ordered = self._shared_ones()
            ordered.insert(ordered.index(saved) + by, ordered.pop(ordered.index(saved)))
            for place, each in enumerate(ordered):
                if each.place != place:
                    self.put_wanted.emit(FilterOrder(id=each.id, name=each.name, wanted=each.wanted, place=place), each.version)
        elif saved is not None:
            own = list(self._hall.own_filters)
            own.insert(own.index(saved) + by, own.pop(own.index(saved)))
            self.own_kept.emit(own)

    def _remove(self) -> None:
        saved = self._chosen()
        if isinstance(saved, SavedFilter):
            self.removal_wanted.emit(saved.id, saved.version)
        elif saved is not None:
            self.own_kept.emit([each for each in self._hall.own_filters if each.id != saved.id])

    def _clear(self) -> None:
        self.list.setCurrentRow(-1)
        self.wanted.emit(Wanted())

    def _connect(self) -> None:
        hall = self._hall
        for many in (self.lamps, self.sources, self.classes, self.areas, self.departments):
            many.changed.connect(self._changed)
        self.age.valueChanged.connect(self._changed)
        self.list.itemSelectionChanged.connect(self._use)
        self.list.itemActivated.connect(self._use)  # Return, on the only one too
        self.name.textChanged.connect(self._allow)
        self.save.clicked.connect(self._save)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        self.clear.clicked.connect(self._clear)
        keys.bind(self, self._save, "Ctrl+Return", "Ctrl+Enter")
        hall.filters.changed.connect(self._show_saved)
        hall.own_filters_changed.connect(self._show_saved)
        for renamed in (hall.catalogue_changed, hall.departments.changed, hall.grids.changed):
            renamed.connect(self._fill)

    def _lay_out(self) -> None:
        self.age.setRange(0, 100_000)
        self.age.setDecimals(1)
        self.age.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._told.hide()
        self.list.setFixedHeight(theme.px(LIST_PX))
        self.name.setMaxLength(40)
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for place, many in enumerate((self.lamps, self.sources, self.classes, self.areas, self.departments)):
            grid.addWidget(many, place // 2, place % 2)
        age = QVBoxLayout()
        age.setSpacing(theme.px(2))
        age.addWidget(self._age_label)
        age.addWidget(self.age)
        age.addStretch(1)
        grid.addLayout(age, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        order = QHBoxLayout()
        order.setSpacing(theme.px(4))
        for part in (self.up, self.down, self.remove):
            order.addWidget(part)
        order.addStretch(1)
        order.addWidget(self.clear)
        named = QHBoxLayout()
        named.setSpacing(theme.px(8))
        named.addWidget(self.name, 1)
        named.addWidget(self.shared)
        named.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(8),) * 4)
        column.setSpacing(theme.px(6))
        column.addLayout(grid)
        column.addLayout(named)
        column.addWidget(self._told)
        column.addWidget(self.list)
        column.addLayout(order)
