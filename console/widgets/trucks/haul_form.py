"""What the forms of the truck registers have in common: fields by the names of their order, read when sent, refused at the field."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.fields import ChoiceField, Field, LineField, NoteField
from console.widgets.saving_form import SavingForm
from console.widgets.trucks.haul_reading import NotSo, Read
from console.widgets.trucks.places_field import PlacesField
from wire.message import Order, Versioned
from wire.problem import Problem

Rows = Sequence[Sequence[str]]
CHANGED = (
    "此项刚被他人修改：其值列在字段下方，再次保存即覆盖",
    "Somebody has changed it meanwhile: theirs is below; saving again puts yours in its place",
)
WIDTH, HEIGHT = 560, 420


class HaulForm(SavingForm):
    """`ask` with a thing, or with none for a new one. It stays until `accept` or `refuse`, and leaves the map free to be drawn on.

    A subclass says `order` and `message`, what stands in the fields of a thing, and how each is read.
    """

    entered = Signal(object, object)  # the order, the version that it changes or None
    map_wanted = Signal()

    order: ClassVar[type[Order]]
    message: ClassVar[type[Versioned]]
    at: ClassVar[Mapping[str, str]] = {}  # the field that a refusal is about, by its code

    def __init__(self, hall: Hall, fields: Mapping[str, Field], readers: Mapping[str, Read], rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._thing: Any = None
        self.fields, self._readers = dict(fields), dict(readers)
        self._lay_out(rows)
        for field in self.fields.values():
            if isinstance(field, PlacesField):
                field.map_wanted.connect(self.map_wanted)
        self.finished.connect(self._let_go)

    # --- of a subclass

    def title(self) -> str:
        raise NotImplementedError

    def options(self) -> None:
        """Fill what is chosen from lists."""

    def shown(self, thing: Any) -> dict[str, Any]:
        """What stands in each field of a thing."""
        raise NotImplementedError

    def faults(self, told: Mapping[str, Any]) -> dict[str, str]:
        """What no single field can know is wrong, by the field that says so."""
        return {}

    def id_of(self, told: Mapping[str, Any]) -> str:
        """Of a new thing."""
        return uuid.uuid4().hex

    # --- the form

    @property
    def thing(self) -> Any:
        """That is changed; none: a new one."""
        return self._thing

    def checked(self) -> Iterable[Field]:
        return self.fields.values()

    def ask(self, thing: Versioned | None = None) -> None:
        self._thing = thing
        self.options()
        self.setWindowTitle(self.title())
        self.say_buttons()
        blank = {name: None if isinstance(field, ChoiceField) else "" for name, field in self.fields.items()}
        for name, value in (self.shown(thing) if thing is not None else blank).items():
            _set(self.fields[name], value)
        self.clear()
        self.wait(False)
        self.show()
        self.raise_()
        next(iter(self.fields.values())).setFocus()

    def submit(self) -> None:
        self.clear()
        told, wrong = dict[str, Any](), dict[str, str]()
        for name, field in self.fields.items():
            try:
                told[name] = self._readers[name](_typed(field))
            except NotSo as error:
                wrong[name] = str(error)
        for name, why in (wrong := wrong or self.faults(told)).items():
            self.fields[name].set_error(why)
        if wrong:
            self.fields[next(iter(wrong))].setFocus()
            return
        thing = self._thing
        values = {name: value for name, value in told.items() if name in self.order.__struct_fields__}
        order = self.order(**values, id=thing.id if thing is not None else self.id_of(told))
        self.wait(True)
        self.entered.emit(order, thing.version if thing is not None else None)

    def refuse(self, problem: Problem) -> None:
        """At the field that it is about, where it is about one."""
        paths = [error.path.split(".")[0].split("[")[0] for error in problem.errors]
        named = next((name for name in (*paths, self.at.get(problem.code, "")) if name in self.fields), "")
        if problem.code == "changed_meanwhile" and problem.current:
            self.wait(False)
            self._compare(msgspec.json.decode(bytes(problem.current), type=self.message))
        elif named:
            self.wait(False)
            self.fields[named].set_error(words.problem(problem))
            self.fields[named].setFocus()
        else:
            super().refuse(problem)

    # --- inside

    def _compare(self, now: Versioned) -> None:
        """What is theirs stands below mine."""
        for name, theirs in self.shown(now).items():
            if self._thing is None or theirs != self.shown(self._thing)[name]:
                self.fields[name].set_error(words.choose("现为：", "Now: ") + (_said(self.fields[name], theirs) or "—"))
        self._thing = now
        self.say_wrong(words.choose(*CHANGED))

    def _let_go(self, _: int) -> None:
        for field in self.fields.values():
            if isinstance(field, PlacesField):
                field.let_go()

    def _lay_out(self, rows: Rows) -> None:
        grid, top = QGridLayout(), Qt.AlignmentFlag.AlignTop
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for at, row in enumerate(rows):
            for column, name in enumerate(row):
                grid.addWidget(self.fields[name], at, column * 6 // len(row), 1, 6 // len(row), top)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addLayout(grid)
        whole.addStretch(1)
        whole.addWidget(self.wrong)
        whole.addWidget(self.buttons)
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))


def line(name: str, required: bool = False, most: int = 80) -> LineField:
    field = LineField(f"haul_{name}", required)
    field.edit.setMaxLength(most)
    return field


def choice(name: str, required: bool = False) -> ChoiceField:
    return ChoiceField(f"haul_{name}", required)


def by_name(things: Iterable[Any], text: Callable[[Any], str]) -> list[tuple[object, str]]:
    """What a list offers, in the order of its texts."""
    return sorted(((thing.id, text(thing)) for thing in things), key=lambda option: option[1])


def _typed(field: Field) -> object:
    """Of a list, what was typed and is no option is refused, not left out."""
    if isinstance(field, ChoiceField) and field.typed_wrong():
        return _Wrong(field.choice.currentText())
    return field.value()


class _Wrong(str):
    """What stands in a list and is none of its options."""


def chosen(required: bool = False) -> Read:
    def read(typed: object) -> object:
        if isinstance(typed, _Wrong):
            raise NotSo(words.choose(f"列表中没有“{typed}”", f'"{typed}" is not in the list'))
        if typed is None and required:
            raise NotSo(words.choose("请选择", "Choose one"))
        return typed

    return read


def _set(field: Field, value: Any) -> None:
    if isinstance(field, ChoiceField):
        field.choice.setEditText("")
        field.set(value)
    elif isinstance(field, LineField | NoteField):
        field.set(value)


def _said(field: Field, value: Any) -> str:
    if isinstance(field, ChoiceField):
        values = field.choice.values()
        return field.choice.itemText(values.index(value)) if value in values else str(value or "")
    return str(value)
